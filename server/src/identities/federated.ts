import { azdFederated } from './azd';
import { azureLoginStep } from './azureLoginStep';
import { azurePowerShellFederated } from './azurePowerShell';
import { hostSetUps } from './hostSetUps';
import type { Identity, Rewriter } from './identity';
import { hasVersion, needsVersion, tooOld } from './rewriting';
import { rewriteToServicePrincipal } from './servicePrincipal';
import { federatedSetUp } from './setUp';

const azLogin: Rewriter = (signIn, context, settings) => {
  const byStep = azureLoginStep(signIn, context, settings);
  if (byStep !== undefined) return byStep;
  if (!hasVersion(settings, 30)) return tooOld('--federated-token', 30);
  const file = settings.variables.federatedTokenFile;
  const { lifetime, instead } = hostSetUps[context.host].federation;
  return rewriteToServicePrincipal(signIn, context, settings, {
    credential: 'federated-token',
    value: { contentOfFileIn: file },
    variable: 'federatedTokenFile',
    prerequisites: [
      {
        kind: 'identity',
        text: 'A user-assigned managed identity (creating it needs Azure rights only), or an app registration with its service principal.',
      },
      { kind: 'federated-credential', text: 'A federated credential on it for the tokens of this place.' },
      { kind: 'file', text: `A file with a fresh token, whose path is in ${file}.` },
      needsVersion('--federated-token', 30),
    ],
    notes: [
      ...(instead === undefined ? [] : [instead]),
      `The token is read once, when it signs in; ${lifetime}. The first request to another service fails with AADSTS700024 once it has expired: fetch a fresh token and sign in again before it.`,
    ],
  });
};

/** A service principal or user-assigned identity that trusts tokens of the place where the script runs. */
export const federated: Identity = {
  id: 'federated',
  title: 'Sign in with a federated token',
  where: 'CI, AKS, cloud',
  description:
    'In CI systems, Kubernetes and other clouds: a user-assigned identity or app that trusts their tokens. No secret.',
  rewrite: {
    'az login': azLogin,
    'azd auth login': azdFederated,
    'Connect-AzAccount': (signIn, context, settings) =>
      azureLoginStep(signIn, context, settings) ?? azurePowerShellFederated(signIn, context, settings),
  },
  setUp: federatedSetUp,
};
