import type { GivenOption, HashEntry, OptionValue, Rejection, Word } from '../model';
import { innerValue, isKnown, prefixOf, variablesOf } from './words';

/**
 * Binds a cmdlet's arguments to its parameters as PowerShell does, over words that may not be known: names in any
 * case and by unique prefixes, their aliases too, `-Name:value`, hash tables that are splatted, parameter sets.
 *
 * Source: PowerShell itself, given a function with these parameters (see the tests).
 */

/** A parameter as PowerShell knows it. */
export interface ParameterSpec<Set extends string = string> {
  /** The name in this house: `tenant`. */
  readonly name: string;
  /** The parameter's own name, without its dash: `Tenant`. */
  readonly parameter: string;
  readonly aliases?: readonly string[];
  readonly isSwitch?: true;
  /** True for those that every cmdlet has: where a prefix fits others as well, they do not count. */
  readonly isCommon?: true;
  /** The sets that it belongs to; all if absent. */
  readonly sets?: readonly Set[];
  /** The sets that need it. */
  readonly mandatoryIn?: readonly Set[];
  /** True if it refuses `''` and `$null`. */
  readonly notEmpty?: true;
  /** What its value must be, if not any text. */
  readonly accepts?: (text: string) => boolean;
}

/** What became of the arguments. */
export interface Bound {
  readonly options: readonly GivenOption[];
  /** Words that may turn into any number of further arguments: `@args`, `@parameters` of unknown content. */
  readonly extras: readonly Word[];
  /** Why PowerShell refuses the arguments, by the order in which it finds out. */
  readonly rejections: readonly Rejection[];
  /** The refusals that come only once a parameter set is chosen. */
  readonly lateRejections: readonly Rejection[];
}

/** What PowerShell takes for a dash before a parameter's name. */
const parameterStart = /^[-\u2013\u2014\u2015](?=[A-Za-z_?])/;

/**
 * Takes the words after the cmdlet's name; returns the parameters given and why PowerShell refuses them.
 *
 * @param positional the name of the parameter that a first argument without a name is bound to, if there is one
 */
export function bindParameters(
  words: readonly Word[],
  specs: readonly ParameterSpec[],
  positional?: string,
): Bound {
  const given: GivenOption[] = [];
  const splatted: GivenOption[] = [];
  const extras: Word[] = [];
  const parsing: Rejection[] = [];
  const binding: Rejection[] = [];
  const late: Rejection[] = [];
  const refuse = (phase: Rejection[], error: string, at: readonly Word[]): void => {
    phase.push({ reason: 'arguments', error, exit: undefined, words: at });
  };

  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) break;
    if (isSplat(word)) {
      for (const entry of word.table?.entries ?? []) bindEntry(entry);
      if (word.table?.isWhole !== true) extras.push(word);
      continue;
    }
    const name = parameterName(word);
    if (name === undefined) bindPosition(word);
    else if (name.isOpen) extras.push(word);
    else i = bindNamed(word, name, i);
  }
  const named = new Set(given.map(({ name }) => name));
  return {
    // What is named beside a hash table goes before what is in it.
    options: [...given, ...splatted.filter(({ name }) => !named.has(name))],
    extras,
    rejections: [...parsing, ...binding],
    lateRejections: late,
  };

  function bindNamed(word: Word, { text, end, colon }: ParameterName, at: number): number {
    const found = lookUp(text, specs);
    if (found.length > 1) {
      refuse(
        parsing,
        `Parameter cannot be processed because the parameter name${shownName(text)} is ambiguous.`,
        [word],
      );
      return at;
    }
    const [spec] = found;
    if (spec === undefined) {
      refuse(late, notFound(text), [word]);
      return at;
    }
    const isBare = isKnown(word) && prefixOf(word).length <= end;
    const own = isBare ? undefined : innerValue(word, end);
    if (own !== undefined) {
      give(spec, [word], own);
      return at;
    }
    const next = words[at + 1];
    if (spec.isSwitch === true && !colon) {
      give(spec, [word], undefined);
      return at;
    }
    const isMissing = next === undefined || (!colon && namesParameter(next, specs));
    if (isMissing) {
      refuse(parsing, `Missing an argument for parameter '${spec.parameter}'.`, [word]);
      return at;
    }
    const { range, source } = next;
    give(spec, [word, next], { range, source, value: next.value, variables: variablesOf(next) });
    return at + 1;
  }

  function bindPosition(word: Word): void {
    const spec = specs.find(({ name }) => name === positional);
    const isTaken = given.some(({ name }) => name === positional);
    if (spec === undefined || isTaken) {
      refuse(late, 'A positional parameter cannot be found that accepts argument', [word]);
      return;
    }
    const { range, source } = word;
    give(spec, [word], { range, source, value: word.value, variables: variablesOf(word) });
  }

  function bindEntry({ name: text, value, word }: HashEntry): void {
    const [spec, another] = lookUp(text, specs);
    if (spec === undefined || another !== undefined) {
      refuse(late, notFound(text), [word]);
      return;
    }
    const { range, source } = value;
    const read = { range, source, value: value.value, variables: variablesOf(value) };
    check(spec, [word], read);
    splatted.push(optionOf(spec, [word], read));
  }

  function give(spec: ParameterSpec, all: readonly Word[], value: OptionValue | undefined): void {
    if (given.some(({ name }) => name === spec.name)) {
      refuse(
        binding,
        `Cannot bind parameter because parameter '${spec.parameter}' is specified more than once.`,
        all,
      );
    }
    if (value !== undefined) check(spec, all, value);
    given.push(optionOf(spec, all, value));
  }

  function check(spec: ParameterSpec, all: readonly Word[], { value, variables, source }: OptionValue): void {
    const isNull = /^\$null$/i.test(source) && variables.length === 1;
    if (spec.notEmpty === true && (isNull || (value.kind === 'known' && value.text === ''))) {
      refuse(
        binding,
        `Cannot validate argument on parameter '${spec.parameter}'. The argument is null or empty.`,
        all,
      );
    }
    if (value.kind === 'known' && spec.accepts?.(value.text) === false) {
      refuse(binding, `Cannot process argument transformation on parameter '${spec.parameter}'.`, all);
    }
  }
}

