import { addOptions } from '../identities/arguments';
import { needsVariable, tenantVariable, whyArgumentsAreOpen } from '../identities/rewriting';
import type { Context, Remedy, SignIn } from '../model';
import type { Settings } from '../settings';
import { tools } from '../signIns';
import { option } from '../signIns/option';
import { repairedBy } from './repair';
import type { Rule } from './rule';
import { firstWrite, siteRange } from './site';
import { issue, sources } from './sources';

const servicePrincipalName =
  /(^|[_:])(APP(LICATION)?_?ID|CLIENT_?ID|SPN?|SP_?(ID|NAME|USER)|SERVICE_?PRINCIPAL\w*)$/i;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const userPassword: Rule = {
  id: 'user-password',
  summary: 'Signs in as a user with a password, which cannot answer multifactor authentication',
  why: `\`az login --username … --password …\` uses the resource owner password credentials flow (ROPC). It has no step at
which anybody could answer a second factor.

Where the tenant demands MFA at sign-in (Conditional Access, security defaults, per-user MFA), the sign-in itself
fails: \`AADSTS50076: … you must use multi-factor authentication to access …\`, or \`AADSTS50079\` or \`AADSTS50158\`. Where
only Azure Resource Manager demands it, the sign-in works and reading works, and the first command that creates, updates
or deletes a resource fails with \`RequestDisallowedByPolicy\`.

\`Connect-AzAccount -Credential\` without \`-ServicePrincipal\` is the same flow: \`UsernamePasswordCredential authentication
failed\`. So is a request for a token with \`grant_type=password\` that a script makes itself.

A service account is a user to Microsoft Entra. App passwords do not help, and Conditional Access exclusions do not
exempt an account from the enforcement in Azure Resource Manager.

\`--federated-token\` and \`--certificate\` change nothing while \`--service-principal\` is missing. A user name without a
password asks for one, and without a terminal the Azure CLI stops with \`Please specify both username and password in
non-interactive mode.\``,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  severityNote:
    'A warning in a sovereign cloud (`az cloud set`, `-Environment`): Microsoft’s own enforcement covers the public cloud. A warning for a token request whose scope is not Azure Resource Manager.',
  confidence:
    'Likely if words such as `$EXTRA` may add options; possible if they decide how the sign-in works.',
  fixSafety:
    'Every fix changes who signs in, so it needs confirmation: the new identity, its role and its variables must exist first. Where the arguments look like a service principal’s, the first fix adds `--service-principal`.',
  safety: 'needs-confirmation',
  tools: ['az login', 'Connect-AzAccount', 'token request'],
  sources: [
    sources.mfa,
    sources.ropc,
    sources.signInCode,
    sources.errorCodes,
    issue(31699),
    sources.connectCode,
    sources.connectErrors,
  ],
  cases: [
    {
      title: 'A user name and a password',
      before:
        '⟦az login⟧ --username "$AZ_USER" --password "$AZ_PASS"\naz group create --name demo --location westeurope',
      host: 'azure-vm',
      after:
        'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"\naz account set --subscription "$AZURE_SUBSCRIPTION_ID"\naz group create --name demo --location westeurope',
    },
    {
      title: 'A credential in PowerShell',
      dialect: 'powershell',
      before:
        '⟦Connect-AzAccount⟧ -Credential $cred -Tenant contoso.example\nNew-AzResourceGroup -Name demo -Location westeurope',
      host: 'azure-automation',
      after:
        'Connect-AzAccount -Identity -Subscription $env:AZURE_SUBSCRIPTION_ID\nNew-AzResourceGroup -Name demo -Location westeurope',
    },
    {
      title: 'A request for a token',
      before:
        '⟦curl⟧ -d grant_type=password -d "username=$AZ_USER" -d "password=$AZ_PASS" -d "client_id=$APP" -d scope=https://management.azure.com/.default "https://login.microsoftonline.com/$TENANT/oauth2/v2.0/token"',
    },
    {
      title: 'No password, so the Azure CLI asks for it',
      before: '⟦az login⟧ -u deploy@contoso.example',
    },
    {
      title: 'A federated token without `--service-principal`',
      before: '⟦az login⟧ -u "$AZURE_CLIENT_ID" -t "$AZURE_TENANT_ID" --federated-token "$TOKEN"',
      after:
        'az login --service-principal -u "$AZURE_CLIENT_ID" -t "$AZURE_TENANT_ID" --federated-token "$TOKEN"',
    },
  ],
  repairedByIdentity: () => true,
  check(signIn, context) {
    if (signIn.flow === 'unknown' && signIn.possibleFlows.includes('ropc')) {
      return {
        range: siteRange(signIn),
        message:
          'Depending on what its variables hold, this signs in as a user with a password (ROPC), which fails with AADSTS50076 where MFA is required.',
        confidence: 'possible',
      };
    }
    if (signIn.flow !== 'ropc') return undefined;
    return {
      range: siteRange(signIn),
      message: `${whatHappens(signIn, context)} ${advice(signIn)}`,
      ...(context.cloud === 'sovereign' || isForOthers(signIn) ? { severity: 'warning' } : {}),
      related: firstWrite(context.following),
    };
  },
  remedy(signIn, context, settings) {
    return withServicePrincipal(signIn, context, settings) ?? { fixes: [], refusals: [] };
  },
};

