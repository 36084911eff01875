import { fewOnEachLine } from '../../lines';
import type { Assignment, Command, Comment } from '../../model';
import type { Syntax } from '../shell';
import { assignmentOf } from './assignments';
import { isBatchFile, ledWords, type ValueOf } from './indirect';
import { above, openOutliner, outlinePiece, type NodeType, type Outline, type ReadNode } from './reader';
import { cutOffBehind, lookedBeyond, surroundingsOf, type Surroundings } from './surroundings';
import { unitsOf, type Place } from './units';
import { variablesIn, type Variables } from './variables';
import { redirectionOf } from './words';

/** Opens a script of cmd. */
export function openSyntax(): Syntax {
  const outliner = openOutliner();
  let text = '';
  let read: Outline | undefined;
  let variables = variablesIn('');
  let everything: { commands: readonly Command[]; comments: readonly Comment[] } | undefined;
  /** The commands that have been looked up, also in the last text where nothing has changed since. */
  const known = new Map<ReadNode, Known>();

  const forget = (): void => {
    read = undefined;
    everything = undefined;
  };
  function* parse(newText: string, pause: () => boolean): Generator<void, void> {
    forget();
    text = newText;
    variables = variablesIn(text);
    const outline = yield* outliner.read(newText, pause);
    for (const [node, { lookedTo }] of known) if (lookedTo >= outline.keptTo) known.delete(node);
    read = outline;
  }
  const commandOn = (node: ReadNode): Command | undefined => {
    const found = known.get(node) ?? lookUp(text, node, read, variables);
    known.set(node, found);
    return found.command;
  };
  /** The nodes of a type at some offsets, in source order, each once. */
  const nodesAt = (offsets: readonly number[], type: NodeType): readonly ReadNode[] => {
    const nodes = new Set(offsets.flatMap((offset) => read?.nodeAt(offset) ?? []));
    return [...nodes].filter((node) => node.type === type).sort((a, b) => a.start - b.start);
  };
  /** Says whether a `set` stands at an offset: who reads the variable may be what is looked for there. */
  const isSet = (offset: number): boolean => {
    const node = read?.nodeAt(offset);
    return node?.type === 'command' && /^set\b/i.test(text.slice(node.start, node.start + 10));
  };
  const readEverything = () => {
    const nodes = read?.nodes ?? [];
    return {
      commands: nodes.flatMap((node) => (node.type === 'command' ? (commandOn(node) ?? []) : [])),
      comments: nodes.flatMap((node) => (node.type === 'comment' ? commentOf(text, node) : [])),
    };
  };

  return {
    needs: [],
    get broken() {
      return read?.isBroken ?? false;
    },
    changed(change) {
      outliner.changed(change);
      forget();
    },
    parse,
    commandsAt(offsets) {
      const uses = offsets.flatMap((offset) => (isSet(offset) ? variables.usesOf(offset) : []));
      return nodesAt([...offsets, ...uses], 'command').flatMap((node) => commandOn(node) ?? []);
    },
    commands: () => (everything ??= readEverything()).commands,
    commentsAt: (offsets) => nodesAt(offsets, 'comment').map((node) => commentOf(text, node)),
    comments: () => (everything ??= readEverything()).comments,
    assignmentsAt: (offsets) =>
      nodesAt(offsets, 'command').flatMap(
        (node): Assignment | [] => assignmentOf(text, node, placeOf(node)) ?? [],
      ),
    commentedCommandsAt(offsets) {
      const found = new Map<number, { comment: Comment; command: Command }>();
      for (const offset of fewOnEachLine(text, offsets)) {
        const node = read?.nodeAt(offset);
        if (node?.type !== 'comment') continue;
        const command = commentedCommand(text, node, offset);
        if (command !== undefined)
          found.set(command.range.start, { comment: commentOf(text, node), command });
      }
      return [...found.values()].sort((a, b) => a.command.range.start - b.command.range.start);
    },
    dispose() {
      forget();
      known.clear();
    },
  };
}

const loops: ReadonlySet<NodeType> = new Set(['loop']);

function placeOf(node: ReadNode): Place {
  const { isDelayed, isEscaped } = node;
  return { isDelayed, isEscaped, isInLoop: above(node, loops).next().done !== true };
}

/** A command that was looked up. */
interface Known {
  readonly command: Command | undefined;
  /** Up to where the text says what the command is, exclusively. */
  readonly lookedTo: number;
}

function lookUp(text: string, node: ReadNode, outline: Outline | undefined, variables: Variables): Known {
  const command = commandOf(text, node, surroundingsOf(text, node), (name) => {
    const value = variables.valueBefore(name, node.start);
    return value && unitsOf(text, value, [], placeOf(node));
  });
  if (command === undefined) return { command, lookedTo: text.length };
  const lookedTo = command.statement.end + lookedBeyond;
  const comesBack = command.wrapper.length > 0 || !isBatchFile(command.words[0]);
  if (comesBack || outline === undefined) return { command, lookedTo };
  const cutsOff = cutOffBehind(text, node, outline);
  return cutsOff === undefined
    ? { command, lookedTo: text.length }
    : { command: { ...command, cutsOff }, lookedTo: Math.max(lookedTo, cutsOff.end) };
}

function commandOf(
  text: string,
  node: ReadNode,
  surroundings: Surroundings,
  valueOf: ValueOf = () => undefined,
): Command | undefined {
  const place = placeOf(node);
  const units = unitsOf(text, node, node.redirections, place);
  const { wrapper, words, isFromVariable } = ledWords(text, units, place.isEscaped, valueOf);
  if (words.length === 0) return undefined;
  return {
    wrapper,
    words,
    assignments: [],
    redirections: node.redirections.map((each) => redirectionOf(text, each, place)),
    ...surroundings,
    inBackticks: false,
    range: { start: node.start, end: node.end },
    confidence: isFromVariable ? 'likely' : 'certain',
  };
}

/** `rem` and `::` start comments. */
function commentOf(text: string, { start, end }: ReadNode): Comment {
  const marker = /^[@\s,;=]*(?:rem|:+)/i.exec(text.slice(start, start + 100))?.[0].length ?? 0;
  return { range: { start, end }, text: text.slice(start + marker, end) };
}

/** What may stand before a command that is commented out, and is no prose. */
const lead = /^[@\s]*(?:rem|:)[\s:@]*(?:rem\s+)?(?:call\s+)?$/i;

/** The command in a comment that holds the offset: what it starts with, else what follows a blank. */
function commentedCommand(text: string, comment: ReadNode, offset: number): Command | undefined {
  const before = text.slice(comment.start, offset).trimEnd();
  const first = comment.start + before.length - (/[^\s:@]*$/.exec(before.slice(-300))?.[0].length ?? 0);
  const isFirst = lead.test(text.slice(comment.start, Math.min(first, comment.start + 300)));
  const node = outlinePiece(text, first, comment.end).nodes.find(({ type }) => type === 'command');
  if (node?.start !== first) return undefined;
  const command = commandOf(text, node, {
    nesting: [],
    statement: { start: node.start, end: node.end },
    operator: undefined,
    exitStatus: 'unused',
  });
  return command && { ...command, confidence: isFirst ? 'certain' : 'possible' };
}
