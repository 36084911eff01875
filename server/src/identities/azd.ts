import type { Flow, HostId, NewPart, Prerequisite, SignIn } from '../model';
import type { VariableNames } from '../settings';
import { flag, fromVariable, rewriteArguments, type Wanted } from './arguments';
import type { Rewriter } from './identity';
import { dropNotes, needsRole, otherPrincipal, type DropNotes } from './rewriting';

/**
 * What identities `azd auth login` is rewritten to. It chooses no subscription: that is the azd environment's.
 * Source: azure-dev cli/azd/cmd/auth_login.go and its documentation on authentication.
 */

const flowsOfCredentials = {
  'client-secret': 'service-principal-secret',
  certificate: 'service-principal-certificate',
  'federated-credential-provider': 'service-principal-federated',
} as const satisfies Record<string, Flow>;

type Credential = keyof typeof flowsOfCredentials;

/** What only a browser or a device code uses. */
const interactive = ['use-device-code', 'redirect-port', 'browser', 'claims-challenge'];

const notesOnDrops: DropNotes = {
  tenant: 'Drops --tenant-id: a managed identity signs in to its own tenant.',
  'claims-challenge': 'Drops --claims: only a browser or device code answers it.',
};

/** Says whether a service principal signs in already, which then stays. */
const isServicePrincipal = ({ intended }: SignIn): boolean => intended.startsWith('service-principal-');

/** What makes one kind of service principal sign-in. */
interface ServicePrincipal {
  readonly credential: Credential;
  readonly value: NewPart;
  readonly variable?: keyof VariableNames;
  /** True if a value that is given stays. */
  readonly keepsGiven: boolean;
  readonly prerequisites: readonly Prerequisite[];
  readonly notes?: readonly string[];
}

/** Rewrites to a service principal. */
function servicePrincipal(form: (...given: Parameters<Rewriter>) => ServicePrincipal): Rewriter {
  return (signIn, context, settings) => {
    const {
      credential,
      value,
      variable,
      keepsGiven,
      prerequisites,
      notes = [],
    } = form(signIn, context, settings);
    const same = isServicePrincipal(signIn);
    const wanted: readonly Wanted[] = [
      fromVariable('client-id', 'clientId', settings, same),
      fromVariable('tenant', 'tenantId', settings, true),
      { name: credential, value, keepsGiven, ...(variable && { variable }) },
    ];
    const others = Object.keys(flowsOfCredentials).filter((name) => name !== credential);
    const { changes, variables, dropped } = rewriteArguments(
      signIn,
      wanted,
      new Set([...interactive, ...others, 'identity']),
    );
    return {
      changes,
      promises: flowsOfCredentials[credential],
      variables,
      prerequisites: [...prerequisites, ...(same ? [] : [needsRole])],
      notes: [...notes, ...dropNotes(dropped, notesOnDrops), ...(same ? [] : [otherPrincipal])],
    };
  };
}

/** A service principal with a client secret. */
export const azdSecret: Rewriter = (signIn, context, settings) =>
  signIn.intended === 'service-principal-secret'
    ? { refused: 'it already signs in with a client secret.' }
    : servicePrincipal(() => ({
        credential: 'client-secret',
        value: { variable: settings.variables.clientSecret },
        variable: 'clientSecret',
        keepsGiven: false,
        prerequisites: [
          { kind: 'identity', text: 'An app registration with its service principal and a client secret.' },
        ],
        notes: [
          'The secret stands among the arguments of azd while it runs, where other processes and audit logs can see it, and it expires.',
        ],
      }))(signIn, context, settings);

/** A service principal with a certificate. */
export const azdCertificate: Rewriter = servicePrincipal((_signIn, _context, { variables }) => ({
  credential: 'certificate',
  value: { variable: variables.clientCertificatePath },
  variable: 'clientCertificatePath',
  keepsGiven: true,
  prerequisites: [
    { kind: 'identity', text: 'An app registration with its service principal and this certificate.' },
    {
      kind: 'file',
      text: 'A PEM file with the private key and the certificate, readable only by who runs this.',
    },
  ],
  notes: ['The certificate expires: somebody has to renew it before it does.'],
}));

/** Where azd gets a federated token from, and what it needs for that. */
interface Provider {
  readonly name: string;
  readonly needs: Prerequisite;
}

const github: Provider = {
  name: 'github',
  needs: {
    kind: 'variable',
    text: 'The permission `id-token: write` for the job: azd fetches the token itself.',
  },
};
const azurePipelines: Provider = {
  name: 'azure-pipelines',
  needs: {
    kind: 'variable',
    text: 'The variables SYSTEM_ACCESSTOKEN, mapped from $(System.AccessToken), and AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, which the task AzureCLI sets: azd fetches the token itself.',
  },
};
const oidc: Provider = {
  name: 'oidc',
  needs: {
    kind: 'variable',
    text: 'The variable AZURE_OIDC_TOKEN with a fresh token, or AZURE_OIDC_REQUEST_URL and AZURE_OIDC_REQUEST_TOKEN to fetch one with.',
  },
};

/** Takes a host, says what azd fetches a federated token with there. */
export function azdTokenSource(host: HostId): string {
  return (providers[host] ?? oidc).needs.text;
}

const providers: Readonly<Partial<Record<HostId, Provider>>> = {
  'github-hosted': github,
  'github-self-hosted': github,
  'azure-pipelines': azurePipelines,
};

/** A service principal or user-assigned identity with a token that azd fetches. */
export const azdFederated: Rewriter = servicePrincipal((_signIn, { host }) => {
  const { name, needs } = providers[host] ?? oidc;
  return {
    credential: 'federated-credential-provider',
    value: name,
    keepsGiven: true,
    prerequisites: [
      {
        kind: 'identity',
        text: 'A user-assigned managed identity (creating it needs Azure rights only), or an app registration with its service principal.',
      },
      { kind: 'federated-credential', text: 'A federated credential on it for the tokens of this place.' },
      needs,
    ],
  };
});

/** Rewrites to a managed identity. */
function managedIdentity(isUserAssigned: boolean, text: string): Rewriter {
  return (signIn, _context, settings) => {
    const which = isUserAssigned
      ? [fromVariable('client-id', 'managedIdentityClientId', settings, !isServicePrincipal(signIn))]
      : [];
    const drops = [...interactive, ...Object.keys(flowsOfCredentials), 'tenant', 'client-id'];
    const { changes, variables, dropped } = rewriteArguments(
      signIn,
      [flag('identity'), ...which],
      new Set(isUserAssigned ? drops.filter((name) => name !== 'client-id') : drops),
    );
    return {
      changes,
      promises: 'managed-identity',
      variables,
      prerequisites: [{ kind: 'identity', text }, needsRole],
      notes: [...dropNotes(dropped, notesOnDrops), otherPrincipal],
    };
  };
}

/** The managed identity that a machine or app has by itself. */
export const azdSystemAssigned: Rewriter = managedIdentity(
  false,
  'The system-assigned managed identity of the machine or app that runs this, switched on.',
);

/** A user-assigned managed identity by its client id, the only id that azd takes. */
export const azdUserAssigned: Rewriter = managedIdentity(
  true,
  'A user-assigned managed identity that is assigned to the machine or app that runs this.',
);
