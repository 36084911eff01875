import type { GivenOption, HostInput, OptionValue, Range, SignIn, Word, WordPart } from '../model';
import { isPlaceholder } from '../rules/literalSecret';
import { isSecretOption } from '../signIns/option';
import type { CheckedDocument } from './model';

/** A hyphen, and what word processors make of it. */
const dash = String.raw`[-\u2010-\u2015\u2212]`;

/** Names of variables, options and settings that hold secrets. */
const secretName = String.raw`(?!(?:OLD)?PWD=)[\w-]*(?:passw?(?:or)?d?|passphrase|pwd|secret|token|credential|api_?key|access_?key|account_?key)[\w-]*`;

/**
 * A value as shells and connection strings write it, unless it is read from somewhere (`$X`, `$(…)`, `@file`). In a string of
 * JSON or the like a backslash stands before its quotes.
 */
const literalValue = String.raw`(?!\\?"?[$@\x60])("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s;&|()<>"']+)`;

/** What cmd reads a value from: `%1`, `%~2`, `%%i`, `%NAME%`, `!NAME!`; the Azure CLI takes `@file`. */
const readInCmd = String.raw`"?(?:@|(?:%{1,2}~?[a-z\d]|%[^%\s"]+%|!\w+!)(?=["\s&|)]|$))`;

/** The same for all that a variable is set to. */
const setFromInCmd = String.raw`(?:%{1,2}~?[a-z\d]|%[^%\s"]+%|!\w+!)[ \t\r]*(?:["\n&|)]|$)`;

/** The same of cmd, which has other quotes; a caret keeps the character behind it. */
const literalInCmd = String.raw`(?!${readInCmd})((?:"[^"\n]*"?|\^.|[^\s;&|()<>"^])+)`;

/**
 * Text that gives a secret away by its shape or its surroundings; the last group is the secret.
 * Sources: Microsoft Entra client secrets (`…Q~…`), JSON Web Tokens (RFC 7519), URIs (RFC 3986, 3.2.1).
 *
 * @param literal the pattern of a value that is not read from somewhere, in a group of its own
 */
const secretShapes = (literal: string): readonly string[] => [
  `\\bConvertTo-SecureString[ \\t]+(?:-String[ \\t]+)?${literal}`,
  // An option, an option's name that a dash has been glued to, a variable's default.
  `(?<![\\w-])${dash}{1,2}${secretName}[ \\t]+(?!${dash})${literal}`,
  String.raw`(?<!\S)[\u2010-\u2015\u2212]p(?!assw)${literal}`,
  `\\$\\{${secretName}:?[-=+](?![$\\x60}])([^}\\s]+)`,
  // A sign-in in a comment.
  String.raw`\baz(?:\.cmd)?["']?[ \t]+["']?login\b[^\n;&|]*?[ \t]${dash}p[ \t]*${literal}`,
  // A user's password for something else.
  String.raw`\b(?:sqlcmd|m365)\b[^\n;&|]*?[ \t]-P[ \t]*${literal}`,
  String.raw`\bBearer[ \t]+(?!["']?[$\x60])([\w.~+/=-]+)`,
  String.raw`\b[a-z][a-z\d+.-]*://[^\s/:@$"']*:(?![$\x60])([^\s/@"'\x60]+)@`,
  String.raw`(?<![\w~.-])([\w~.-]{3}\dQ~[\w~.-]{30,40})`,
  String.raw`\b(eyJ[\w-]{8,}(?:\.[\w-]*){0,2})`,
];

/** How a variable or a setting is set to a secret, given the pattern of its name. */
type SettingShapes = (name: string) => readonly string[];

const settingShapes: SettingShapes = (name) => [
  `(?<![\\w-])(?:${name})[ \\t]*\\+?=(?!=)[ \\t]*${literalValue}`,
];

/** `set NAME=a b` takes all up to an operator, `set "NAME=a & b"` all up to the last quote. */
const settingShapesOfCmd: SettingShapes = (name) => [
  String.raw`(?<!\bset[ \t]{1,9}"?|[\w-])(?:${name})[ \t]*=(?!=)[ \t]*${literalInCmd}`,
  String.raw`\bset[ \t]+(?:${name})[ \t]*=(?!${setFromInCmd})((?:\^.|[^\n&|"^])+)`,
  String.raw`\bset[ \t]+"(?:${name})=(?!${setFromInCmd})((?:[^"\n]|"(?=[^\n&|]*"))+)`,
];

const compiled = (shapes: readonly string[]): readonly RegExp[] =>
  shapes.map((shape) => new RegExp(shape, 'dgi'));

/** What gives secrets away in scripts of cmd, and in all others. */
const shapes = {
  cmd: {
    secrets: compiled([...settingShapesOfCmd(secretName), ...secretShapes(literalInCmd)]),
    settings: settingShapesOfCmd,
  },
  other: {
    secrets: compiled([...settingShapes(secretName), ...secretShapes(literalValue)]),
    settings: settingShapes,
  },
} as const;

/**
 * Takes shell text, returns it with what looks like a secret in it masked, at the same length.
 *
 * @param isCmd true where nothing but cmd reads it
 */
