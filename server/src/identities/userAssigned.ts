import type { Prerequisite } from '../model';
import type { Settings, VariableNames } from '../settings';
import { fromVariable } from './arguments';
import { azdUserAssigned } from './azd';
import { azurePowerShellResourceId, azurePowerShellUserAssigned } from './azurePowerShell';
import type { Identity, Rewriter } from './identity';
import { rewriteToManagedIdentity, type ManagedIdentity } from './managedIdentity';
import { hasVersion, needsVersion } from './rewriting';
import { userAssignedSetUp } from './setUp';

const identity: Prerequisite = {
  kind: 'identity',
  text: 'A user-assigned managed identity that is assigned to the machine or app that runs this.',
};

/** A user-assigned identity that one of its ids names. */
function namedBy(
  settings: Settings,
  option: 'client-id' | 'object-id' | 'resource-id',
  variable: keyof VariableNames,
): ManagedIdentity {
  if (hasVersion(settings, 69)) {
    const prerequisites = [needsVersion(`--${option}`, 69)];
    return { which: fromVariable(option, variable, settings, true), identity, prerequisites, notes: [] };
  }
  const note =
    'Azure CLI 2.68 and older take the id in --username, and 2.73 and later refuse it: upgrade, then use --client-id.';
  return { which: fromVariable('username', variable, settings), identity, prerequisites: [], notes: [note] };
}

const azLogin =
  (...[option, variable]: [Parameters<typeof namedBy>[1], keyof VariableNames]): Rewriter =>
  (signIn, context, settings) =>
    rewriteToManagedIdentity(signIn, context, settings, namedBy(settings, option, variable));

const onlyClientId: Rewriter = () => ({ refused: 'azd names an identity by its client id only.' });

/** A user-assigned managed identity by its client id. */
export const userAssigned: Identity = {
  id: 'user-assigned',
  title: 'Sign in as a managed identity, user-assigned',
  where: 'on Azure',
  description:
    'On Azure compute: an identity of its own that several machines and apps can share. No secret.',
  rewrite: {
    'az login': azLogin('client-id', 'managedIdentityClientId'),
    'azd auth login': azdUserAssigned,
    'Connect-AzAccount': azurePowerShellUserAssigned,
  },
  setUp: (context, settings) => userAssignedSetUp(context, settings, 'managedIdentityClientId'),
};

/** A user-assigned managed identity by its object id. */
export const userAssignedObjectId: Identity = {
  id: 'user-assigned-object-id',
  title: 'Sign in as a managed identity, by object id',
  where: 'on Azure',
  description: 'On Azure compute: a user-assigned identity where only its object (principal) id is at hand.',
  rewrite: {
    'az login': azLogin('object-id', 'managedIdentityObjectId'),
    'azd auth login': onlyClientId,
    'Connect-AzAccount': () => ({ refused: '-AccountId takes a client id or a resource id.' }),
  },
  setUp: (context, settings) => userAssignedSetUp(context, settings, 'managedIdentityObjectId'),
};

/** A user-assigned managed identity by its resource id. */
export const userAssignedResourceId: Identity = {
  id: 'user-assigned-resource-id',
  title: 'Sign in as a managed identity, by resource id',
  where: 'on Azure',
  description:
    'On Azure compute: a user-assigned identity by its path, which stands in templates and outputs.',
  rewrite: {
    'az login': azLogin('resource-id', 'managedIdentityResourceId'),
    'azd auth login': onlyClientId,
    'Connect-AzAccount': azurePowerShellResourceId,
  },
  setUp: (context, settings) => userAssignedSetUp(context, settings, 'managedIdentityResourceId'),
};
