import { azdSystemAssigned } from './azd';
import { azurePowerShellSystemAssigned } from './azurePowerShell';
import type { Identity, Rewriter } from './identity';
import { rewriteToManagedIdentity } from './managedIdentity';
import { systemAssignedSetUp } from './setUp';

const azLogin: Rewriter = (signIn, context, settings) =>
  rewriteToManagedIdentity(signIn, context, settings, {
    which: undefined,
    identity: {
      kind: 'identity',
      text: 'The system-assigned managed identity of the machine or app that runs this, switched on.',
    },
    prerequisites: [],
    notes:
      context.host === 'azure-arc'
        ? []
        : [
            '--identity alone leaves the choice to the machine: where user-assigned identities are assigned to it as well, say which one with --client-id.',
          ],
  });

/** The managed identity that a machine or app has by itself. */
export const systemAssigned: Identity = {
  id: 'system-assigned',
  title: 'Sign in as a managed identity, system-assigned',
  where: 'Azure, Arc',
  description:
    'On Azure compute and Azure Arc: the identity of the machine or app itself. No secret, no variable.',
  rewrite: {
    'az login': azLogin,
    'azd auth login': azdSystemAssigned,
    'Connect-AzAccount': azurePowerShellSystemAssigned,
  },
  setUp: systemAssignedSetUp,
};
