import { cursorAt, type Cursor, type NodeType, type ReadNode } from './cursor';
import { readAll, readNext, skipSeparators } from './statements';

export type { NodeType, ReadNode, ReadRedirection } from './cursor';

/** An outline of a script: where its commands and comments stand, and in what. */
export interface Outline {
  /** True if cmd would refuse the text. */
  readonly isBroken: boolean;
  readonly gaveUp: boolean;
  /** The innermost node that holds the offset. */
  nodeAt(offset: number): ReadNode | undefined;
  /** Every node in source order; one that holds another comes before it. */
  readonly nodes: readonly ReadNode[];
}

/** So many statements at the top are read between two looks at the clock. */
const statementsPerSlice = 256;

/** Reads a script; the generator yields whenever `pause` says so. */
export function* outline(text: string, pause: () => boolean): Generator<void, Outline> {
  const cursor = cursorAt(text, text.startsWith('\ufeff') ? 1 : 0);
  for (let count = 1; ; count++) {
    skipSeparators(cursor);
    if (cursor.offset >= cursor.limit) return outlineOf(cursor);
    readNext(cursor);
    if (count % statementsPerSlice === 0 && pause()) yield;
  }
}

/** Reads a piece of a text as if it were a script of its own, such as what a comment holds. */
export function outlinePiece(text: string, start: number, end: number): Outline {
  const cursor = cursorAt(text, start, end);
  readAll(cursor);
  return outlineOf(cursor);
}

function outlineOf({ nodes, isBroken, gaveUp }: Cursor): Outline {
  return {
    isBroken,
    gaveUp,
    nodes,
    nodeAt(offset) {
      let [low, high] = [0, nodes.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((nodes[middle]?.start ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      let node = nodes[low - 1];
      while (node !== undefined && node.end <= offset) node = node.parent;
      return node;
    },
  };
}

/** The nodes of these types that hold a node, the innermost first. */
export function* above(node: ReadNode, types?: ReadonlySet<NodeType>): Generator<ReadNode> {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (types === undefined || types.has(at.type)) yield at;
  }
}
