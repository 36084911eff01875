import type { Command, Nesting, NewPart, NewWord, Range, Word, WordPart } from '../model';
import { carriedBy, expectedWords, newStart, newWordsOf, type Declared, type Touched } from './declared';
import type { Moves } from './edits';
import type { ScriptReading } from './reading';

/** Two readings of a script, and what is declared to differ. */
export interface Comparison {
  readonly before: ScriptReading;
  readonly after: ScriptReading;
  readonly moves: Moves;
  readonly declared: Declared;
}

/**
 * Compares every command of two readings: argv, redirections, assignments, operators and nesting have to be the
 * same but for what is declared.
 *
 * @returns what differs, as a plain sentence; undefined if nothing does
 */
export function commandsDiffer(comparison: Comparison): string | undefined {
  const { before, after, moves, declared } = comparison;
  const kept = before.commands.filter(({ range }) => !moves.isRemoved(range));
  const found = after.commands.filter(({ range }) => !isAdded(comparison, range.start));
  const others = 'Other commands of the script would change.';
  if (kept.length !== found.length) return others;
  const followed = [...declared.touched.values()].filter((touched) => touched.after.length > 0);
  const rewritten = new Map<number, Command>();
  for (const [i, command] of kept.entries()) {
    const now = found[i];
    const { start } = command.range;
    const isTouched = declared.touched.has(start);
    const groups = followed.filter((touched) => isWithin(command.range, touched.command.range)).length;
    if (now === undefined || !isSame(comparison, command, now, groups)) {
      return isTouched ? 'The command would not read as it is meant to.' : others;
    }
    if (isTouched) rewritten.set(start, now);
  }
  const removed = before.commands.filter(({ range }) => moves.isRemoved(range));
  if (!removed.every((command) => isDeclaredRemoved(command, declared))) return others;
  if (!declared.removed.every(({ range }) => moves.isRemoved(range))) return others;
  return newCommandsDiffer(comparison, rewritten);
}

/** Says whether the edits have written a command that starts at an offset of the new text, and not just its `call`. */
function isAdded({ moves, declared }: Comparison, start: number): boolean {
  if (!moves.isNew(start)) return false;
  return ![...declared.touched].some(
    ([was, { isCalled }]) => isCalled && newStart(declared, moves, was) === start,
  );
}

/** What may go with a command that only asks whether it has succeeded, or drops its output. */
const companions: ReadonlySet<string> = new Set(['exit', 'true', ':', 'out-null']);

/** Says whether a command is declared to go, or stands in something that is. */
function isDeclaredRemoved({ range, words }: Command, { touched, removed }: Declared): boolean {
  const [name] = words;
  const isCompanion = name?.value.kind === 'known' && companions.has(name.value.text.toLowerCase());
  const goes = removed.some((each) => isWithin(range, isCompanion ? each.statement : each.range));
  if (goes) return true;
  return [...touched.values()].some(({ edits }) =>
    edits.some(({ remove }) => remove.some((word) => isWithin(range, word.range))),
  );
}

/** @param groups how many commands that another one follows the command is or stands in */
function isSame(comparison: Comparison, before: Command, after: Command, groups: number): boolean {
  const { moves, declared } = comparison;
  const touched = declared.touched.get(before.range.start);
  const isFollowed = touched !== undefined && touched.after.length > 0;
  // What ran only if a command succeeded that is gone is joined to nothing.
  const isFreed = declared.removed.some(({ statement }) => isWithin(before.range, statement));
  const isJoined =
    after.operator === before.operator || ((isFollowed || isFreed) && after.operator === undefined);
  return (
    after.range.start === newStart(declared, moves, before.range.start) &&
    isJoined &&
    isNestedAlike(before, after, groups) &&
    after.inBackticks === before.inBackticks &&
    after.confidence === before.confidence &&
    (touched?.isCalled === true
      ? isCalledAlike(before, after)
      : areMoved(moves, before.wrapper, after.wrapper)) &&
    areMoved(moves, before.assignments, after.assignments) &&
    areMoved(moves, before.redirections, after.redirections) &&
    (touched === undefined
      ? areMoved(moves, before.words, after.words)
      : hasExpectedWords(comparison, touched, after.words))
  );
}

