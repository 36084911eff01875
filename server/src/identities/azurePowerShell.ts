import type { NewPart, Prerequisite, SignIn } from '../model';
import type { VariableNames } from '../settings';
import { isAzureRm } from '../signIns/connectAzAccount';
import { connectAzAccountParameters, type ParameterSet } from '../signIns/connectAzAccountParameters';
import { option } from '../signIns/option';
import { flag, fromVariable, rewriteArguments, type Wanted } from './arguments';
import type { Rewriter } from './identity';
import { dropNotes, needsRole, type DropNotes } from './rewriting';

/**
 * What identities `Connect-AzAccount` is rewritten to: each is a parameter set, and what does not belong to it goes.
 * Source: azure-powershell ConnectAzureRmAccount.cs and the cmdlet's reference.
 */

const otherPrincipal =
  'Another principal signs in: look at later commands that name the user, such as Get-AzADUser -SignedIn.';
const oldCredential =
  'What the old credential was made of stays in the script, unused: delete it, and rotate a password that stands there.';
const oldModule =
  'AzureRM is retired: install the Az module, which has the same command as Connect-AzAccount.';

const notesOnDrops: DropNotes = {
  tenant: 'Drops -Tenant: a managed identity signs in to its own tenant.',
  scope: 'Drops -AuthScope: Azure PowerShell does not take it with -FederatedToken.',
  'claims-challenge': 'Drops -ClaimsChallenge: only a person can answer it.',
};

/** The parameters that do not belong to a set. */
function outside(set: ParameterSet): readonly string[] {
  return connectAzAccountParameters
    .filter(({ sets }) => sets?.includes(set) === false)
    .map(({ name }) => name);
}

/** Says whether a service principal signs in already, which then stays. */
const isServicePrincipal = ({ intended }: SignIn): boolean => intended.startsWith('service-principal-');

/** A parameter set that a service principal signs in with. */
interface Form {
  readonly set: ParameterSet;
  readonly flow: 'service-principal-federated' | 'service-principal-certificate' | 'service-principal-secret';
  readonly namesApplication: boolean;
  readonly credential: Wanted;
  readonly drops?: readonly string[];
  readonly prerequisites: readonly Prerequisite[];
  readonly notes: readonly string[];
}

function servicePrincipal(form: (...given: Parameters<Rewriter>) => Form): Rewriter {
  return (signIn, context, settings) => {
    const {
      set,
      flow,
      namesApplication,
      credential,
      drops = [],
      prerequisites,
      notes,
    } = form(signIn, context, settings);
    const same = isServicePrincipal(signIn);
    const wanted: readonly Wanted[] = [
      flag('service-principal'),
      fromVariable('tenant', 'tenantId', settings, true),
      ...(namesApplication ? [fromVariable('application-id', 'clientId', settings, same)] : []),
      credential,
      ...(same ? [] : subscription(signIn, context, settings)),
    ];
    const { changes, variables, dropped } = rewriteArguments(
      signIn,
      wanted,
      new Set([...outside(set), ...drops]),
    );
    return {
      changes,
      promises: flow,
      variables,
      prerequisites: [...prerequisites, ...(same ? [] : [needsRole])],
      notes: [
        ...notes,
        ...dropNotes(dropped, notesOnDrops),
        ...(dropped.includes('credential') ? [oldCredential] : []),
        ...(same ? [] : [otherPrincipal]),
        ...(isAzureRm(signIn) ? [oldModule] : []),
      ],
    };
  };
}

/** The subscription, where what follows works in the default one: another principal has another one. */
function subscription(...[signIn, { following }, settings]: Parameters<Rewriter>): readonly Wanted[] {
  return following.needsSubscription || option(signIn, 'subscription') !== undefined
    ? [fromVariable('subscription', 'subscriptionId', settings, true)]
    : [];
}