function optionOf(spec: ParameterSpec, words: readonly Word[], value: OptionValue | undefined): GivenOption {
  const truth = spec.isSwitch === true && value !== undefined ? truthOf(value) : undefined;
  const read = value && truth ? { ...value, value: { kind: 'known', text: truth } as const } : value;
  return { name: spec.name, words, value: read, typographic: false };
}

/** What a switch's value says: `$true`, `$false`, and `$null`, which is off as well. */
function truthOf({ source, value }: OptionValue): 'true' | 'false' | undefined {
  const text = value.kind === 'known' ? value.text : /^\$(true|false|null)$/i.exec(source)?.[1];
  switch (text?.toLowerCase()) {
    case 'true':
      return 'true';
    case 'false':
    case 'null':
      return 'false';
    default:
      return undefined;
  }
}

function notFound(text: string): string {
  return `A parameter cannot be found that matches parameter name${shownName(text)}.`;
}

/** A name for an error, which is only shown if it cannot be a secret. */
function shownName(text: string): string {
  return /^[A-Za-z]{1,30}$/.test(text) ? ` '${text}'` : '';
}

/** A parameter's name in a word, and where its text ends. */
interface ParameterName {
  readonly text: string;
  /** How many characters of the word's text are dash, name and colon. */
  readonly end: number;
  readonly colon: boolean;
  /** True if the name may go on with what only the run knows. */
  readonly isOpen: boolean;
}

/** Takes a word, returns the parameter's name that it is; undefined for an argument, quoted ones too. */
function parameterName(word: Word): ParameterName | undefined {
  if (!parameterStart.test(word.source)) return undefined;
  const typed = prefixOf(word);
  const [match, text = '', colon = ''] = /^.([\w?]+)(:?)/.exec(typed) ?? [];
  if (match === undefined) return undefined;
  // `-Credential($c)` is a parameter and its argument, too.
  const isArgument = word.source.charAt(match.length) === '(';
  const isWhole = match.length === typed.length;
  if (colon === '' && !isArgument && !(isWhole && isKnown(word))) {
    return isWhole ? { text, end: match.length, colon: false, isOpen: true } : undefined;
  }
  return { text, end: match.length, colon: colon !== '', isOpen: false };
}

/** The parameters that a name fits: the one of that name or alias, else those that it is the beginning of. */
function lookUp(text: string, specs: readonly ParameterSpec[]): readonly ParameterSpec[] {
  const wanted = text.toLowerCase();
  const namesOf = ({ parameter, aliases = [] }: ParameterSpec): readonly string[] =>
    [parameter, ...aliases].map((name) => name.toLowerCase());
  const exact = specs.find((spec) => namesOf(spec).includes(wanted));
  if (exact !== undefined) return [exact];
  const matches = specs.filter((spec) => namesOf(spec).some((name) => name.startsWith(wanted)));
  const own = matches.filter(({ isCommon }) => isCommon !== true);
  return own.length === 1 ? own : matches;
}

/** Says whether a word names a parameter of the cmdlet, so that it is nobody's value. */
function namesParameter(word: Word, specs: readonly ParameterSpec[]): boolean {
  if (isSplat(word) || word.source === '--') return true;
  const name = parameterName(word);
  return name !== undefined && lookUp(name.text, specs).length > 0;
}

function isSplat(word: Word): boolean {
  return word.splits && /^@[\w:]/.test(word.source);
}