/** Says whether `call` has come in front of a command, and reads its words as they were read without it. */
function isCalledAlike(before: Command, after: Command): boolean {
  const read = ({ words }: Command): string => JSON.stringify(words.map(({ value }) => value));
  const [call, ...others] = after.wrapper;
  return (
    before.wrapper.length === 0 &&
    call?.source === 'call' &&
    others.length === 0 &&
    read(before) === read(after)
  );
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** What operators make of commands, which are compared themselves. */
const byOperators: ReadonlySet<Nesting> = new Set(['pipeline', 'negation']);

/** Says whether a command stands in the same constructs, but for braces around what another command follows. */
function isNestedAlike(before: Command, after: Command, groups: number): boolean {
  const wanted = before.nesting.filter((kind) => !byOperators.has(kind));
  let at = 0;
  let extra = 0;
  for (const kind of after.nesting) {
    if (byOperators.has(kind)) continue;
    if (kind === wanted[at]) at++;
    else if (kind === 'group') extra++;
    else return false;
  }
  return at === wanted.length && extra <= groups;
}

/** Says whether things stand where the edits move them, in the same order, and none more. */
function areMoved(
  moves: Moves,
  before: readonly { readonly range: Range }[],
  after: readonly { readonly range: Range }[],
): boolean {
  return (
    before.length === after.length && before.every(({ range }, i) => isMoved(moves, range, after[i]?.range))
  );
}

function isMoved(moves: Moves, before: Range, after: Range | undefined): boolean {
  return after?.start === moves.start(before.start) && after?.end === moves.end(before.end);
}

function hasExpectedWords(comparison: Comparison, touched: Touched, words: readonly Word[]): boolean {
  const { moves, before } = comparison;
  let at = 0;
  for (const expected of expectedWords(touched)) {
    const word = words[at];
    if (expected.kind === 'replaced') {
      // What is replaced may join words: the sign-in is compared as a whole, later.
      const end = moves.end(expected.word.range.end) ?? 0;
      for (let next = word; next !== undefined && next.range.end <= end; next = words[at]) at++;
      continue;
    }
    const matches =
      word !== undefined &&
      (expected.kind === 'kept'
        ? isMoved(moves, expected.word.range, word.range)
        : isWritten(before.script.text, expected.word, word));
    if (!matches) return false;
    at++;
  }
  return at === words.length;
}

/** Says whether a word reads as the new word that was to be written. */
function isWritten(text: string, expected: NewWord, word: Word): boolean {
  const last = expected.at(-1);
  if (typeof last === 'object' && 'source' in last) {
    const lead = joinedLiterals(expected.slice(0, -1));
    const carried = text.slice(last.source.start, last.source.end);
    return lead.length === 0
      ? word.source === carried
      : word.source.endsWith(carried) && startsWith(word, lead);
  }
  const parts = word.parts.filter((part) => part.kind !== 'literal' || part.text !== '');
  const wanted = joinedLiterals(expected);
  const [only] = wanted;
  if (wanted.length === 1 && typeof only === 'object' && 'contentOfFileIn' in only) {
    if (namesFile(word, only.contentOfFileIn)) return !word.splits;
  }
  return (
    !word.splits &&
    parts.length === wanted.length &&
    wanted.every((part, i) => {
      const read = parts[i];
      if (typeof part === 'string') return read?.kind === 'literal' && read.text === part;
      if ('variable' in part) return isVariable(read, part.variable);
      if ('credentialOf' in part) return read?.kind === 'opaque';
      return 'contentOfFileIn' in part && read?.kind === 'opaque' && read.quoted;
    })
  );
}

/** Says whether a part is this variable, and one argument: PowerShell's own need no quotes for that. */
function isVariable(read: WordPart | undefined, name: string): boolean {
  const isOwn = name.startsWith('variable:');
  return read?.kind === 'variable' && (read.quoted || isOwn) && read.name === name;
}

/** The parts of a new word as they are read: without empty ones, and text in one piece. */
function joinedLiterals(word: NewWord): NewWord {
  const joined: NewPart[] = [];
  for (const part of word) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

/** Says whether a word starts with known text and nothing but that. */
function startsWith({ value }: Word, lead: NewWord): boolean {
  const [text] = lead;
  if (lead.length !== 1 || typeof text !== 'string' || value.kind === 'unknown') return false;
  return (value.kind === 'known' ? value.text : value.prefix).startsWith(text);
}

/**
 * Compares the commands that are written anew with those that are declared.
 *
 * @param rewritten the touched commands as they read now, by where they started
 */
function newCommandsDiffer(
  comparison: Comparison,
  rewritten: ReadonlyMap<number, Command>,
): string | undefined {
  const { before, after, declared } = comparison;
  const added = new Set(after.commands.filter(({ range }) => isAdded(comparison, range.start)));
  const claim = (fits: (command: Command) => boolean): boolean => {
    for (const command of added) if (fits(command)) return added.delete(command);
    return false;
  };
  const indices = new Map(after.commands.map((command, i) => [command, i]));
  for (const touched of declared.touched.values()) {
    const now = rewritten.get(touched.command.range.start);
    if (now === undefined) return 'The command would be lost.';
    const index = indices.get(now) ?? 0;
    const next = nextTo(now, after.commands.slice(index + 1));
    for (const words of touched.after) {
      const follows = (command: Command): boolean =>
        command === next && isFollower(before.script.text, words, command, now);
      if (!claim(follows)) return 'The command that is to run after it would not.';
    }
    for (const source of carriedBy(touched)) {
      for (const carried of before.commands.filter(({ range }) => isWithin(range, source))) {
        const same = sourcesOf(before.script.text, carried);
        if (!claim((command) => sourcesOf(after.script.text, command) === same)) {
          return 'A command in a value would be lost.';
        }
      }
    }
    for (const part of newWordsOf(touched).flat()) {
      if (typeof part !== 'object') continue;
      if ('contentOfFileIn' in part) {
        if (now.words.some((word) => namesFile(word, part.contentOfFileIn))) continue;
        if (!claim(({ words }) => readsVariable(words.at(-1), part.contentOfFileIn))) {
          return 'A file would not be read as it is meant to.';
        }
      } else if ('credentialOf' in part) {
        if (!claim(({ words }) => words.some((word) => readsVariable(word, part.credentialOf.secret)))) {
          return 'The secret would not be read as it is meant to.';
        }
      }
    }
  }
  return added.size === 0 ? undefined : 'The script would run more commands than it is meant to.';
}

/** The command that runs right after another one and the pipeline that this gives its output to. */
function nextTo({ range, statement }: Command, following: readonly Command[]): Command | undefined {
  return following.find(
    ({ range: { start }, operator }) => start >= range.end && !(start < statement.end && operator === '|'),
  );
}

/** What a statement makes of the commands in it, and not of what follows it. */
const ofStatement: ReadonlySet<Nesting> = new Set(['pipeline', 'negation', 'substitution']);

/** Says whether a command stands where another one does, or right behind that one's statement. */
function isBeside({ nesting, range }: Command, first: Command): boolean {
  const isBehind = range.start >= first.statement.end;
  const wanted = isBehind ? first.nesting.filter((kind) => !ofStatement.has(kind)) : first.nesting;
  const found = isBehind ? nesting.filter((kind) => !ofStatement.has(kind)) : nesting;
  return found.join() === wanted.join();
}

/** Says whether a command is the one that was to follow another, in the same session and the same place. */
function isFollower(text: string, words: readonly NewWord[], command: Command, first: Command): boolean {
  const leads = new Set(first.wrapper.map(({ source }) => source));
  const assigned = new Set(first.assignments.map(({ name }) => name));
  return (
    command.words.length === words.length &&
    words.every((word, i) => {
      const read = command.words[i];
      return read !== undefined && isWritten(text, word, read);
    }) &&
    // cmd comes back from a batch file only if it is called.
    command.wrapper.every(({ source }) => leads.has(source) || source === 'call') &&
    command.assignments.every(({ name }) => assigned.has(name)) &&
    command.redirections.length === 0 &&
    isBeside(command, first) &&
    (command.operator === '&&' || command.operator === undefined)
  );
}

/** Says whether a word is `@` and a variable: the Azure CLI takes `@file` for what the file says, in any argument. */
function namesFile(word: Word, name: string): boolean {
  const [sign, path, ...rest] = word.parts.filter((part) => part.kind !== 'literal' || part.text !== '');
  return (
    sign?.kind === 'literal' &&
    sign.text === '@' &&
    path?.kind === 'variable' &&
    path.quoted &&
    path.name === name &&
    rest.length === 0
  );
}

function readsVariable(word: Word | undefined, name: string): boolean {
  const parts = word?.parts.filter((part) => part.kind !== 'literal' || part.text !== '') ?? [];
  const [part] = parts;
  return parts.length === 1 && part?.kind === 'variable' && part.quoted && part.name === name;
}

/** Everything that a command consists of, as text to compare. */
function sourcesOf(text: string, { assignments, wrapper, words, redirections }: Command): string {
  return JSON.stringify(
    [assignments, wrapper, words, redirections].map((list) =>
      list.map(({ range }) => text.slice(range.start, range.end)),
    ),
  );
}
