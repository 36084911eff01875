import type { GivenOption, OptionValue, Rejection, Word } from '../model';
import { typographicDash } from './dashes';
import { innerValue, isKnown, mayBeMany, prefixOf, variablesOf } from './words';

/**
 * Reads a command's arguments as Python's argparse does for the Azure CLI, over words that may not be known.
 *
 * Source: CPython Lib/argparse.py (`_parse_optional`, `_get_option_tuples`, `consume_optional`), knack's parser,
 * and the `@file` expansion of azure-cli-core.
 */

/** An option as the parser knows it. */
export interface OptionSpec<Name extends string = string> {
  readonly name: Name;
  /** `--username`, `-u`. */
  readonly spellings: readonly string[];
  /** How many values it takes: `+` is one or more. */
  readonly arity: 0 | 1 | '+';
  /** The values it takes, lower case; undefined if any. */
  readonly choices?: readonly string[];
  /** What its value must be, if not any text, and how the parser calls that. */
  readonly type?: { readonly name: string; readonly accepts: (text: string) => boolean };
  /** True if the program prints something and ends as soon as it meets the option. */
  readonly exits?: true;
}

/** The options of a program, looked up for every word of every sign-in. */
export interface OptionTable {
  readonly specs: readonly OptionSpec[];
  readonly bySpelling: ReadonlyMap<string, OptionSpec>;
  /** The names of those that end the program. */
  readonly exiting: ReadonlySet<string>;
}

export function optionTable(specs: readonly OptionSpec[]): OptionTable {
  return {
    specs,
    bySpelling: new Map(specs.flatMap((spec) => spec.spellings.map((spelling) => [spelling, spec] as const))),
    exiting: new Set(specs.filter((spec) => spec.exits).map(({ name }) => name)),
  };
}

/** What became of the arguments. */
export interface Arguments {
  readonly options: readonly GivenOption[];
  /** Words that may turn into any number of further arguments, and those that may be the values of these. */
  readonly extras: readonly Word[];
  /** Why the parser refuses the arguments, in the order in which it finds out: it prints the first. */
  readonly rejections: readonly Rejection[];
  /** True if the program ends with an option that `exits` before anything is refused. */
  readonly exits: boolean;
}

/** What one word is to argparse when it stands where an option may stand. */
type Reading =
  | {
      readonly kind: 'option';
      readonly spec: OptionSpec;
      readonly typed: string;
      readonly rest: Rest | undefined;
    }
  | { readonly kind: 'ambiguous'; readonly typed: string; readonly matches: readonly string[] }
  | { readonly kind: 'unknown-option' }
  | { readonly kind: 'argument' }
  | { readonly kind: 'extra' };

/** A value inside the option's own word, from this offset of the word's known text. */
interface Rest {
  readonly at: number;
  /** True after `=`, false for `-ux`. */
  readonly equals: boolean;
}

/**
 * Takes the words after the command's name; returns the options given and why the parser refuses them.
 *
 * @param more true if further arguments follow that only the run knows
 */
