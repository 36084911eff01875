import { option } from '../signIns/option';
import type { OptionValue } from '../model';
import type { Rule } from './rule';
import { issue, sources } from './sources';

const certificateFile = /\.(pem|pfx|p12|cer|crt)["']?$/i;
const certificateVariable = /(^|_)(CERT(IFICATE)?|PFX|PEM)(_?(PATH|FILE|PEM))?$/i;

export const certificateAsPassword: Rule = {
  id: 'certificate-as-password',
  summary: 'Passes a certificate with `--password`, which takes only a secret',
  why: `Since Azure CLI 2.67 \`--password\` is always the secret itself. A certificate's path there is sent as if it were
the secret, and Microsoft Entra answers \`AADSTS7000215\` (invalid client secret). \`--certificate\` takes a PEM file that
holds the private key and the certificate; a PFX file must be converted first.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence:
    'Certain for a path that ends like a certificate’s; likely if only the variable’s name says so.',
  fixSafety:
    'Safe for the path of a PEM file. A variable needs confirmation. A PFX file has no fix by arguments: the file must be converted.',
  safety: 'safe',
  sources: [sources.signInCode, sources.servicePrincipal, issue(30283)],
  cases: [
    {
      title: 'A PEM file',
      before:
        'az login --service-principal -u "$AZURE_CLIENT_ID" -p ⟦/etc/azure/sp.pem⟧ --tenant contoso.example',
      after:
        'az login --service-principal -u "$AZURE_CLIENT_ID" --certificate /etc/azure/sp.pem --tenant contoso.example',
    },
    {
      title: 'A PFX file, which has to be converted',
      before: 'az login --service-principal -u "$AZURE_CLIENT_ID" -p ⟦./sp.pfx⟧ --tenant contoso.example',
    },
  ],
  check(signIn) {
    if (signIn.flow !== 'service-principal-secret') return undefined;
    const value = option(signIn, 'password')?.value;
    const confidence = value && certificateIn(value);
    if (!value || !confidence) return undefined;
    const advice = /\.(pfx|p12)["']?$/i.test(value.source)
      ? 'Convert it to a PEM file and pass that with --certificate.'
      : 'Pass it with --certificate.';
    return {
      range: value.range,
      message: `--password no longer accepts a certificate: Microsoft Entra answers AADSTS7000215 (invalid client secret). ${advice}`,
      ...(confidence === 'likely' ? { confidence } : {}),
    };
  },
};

function certificateIn(value: OptionValue): 'certain' | 'likely' | undefined {
  if (certificateFile.test(value.source)) return 'certain';
  if (value.value.kind === 'known') return value.value.text.includes('-----BEGIN ') ? 'certain' : undefined;
  return value.variables.some((name) => certificateVariable.test(name)) ? 'likely' : undefined;
}
