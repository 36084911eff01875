import { azdCertificate } from './azd';
import { azurePowerShellCertificate } from './azurePowerShell';
import type { Identity, Rewriter } from './identity';
import { hasVersion, needsVersion, tooOld } from './rewriting';
import { rewriteToServicePrincipal } from './servicePrincipal';
import { certificateSetUp } from './setUp';

const azLogin: Rewriter = (signIn, context, settings) => {
  if (!hasVersion(settings, 66)) return tooOld('--certificate', 66);
  return rewriteToServicePrincipal(signIn, context, settings, {
    credential: 'certificate',
    value: { variable: settings.variables.clientCertificatePath },
    variable: 'clientCertificatePath',
    prerequisites: [
      { kind: 'identity', text: 'An app registration with its service principal and this certificate.' },
      {
        kind: 'file',
        text: 'A PEM file with the private key and the certificate, readable only by who runs this.',
      },
      needsVersion('--certificate', 66),
    ],
    notes: ['The certificate expires: somebody has to renew it before it does.'],
  });
};

/** A service principal that proves itself with a certificate. */
export const certificate: Identity = {
  id: 'certificate',
  title: 'Sign in with a certificate',
  where: 'anywhere',
  description: 'Anywhere: a service principal with a key in a file that never leaves the machine.',
  rewrite: {
    'az login': azLogin,
    'azd auth login': azdCertificate,
    'Connect-AzAccount': azurePowerShellCertificate,
  },
  setUp: certificateSetUp,
};