export function readArguments(words: readonly Word[], table: OptionTable, more = false): Arguments {
  const options: GivenOption[] = [];
  const extras: Word[] = [];
  const unrecognized: Word[] = [];
  // Abbreviations are looked up for all words before any is taken, so what is ambiguous is refused first.
  const end = words.findIndex((word) => isKnown(word) && prefixOf(word) === '--');
  const arguable = end < 0 ? words : words.slice(0, end);
  const rejections: Rejection[] = arguable.flatMap((word) => ambiguity(word, table) ?? []);
  let exits = false;
  const refuse = (error: string, at: readonly Word[], reason: Rejection['reason'] = 'arguments'): void => {
    rejections.push({ reason, error, exit: 2, words: at });
  };

  let afterExtra = false;
  let i = 0;
  while (i < arguable.length && !exits) {
    const word = arguable[i];
    if (word === undefined) break;
    i++;
    const typed = asTyped(word);
    const reading = read(word, typed, table);
    switch (reading.kind) {
      case 'extra':
        extras.push(word);
        break;
      case 'argument':
        // What precedes it may end with an option that takes it.
        (afterExtra ? extras : unrecognized).push(word);
        break;
      case 'unknown-option':
        unrecognized.push(word);
        break;
      case 'ambiguous':
        if (typed !== prefixOf(word)) unrecognized.push(word);
        break;
      case 'option': {
        const known = options.length;
        i = consume(reading, word, i, typed.length - prefixOf(word).length);
        const given = options.slice(known);
        exits =
          rejections.length === 0 && given.some((each) => !each.typographic && table.exiting.has(each.name));
      }
    }
    afterExtra = reading.kind === 'extra' || (afterExtra && reading.kind === 'argument');
  }
  unrecognized.push(...words.slice(arguable.length));
  const typographic = options
    .filter((option) => option.typographic)
    .flatMap((option) => option.words[0] ?? []);
  for (const word of typographic) {
    refuse(`unrecognized arguments: ${optionPart(prefixOf(word))}`, [word], 'typographic-dash');
  }
  if (unrecognized.length > 0) {
    const named = unrecognized.map(shownName).filter((name) => name !== undefined);
    refuse(
      named.length > 0 ? `unrecognized arguments: ${named.join(' ')}` : 'unrecognized arguments',
      unrecognized,
    );
  }
  return { options, extras, rejections, exits };

  /** Takes an option's values from its own word or those after it; returns the index of the next word. */
  function consume(
    first: Extract<Reading, { kind: 'option' }>,
    word: Word,
    next: number,
    shift: number,
  ): number {
    let { spec, rest } = first;
    let typed = first.typed;
    const typographic = typographicDash(prefixOf(word)) !== undefined;
    // The parser sees no option where the dash is wrong, so it has no more to say of it.
    const refuseHere: typeof refuse = (...refusal) => {
      if (!typographic) refuse(...refusal);
    };
    const give = (given: OptionSpec, value: OptionValue | undefined, all: readonly Word[]): void => {
      options.push({ name: given.name, words: all, value, typographic });
    };
    // `-iu x`: flags share a dash with what follows.
    while (spec.arity === 0 && rest !== undefined) {
      const cluster = rest.equals || typed.startsWith('--') ? '' : prefixOf(word).slice(rest.at);
      const letter = cluster.charAt(0);
      const following = letter === '' ? undefined : table.bySpelling.get(`-${letter}`);
      if (following === undefined) {
        refuseHere(`argument ${spec.spellings.join('/')}: ignored explicit argument`, [word]);
        return next;
      }
      give(spec, undefined, [word]);
      typed = `-${letter}`;
      const equals = cluster.charAt(1) === '=';
      const at: number = rest.at + (equals ? 2 : 1);
      spec = following;
      rest = at < prefixOf(word).length || equals || !isKnown(word) ? { at, equals } : undefined;
    }
    if (spec.arity === 0) {
      give(spec, undefined, [word]);
      return next;
    }
    if (rest !== undefined) {
      const value = valueBehind(word, rest.at - shift);
      if (!typographic) checkValue(spec, value, word);
      give(spec, value, [word]);
      return next;
    }
    const taken: Word[] = [];
    while (taken.length < (spec.arity === '+' ? arguable.length : 1)) {
      const candidate = arguable[next + taken.length];
      if (candidate === undefined || !isValue(candidate, table)) break;
      taken.push(candidate);
    }
    const value = taken[0];
    if (value === undefined && more && next === words.length) {
      extras.push(word); // the arguments that follow have its value
      return next;
    }
    if (value === undefined) {
      const missing = spec.arity === '+' ? 'expected at least one argument' : 'expected one argument';
      const candidate = arguable[next];
      const meant = candidate !== undefined && isDashLeadingValue(candidate, table) ? candidate : undefined;
      refuseHere(
        `argument ${spec.spellings.join('/')}: ${missing}`,
        meant === undefined ? [word] : [word, meant],
        meant === undefined ? 'arguments' : 'dash-leading-value',
      );
      give(spec, meant && valueOf(meant), meant === undefined ? [word] : [word, meant]);
      return meant === undefined ? next : next + 1;
    }
    for (const each of taken) if (mayBeMany(each)) extras.push(each);
    if (!typographic) checkValue(spec, valueOf(value), value);
    give(spec, valueOf(value), [word, ...taken]);
    return next + taken.length;
  }

  function checkValue(spec: OptionSpec, value: OptionValue, word: Word): void {
    if (value.value.kind !== 'known') return;
    const { text } = value.value;
    if (spec.choices?.includes(text.toLowerCase()) === false) {
      refuse(`argument ${spec.spellings.join('/')}: invalid choice`, [word]);
    }
    if (spec.type?.accepts(text) === false) {
      refuse(`argument ${spec.spellings.join('/')}: invalid ${spec.type.name} value`, [word]);
    }
  }
}

/** Refuses a word that may be the abbreviation of several options. */
function ambiguity(word: Word, table: OptionTable): Rejection | undefined {
  const reading = read(word, prefixOf(word), table);
  if (reading.kind !== 'ambiguous') return undefined;
  const error = `ambiguous option: ${reading.typed} could match ${reading.matches.join(', ')}`;
  return { reason: 'arguments', error, exit: 2, words: [word] };
}

