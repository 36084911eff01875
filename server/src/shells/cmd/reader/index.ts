import { countLeading } from '../../../search';
import { joined } from '../../changes';
import type { TextChange } from '../../shell';
import { cursorAt, type Cursor, type NodeType, type ReadNode } from './cursor';
import { readAll, readNext, skipSeparators } from './statements';

export type { NodeType, ReadNode, ReadRedirection } from './cursor';

/** An outline of a script: where its commands and comments stand, and in what. */
export interface Outline {
  /** Up to where text and nodes are as they were when the outliner last read, exclusively. */
  readonly keptTo: number;
  /** True if cmd would refuse the text. */
  readonly isBroken: boolean;
  /** The innermost node that holds the offset. */
  nodeAt(offset: number): ReadNode | undefined;
  /** The first command that starts at the offset or behind it. */
  commandAfter(offset: number): ReadNode | undefined;
  /** Every node in source order; one that holds another comes before it. */
  readonly nodes: readonly ReadNode[];
}

/** A statement at the top, with what stands before it. */
interface Chunk {
  /** The index of its first node. */
  first: number;
  readonly isBroken: boolean;
  /** What it leaves of delayed expansion. */
  readonly delayed: readonly boolean[];
  end: number;
}

/** Keeps the outline of a text that changes. */
export interface Outliner {
  /** Says how the text differs from the last one. */
  changed(change: TextChange): void;
  /**
   * Reads a text: of one that has changed, the statements about the changes. The nodes of the last outline are then
   * those of the new one. The generator yields whenever `pause` says so.
   */
  read(text: string, pause: () => boolean): Generator<void, Outline>;
}

/** So many statements at the top are read between two looks at the clock. */
const statementsPerSlice = 256;

/** An outliner that has read nothing yet. */
export function openOutliner(): Outliner {
  let kept: { readonly chunks: readonly Chunk[]; readonly nodes: readonly ReadNode[] } | undefined;
  let pending: TextChange | undefined;
  return {
    changed(change) {
      pending = joined(pending, change);
    },
    *read(text, pause) {
      const [old, change] =
        kept !== undefined && pending !== undefined
          ? [kept, pending]
          : [
              { chunks: [], nodes: [] },
              { start: 0, oldEnd: 0, newEnd: text.length },
            ];
      // Whoever abandons it half way starts anew.
      kept = pending = undefined;
      const before = countBefore(old.chunks, lineStart(text, change.start));
      const cursor = { ...cursorAt(text, 0), nodes: old.nodes.slice(0, old.chunks[before]?.first) };
      const keptTo = old.chunks[before - 1]?.end ?? 0;
      const chunks = yield* readChunks(cursor, old, before, change, pause);
      if (!cursor.isFull) kept = { chunks, nodes: cursor.nodes };
      cursor.isBroken = chunks.some(({ isBroken }) => isBroken);
      return outlineOf(cursor, keptTo);
    },
  };
}

/** Reads the statements that a change may have touched, which those `before` it are not, and keeps the others. */
function* readChunks(
  cursor: Cursor,
  old: { readonly chunks: readonly Chunk[]; readonly nodes: readonly ReadNode[] },
  before: number,
  { oldEnd, newEnd }: TextChange,
  pause: () => boolean,
): Generator<void, readonly Chunk[]> {
  let next = before;
  const chunks = old.chunks.slice(0, next);
  const growth = newEnd - oldEnd;
  cursor.offset = chunks.at(-1)?.end ?? (cursor.text.startsWith('\ufeff') ? 1 : 0);
  cursor.delayed = chunks.at(-1)?.delayed ?? [];
  for (let count = 1; ; count++) {
    const first = cursor.nodes.length;
    cursor.isBroken = false;
    skipSeparators(cursor);
    if (cursor.offset >= cursor.limit) return chunks;
    readNext(cursor);
    const { offset, isBroken, delayed } = cursor;
    chunks.push({ first, isBroken, delayed, end: offset });
    while (next < old.chunks.length && (old.chunks[next]?.end ?? 0) + growth < offset) next++;
    const same = old.chunks[next];
    if (same !== undefined && same.end >= oldEnd && same.end + growth === offset) {
      if (same.delayed.join() === delayed.join()) {
        const shift = cursor.nodes.length - (old.chunks[next + 1]?.first ?? old.nodes.length);
        for (const node of old.nodes.slice(old.chunks[next + 1]?.first ?? old.nodes.length)) {
          move(node, growth);
          cursor.nodes.push(node);
        }
        for (const chunk of old.chunks.slice(next + 1)) {
          chunk.first += shift;
          chunk.end += growth;
          chunks.push(chunk);
        }
        return chunks;
      }
    }
    if (count % statementsPerSlice === 0 && pause()) yield;
  }
}

/** Where the line of an offset starts: two `%` on it may belong together, whatever stands between them. */
function lineStart(text: string, offset: number): number {
  return Math.min(offset, text.lastIndexOf('\n', offset - 1) + 1);
}

/**
 * How many statements a change in a line cannot touch. What stands behind one may go on with it, so the last that
 * ends before the line is read anew.
 */
function countBefore(chunks: readonly Chunk[], line: number): number {
  const touched = chunks.findIndex(({ end }) => end >= line);
  return Math.max(0, (touched < 0 ? chunks.length : touched) - 1);
}

function move(node: ReadNode, growth: number): void {
  if (growth === 0) return;
  node.start += growth;
  node.end += growth;
  if (node.redirections.length === 0) return;
  node.redirections = node.redirections.map(({ start, operatorEnd, target }) => ({
    start: start + growth,
    operatorEnd: operatorEnd + growth,
    target: { start: target.start + growth, end: target.end + growth },
  }));
}

/** Reads a piece of a text as if it were a script of its own, such as what a comment holds. */
export function outlinePiece(text: string, start: number, end: number): Outline {
  const cursor = cursorAt(text, start, end);
  readAll(cursor);
  return outlineOf(cursor, 0);
}

function outlineOf({ nodes, isBroken }: Cursor, keptTo: number): Outline {
  /** How many nodes start before an offset. */
  const nodesBefore = (offset: number): number => countLeading(nodes, ({ start }) => start < offset);
  return {
    keptTo,
    isBroken,
    nodes,
    nodeAt(offset) {
      let node = nodes[nodesBefore(offset + 1) - 1];
      while (node !== undefined && node.end <= offset) node = node.parent;
      return node;
    },
    commandAfter(offset) {
      let at = nodesBefore(offset);
      while (at < nodes.length && nodes[at]?.type !== 'command') at++;
      return nodes[at];
    },
  };
}

/** The nodes of these types that hold a node, the innermost first. */
export function* above(node: ReadNode, types?: ReadonlySet<NodeType>): Generator<ReadNode> {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (types === undefined || types.has(at.type)) yield at;
  }
}
