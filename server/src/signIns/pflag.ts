import type { GivenOption, OptionValue, Rejection, Word } from '../model';
import type { Arguments, OptionSpec } from './argparse';
import { typographicDash } from './dashes';
import { innerValue, isKnown, mayBeMany, prefixOf, variablesOf } from './words';

/**
 * Reads a command's arguments as Go's pflag does for programs made with cobra: no abbreviations, the word after an
 * option is its value whatever it begins with, and a flag may be given one behind `=`.
 *
 * Source: spf13/pflag (`parseLongArg`, `parseSingleShortArg`), spf13/cobra (`legacyArgs`: words that are no option
 * are ignored).
 */
export interface FlagSpec extends OptionSpec {
  readonly arity: 0 | 1;
}

/** What Go's `strconv.ParseBool` takes. */
const booleans: ReadonlyMap<string, 'true' | 'false'> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, 'true'] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, 'false'] as const),
]);

/**
 * Takes the words after the command's name; returns the options given and why the parser refuses them.
 *
 * @param more true if further arguments follow that only the run knows
 * @param dashes `typed` as the parser does, to which `–-client-id` is a word that it ignores; `meant` as if the hyphens
 *   stood there that the author meant
 */
export function readFlags(
  words: readonly Word[],
  specs: readonly FlagSpec[],
  more = false,
  dashes: 'typed' | 'meant' = 'typed',
): Arguments {
  const options: GivenOption[] = [];
  const extras: Word[] = [];
  const rejections: Rejection[] = [];
  const refuse = (error: string, at: readonly Word[]): void => {
    // It stops at the first.
    if (rejections.length === 0) rejections.push({ reason: 'arguments', error, exit: 1, words: at });
  };
  const bySpelling = (spelling: string): FlagSpec | undefined =>
    specs.find(({ spellings }) => spellings.includes(spelling));

  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) break;
    const typed = prefixOf(word);
    if (typed === '--' && isKnown(word)) break;
    const meant = meantBy(word, specs);
    if (meant !== undefined && dashes === 'meant') {
      i = take(meant.spec, word, i, meant.value);
      continue;
    }
    // What was meant for its value is no option either, though it may not be known.
    if (meant?.value === undefined && meant?.spec.arity === 1 && isPlain(words[i + 1])) i++;
    const isOption = typed.startsWith('-') && typed !== '-';
    const isLong = typed.startsWith('--');
    const equals = typed.indexOf('=');
    // What follows the known part of `$X` or `--pass$X` may be anything; `a$X` is no option.
    if (isOption ? isLong && equals < 0 && !isKnown(word) : typed === '' ? !isKnown(word) : mayBeMany(word)) {
      extras.push(word);
      continue;
    }
    if (isOption) i = isLong ? readLong(word, i, equals) : readShort(word, i);
  }
  const exits =
    rejections.length === 0 &&
    specs.some(({ name, exits: ends }) => {
      const value = options.findLast((each) => each.name === name)?.value?.value;
      const isOn = options.some((each) => each.name === name) && !isFalse(value);
      return ends === true && isOn;
    });
  return { options, extras, rejections, exits };

  function readLong(word: Word, at: number, equals: number): number {
    const typed = prefixOf(word);
    const spelling = equals < 0 ? typed : typed.slice(0, equals);
    const spec = bySpelling(spelling);
    if (spec === undefined) {
      refuse(/^--[a-z]+(-[a-z]+)*$/.test(spelling) ? `unknown flag: ${spelling}` : 'unknown flag', [word]);
      return at;
    }
    return take(spec, word, at, equals < 0 ? undefined : innerValue(word, equals + 1));
  }

  /** Takes a long option, with the value that is joined to it or the word after it. */
  function take(spec: FlagSpec, word: Word, at: number, joined: OptionValue | undefined): number {
    if (joined === undefined && spec.arity === 1) return takeNext(spec, word, at);
    give(spec, [word], joined);
    return at;
  }

  /** Reads `-h`, `-C folder`, `-Cfolder`, `-C=folder`; flags may share a dash. */
  function readShort(word: Word, at: number): number {
    const typed = prefixOf(word);
    for (let letter = 1; letter < typed.length; letter++) {
      const spec = bySpelling(`-${typed.charAt(letter)}`);
      if (spec === undefined) {
        refuse('unknown shorthand flag', [word]);
        return at;
      }
      const rest = letter + 1 + (typed.charAt(letter + 1) === '=' ? 1 : 0);
      if (spec.arity === 0 && rest === letter + 1) {
        give(spec, [word], undefined);
        continue;
      }
      if (rest === typed.length && rest === letter + 1 && isKnown(word)) return takeNext(spec, word, at);
      give(spec, [word], innerValue(word, rest));
      return at;
    }
    return at;
  }

  function takeNext(spec: FlagSpec, word: Word, at: number): number {
    const value = words[at + 1];
    if (value === undefined) {
      if (more) extras.push(word);
      else refuse(`flag needs an argument: ${word.value.kind === 'known' ? word.value.text : ''}`, [word]);
      return at;
    }
    if (mayBeMany(value)) extras.push(value);
    const { range, source } = value;
    give(spec, [word, value], { range, source, value: value.value, variables: variablesOf(value) });
    return at + 1;
  }

  function give(spec: FlagSpec, all: readonly Word[], value: OptionValue | undefined): void {
    const known = value?.value.kind === 'known' ? value.value.text : undefined;
    if (spec.type !== undefined && known !== undefined && !spec.type.accepts(known)) {
      refuse(`invalid argument … for "${spec.spellings[0] ?? ''}" flag`, all);
    }
    const truth = spec.arity === 0 && known !== undefined ? booleans.get(known) : undefined;
    const read = value && truth ? { ...value, value: { kind: 'known', text: truth } as const } : value;
    const typographic = all[0] !== undefined && typographicDash(prefixOf(all[0])) !== undefined;
    options.push({ name: spec.name, words: all, value: read, typographic });
  }
}

/** The option that was meant by a word that begins with a typographic dash; undefined if none was. */
function meantBy(
  word: Word,
  specs: readonly FlagSpec[],
): { readonly spec: FlagSpec; readonly value: OptionValue | undefined } | undefined {
  const text = prefixOf(word);
  const dash = typographicDash(text);
  if (dash === undefined) return undefined;
  const equals = text.indexOf('=');
  if (equals < 0 && !isKnown(word)) return undefined;
  const name = text.slice(dash.typed.length, equals < 0 ? undefined : equals);
  const spec = specs.find(
    ({ spellings, exits }) => exits !== true && spellings.includes(`${dash.meant}${name}`),
  );
  return spec && { spec, value: equals < 0 ? undefined : innerValue(word, equals + 1) };
}

/** Says whether a word is one argument that does not begin with a dash, as far as it is known. */
function isPlain(word: Word | undefined): boolean {
  return word !== undefined && !mayBeMany(word) && !prefixOf(word).startsWith('-');
}

/** Says whether a text is one of those that stand for true or false. */
export function isBoolean(text: string): boolean {
  return booleans.has(text);
}

function isFalse(value: OptionValue['value'] | undefined): boolean {
  return value?.kind === 'known' && value.text === 'false';
}