/** Reads a word that stands where an option may stand; `typed` is its known beginning. */
function read(word: Word, typed: string, { specs, bySpelling }: OptionTable): Reading {
  if (isFile(word)) return { kind: 'extra' };
  if (typed === '') return isKnown(word) ? { kind: 'argument' } : { kind: 'extra' };
  if (!typed.startsWith('-')) return mayBeMany(word) ? { kind: 'extra' } : { kind: 'argument' };
  const whole = isKnown(word);
  const exact = whole ? bySpelling.get(typed) : undefined;
  if (exact !== undefined) return { kind: 'option', spec: exact, typed, rest: undefined };
  if (typed === '-') return whole ? { kind: 'argument' } : { kind: 'extra' };
  const equals = typed.indexOf('=');
  const name = equals < 0 ? typed : typed.slice(0, equals);
  const rest = equals < 0 ? undefined : { at: equals + 1, equals: true };
  if (rest !== undefined) {
    const named = bySpelling.get(name);
    if (named !== undefined) return { kind: 'option', spec: named, typed: name, rest };
  }
  if (typed.startsWith('--')) {
    // What follows the known part of `--pass$X` may be anything.
    if (rest === undefined && !whole) return { kind: 'extra' };
    const matches = specs.flatMap((spec) =>
      spec.spellings.filter((spelling) => spelling.startsWith(name)).map((spelling) => ({ spec, spelling })),
    );
    if (matches.length > 1) {
      return { kind: 'ambiguous', typed: name, matches: matches.map(({ spelling }) => spelling) };
    }
    const match = matches[0];
    if (match !== undefined && typed !== '--') return { kind: 'option', spec: match.spec, typed: name, rest };
  } else {
    const short = bySpelling.get(typed.slice(0, 2));
    if (short !== undefined) {
      return { kind: 'option', spec: short, typed: typed.slice(0, 2), rest: { at: 2, equals: false } };
    }
  }
  if (whole && /^-\d+$|^-\d*\.\d+$/.test(typed)) return { kind: 'argument' };
  if (typed.includes(' ')) return { kind: 'argument' };
  return { kind: 'unknown-option' };
}

/** Says whether argparse takes a word as the value of the option before it. */
function isValue(word: Word, table: OptionTable): boolean {
  const typed = prefixOf(word);
  if (!typed.startsWith('-')) return true;
  const { kind } = read(word, typed, table);
  return kind === 'argument' || (kind === 'extra' && typed === '-');
}

/** `-p -secret`: begins with a dash and names no option, so it must have been meant as the value. */
function isDashLeadingValue(word: Word, table: OptionTable): boolean {
  const typed = prefixOf(word);
  const reading = read(word, typed, table);
  if (reading.kind === 'unknown-option') return true;
  if (reading.kind !== 'option' || reading.rest?.equals !== false || !isKnown(word)) return false;
  // `-otsv` is an option with its value, and not a secret.
  return reading.spec.choices?.includes(typed.slice(reading.rest.at).toLowerCase()) !== true;
}

/** `@file` stands for the file's content; the rest of its name may not be known. */
function isFile(word: Word, from = 0): boolean {
  const text = prefixOf(word).slice(from);
  return text.startsWith('@') && (text.length > 1 || !isKnown(word));
}

function valueOf(word: Word): OptionValue {
  const value = isFile(word) ? ({ kind: 'unknown' } as const) : word.value;
  return { range: word.range, source: word.source, value, variables: variablesOf(word) };
}

/** The value inside an option's own word; what a file says, only the run knows. */
function valueBehind(word: Word, at: number): OptionValue {
  const inner = innerValue(word, at);
  return isFile(word, at) ? { ...inner, value: { kind: 'unknown' } } : inner;
}

/** A word's known beginning as its author meant it. */
function asTyped(word: Word): string {
  const text = prefixOf(word);
  const dash = typographicDash(text);
  return dash ? `${dash.meant}${text.slice(dash.typed.length)}` : text;
}

function optionPart(text: string): string {
  return text.replace(/=[^]*$/, '');
}

/** A word as an error may show it: only what cannot be a secret, such as `--password-file`. */
function shownName(word: Word): string | undefined {
  const name = optionPart(prefixOf(word));
  return /^(-[A-Za-z]|--[a-z]+(-[a-z]+)*|--)$/.test(name) ? name : undefined;
}
