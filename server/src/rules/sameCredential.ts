import { readCredentialUse } from '../signIns/credentialUses';
import type { Rule } from './rule';
import { rangeOf } from './site';
import { sources } from './sources';

export const sameCredential: Rule = {
  id: 'same-credential',
  summary: 'Signs in to another service with a user’s password',
  why: `A script that signs in to Azure with a user’s password often uses the same user for Microsoft Entra, Exchange,
Teams, SharePoint, SQL or Kubernetes as well. None of them can answer MFA with a password, so a migration is not done
until these have another identity too. The message names what to use instead.

With \`AZURE_USERNAME\` and \`AZURE_PASSWORD\` in its environment, a program that uses \`EnvironmentCredential\` or
\`DefaultAzureCredential\` of the Azure SDKs signs in as that user, unless there is a secret or a certificate as well.
The Azure CLI does not look at them.

The modules MSOnline and AzureAD are retired, Exchange Online’s modules have no \`-Credential\` since July 2026, and
\`Connect-MgGraph\` never had one.`,
  severity: {
    unattended: 'information',
    unknown: 'information',
    attended: 'information',
    documentation: 'none',
  },
  severityNote: 'A warning for retired modules and parameters that are gone, unless somebody is there.',
  confidence:
    'Certain that a user’s password is used; whether it is the same user the script does not always say.',
  fixSafety: 'There is no fix: the other service needs an identity and rights of its own.',
  safety: 'no-fix',
  additional: true,
  sources: [
    sources.ropc,
    sources.exchangeCredential,
    sources.mgGraph,
    sources.teams,
    sources.sqlcmd,
    sources.kubelogin,
    sources.environmentCredential,
  ],
  cases: [
    {
      title: 'Kubernetes',
      before: 'az login --identity\nkubelogin convert-kubeconfig ⟦-l ropc⟧',
    },
    {
      title: 'Exchange Online',
      dialect: 'powershell',
      before: 'Connect-AzAccount -Identity\nConnect-ExchangeOnline ⟦-Credential $cred⟧',
    },
    {
      title: 'Programs made with an Azure SDK',
      before: 'export ⟦AZURE_USERNAME⟧="$DEPLOY_USER" AZURE_PASSWORD="$DEPLOY_PASSWORD"\n./migrate',
    },
    { title: 'Azure SQL', before: 'sqlcmd -S demo.database.windows.net ⟦-G -U⟧ "$AZ_USER" -P "$AZ_PASS"' },
  ],
  checkCommand(command, { attended, dialect }) {
    const use = readCredentialUse(command, dialect);
    if (use === undefined) return undefined;
    return {
      range: rangeOf(use.words, command.range),
      message: `${use.why} ${use.successor}`,
      ...(use.isGone && attended !== 'attended' ? { severity: 'warning' } : {}),
    };
  },
  checkEnvironment(environment) {
    const [user, password] = [environment.get('AZURE_USERNAME'), environment.get('AZURE_PASSWORD')];
    const hasBetter =
      environment.has('AZURE_CLIENT_SECRET') || environment.has('AZURE_CLIENT_CERTIFICATE_PATH');
    if (user === undefined || password === undefined || hasBetter) return undefined;
    return {
      range: user,
      message:
        'With AZURE_USERNAME and AZURE_PASSWORD the Azure SDKs (EnvironmentCredential, DefaultAzureCredential) sign in as a user with a password, which cannot answer MFA. Use a managed identity, or AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_CLIENT_SECRET.',
      related: [{ range: password, message: 'The password that goes with it.' }],
    };
  },
};
