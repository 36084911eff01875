import type { OptionValue, SignIn } from '../model';
import { isSecretOption } from '../signIns/option';
import type { Rule } from './rule';
import { sources } from './sources';

export const literalSecret: Rule = {
  id: 'literal-secret',
  summary: 'A secret stands in the script itself',
  why: `Everybody who can read the script, its history, its backups and its logs has the secret. Taking it out of the script does
not take it out of the history: it has to be replaced (rotated) as well.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  severityNote:
    'A warning in a sign-in that is commented out. Placeholders (`<password>`, `xxx`, `changeme`) are no secrets.',
  confidence: 'Certain: the value is a literal and does not look like a placeholder.',
  fixSafety: 'A variable takes the place of the value and has to be set first, so it needs confirmation.',
  safety: 'needs-confirmation',
  additional: true,
  sources: [sources.signInOptions, sources.servicePrincipal],
  cases: [
    {
      title: 'A literal client secret',
      before: 'az login --service-principal -u "$AZURE_CLIENT_ID" -p ⟦s3cr3t-demo⟧ --tenant contoso.example',
    },
    { title: 'Commented out', before: "# az login -u deploy@contoso.example -p ⟦'s3cr3t-demo'⟧" },
  ],
  check(signIn) {
    const value = literalIn(signIn);
    if (!value) return undefined;
    return {
      range: value.range,
      message:
        'A secret stands in the script. Rotate it, since it stays in the history, and read it from a variable or sign in without one.',
      confidence: 'certain',
    };
  },
  checkComment(_comment, signIn) {
    const value = literalIn(signIn);
    if (!value) return undefined;
    return {
      range: value.range,
      message:
        'A secret stands in a commented-out sign-in. Rotate it, since it stays in the history, and delete this line.',
      confidence: 'certain',
      severity: 'warning',
    };
  },
};

/** The first literal that is a secret, or undefined. */
function literalIn(signIn: SignIn): OptionValue | undefined {
  return signIn.options
    .filter(({ name }) => isSecretOption(name))
    .map(({ value }) => value)
    .find((value) => value?.value.kind === 'known' && !isPlaceholder(value.value.text));
}

/** Words that stand for a secret, once case and separators are gone. */
const placeholderWords =
  /^(the|my|your|a|an|some|user|azure|az|sp|app|client|new|strong|service|principal)*(password|passwd|passwort|pwd|pass|pw|secret|clientsecret|token|credential|value|placeholder)(here|value)?$/;

const placeholderForms: readonly RegExp[] = [
  /^$/,
  /^@/,
  /^([*x.…_-])\1*$/i,
  // `<…>`, `[…]`, `{…}`, `%…%`, `__…__`, `#{…}#` as templates and help texts write them.
  /^(<.*>|\[.*\]|#?\{.*\}#?|%.*%|__.*__)$/,
  /^(change|replace|fill|insert|enter|todo|fixme|redacted|example|dummy)[-_ ]?(me|this|in|it|with.*|your.*|here)?$/i,
];

/** Takes a known value, says whether it only stands for a secret. A certificate's path is none either. */
export function isPlaceholder(text: string): boolean {
  return (
    placeholderForms.some((form) => form.test(text.trim())) ||
    placeholderWords.test(text.toLowerCase().replace(/[-_ .]/g, '')) ||
    /\.(pem|pfx|p12|cer|crt)$/i.test(text)
  );
}