function whatHappens(signIn: SignIn, { cloud }: Context): string {
  const refused =
    cloud === 'sovereign'
      ? 'Signs in as a user with a password (ROPC), which cannot answer MFA: AADSTS50076 where the tenant requires it.'
      : 'Signs in as a user with a password (ROPC), which cannot answer MFA: AADSTS50076 at sign-in, or RequestDisallowedByPolicy at the first create, update or delete.';
  if (signIn.tool !== 'az login') return refused;
  return (option(signIn, 'password') ?? option(signIn, 'federated-token') ?? option(signIn, 'certificate'))
    ? refused
    : `${refused} With no terminal it stops earlier: "Please specify both username and password in non-interactive mode."`;
}

function advice(signIn: SignIn): string {
  if (signIn.tool === 'token request') return 'Use grant_type=client_credentials.';
  if (signIn.tool !== 'az login') return 'Use a workload identity.';
  const credential = disguised.find((name) => option(signIn, name));
  if (credential !== undefined) {
    return `--${credential} has no effect without --service-principal: did you forget it?`;
  }
  return looksLikeServicePrincipal(signIn)
    ? 'The user name looks like a service principal’s: did you forget --service-principal?'
    : 'Use a workload identity.';
}

/** Credentials of a service principal, which have no effect without `--service-principal`. */
const disguised = ['federated-token', 'certificate'] as const;

/** Says whether the user name is a service principal's by its form, or by the name of its variable. */
function looksLikeServicePrincipal(signIn: SignIn): boolean {
  const name = option(signIn, 'username')?.value;
  return name?.value.kind === 'known'
    ? guid.test(name.value.text)
    : (name?.variables.some((variable) => servicePrincipalName.test(variable)) ?? false);
}

/** Says whether a token is requested that certainly is not for Azure Resource Manager. */
function isForOthers(signIn: SignIn): boolean {
  if (signIn.tool !== 'token request') return false;
  const audience = (option(signIn, 'scope') ?? option(signIn, 'resource'))?.value?.value;
  return audience?.kind === 'known' && !/management\.|%3a%2f%2fmanagement/i.test(audience.text);
}

/** Adds the one word that was forgotten, if it looks so. */
function withServicePrincipal(signIn: SignIn, context: Context, settings: Settings): Remedy | undefined {
  const isForgotten = disguised.some((name) => option(signIn, name)) || looksLikeServicePrincipal(signIn);
  if (signIn.tool !== 'az login' || signIn.flow !== 'ropc') return undefined;
  if (!isForgotten || whyArgumentsAreOpen(signIn)) return undefined;
  const added = { name: 'service-principal', words: [], value: undefined, typographic: false };
  const promises = tools[signIn.tool].flowOf([...signIn.options, added], settings);
  if (promises === 'rejected') return undefined;
  const hasTenant = option(signIn, 'tenant') !== undefined;
  const { name, isOwn } = tenantVariable(context, settings);
  const tenant = ['tenant', { variable: name }] as const;
  return repairedBy({
    id: 'user-password',
    title: `Add --service-principal${hasTenant ? '' : ' and --tenant'}`,
    safety: 'needs-confirmation',
    changes: addOptions(signIn, [['service-principal'], ...(hasTenant ? [] : [tenant])]),
    promises,
    prerequisites: hasTenant || isOwn ? [] : [needsVariable('tenantId', settings)],
    notes: ['Right if the user name is the client id of a service principal.'],
    reveals: ['certificate-as-password'],
  });
}
