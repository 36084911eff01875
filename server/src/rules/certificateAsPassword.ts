import { renameOption, replaceOptions } from '../identities/arguments';
import { hasVersion, needsVersion, tooOld, whyArgumentsAreOpen } from '../identities/rewriting';
import type { Change, Command, OptionValue } from '../model';
import { option } from '../signIns/option';
import { notRepaired, repairedBy } from './repair';
import type { Rule } from './rule';
import { issue, sources } from './sources';

const certificateFile = /\.(pem|pfx|p12|cer|crt)["']?$/i;
const certificateVariable = /(^|[_:])(CERT(IFICATE)?|PFX|PEM)(_?(PATH|FILE|PEM))?$/i;

export const certificateAsPassword: Rule = {
  id: 'certificate-as-password',
  summary: 'Passes a certificate with `--password`, which takes only a secret',
  why: `Since Azure CLI 2.67 \`--password\` is always the secret itself. A certificate's path there is sent as if it were
the secret, and Microsoft Entra answers \`AADSTS7000215\` (invalid client secret). \`--certificate\` takes a PEM file that
holds the private key and the certificate; a PFX file must be converted first.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  severityNote:
    'A warning if the setting `azmfa.minimumAzureCliVersion` is older than 2.67, which still takes a certificate there.',
  confidence:
    'Certain for a path that ends like a certificate’s; likely if only the variable’s name says so.',
  fixSafety:
    'Safe for the path of a `.pem` file. A variable, or a file of another name, needs confirmation. A PFX file has no fix by arguments: the file must be converted.',
  safety: 'safe',
  tools: ['az login'],
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
  check(signIn, _context, settings) {
    if (signIn.flow !== 'service-principal-secret') return undefined;
    const value = option(signIn, 'password')?.value;
    const confidence = value && certificateIn(value);
    if (!value || !confidence) return undefined;
    const advice = isPfx(value)
      ? 'Convert it to a PEM file and pass that with --certificate.'
      : 'Pass it with --certificate.';
    return {
      range: value.range,
      message: `--password no longer accepts a certificate: Microsoft Entra answers AADSTS7000215 (invalid client secret). ${advice}`,
      ...(confidence === 'likely' ? { confidence } : {}),
      ...(hasVersion(settings, 67) ? {} : { severity: 'warning' }),
    };
  },
  remedy(signIn, _context, settings) {
    const given = option(signIn, 'password');
    if (given?.value === undefined) return notRepaired('There is no --password.');
    if (isPfx(given.value)) {
      return notRepaired(
        '--certificate takes no PFX file: convert it to a PEM file with private key and certificate first.',
      );
    }
    if (given.value.value.kind === 'known' && given.value.value.text.includes('-----BEGIN ')) {
      return notRepaired('--certificate takes the path of a file, and here stands the certificate itself.');
    }
    if (!hasVersion(settings, 66)) return notRepaired(tooOld('--certificate', 66).refused);
    const open = whyArgumentsAreOpen(signIn);
    if (open !== undefined) return notRepaired(open);
    if (option(signIn, 'certificate')) {
      return notRepaired('--certificate is given as well, and which file is meant is not known.');
    }
    const rename = renameOption(signIn, given, 'certificate');
    if (rename === undefined) {
      return notRepaired('Quotes around option and value are in the way of renaming the option.');
    }
    const overridden = signIn.options.filter(({ name }) => name === 'password').slice(0, -1);
    const isPem = /\.pem["']?$/i.test(given.value.source);
    return repairedBy({
      id: 'certificate-as-password',
      title: 'Pass the certificate with --certificate',
      safety: isPem ? 'safe' : 'needs-confirmation',
      changes: [
        rename,
        ...withoutAt(signIn.command, given.value),
        ...replaceOptions(signIn, new Map(overridden.map((each) => [each, undefined]))),
      ],
      promises: 'service-principal-certificate',
      prerequisites: [
        { kind: 'file', text: 'A PEM file with the private key and the certificate.' },
        needsVersion('--certificate', 66),
      ],
      reveals: ['service-principal-without-tenant'],
    });
  },
};

function certificateIn(value: OptionValue): 'certain' | 'likely' | undefined {
  if (certificateFile.test(value.source)) return 'certain';
  if (value.value.kind === 'known') return value.value.text.includes('-----BEGIN ') ? 'certain' : undefined;
  return value.variables.some((name) => certificateVariable.test(name)) ? 'likely' : undefined;
}

function isPfx({ source, variables }: OptionValue): boolean {
  return /\.(pfx|p12)["']?$/i.test(source) || variables.some((name) => /(^|_)(PFX|P12)(_|$)/i.test(name));
}

/** Removes the `@` of `-p @sp.pem`: `--password` takes the file’s content so, and `--certificate` its path. */
function withoutAt(command: Command, { source, range }: OptionValue): readonly Change[] {
  const quote = /^(["']?)@/.exec(source)?.[1];
  if (quote === undefined) return [];
  const start = range.start + quote.length;
  return [{ kind: 'replaceText', command, range: { start, end: start + 1 }, text: '' }];
}
