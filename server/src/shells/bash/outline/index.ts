import type { Ancestor } from '../paths';
import { readTopLevel } from './commands';
import { startOf, type OutlineNode } from './cursor';

/**
 * An outline of a script: the kinds of nodes that the grammar has, found without it.
 *
 * The grammar takes some valid scripts for broken (`(( 10#$x ))`), and some for what they are not without
 * calling them broken: a here-document that seems to end at an indented delimiter, backticks inside one,
 * `! { …; }`, `{fd}>x az …`. Where that may be so, commands are looked up here. The outline knows quotes,
 * here-documents, comments, substitutions and compound commands as bash does; a block whose end is missing
 * ends with the block around it.
 */
export interface Outline {
  /**
   * Up to where it tells, exclusively: the text's length, unless a quote, bracket or here-document never ends. The
   * statement that holds it is then left to a guess, and so is what follows.
   */
  readonly end: number;
  /** The nodes from the top to the innermost one that holds the offset. */
  readonly pathTo: (offset: number) => readonly Ancestor[];
  /** The paths to every node of these types, in source order. */
  readonly pathsToEvery: (types: ReadonlySet<string>) => Iterable<readonly Ancestor[]>;
}

/** So many top-level statements are read between two looks at the clock. */
const statementsPerSlice = 32;

/** Outlines a text, in slices: whenever `pause` says so the generator yields. */
export function* outline(text: string, pause: () => boolean): Generator<void, Outline> {
  const cursor = startOf(text);
  for (let count = 1; cursor.offset < cursor.limit; count++) {
    readTopLevel(cursor);
    if (count % statementsPerSlice === 0 && pause()) yield;
  }
  if (!cursor.endless && cursor.waiting.length === 0) return lookedUpIn(cursor.nodes, text.length);
  return lookedUpIn(
    cursor.nodes.filter(({ start }) => start < cursor.settled),
    cursor.settled,
  );
}

function lookedUpIn(nodes: readonly OutlineNode[], end: number): Outline {
  return {
    end,
    pathTo(offset) {
      let low = -1;
      let high = nodes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((nodes[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      let node = nodes[low];
      while (node !== undefined && node.end <= offset) node = node.parent;
      return node === undefined ? [] : pathOf(node);
    },
    *pathsToEvery(types) {
      for (const node of nodes) if (types.has(node.type)) yield pathOf(node);
    },
  };
}

/** The nodes from the top to this one. */
function pathOf(innermost: OutlineNode): readonly Ancestor[] {
  const path: Ancestor[] = [];
  let child: OutlineNode | undefined;
  for (let node: OutlineNode | undefined = innermost; node !== undefined; child = node, node = node.parent) {
    const { type, start, end, conditionEnd } = node;
    const condition = child !== undefined && conditionEnd !== undefined && child.start < conditionEnd;
    path.push({ type, start, end, hasError: false, condition });
  }
  return path.reverse();
}
