import { azdSecret } from './azd';
import { azurePowerShellSecret } from './azurePowerShell';
import type { Identity, Rewriter } from './identity';
import { rewriteToServicePrincipal } from './servicePrincipal';
import { secretSetUp } from './setUp';

const azLogin: Rewriter = (signIn, context, settings) => {
  if (signIn.intended === 'service-principal-secret') {
    return { refused: 'it already signs in with a client secret.' };
  }
  return rewriteToServicePrincipal(signIn, context, settings, {
    credential: 'password',
    value: { variable: settings.variables.clientSecret },
    variable: 'clientSecret',
    prerequisites: [
      { kind: 'identity', text: 'An app registration with its service principal and a client secret.' },
    ],
    notes: [
      'The secret stands among the arguments of az while it runs, where other processes and audit logs can see it, and it expires.',
    ],
  });
};

/** A service principal with a client secret. */
export const secret: Identity = {
  id: 'secret',
  title: 'Sign in with a client secret',
  where: 'anywhere',
  description: 'Anywhere, where nothing better is to be had: a service principal with a secret that expires.',
  rewrite: { 'az login': azLogin, 'azd auth login': azdSecret, 'Connect-AzAccount': azurePowerShellSecret },
  setUp: secretSetUp,
};
