import { fewOnEachLine } from '../../lines';
import type { Assignment, Command, Comment, Confidence, Word } from '../../model';
import type { Syntax, TextChange } from '../shell';
import { innerCommand } from '../wrappers';
import { openOutliner, outlinePiece, type Ancestor, type NodeType, type Outline } from './reader';
import { assignedIn, commandsGiven, wordsWithVariables } from './variables';
import { lookedBeyond, surroundingsOf, type Surroundings } from './surroundings';
import { assignmentOf } from './assignments';
import { indirectly } from './indirect';
import { redirectionOf, wordsOf } from './words';

/** So many lines are looked at where the text never ends and one can only guess. */
const maxGuesses = 2_000;

/** Where one can only guess, a longer line is looked at in parts of this length, with half as much around each. */
const guessedAtOnce = 2_000;

/** A command in a comment is looked for so far around a place. In UTF-16 code units. */
const commentedWithin = 500;

/** Opens a PowerShell script. */
export function openSyntax(): Syntax {
  const outliner = openOutliner();
  let text = '';
  let outline: Outline | undefined;
  let everything: { commands: readonly Command[]; comments: readonly Comment[] } | undefined;
  let assignedPlaces = assignedIn('');
  /** The commands that have been looked up in this text, by where they start. */
  const known = new Map<number, Command | undefined>();
  /** The assignments that have been looked up in this text, by where they start. */
  const assigned = new Map<number, Assignment | undefined>();
  const guesses = new Map<string, Outline>();

  const forget = (): void => {
    outline = undefined;
    everything = undefined;
    assigned.clear();
    guesses.clear();
  };

  function* parse(newText: string, pause: () => boolean): Generator<void, void> {
    const wasWhole = outline?.end === text.length;
    forget();
    text = newText;
    assignedPlaces = assignedIn(text);
    const read = yield* outliner.read(newText, pause);
    // What was looked up stays, but for what may look at text that has changed.
    const kept = wasWhole && read.end === newText.length ? read.keptTo - lookedBeyond : 0;
    for (const [start, command] of known) if ((command?.statement.end ?? kept) >= kept) known.delete(start);
    outline = read;
  }

  /** The outline of the line that holds an offset, which is all that is told of a text that never ends. */
  const guessAt = (offset: number): Outline | undefined => {
    const { start, end } = lineAround(text, offset);
    const key = `${start}-${end}`;
    const read = guesses.get(key);
    if (read !== undefined || guesses.size >= maxGuesses) return read;
    const guess = outlinePiece(text, start, end);
    guesses.set(key, guess);
    return guess;
  };
  const told = (): number => outline?.end ?? 0;
  const pathTo = (offset: number): readonly Ancestor[] =>
    (offset < told() ? outline : guessAt(offset))?.pathTo(offset) ?? [];
  /** The path to the command that an offset belongs to. One that never ends is cut at the end of its line. */
  const pathToOwn = (offset: number): readonly Ancestor[] | undefined => {
    const path = pathToCommand(pathTo(offset));
    const isCut = offset < told() && (path?.at(-1)?.end ?? 0) > told();
    return isCut ? pathToCommand(guessAt(offset)?.pathTo(offset) ?? []) : path;
  };
  const confidenceIn = ({ start, end }: Ancestor): Confidence =>
    end <= told() ? 'certain' : start < told() ? 'likely' : 'possible';
  const commentAt = (offset: number): number | undefined => {
    const leaf = pathTo(offset).at(-1);
    return leaf?.type === 'comment' ? leaf.start : undefined;
  };
  const commandOn = (path: readonly Ancestor[]): Command | undefined => {
    const node = path.at(-1);
    if (node === undefined) return undefined;
    const { start } = node;
    if (!known.has(start)) {
      const surroundings = surroundingsOf(text, node, path.slice(0, -1), commentAt);
      const words = wordsWithVariables(text, node, pathTo, assignedPlaces);
      known.set(start, commandOf(text, node, words, confidenceIn(node), surroundings));
    }
    return known.get(start);
  };
  const everyPath = function* (types: ReadonlySet<NodeType>): Generator<readonly Ancestor[]> {
    const end = outline?.end ?? 0;
    for (const path of outline?.pathsToEvery(types) ?? []) {
      if ((path.at(-1)?.start ?? end) >= end) return;
      yield path;
    }
  };
  const readEverything = () => {
    const commands: Command[] = [];
    const comments: Comment[] = [];
    for (const path of everyPath(wantedTypes)) {
      const leaf = path.at(-1);
      if (leaf?.type === 'comment') comments.push(commentOf(text, leaf));
      else {
        const command = commandOn(path);
        if (command !== undefined) commands.push(command);
      }
    }
    return { commands, comments };
  };

  return {
    get broken() {
      return outline?.broken ?? false;
    },
    needs: [],
    changed: (change: TextChange) => {
      outliner.changed(change);
    },
    parse,
    commandsAt(offsets) {
      const found = new Map<number, Command>();
      for (const offset of offsets) {
        const own = pathToOwn(offset);
        for (const each of own === undefined ? commandsGiven(text, pathTo(offset), pathTo) : [own]) {
          const command = commandOn(each);
          if (command !== undefined) found.set(command.range.start, command);
        }
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    commands: () => (everything ??= readEverything()).commands,
    commentsAt(offsets) {
      const found = new Map<number, Comment>();
      for (const offset of offsets) {
        const leaf = pathTo(offset).at(-1);
        if (leaf?.type === 'comment') found.set(leaf.start, commentOf(text, leaf));
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    comments: () => (everything ??= readEverything()).comments,
    assignmentsAt(offsets) {
      const found = new Map<number, Assignment>();
      for (const offset of offsets) {
        const node = pathTo(offset).findLast(({ type }) => type === 'assignment');
        if (node === undefined) continue;
        if (!assigned.has(node.start)) assigned.set(node.start, assignmentOf(text, node));
        const read = assigned.get(node.start);
        if (read !== undefined) found.set(node.start, read);
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    commentedCommandsAt(offsets) {
      const found = new Map<number, { comment: Comment; command: Command }>();
      for (const offset of fewOnEachLine(text, offsets)) {
        const leaf = pathTo(offset).at(-1);
        if (leaf?.type !== 'comment') continue;
        const command = commentedCommand(text, leaf, offset);
        if (command !== undefined)
          found.set(command.range.start, { comment: commentOf(text, leaf), command });
      }
      return [...found.values()].sort((a, b) => a.command.range.start - b.command.range.start);
    },
    dispose() {
      forget();
      known.clear();
    },
  };
}

const wantedTypes: ReadonlySet<NodeType> = new Set(['command', 'comment']);

/**
 * The line that holds an offset, with those that a backtick joins to it. Of a long one the same part comes for all
 * offsets near each other.
 */
function lineAround(text: string, offset: number): { start: number; end: number } {
  const part = Math.floor(offset / guessedAtOnce) * guessedAtOnce;
  const first = Math.max(0, part - guessedAtOnce / 2);
  const last = Math.min(text.length, part + guessedAtOnce * 1.5);
  const startBefore = (at: number): number => first + text.slice(first, at).lastIndexOf('\n') + 1;
  const endFrom = (at: number): number => {
    const length = text.slice(at, last).indexOf('\n');
    return length < 0 ? last : at + length;
  };
  let start = startBefore(offset);
  while (start > first && /`\r?\n$/.test(text.slice(Math.max(0, start - 3), start))) {
    start = startBefore(start - 1);
  }
  let end = endFrom(offset);
  while (end < last && /`\r?$/.test(text.slice(Math.max(0, end - 2), end))) end = endFrom(end + 1);
  return { start, end };
}

/** What may stand between an argument's text and its command: brackets around it, and what joins their content. */
const transparent: ReadonlySet<NodeType> = new Set([
  'statement',
  'substitution',
  'negation',
  'list',
  'pipeline',
]);

/** The path to the command among whose arguments its end stands; undefined if that is no command's. */
function pathToCommand(path: readonly Ancestor[]): readonly Ancestor[] | undefined {
  const at = path.findLastIndex(({ type }) => !transparent.has(type));
  return path[at]?.type === 'command' ? path.slice(0, at + 1) : undefined;
}

function commandOf(
  text: string,
  node: Ancestor,
  read: readonly Word[],
  confidence: Confidence,
  surroundings: Surroundings,
): Command | undefined {
  if (read.length === 0 || isJustBlock(read)) return undefined;
  const indirect = indirectly(text, read);
  const { wrappers, words, appends } = innerCommand(indirect?.words ?? read);
  return {
    wrapper: [...(indirect?.wrapper ?? []), ...wrappers.flat()],
    words,
    ...(appends ? { appends } : {}),
    assignments: [],
    redirections: node.redirections.map((each) => redirectionOf(text, each)),
    ...surroundings,
    inBackticks: false,
    range: { start: node.start, end: node.end },
    confidence,
  };
}

/** `& { … }` and `. { … }` only group what is in them. */
function isJustBlock(words: readonly Word[]): boolean {
  return words.length === 1 && words[0]?.source.startsWith('{') === true;
}

function commentOf(text: string, { start, end }: Ancestor): Comment {
  const isBlock = text.startsWith('<#', start);
  return {
    range: { start, end },
    text: isBlock ? text.slice(start + 2, end - 2) : text.slice(start + 1, end),
  };
}

/** What may stand before a command that is commented out, and is no prose. */
const lead = /^(?:#|<#)?[#\s]*(?:[&.]\s*|\$[\w:]+\s*=\s*)?$/;

/** The command in a comment that holds the offset: what its line starts with, else what follows a blank. */
function commentedCommand(text: string, comment: Ancestor, offset: number): Command | undefined {
  const first = Math.max(comment.start, offset - commentedWithin);
  const line = first + text.slice(first, offset).lastIndexOf('\n') + 1;
  const last = Math.min(comment.end, offset + commentedWithin);
  const length = text.slice(offset, last).indexOf('\n');
  const end = length < 0 ? last : offset + length;
  let start = line + text.slice(line, offset).trimEnd().length;
  while (start > line && /\S/.test(text.charAt(start - 1))) start--;
  // What is looked for may be the program itself.
  const isProgram = lead.test(text.slice(line, offset));
  const isFirst = isProgram || lead.test(text.slice(line, start));
  const signs = /^#+/.exec(text.slice(start, offset))?.[0].length ?? 0;
  const from = isProgram ? offset : isFirst || start > line ? start + signs : start;
  const node = outlinePiece(text, from, end)
    .pathTo(from)
    .find(({ type }) => type === 'command');
  if (node?.start !== from) return undefined;
  const nowhere: Surroundings = {
    nesting: [],
    statement: { start: node.start, end: node.end },
    operator: undefined,
    exitStatus: 'unused',
  };
  return commandOf(text, node, wordsOf(text, node.elements), isFirst ? 'certain' : 'possible', nowhere);
}
