import { countLeading } from '../../../search';
import { joined } from '../../changes';
import type { TextChange } from '../../shell';
import { cursorAt, type Element, type NodeType, type ReadNode, type ReadRedirection } from './cursor';
import { itemsPerSlice, readInSlices } from './lists';
import { skipSeparators } from './pieces';
import { readNext } from './statements';

export type { Element, ElementKind, NodeType, ReadRedirection } from './cursor';

/** A node on the way from the top to a place; its offsets count in the text as it is now. */
export interface Ancestor {
  readonly type: NodeType;
  readonly start: number;
  readonly end: number;
  /** Where the target of an assignment ends. */
  readonly targetEnd: number | undefined;
  /** A command's arguments, its name first. */
  readonly elements: readonly Element[];
  readonly redirections: readonly ReadRedirection[];
}

/** An outline of a script, kept from one version of its text to the next. */
export interface Outline {
  /**
   * Up to where it tells, exclusively: the text's length, unless something never ends. As it may have been a quote
   * in front of it that was forgotten, it then tells up to the first string with more than one line.
   */
  readonly end: number;
  /** Up to where text and outline are as they were when the outliner was last asked, exclusively. */
  readonly keptTo: number;
  /** True if PowerShell would refuse the text. */
  readonly broken: boolean;
  /** The nodes from the top to the innermost one that holds the offset. */
  pathTo(offset: number): readonly Ancestor[];
  /** The paths to every node of these types, in source order. */
  pathsToEvery(types: ReadonlySet<NodeType>): Iterable<readonly Ancestor[]>;
}

/** A statement at the top, with what stands before it. Its nodes count in the text it was read in. */
interface Chunk {
  readonly nodes: readonly ReadNode[];
  /** Where the statement ends, in the text as it is now. */
  end: number;
  /** How far the text as it is now is ahead of the one it was read in. */
  shift: number;
  readonly broken: boolean;
  readonly endless: number | undefined;
  readonly multiline: number | undefined;
}

/** Keeps the outline of a text that changes. */
export interface Outliner {
  /** Says how the text differs from the last one. */
  changed(change: TextChange): void;
  /** Reads a text: of one that has changed, the statements about the changes. The generator yields whenever `pause` says so. */
  read(text: string, pause: () => boolean): Generator<void, Outline>;
}

/** A statement that holds so many others is a long one, which is read in slices. */
const usuallyAtOnce = 250;

/**
 * An outliner that has read nothing yet.
 *
 * @param atOnce how many statements may stand in one that is read without a look at the clock
 */
export function openOutliner(atOnce = usuallyAtOnce): Outliner {
  let chunks: Chunk[] = [];
  /** How the text has changed since the chunks were read; `all` if there are none of it. */
  let pending: TextChange | 'all' | undefined = 'all';
  return {
    changed(change) {
      if (pending !== 'all') pending = joined(pending, change);
    },
    *read(text, pause) {
      let keptTo = text.length;
      if (pending !== undefined) {
        const [old, change] = pending === 'all' ? [[], everything(text)] : [chunks, pending];
        // Whoever abandons it half way starts anew.
        [chunks, pending] = [[], 'all'];
        chunks = yield* readChunks(text, old, change, atOnce, pause);
        pending = undefined;
        keptTo = endBefore(old, change.start);
      }
      return outlineOf(text, chunks, keptTo);
    },
  };
}

function everything(text: string): TextChange {
  return { start: 0, oldEnd: 0, newEnd: text.length };
}

/** Reads the statements that changes may have touched, and keeps the others. */
function* readChunks(
  text: string,
  old: readonly Chunk[],
  { start, oldEnd, newEnd }: TextChange,
  atOnce: number,
  pause: () => boolean,
): Generator<void, Chunk[]> {
  const chunks = old.slice(0, countBefore(old, start));
  const growth = newEnd - oldEnd;
  let next = chunks.length;
  let offset = chunks.at(-1)?.end ?? (text.startsWith('\ufeff') ? 1 : 0);
  for (let count = 1; offset < text.length; count++) {
    const chunk = yield* readChunk(text, offset, atOnce, pause);
    chunks.push(chunk);
    offset = chunk.end;
    while (next < old.length && (old[next]?.end ?? 0) + growth < offset) next++;
    const same = old[next];
    if (same !== undefined && same.end >= oldEnd && same.end + growth === offset) {
      for (const kept of old.slice(next + 1)) {
        kept.end += growth;
        kept.shift += growth;
        chunks.push(kept);
      }
      return chunks;
    }
    if (count % itemsPerSlice === 0 && pause()) yield;
  }
  return chunks;
}

