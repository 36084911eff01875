import type { Parser } from 'web-tree-sitter';
import { fewOnEachLine } from '../../lines';
import type { Assignment, Command, Comment, Confidence, Range } from '../../model';
import type { Grammars, Syntax } from '../shell';
import { passedOnBy, type PassingFunctions } from '../functions';
import { innerCommand } from '../wrappers';
import { functionsIn } from './functions';
import { longestGlued, nextCommand, reaching } from './gluedCommands';
import { openOutliner, type Outline } from './outline';
import { commandTypes, commentIn, pathsToEvery, pathTo, type Ancestor, type Rest } from './paths';
import { surroundingsOf, type Surroundings } from './surroundings';
import type { Backticks } from './word';
import { mostWords, readSimpleCommand, type SimpleCommand } from './simpleCommand';

/**
 * At most so much text is given to the grammar: what never ends may take it quadratic time. Measured, of 3,000 pairs of
 * signs repeated: 12,000 of `a?` take 8 s, 6,000 of `)` 1.1 s, 2,000 of the worst 0.3 s. In UTF-16 code units.
 */
const grammarReach = 2_000;

/** So many places are looked at where the text never ends and one can only guess. */
const maxGuesses = 1_000;

/** At most so much text before and behind a place on a line tells of a command there that can only be guessed. */
const guessReach = 1_000;

const textTypes = new Set(['string', 'raw_string', 'ansi_c_string', 'heredoc_body', 'heredoc_content']);

const grammarName = 'tree-sitter-bash';

