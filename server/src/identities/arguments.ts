import type {
  ArgumentEdit,
  Change,
  Command,
  GivenOption,
  NewPart,
  NewWord,
  SignIn,
  ToolId,
  Word,
} from '../model';
import type { Settings, VariableNames } from '../settings';
import { tools } from '../signIns';
import { typographicDash } from '../signIns/dashes';
import { isOn, option } from '../signIns/option';
import { prefixOf } from '../signIns/words';

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
  const names = new Set(wanted.flatMap(({ name, value }) => (value === undefined ? [] : name)));
  const gone = new Set(
    signIn.options.filter((each) => {
      const isOverridden = names.has(each.name) && each !== option(signIn, each.name);
      return drops.has(each.name) || replaced.has(each.name) || isOverridden;
    }),
  );
  const dropped = [...new Set([...gone].map(({ name }) => name))].filter((name) => drops.has(name));
  const respelled = clusteredWith(gone, signIn.options);
  for (const each of respelled) gone.add(each);

  const insert = [
    ...respelled.map(({ name, value }) => optionWords(signIn.tool, name, value && { source: value.range })),
    ...missing.map(({ name, value }) => optionWords(signIn.tool, name, value)),
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
  if (given === undefined) return false;
  if (value === undefined) return isOn(given);
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

/** An option as new words, in the spelling of its tool. */
export function optionWords(tool: ToolId, name: string, value: NewPart | undefined): readonly NewWord[] {
  const spelled = tools[tool].spell(name);
  if (value === undefined) return [[spelled]];
  const joint = tools[tool].joint(name);
  return joint === undefined ? [[spelled], [value]] : [[`${spelled}${joint}`, value]];
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
  const entries = (word: Word): readonly Word[] => word.table?.entries.map((entry) => entry.word) ?? [];
  for (const word of command.words.flatMap((each) => [each, ...entries(each)])) {
    const isIn = words.has(word);
    if (isIn && previous) runs.at(-1)?.push(word);
    else if (isIn) runs.push([word]);
    previous = isIn;
  }
  return runs;
}

/**
 * Puts hyphens in the place of the typographic dashes of some options; other options stay as they are. A value that
 * begins with a dash is joined to its option, since behind a hyphen it would be taken for an option in its turn.
 */
export function repairDashes(signIn: SignIn, options: readonly GivenOption[]): readonly Change[] {
  return options.flatMap((given): readonly Change[] => {
    const [word, value] = given.words;
    if (!given.typographic || word === undefined) return [];
    if (value !== undefined && prefixOf(value).startsWith('-'))
      return [joinValue(signIn, given)].filter((change) => change !== undefined);
    const first = word.parts[0];
    const dash = first?.kind === 'literal' ? typographicDash(first.text) : undefined;
    const at = dash ? word.source.indexOf(dash.typed) : -1;
    // An escape sequence may stand for the dash.
    if (dash === undefined || at < 0) return [];
    const start = word.range.start + at;
    const range = { start, end: start + dash.typed.length };
    return [{ kind: 'replaceText', command: signIn.command, range, text: dash.meant }];
  });
}

/**
 * Spells an option anew and leaves its value where it stands.
 *
 * @param name the new name, such as `certificate`
 * @returns undefined if quotes around name and value are in the way
 */
export function renameOption(signIn: SignIn, given: GivenOption, name: string): Change | undefined {
  const [word] = given.words;
  if (word === undefined || given.value === undefined) return undefined;
  const joined = given.words.length === 1;
  const range = { start: word.range.start, end: joined ? given.value.range.start : word.range.end };
  if (range.end <= range.start) return undefined;
  const text = `${flagsBeside(signIn, given)}${tools[signIn.tool].spell(name)}${joined ? '=' : ''}`;
  return { kind: 'replaceText', command: signIn.command, range, text };
}

/**
 * Joins an option and the word after it with `=`, so that the word can only be its value.
 *
 * @returns undefined if a redirection stands between them
 */
export function joinValue(signIn: SignIn, given: GivenOption): Change | undefined {
  const { command } = signIn;
  const [word, value] = given.words;
  if (word === undefined || value === undefined) return undefined;
  const between = command.redirections.some(
    ({ range }) => range.start >= word.range.end && range.end <= value.range.start,
  );
  if (between) return undefined;
  const range = { start: word.range.start, end: value.range.start };
  return {
    kind: 'replaceText',
    command,
    range,
    text: `${flagsBeside(signIn, given)}${tools[signIn.tool].spell(given.name)}=`,
  };
}

/** The flags that share an option's word, as in `-iu x`, spelled in full before it. */
function flagsBeside({ tool, options }: SignIn, given: GivenOption): string {
  return flagsOf(options, given)
    .map(({ name }) => `${tools[tool].spell(name)} `)
    .join('');
}

function flagsOf(options: readonly GivenOption[], given: GivenOption): readonly GivenOption[] {
  return options.filter((each) => each !== given && each.words.some((word) => given.words.includes(word)));
}

/** Puts new words in the place of some options, or nothing. */
export function replaceOptions(
  { tool, command, options }: SignIn,
  replacements: ReadonlyMap<GivenOption, readonly NewWord[] | undefined>,
): readonly Change[] {
  if (replacements.size === 0) return [];
  const edits = [...replacements].map(([given, words]): ArgumentEdit => ({
    remove: given.words,
    insert: [
      ...flagsOf(options, given).map(({ name }) => optionWords(tool, name, undefined)),
      ...(words ? [words] : []),
    ],
  }));
  return [{ kind: 'setWords', command, edits }];
}

/** Adds options: flags after the command's name, where they read best, others at its end. */
export function addOptions(
  { tool, command, site }: SignIn,
  options: readonly (readonly [name: string, value?: NewPart])[],
): readonly Change[] {
  const edits = options.flatMap(([name, value]): readonly ArgumentEdit[] => {
    const after = value === undefined ? site.at(-1) : command.words.at(-1);
    return after ? [{ remove: [], after, insert: [optionWords(tool, name, value)] }] : [];
  });
  return [{ kind: 'setWords', command, edits }];
}
