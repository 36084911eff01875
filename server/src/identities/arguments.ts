import type { ArgumentEdit, Change, Command, GivenOption, NewPart, NewWord, SignIn, Word } from '../model';
import type { Settings, VariableNames } from '../settings';
import { option } from '../signIns/option';

/** An option that the rewritten sign-in must have. */
export interface Wanted {
  readonly name: string;
  /** The value that it gets unless the given one is kept; undefined for a flag. */
  readonly value?: NewPart;
  /** The setting that names the variable in `value`, if the script does not set it itself. */
  readonly variable?: keyof VariableNames;
  /** True if a value that is already given stays; a flag always does. */
  readonly keepsGiven?: boolean;
}

/** What came of rewriting a sign-in's arguments. */
export interface RewrittenArguments {
  readonly changes: readonly Change[];
  readonly variables: readonly (keyof VariableNames)[];
  /** The names of the options that are gone, in the order they were given, each once. */
  readonly dropped: readonly string[];
}

/** A flag that must be there. */
export function flag(name: string): Wanted {
  return { name };
}

/** An option with the variable that the settings name for it. */
export function fromVariable(
  name: string,
  variable: keyof VariableNames,
  { variables }: Pick<Settings, 'variables'>,
  keepsGiven = false,
): Wanted {
  return { name, value: { variable: variables[variable] }, variable, keepsGiven };
}

/**
 * Rewrites a sign-in's arguments: options that are wanted come in where the first removed one stood, or after the
 * command's name; what is neither wanted nor dropped stays as it stands, with its dash repaired.
 *
 * @param drops the names of the options that go; all their repetitions do
 */
export function rewriteArguments(
  signIn: SignIn,
  wanted: readonly Wanted[],
  drops: ReadonlySet<string>,
): RewrittenArguments {
  const missing = wanted.filter((each) => !isKept(signIn, each));
  const replaced = new Set(missing.map(({ name }) => name));
  const gone = new Set(signIn.options.filter(({ name }) => drops.has(name) || replaced.has(name)));
  const dropped = [...new Set([...gone].map(({ name }) => name))].filter((name) => !replaced.has(name));
  const respelled = clusteredWith(gone, signIn.options);
  for (const each of respelled) gone.add(each);

  const insert = [
    ...respelled.map(({ name, value }) => group(name, value && { source: value.range })),
    ...missing.map(({ name, value }) => group(name, value)),
  ];
  const stays = signIn.options.filter((each) => !gone.has(each));
  return {
    changes: [
      ...setWords(signIn, new Set([...gone].flatMap(({ words }) => words)), insert),
      ...repairDashes(signIn, stays),
    ],
    variables: [...new Set(missing.flatMap(({ variable }) => variable ?? []))],
    dropped,
  };
}

function isKept(signIn: SignIn, { name, value, keepsGiven }: Wanted): boolean {
  const given = option(signIn, name);
  if (given === undefined || value === undefined) return given !== undefined;
  if (given.value === undefined || (given.value.value.kind === 'known' && given.value.value.text === '')) {
    return false;
  }
  return keepsGiven === true || isJust(given, value);
}

/** Says whether an option is given as just this variable, quoted, in a word of its own. */
function isJust({ words }: GivenOption, value: NewPart): boolean {
  if (typeof value === 'string' || !('variable' in value) || words.length !== 2) return false;
  const parts = words[1]?.parts.filter((part) => part.kind !== 'literal' || part.text !== '') ?? [];
  const [part] = parts;
  return parts.length === 1 && part?.kind === 'variable' && part.quoted && part.name === value.variable;
}

/** The options that stay but share a word with one that goes, as in `-iu x`: they have to be spelled anew. */
function clusteredWith(
  gone: ReadonlySet<GivenOption>,
  options: readonly GivenOption[],
): readonly GivenOption[] {
  const words = new Set([...gone].flatMap((each) => each.words));
  return options.filter((each) => !gone.has(each) && each.words.some((word) => words.has(word)));
}

/** An option as new words. A secret follows `=`, since it may begin with a dash. */
function group(name: string, value: NewPart | undefined): readonly NewWord[] {
  if (value === undefined) return [[`--${name}`]];
  return name === 'password' ? [[`--${name}=`, value]] : [[`--${name}`], [value]];
}

function setWords(
  { command, site }: SignIn,
  removed: ReadonlySet<Word>,
  insert: ArgumentEdit['insert'],
): readonly Change[] {
  const runs = runsOf(command, removed);
  const [first] = runs;
  if (first === undefined) {
    const after = site.at(-1);
    return insert.length === 0 || after === undefined
      ? []
      : [{ kind: 'setWords', command, edits: [{ remove: [], after, insert }] }];
  }
  const edits = runs.map((remove): ArgumentEdit => ({ remove, insert: remove === first ? insert : [] }));
  return [{ kind: 'setWords', command, edits }];
}

/** Takes words of a command, returns them in runs of neighbours. */
function runsOf(command: Command, words: ReadonlySet<Word>): readonly (readonly Word[])[] {
  const runs: Word[][] = [];
  let previous = false;
  for (const word of command.words) {
    const isIn = words.has(word);
    if (isIn && previous) runs.at(-1)?.push(word);
    else if (isIn) runs.push([word]);
    previous = isIn;
  }
  return runs;
}

/** Puts hyphens in the place of the typographic dashes of some options; other options stay as they are. */
export function repairDashes({ command }: SignIn, options: readonly GivenOption[]): readonly Change[] {
  return options.flatMap(({ typographic, words: [word] }): readonly Change[] => {
    const text = word?.parts[0]?.kind === 'literal' ? word.parts[0].text : '';
    // The parser has found an option behind it, so everything before the name is dash.
    const [dash = ''] = /^[^A-Za-z0-9]+/.exec(text) ?? [];
    const at = word?.source.indexOf(dash) ?? -1;
    if (!typographic || word === undefined || dash === '' || at < 0) return [];
    const start = word.range.start + at;
    const hyphens = /^[A-Za-z](=|$)/.test(text.slice(dash.length)) ? '-' : '--';
    return [{ kind: 'replaceText', command, range: { start, end: start + dash.length }, text: hyphens }];
  });
}

/**
 * Spells an option anew and leaves its value where it stands; undefined if quotes around both are in the way.
 *
 * @param name the new spelling, such as `--certificate`
 */
export function renameOption(signIn: SignIn, given: GivenOption, name: string): Change | undefined {
  const { command, options } = signIn;
  const [word] = given.words;
  if (word === undefined || given.value === undefined) return undefined;
  const shared = options
    .filter((each) => each !== given && each.words.includes(word))
    .map((each) => `--${each.name} `);
  const joined = given.words.length === 1;
  const { start } = word.range;
  const end = joined ? given.value.range.start : word.range.end;
  if (end === start) return undefined;
  const text = `${shared.join('')}${name}${joined ? '=' : ''}`;
  return { kind: 'replaceText', command, range: { start, end }, text };
}
