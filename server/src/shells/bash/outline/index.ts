import type { Range } from '../../../model';
import { countLeading } from '../../../search';
import { joined } from '../../changes';
import type { TextChange } from '../../shell';
import type { Ancestor } from '../paths';
import { readTopLevel } from './commands';
import { maxNodes, startOf, type Cursor, type OutlineNode } from './cursor';

/**
 * An outline of a script: the kinds of nodes that the grammar has, found without it.
 *
 * The grammar takes some valid scripts for broken (`(( 10#$x ))`), and some for what they are not without
 * calling them broken: a here-document that seems to end at an indented delimiter, backticks inside one,
 * `! { …; }`, `{fd}>x az …`. The outline knows quotes, here-documents, comments, substitutions and compound
 * commands as bash does; a block whose end is missing ends with the block around it.
 */
export interface Outline {
  /** Up to where nothing has changed since the last text, nor how it is read. */
  readonly keptTo: number;
  /**
   * Up to where it tells, exclusively: the text's length, unless a quote, bracket or here-document never ends. The
   * statement that holds it is then left to a guess, and so is what follows.
   */
  readonly end: number;
  /** The nodes from the top to the innermost one that holds the offset. */
  readonly pathTo: (offset: number) => readonly Ancestor[];
  /** The comment that holds the offset, if one does. */
  readonly commentAt: (offset: number) => Range | undefined;
  /** The paths to every node of these types, in source order. */
  readonly pathsToEvery: (types: ReadonlySet<string>) => Iterable<readonly Ancestor[]>;
}

/** Outlines one text after another, each of which came of the last one by changes. */
export interface Outliner {
  /** Says how the text changed since the last one, so that only what is near is read again. */
  readonly changed: (change: TextChange) => void;
  /** Outlines a text, in slices: whenever `pause` says so the generator yields. Abandoning it is allowed. */
  readonly outline: (text: string, pause: () => boolean) => Generator<void, Outline>;
}

/** A statement at the top of a text, with what stands between it and the one before. */
interface Piece {
  /** Where it starts now. */
  readonly start: number;
  readonly end: number;
  /** Up to where it is settled: to its end, unless something in it never ends. */
  readonly settled: number;
  /** Its nodes, as they stood when it was read and started at `readAt`. */
  readonly nodes: readonly OutlineNode[];
  readonly readAt: number;
  /** True if it might have been read otherwise, had something else stood anywhere behind it. */
  readonly looksFar: boolean;
}

/** So many pieces are read between two looks at the clock. */
const piecesPerSlice = 32;

/**
 * A piece is read with an eye to so many behind it: `coproc`, a name on the next line and a bracket on the one after
 * that are one command.
 */
const looksAhead = 3;

export function openOutliner(): Outliner {
  let pieces: readonly Piece[] = [];
  /** The length of the text that the pieces are of; 0 if they are not all of it. */
  let length = 0;
  /** What has changed since then. */
  let changed: TextChange | undefined;

  return {
    changed(change) {
      changed = joined(changed, change);
    },
    *outline(text, pause) {
      const { start, oldEnd, newEnd } = changed ?? { start: length, oldEnd: length, newEnd: length };
      const delta = newEnd - oldEnd;
      const known = length > 0 && length + delta === text.length ? pieces : [];
      const read = changed === undefined ? [...known] : known.slice(0, countBefore(known, start));
      let count = read.reduce((sum, { nodes }) => sum + nodes.length, 0);
      const keptTo = read.at(-1)?.end ?? 0;
      const cursor = startOf(text, read.at(-1)?.end);
      for (let turn = 1; cursor.offset < text.length && count <= maxNodes; turn++) {
        const before = cursor.offset - delta;
        const at = before < oldEnd ? -1 : lastIndexFrom(known, before);
        // Where a piece started that stands behind the changes, nothing is new from here on.
        const isKnown = known[at]?.start === before;
        const added = isKnown ? known.slice(at).map((piece) => moved(piece, delta)) : [readPiece(cursor)];
        for (const piece of added) {
          count += piece.nodes.length;
          if (count <= maxNodes) read.push(piece);
        }
        if (isKnown) break;
        if (turn % piecesPerSlice === 0 && pause()) yield;
      }
      [pieces, length, changed] = [read, count <= maxNodes ? text.length : 0, undefined];
      const last = read.at(-1);
      const end = count > maxNodes || last === undefined ? (last?.end ?? 0) : last.settled;
      return { keptTo, end, ...lookedUpIn(read) };
    },
  };
}

