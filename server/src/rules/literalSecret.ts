import { optionWords, repairDashes, replaceOptions } from '../identities/arguments';
import { needsVariable } from '../identities/rewriting';
import type {
  Change,
  Context,
  GivenOption,
  NewPart,
  NewWord,
  OptionValue,
  PlainSecret,
  SignIn,
} from '../model';
import type { Settings, VariableNames } from '../settings';
import { isDashLeadingSecret, isSecretOption, option } from '../signIns/option';
import { flowOnceRepaired, hiddenByRejection, notRepaired, repairedBy } from './repair';
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
  fixSafety:
    'A variable takes the place of the value and has to be set first, so it needs confirmation. Signing in as another identity does without the secret. One in a comment has no fix: delete the line.',
  safety: 'needs-confirmation',
  additional: true,
  sources: [sources.signInOptions, sources.servicePrincipal],
  cases: [
    {
      title: 'A literal client secret',
      before: 'az login --service-principal -u "$AZURE_CLIENT_ID" -p ⟦s3cr3t-demo⟧ --tenant contoso.example',
      after:
        'az login --service-principal -u "$AZURE_CLIENT_ID" --password="$AZURE_CLIENT_SECRET" --tenant contoso.example',
    },
    {
      title: 'A password that becomes a credential',
      dialect: 'powershell',
      before:
        "$secret = ConvertTo-SecureString ⟦'s3cr3t-demo'⟧ -AsPlainText -Force\n$cred = [pscredential]::new($env:AZURE_CLIENT_ID, $secret)\nConnect-AzAccount -ServicePrincipal -Credential $cred -Tenant contoso.example",
      after:
        '$secret = ConvertTo-SecureString $env:AZURE_CLIENT_SECRET -AsPlainText -Force\n$cred = [pscredential]::new($env:AZURE_CLIENT_ID, $secret)\nConnect-AzAccount -ServicePrincipal -Credential $cred -Tenant contoso.example',
    },
    { title: 'Commented out', before: "# az login -u deploy@contoso.example -p ⟦'s3cr3t-demo'⟧" },
  ],
  check(signIn, context) {
    const range = literalIn(signIn)?.range ?? plainSecretsIn(context)[0]?.word.range;
    if (!range) return undefined;
    return {
      range,
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
  // A password that something else makes a credential of would stay where it is.
  repairedByIdentity: (signIn) => literalIn(signIn) !== undefined,
  remedy(signIn, context, settings) {
    if (signIn.tool === 'token request') {
      return notRepaired('It stands in the data of a request, which is not rewritten.');
    }
    const literals = signIn.options.filter(isLiteral);
    const plain = plainSecretsIn(context);
    if (plain.some(({ word }) => isWithin(signIn, word))) {
      return notRepaired(
        'It stands in the middle of the sign-in: make the credential before it, from a variable.',
      );
    }
    if (literals.some(({ name }) => name.endsWith('access-token'))) {
      return notRepaired('No setting names a variable for a token that something else has fetched.');
    }
    const needed = new Set<keyof VariableNames>();
    const replacements = literals.map((given): readonly [GivenOption, readonly NewWord[] | undefined] => {
      // Where another one follows, it counts, and the literal may just go.
      if (given !== option(signIn, given.name)) return [given, undefined];
      const { variable, value } = replacementOf(given, signIn, settings);
      needed.add(variable);
      return [given, optionWords(signIn.tool, given.name, value)];
    });
    const isUser = signIn.intended === 'ropc';
    const isMisread = signIn.rejections.length > 0 || signIn.options.some((each) => each.typographic);
    if (plain.length > 0) needed.add(secretVariable(isUser));
    return repairedBy({
      id: 'literal-secret',
      title: `Read the ${isUser ? 'password' : 'secret'} from a variable`,
      safety: 'needs-confirmation',
      changes: [
        ...plain.map(({ command, word }): Change => ({
          kind: 'setWords',
          command,
          edits: [{ remove: [word], insert: [[[{ variable: settings.variables[secretVariable(isUser)] }]]] }],
        })),
        ...replaceOptions(signIn, new Map(replacements)),
        ...repairDashes(
          signIn,
          signIn.options.filter((each) => !literals.includes(each)),
        ),
      ],
      promises: flowOnceRepaired(
        signIn,
        (rejection) =>
          rejection.reason === 'typographic-dash' ||
          (isDashLeadingSecret(rejection) && literals.some(({ words }) => words[0] === rejection.words[0])),
      ),
      prerequisites: [...needed].map((name) => needsVariable(name, settings)),
      notes: [
        'Replace (rotate) the secret as well: it stays in the history of the repository.',
        ...(isUser ? ['It still signs in as a user with a password, which cannot answer MFA.'] : []),
      ],
      reveals: isMisread ? hiddenByRejection : [],
    });
  },
};

/** The passwords that become the credential and are no placeholders. */
function plainSecretsIn({ plainSecrets = [] }: Context): readonly PlainSecret[] {
  return plainSecrets.filter(({ word: { value } }) => value.kind === 'known' && !isPlaceholder(value.text));
}

function isWithin({ command: { range } }: SignIn, word: PlainSecret['word']): boolean {
  return range.start <= word.range.start && word.range.end <= range.end;
}

function secretVariable(isUser: boolean): 'userPassword' | 'clientSecret' {
  return isUser ? 'userPassword' : 'clientSecret';
}

/** The first literal that is a secret, or undefined. */
function literalIn(signIn: SignIn): OptionValue | undefined {
  return signIn.options.find(isLiteral)?.value;
}

function isLiteral({ name, value }: GivenOption): boolean {
  return isSecretOption(name) && value?.value.kind === 'known' && !isPlaceholder(value.value.text);
}

/** What takes the place of a literal secret. */
function replacementOf(
  { name }: GivenOption,
  signIn: SignIn,
  { variables }: Pick<Settings, 'variables'>,
): { readonly variable: keyof VariableNames; readonly value: NewPart } {
  if (name === 'federated-token') {
    return { variable: 'federatedTokenFile', value: { contentOfFileIn: variables.federatedTokenFile } };
  }
  const isUser = name !== 'client-secret' && option(signIn, 'service-principal') === undefined;
  const variable = secretVariable(isUser);
  return { variable, value: { variable: variables[variable] } };
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
  // A variable in quotes, or where no shell reads it; a secret may begin with the sign too.
  /^\$(?:[A-Z_][A-Z\d_]*|\w*(?:[Pp]ass|[Pp]wd|[Ss]ecret|[Tt]oken)\w*|\{\w+\})$/,
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