/**
 * How many statements a change at an offset cannot touch. The end of one may depend on the first word behind it, so
 * the last that ends before the change is read anew.
 */
function countBefore(chunks: readonly Chunk[], start: number): number {
  return Math.max(0, countLeading(chunks, ({ end }) => end < start) - 1);
}

/** Where the statements end that a change at an offset cannot touch. */
function endBefore(chunks: readonly Chunk[], start: number): number {
  return chunks[countBefore(chunks, start) - 1]?.end ?? 0;
}

/** Reads the statement that follows an offset. */
function* readChunk(
  text: string,
  offset: number,
  atOnce: number,
  pause: () => boolean,
): Generator<void, Chunk> {
  const cursor = cursorAt(text, offset);
  skipSeparators(cursor);
  if (cursor.offset < cursor.limit) yield* readInSlices(cursor, readNext, atOnce, pause);
  const { nodes, broken, endless, multiline } = cursor;
  return { nodes, end: cursor.offset, shift: 0, broken, endless, multiline };
}

function outlineOf(text: string, chunks: readonly Chunk[], keptTo: number): Outline {
  return {
    keptTo,
    end: endOfOutline(text, chunks),
    broken: chunks.some(({ broken }) => broken),
    pathTo(offset) {
      const chunk = chunks[countLeading(chunks, ({ end }) => end <= offset)];
      if (chunk === undefined) return [];
      const { nodes, shift } = chunk;
      let node = nodes[countLeading(nodes, ({ start }) => start <= offset - shift) - 1];
      while (node !== undefined && node.end <= offset - shift) node = node.parent;
      return node === undefined ? [] : pathOf(node, shift);
    },
    *pathsToEvery(types) {
      for (const { nodes, shift } of chunks) {
        for (const node of nodes) if (types.has(node.type)) yield pathOf(node, shift);
      }
    },
  };
}

function endOfOutline(text: string, chunks: readonly Chunk[]): number {
  const endless = chunks.find((chunk) => chunk.endless !== undefined);
  if (endless?.endless === undefined) return text.length;
  const multiline = chunks.find((chunk) => chunk.multiline !== undefined);
  const end = endless.endless + endless.shift;
  return multiline?.multiline === undefined ? end : Math.min(end, multiline.multiline + multiline.shift);
}

/** The nodes from the top to this one. */
function pathOf(innermost: ReadNode, shift: number): readonly Ancestor[] {
  const path: Ancestor[] = [];
  for (let node: ReadNode | undefined = innermost; node !== undefined; node = node.parent) {
    path.push(ancestorOf(node, shift));
  }
  return path.reverse();
}

function ancestorOf(
  { type, start, end, targetEnd, elements = [], redirections = [] }: ReadNode,
  shift: number,
): Ancestor {
  const move = (element: Element): Element => ({
    start: element.start + shift,
    end: element.end + shift,
    kind: element.kind,
  });
  return {
    type,
    start: start + shift,
    end: end + shift,
    targetEnd: targetEnd === undefined ? undefined : targetEnd + shift,
    elements: shift === 0 ? elements : elements.map(move),
    redirections:
      shift === 0
        ? redirections
        : redirections.map((each) => ({
            start: each.start + shift,
            operatorEnd: each.operatorEnd + shift,
            target: each.target && move(each.target),
          })),
  };
}

/** Reads a piece of a text as if it were a script of its own: a line of a text that never ends, or a comment. */
export function outlinePiece(text: string, start: number, end: number): Outline {
  const chunks: Chunk[] = [];
  const cursor = cursorAt(text, start, end);
  while (cursor.offset < cursor.limit) {
    skipSeparators(cursor);
    if (cursor.offset < cursor.limit) readNext(cursor);
  }
  const { nodes, broken } = cursor;
  chunks.push({ nodes, end, shift: 0, broken, endless: undefined, multiline: undefined });
  return outlineOf(text, chunks, 0);
}