/** How many pieces stay as they are if something changes at an offset and behind it. */
function countBefore(pieces: readonly Piece[], offset: number): number {
  const changed = pieces.findIndex(({ end }) => end >= offset);
  const near = Math.max(0, (changed < 0 ? pieces.length : changed) - looksAhead);
  const far = pieces.findIndex(({ looksFar }) => looksFar);
  return far < 0 ? near : Math.min(near, far);
}

function moved(piece: Piece, by: number): Piece {
  if (by === 0) return piece;
  return { ...piece, start: piece.start + by, end: piece.end + by, settled: piece.settled + by };
}

/** Reads the next piece; it holds the rest of the text if something in it never ends. */
function readPiece(cursor: Cursor): Piece {
  const start = cursor.offset;
  cursor.nodes = [];
  cursor.settled = start;
  cursor.looksFar = false;
  do readTopLevel(cursor);
  while (cursor.waiting.length > 0 && cursor.offset < cursor.limit);
  const { nodes, looksFar } = cursor;
  const isWhole = !cursor.endless && cursor.waiting.length === 0;
  const settled = isWhole ? cursor.offset : cursor.settled;
  return {
    start,
    end: cursor.offset,
    settled,
    nodes: isWhole ? nodes : nodes.filter((node) => node.start < settled),
    readAt: start,
    looksFar,
  };
}

function lookedUpIn(pieces: readonly Piece[]): Pick<Outline, 'pathTo' | 'commentAt' | 'pathsToEvery'> {
  const pieceAt = (offset: number): Piece | undefined => pieces[lastIndexFrom(pieces, offset)];
  return {
    pathTo(offset) {
      const piece = pieceAt(offset);
      return piece === undefined ? [] : pathOf(innermostIn(piece, offset), movedBy(piece));
    },
    commentAt(offset) {
      const piece = pieceAt(offset);
      if (piece === undefined) return undefined;
      const node = innermostIn(piece, offset);
      if (node?.type !== 'comment') return undefined;
      const move = movedBy(piece);
      return { start: node.start + move, end: node.end + move };
    },
    *pathsToEvery(types) {
      for (const piece of pieces) {
        for (const node of piece.nodes) if (types.has(node.type)) yield pathOf(node, movedBy(piece));
      }
    },
  };
}

/** How far a piece has moved since it was read: its nodes are where they were. */
function movedBy(piece: Piece): number {
  return piece.start - piece.readAt;
}

function innermostIn(piece: Piece, offset: number): OutlineNode | undefined {
  const at = offset - movedBy(piece);
  let node = piece.nodes[lastIndexFrom(piece.nodes, at)];
  while (node !== undefined && node.end <= at) node = node.parent;
  return node;
}

/** Which is the last, of what is given in source order, that starts at an offset or before it; -1 if none does. */
function lastIndexFrom(all: readonly { readonly start: number }[], offset: number): number {
  return countLeading(all, ({ start }) => start <= offset) - 1;
}

/** The nodes from the top to this one, moved to where they stand now. */
function pathOf(innermost: OutlineNode | undefined, move: number): readonly Ancestor[] {
  const path: Ancestor[] = [];
  let child: OutlineNode | undefined;
  for (let node = innermost; node !== undefined; child = node, node = node.parent) {
    const { type, start, end, conditionEnd } = node;
    const condition = child !== undefined && conditionEnd !== undefined && child.start < conditionEnd;
    path.push({ type, start: start + move, end: end + move, hasError: false, condition });
  }
  return path.reverse();
}