/** A service principal or user-assigned identity with a federated token. */
export const azurePowerShellFederated: Rewriter = (signIn, context, settings) =>
  isAzureRm(signIn)
    ? { refused: 'AzureRM has no -FederatedToken: move the script to the Az module first.' }
    : servicePrincipal(() => ({
        set: 'ClientAssertion',
        flow: 'service-principal-federated',
        namesApplication: true,
        credential: {
          name: 'federated-token',
          value: { contentOfFileIn: settings.variables.federatedTokenFile },
          variable: 'federatedTokenFile',
          keepsGiven: option(signIn, 'federated-token')?.value?.value.kind !== 'known',
        },
        drops: ['scope'],
        prerequisites: [
          {
            kind: 'identity',
            text: 'A user-assigned managed identity (creating it needs Azure rights only), or an app registration with its service principal.',
          },
          {
            kind: 'federated-credential',
            text: 'A federated credential on it for the tokens of this place.',
          },
          {
            kind: 'file',
            text: `A file with a fresh token, whose path is in ${settings.variables.federatedTokenFile}.`,
          },
        ],
        notes: [
          'The token is read once, when it signs in. The first request to another service fails with AADSTS700024 once it has expired: fetch a fresh token and sign in again before it.',
        ],
      }))(signIn, context, settings);

/** A service principal with a certificate of the certificate store. */
export const azurePowerShellCertificate: Rewriter = (signIn, context, settings) =>
  option(signIn, 'certificate-path') !== undefined && isServicePrincipal(signIn)
    ? { refused: 'it already signs in with a certificate.' }
    : servicePrincipal(() => ({
        set: 'ServicePrincipalCertificate',
        flow: 'service-principal-certificate',
        namesApplication: true,
        credential: fromVariable(
          'certificate-thumbprint',
          'clientCertificateThumbprint',
          settings,
          isServicePrincipal(signIn),
        ),
        prerequisites: [
          { kind: 'identity', text: 'An app registration with its service principal and this certificate.' },
          {
            kind: 'file',
            text: 'The certificate with its private key in the certificate store of the account that runs this.',
          },
        ],
        notes: ['The certificate expires: somebody has to renew it before it does.'],
      }))(signIn, context, settings);

/** A service principal with a client secret. */
export const azurePowerShellSecret: Rewriter = (signIn, context, settings) => {
  if (signIn.intended === 'service-principal-secret') {
    return { refused: 'it already signs in with a client secret.' };
  }
  const { clientId, clientSecret } = settings.variables;
  const credential: NewPart = { credentialOf: { name: clientId, secret: clientSecret } };
  const rewrite = servicePrincipal(() => ({
    set: 'ServicePrincipal',
    flow: 'service-principal-secret',
    namesApplication: false,
    credential: { name: 'credential', value: credential, variable: 'clientSecret' },
    prerequisites: [
      { kind: 'identity', text: 'An app registration with its service principal and a client secret.' },
    ],
    notes: [
      'The secret expires. Unless the session is kept to this process, Azure PowerShell writes it to a file of the user.',
    ],
  }))(signIn, context, settings);
  return 'refused' in rewrite ? rewrite : { ...rewrite, variables: withClientId(rewrite.variables) };
};

/** The credential is made of two variables. */
function withClientId(variables: readonly (keyof VariableNames)[]): readonly (keyof VariableNames)[] {
  return variables.flatMap((name) => (name === 'clientSecret' ? (['clientId', name] as const) : [name]));
}

function managedIdentity(which: keyof VariableNames | undefined, text: string): Rewriter {
  return (signIn, context, settings) => {
    const { changes, variables, dropped } = rewriteArguments(
      signIn,
      [
        flag('identity'),
        ...(which === undefined ? [] : [fromVariable('account-id', which, settings)]),
        ...subscription(signIn, context, settings),
      ],
      new Set([...outside('ManagedService'), 'tenant', ...(which === undefined ? ['account-id'] : [])]),
    );
    return {
      changes,
      promises: 'managed-identity',
      variables,
      prerequisites: [{ kind: 'identity', text }, needsRole],
      notes: [...dropNotes(dropped, notesOnDrops), otherPrincipal, ...(isAzureRm(signIn) ? [oldModule] : [])],
    };
  };
}

const userAssigned =
  'A user-assigned managed identity that is assigned to the machine or app that runs this.';

/** The managed identity that a machine or app has by itself. */
export const azurePowerShellSystemAssigned: Rewriter = managedIdentity(
  undefined,
  'The system-assigned managed identity of the machine or app that runs this, switched on.',
);

/** A user-assigned managed identity by its client id. */
export const azurePowerShellUserAssigned: Rewriter = managedIdentity('managedIdentityClientId', userAssigned);

/** A user-assigned managed identity by its resource id. */
export const azurePowerShellResourceId: Rewriter = managedIdentity('managedIdentityResourceId', userAssigned);