export function withoutSecrets(text: string, isCmd = false): string {
  return shapes[isCmd ? 'cmd' : 'other'].secrets.reduce(maskMatches, text);
}

/** So many characters around a part of a text are looked at for secrets that reach into it. */
const surroundings = 500;

/** Shorter texts are not looked for elsewhere: they stand in every other word. */
const shortestRepeated = 4;

/**
 * Takes a document, returns a function that gives a part of its text with the secrets masked, at the same
 * length: values of its sign-ins' secret options, wherever they stand again; what their variables are set to;
 * arguments that a sign-in has by mistake; and what looks like a secret in other commands.
 */
export function secretMasker({ document: { text }, analysis }: CheckedDocument): (part: Range) => string {
  const { signIns, findings } = analysis;
  const ranges = [
    ...signIns.flatMap(({ script, signIn }) =>
      [...secretValues(signIn), ...strayArguments(signIn)].map((range) => script.map.toDocument(range)),
    ),
    ...findings.filter(({ rule }) => rule === 'literal-secret').map(({ range }) => range),
    ...findings.flatMap(({ step }) => (step?.inputs ?? []).filter(isLiteralCreds).map(({ range }) => range)),
  ];
  const given = signIns.flatMap(({ signIn }) => signIn.options.filter(({ name }) => isSecretOption(name)));
  const names = new Set(
    given
      .flatMap(({ value }) => value?.variables ?? [])
      .map((name) => name.replace(/^.*:/s, ''))
      .filter((name) => /^\w+$/.test(name)),
  );
  // Where another shell reads a part of the document, what cmd would read from somewhere may be a secret.
  const isCmd = [...signIns, ...findings].every(({ script }) => script?.dialect === 'cmd');
  const settings = compiled(shapes[isCmd ? 'cmd' : 'other'].settings([...names].join('|')));
  const known = new Set(
    given.flatMap(({ value }) => (value?.value.kind === 'known' ? [value.value.text] : [])),
  );
  const repeated = [...known].filter((each) => each.length >= shortestRepeated && !isPlaceholder(each));

  return ({ start, end }) => {
    const from = Math.max(0, start - surroundings);
    let around = withoutSecrets(text.slice(from, end + surroundings), isCmd);
    if (names.size > 0) around = settings.reduce(maskMatches, around);
    const shown = ranges
      .filter((secret) => secret.start < end && secret.end > start)
      .reduce(
        (all, secret) => mask(all, Math.max(0, secret.start - start), Math.min(end, secret.end) - start),
        around.slice(start - from, end - from),
      );
    return repeated.reduce((all, secret) => all.replaceAll(secret, '*'.repeat(secret.length)), shown);
  };
}

/** True of an input whose text itself has a secret in it. */
function isLiteralCreds({ name, text }: HostInput): boolean {
  return name === 'creds' && !text.trimStart().startsWith('${{');
}

/** The values of secret options that are not just read from a variable. */
function secretValues({ options }: SignIn): readonly Range[] {
  return options
    .filter(({ name }) => isSecretOption(name))
    .flatMap((given) =>
      given.value === undefined || isHarmless(given, given.value) ? [] : [given.value.range],
    );
}

/** True if a secret option's value gives nothing away: variables, the name of a file, a placeholder. */
function isHarmless(given: GivenOption, { source, value }: OptionValue): boolean {
  return (
    /^["']?@/.test(source) ||
    (value.kind === 'known' && isPlaceholder(value.text)) ||
    partsOf(given).every(isReference)
  );
}

/** Arguments that belong to no option: a secret may have lost its own, or stand behind a misspelled one. */
function strayArguments({ tool, command, site, options, extras }: SignIn): readonly Range[] {
  if (tool === 'token request') return []; // it has many that are no options
  const understood = new Set<Word>([...site, ...extras, ...options.flatMap(({ words }) => words)]);
  return command.words
    .filter((word) => !understood.has(word) && !word.parts.every(isReference))
    .flatMap(({ range, source }) => {
      if (!new RegExp(`^${dash}`).test(source)) return [range];
      const equals = source.indexOf('=');
      return equals < 0 ? [] : [{ start: range.start + equals + 1, end: range.end }];
    });
}

/** The parts of an option's value, in source order; the first may reach back into the option itself (`-u$X`). */
export function partsOf({ words, value }: GivenOption): readonly WordPart[] {
  return words
    .flatMap(({ parts }) => parts)
    .filter(
      ({ range }) => value !== undefined && range.end > value.range.start && range.start < value.range.end,
    );
}

/** True if a part is only the name of where its value stands. */
function isReference(part: WordPart): boolean {
  return part.kind === 'variable' || part.kind === 'hole' || (part.kind === 'literal' && part.text === '');
}

/** Masks the last group of every match. */
function maskMatches(text: string, pattern: RegExp): string {
  return Array.from(text.matchAll(pattern)).reduce((all, match) => {
    const [start, end] = match.indices?.at(-1) ?? [0, 0];
    return isPlaceholder(text.slice(start, end).replace(/^["']|["']$/g, '')) ? all : mask(all, start, end);
  }, text);
}

function mask(text: string, start: number, end: number): string {
  return text.slice(0, start) + '*'.repeat(end - start) + text.slice(end);
}