/** Opens a script in a shell of the POSIX family. */
export function openSyntax(grammar: Grammars): Syntax {
  /** Made for the first text that the outline is not all of. */
  let parser: Parser | undefined;
  const outliner = openOutliner();
  let text = '';
  let outlined: Outline | undefined;
  /** What the outline leaves of the text, if anything, as the grammar reads it. */
  let rest: Rest | undefined;
  let needs: readonly string[] = [];
  let everything: Everything | undefined;
  let functions: PassingFunctions = () => undefined;
  /** True once a function was asked for: what came of it may change with any other text. */
  let hasAsked = false;
  /** What has been looked up, by where it starts: in the last text, too, where nothing has changed since. */
  const lookups = new Map<number, Lookup>();
  let guesses = 0;

  const forget = (): void => {
    needs = [];
    outlined = undefined;
    everything = undefined;
    guesses = 0;
  };
  const dropRest = (): void => {
    rest?.tree.delete();
    rest = undefined;
  };

  function* parse(newText: string, pause: () => boolean): Generator<void, void> {
    forget();
    dropRest();
    text = newText;
    outlined = yield* outliner.outline(text, pause);
    for (const [start, { asked }] of lookups) if (asked || start >= outlined.keptTo) lookups.delete(start);
    const { end, pathTo: pathIn } = outlined;
    const known = functionsIn(text, (offset) => (offset < end ? pathIn(offset) : []));
    functions = (name) => {
      hasAsked = true;
      return known(name);
    };
    const start = end;
    if (start === text.length) return;
    parser ??= grammar(grammarName)?.createParser();
    if (parser === undefined) {
      needs = [grammarName];
      return;
    }
    // From scratch: with an error in it, an older tree would make the result depend on how the text was typed.
    const from = text.slice(start, start + grammarReach);
    const tree = parser.parse(from);
    if (tree !== null) rest = { tree, start, end: start + from.length };
  }

  /** The nodes that hold an offset, outermost first. */
  const pathAt = (offset: number): readonly Ancestor[] => {
    if (outlined === undefined) return [];
    if (offset < outlined.end) return outlined.pathTo(offset);
    if (rest === undefined || ++guesses > maxGuesses) return [];
    return offset < rest.end ? pathTo(rest, offset) : beyond(rest, text.length);
  };
  const commentAt = (offset: number): Range | undefined => {
    if (outlined === undefined) return undefined;
    if (offset < outlined.end) return outlined.commentAt(offset);
    if (rest === undefined || offset >= rest.end || ++guesses > maxGuesses) return undefined;
    return commentIn(rest, offset);
  };
  function* everyPath(types: ReadonlySet<string>): Generator<readonly Ancestor[]> {
    if (outlined === undefined) return;
    yield* outlined.pathsToEvery(types);
    const { end } = outlined;
    if (rest === undefined) return;
    for (const path of pathsToEvery(rest, text, types)) if ((path.at(-1)?.start ?? 0) >= end) yield path;
  }
  const walked = (): Everything => (everything ??= readEverything(everyPath(wantedTypes), text, functions));

  /** The command that starts where `at` says, or one glued to it, and holds the offset. */
  const commandFrom = (at: Start, path: readonly Ancestor[], offset: number): Command | undefined => {
    const inBackticks = backticksAround(text, path.slice(0, at.depth));
    const commandOf = (read: SimpleCommand): Command | undefined =>
      readCommand(text, path, read, at.depth, at.confidence, commentAt, functions);
    if (at.confidence !== 'certain') {
      // A guess may start anew at each offset of a line without end.
      const read = reaching(text.slice(0, offset + guessReach), at.start, offset, inBackticks);
      return read && commandOf(read);
    }
    // A long command may hold many offsets.
    let lookup = lookups.get(at.start);
    if (lookup === undefined || offset >= lookup.end) {
      if ((lookup?.command?.words.length ?? 0) >= mostWords) return undefined;
      const read = reaching(text, at.start, offset, inBackticks);
      if (read === undefined) return undefined;
      const { start, end } = read.range;
      hasAsked = false;
      lookup = lookups.get(start) ?? { end, command: commandOf(read), asked: hasAsked };
      lookups.set(start, lookup);
    }
    return lookup.command;
  };
  const commandsAt = (offsets: readonly number[]): readonly Command[] => {
    const found = new Map<number, Command>();
    for (const offset of offsets) {
      const path = pathAt(offset);
      const at = commandStart(text, path, offset);
      const command = at && commandFrom(at, path, offset);
      if (command !== undefined) found.set(command.range.start, command);
    }
    return [...found.values()].sort((a, b) => a.range.start - b.range.start);
  };

  return {
    get broken() {
      // The grammar takes some valid scripts for broken; the outline knows whether something never ends.
      return (outlined?.end ?? 0) < text.length && rest?.tree.rootNode.hasError !== false;
    },
    changed: outliner.changed,
    parse,
    commandsAt,
    commands: () => walked().commands,
    commentsAt(offsets) {
      const found = new Map<number, Comment>();
      for (const offset of offsets) {
        const range = commentAt(offset);
        if (range !== undefined) found.set(range.start, commentOf(text, range));
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    comments: () => walked().comments,
    commentedCommandsAt(offsets) {
      const found = new Map<number, { comment: Comment; command: Command }>();
      for (const offset of fewOnEachLine(text, offsets)) {
        const range = commentAt(offset);
        const commented = range && commentedCommand(text, commentOf(text, range), offset);
        if (commented !== undefined) found.set(commented.command.range.start, commented);
      }
      return [...found.values()].sort((a, b) => a.command.range.start - b.command.range.start);
    },
    get needs() {
      return needs;
    },
    assignmentsAt(offsets) {
      const found = new Map<number, Assignment>();
      for (const offset of offsets) {
        const path = pathAt(offset);
        const at = path.findLastIndex(({ type }) => type === 'variable_assignment');
        const node = path[at];
        const read = node && readSimpleCommand(text, node.start, false).assignments[0];
        if (node === undefined || read === undefined) continue;
        found.set(node.start, { ...read, isExported: isExported(text, path[at - 1]) });
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    dispose() {
      forget();
      dropRest();
      parser?.delete();
    },
  };
}

/** Says whether the assignments of a command are for the environment: before a program, or behind `export`. */
function isExported(text: string, command: Ancestor | undefined): boolean {
  if (command?.type !== 'command' && command?.type !== 'declaration_command') return false;
  return !/^(?:declare|typeset|local|readonly)\s+(?!-\w*x)/.test(
    text.slice(command.start, command.start + 100),
  );
}

/** Where a command starts, and how deep in the path to it its node is. */
interface Start {
  readonly start: number;
  readonly depth: number;
  /** Less than `certain` if it is only a guess. */
  readonly confidence: Confidence;
}

/** What was read somewhere: a command, or assignments and redirections alone. */
interface Lookup {
  readonly end: number;
  readonly command: Command | undefined;
  /** True if a function of the script was asked for. */
  readonly asked: boolean;
}

/** Text that nothing tells more of than that something before it never ends. */
function beyond(rest: Rest, end: number): readonly Ancestor[] {
  return [{ type: 'heredoc_body', start: rest.end, end, hasError: true, condition: false }];
}

/** Every command and comment of a text, in source order. */
interface Everything {
  readonly commands: readonly Command[];
  readonly comments: readonly Comment[];
}

const wantedTypes: ReadonlySet<string> = new Set([...commandTypes, 'comment']);

/** Gives the comment that holds an offset; undefined if none does. */
type CommentAt = (offset: number) => Range | undefined;

/** Reads every command and comment, given the paths to them in source order. */
function readEverything(
  paths: Iterable<readonly Ancestor[]>,
  text: string,
  functions: PassingFunctions,
): Everything {
  const commands = new Map<number, Command>();
  const comments: Comment[] = [];
  // The walk has just passed the comments in front of a command, if there are any.
  const commentAt: CommentAt = (offset) => {
    const range = comments.findLast((comment) => comment.range.start <= offset)?.range;
    return range !== undefined && offset < range.end ? range : undefined;
  };
  for (const path of paths) {
    const node = path.at(-1);
    if (node === undefined) continue;
    if (node.type === 'comment') {
      comments.push(commentOf(text, node));
      continue;
    }
    // The grammar may have taken several commands for this one.
    let start: number | undefined = node.start;
    for (let glued = 0; glued < longestGlued && start !== undefined && start < node.end; glued++) {
      const read = readSimpleCommand(text, start, backticksAround(text, path.slice(0, -1)));
      const command = readCommand(text, path, read, path.length - 1, 'certain', commentAt, functions);
      if (command === undefined) break;
      if (!commands.has(start)) commands.set(start, command);
      start = node.type === 'command' ? nextCommand(text, command.range.end) : undefined;
    }
  }
  return { commands: [...commands.values()].sort((a, b) => a.range.start - b.range.start), comments };
}

/**
 * Where the command that holds the offset starts, and how deep in the path its node is. Text that is only
 * data has none, unless a quote or here-document around it never ends: then a line that reads like a command
 * may be one.
 */
function commandStart(text: string, path: readonly Ancestor[], offset: number): Start | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i];
    if (node === undefined || node.type === 'comment') return undefined;
    if (node.type === 'heredoc_body') {
      return path.slice(0, i + 1).some((a) => a.hasError)
        ? recovered(text, offset, i, 'possible')
        : undefined;
    }
    if (commandTypes.has(node.type)) {
      const inText = path.slice(i).some((a) => textTypes.has(a.type));
      if (inText && node.hasError && text.slice(node.start, offset).includes('\n')) {
        const found = recovered(text, offset, i, 'possible');
        if (found !== undefined) return found;
      }
      return { start: node.start, depth: i, confidence: 'certain' };
    }
    if (node.type === 'redirected_statement') {
      // A word after a redirection hangs below it; a command itself is the statement's first child.
      if (startsCompound(text, node.start)) return undefined;
      return { start: node.start, depth: i + 1, confidence: 'certain' };
    }
    if (node.type === 'variable_assignment' || node.type === 'array') return undefined;
    if (node.type === 'ERROR') return recovered(text, offset, i, 'likely');
  }
  return undefined;
}

/** Says whether what starts at the offset is a block, a condition or a loop. */
function startsCompound(text: string, start: number): boolean {
  return /^(?:[({]|(?:if|while|until|for|select|case)\s)/.test(text.slice(start, start + 8));
}

/** The start of the line that holds the offset, or of what follows a separator on it. */
function recovered(text: string, offset: number, depth: number, confidence: Confidence): Start | undefined {
  const furthest = Math.max(0, offset - guessReach);
  let line = Math.max(text.lastIndexOf('\n', offset - 1) + 1, furthest);
  while (line > furthest && /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) {
    line = text.lastIndexOf('\n', line - 2) + 1;
  }
  const before = text.slice(line, offset);
  const separator = /^(?:.*(?:[;&|({]|\b(?:then|do|else|if|while|until|elif)\b|!))?\s*/s.exec(before);
  const start = line + (separator?.[0].length ?? 0);
  return start <= offset ? { start, depth, confidence } : undefined;
}

/** The backticks that a command stands in, by the nodes above it. */
function backticksAround(text: string, above: readonly Ancestor[]): Backticks {
  const signs = above.map(({ type, start }) => (type === 'command_substitution' ? text[start] : undefined));
  return signs.includes('\\') ? 'nested' : signs.includes('`');
}

function readCommand(
  text: string,
  path: readonly Ancestor[],
  read: SimpleCommand,
  depth: number,
  confidence: Confidence,
  commentAt: CommentAt,
  functions: PassingFunctions,
): Command | undefined {
  if (read.words.length === 0) return undefined;
  const above = path.slice(0, depth);
  const inBackticks = backticksAround(text, above);
  return commandOf(
    read,
    confidence,
    surroundingsOf(text, read, above, path[depth], commentAt),
    inBackticks !== false,
    functions,
  );
}

function commandOf(
  read: SimpleCommand,
  confidence: Confidence,
  surroundings: Surroundings,
  inBackticks: boolean,
  functions: PassingFunctions,
): Command {
  const inner = innerCommand(read.words);
  const passed = inner.wrappers.length === 0 ? passedOnBy(inner.words, functions) : undefined;
  const { wrappers, words, appends } = passed ?? inner;
  return {
    wrapper: wrappers.flat(),
    words,
    ...(appends ? { appends } : {}),
    assignments: read.assignments,
    redirections: read.redirections,
    ...surroundings,
    inBackticks,
    range: read.range,
    confidence: read.complete ? confidence : confidence === 'certain' ? 'likely' : confidence,
  };
}

function commentOf(text: string, node: Range): Comment {
  const end = text[node.end - 1] === '\r' ? node.end - 1 : node.end;
  return { range: { start: node.start, end }, text: text.slice(node.start + 1, end) };
}

/** The command in a comment that holds the offset: what the comment starts with, else what follows a blank. */
function commentedCommand(
  text: string,
  comment: Comment,
  offset: number,
): { comment: Comment; command: Command } | undefined {
  const { start: from } = comment.range;
  const lead = /^[#\s]*/.exec(comment.text)?.[0].length ?? 0;
  let end = offset;
  while (end > from && /\s/.test(text.charAt(end - 1))) end--;
  let start = end;
  while (start > from && !/\s/.test(text.charAt(start - 1))) start--;
  if (start === end) return undefined;
  start = Math.max(start, from + 1 + lead);
  const read = readSimpleCommand(text, start, false);
  if (read.words.length === 0) return undefined;
  const isFirst = start === from + 1 + lead;
  return {
    comment,
    command: commandOf(read, isFirst ? 'certain' : 'possible', nowhere(read), false, () => undefined),
  };
}

/** What surrounds a command that does not run. */
function nowhere({ range }: SimpleCommand): Surroundings {
  return { nesting: [], statement: range, operator: undefined, exitStatus: 'unused' };
}
