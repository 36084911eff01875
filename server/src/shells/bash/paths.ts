import type { Node, Tree } from 'web-tree-sitter';
import type { Range } from '../../model';

/** Deeper syntax than any script has; below it nothing is looked up, so that hostile nesting stays cheap. */
const maxDepth = 400;

/** More conditions than that in one `if` are not looked through. */
const longestCondition = 64;

/** A node on the way from the root to a place: plain data, so that nothing of the tree is kept. */
export interface Ancestor {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly hasError: boolean;
  /** True if the path goes on into its condition: before the `then` of an `if`, the `do` of a `while`. */
  readonly condition: boolean;
}

/** Nodes whose text is one simple command. */
export const commandTypes: ReadonlySet<string> = new Set([
  'command',
  'declaration_command',
  'test_command',
  'unset_command',
]);

/** Nodes that hold commands and comments only within brackets or backticks. */
const simpleTypes: ReadonlySet<string> = new Set([
  ...commandTypes,
  'variable_assignment',
  'string',
  'concatenation',
  'file_redirect',
  'herestring_redirect',
  'heredoc_body',
]);

/** The tree of a part of a text. */
export interface Rest {
  readonly tree: Tree;
  readonly start: number;
  readonly end: number;
}

/** The nodes from below the root to the leaf that holds the offset. */
export function pathTo({ tree: { rootNode: root }, start }: Rest, offset: number): readonly Ancestor[] {
  const path: Ancestor[] = [];
  let child: Node | undefined;
  let node: Node | null = root.descendantForIndex(offset - start);
  while (node !== null && path.length < maxDepth && node.id !== root.id) {
    path.push({
      type: node.type,
      start: start + node.startIndex,
      end: start + node.endIndex,
      hasError: node.hasError,
      condition: child !== undefined && holdsAsCondition(node, child),
    });
    child = node;
    node = node.parent;
  }
  return path.reverse();
}

/** The comment that holds the offset. */
export function commentIn({ tree, start }: Rest, offset: number): Range | undefined {
  const leaf = tree.rootNode.descendantForIndex(offset - start);
  if (leaf?.type !== 'comment') return undefined;
  return { start: start + leaf.startIndex, end: start + leaf.endIndex };
}

/** Says whether a child stands before the `then` or `do` of its parent. */
function holdsAsCondition(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'while_statement':
      return child.type !== 'do_group';
    case 'if_statement':
    case 'elif_clause':
      for (let i = 1; i < longestCondition; i++) {
        const sibling = parent.child(i);
        if (sibling === null || sibling.type === 'then') return child.startIndex < (sibling?.startIndex ?? 0);
      }
      return false;
    default:
      return false;
  }
}

/**
 * The paths to every node of these types, in source order. One walk through the tree that leaves out what
 * can hold none of them.
 */
export function* pathsToEvery(
  { tree, start }: Rest,
  text: string,
  types: ReadonlySet<string>,
): Generator<readonly Ancestor[]> {
  const { hasError } = tree.rootNode;
  const cursor = tree.walk();
  const above: Ancestor[] = [];
  try {
    if (!cursor.gotoFirstChild()) return;
    for (;;) {
      const type = cursor.nodeType;
      const node: Ancestor = {
        type,
        start: start + cursor.startIndex,
        end: start + cursor.endIndex,
        hasError: hasError && cursor.currentNode.hasError,
        condition: type === 'if_statement' || type === 'elif_clause' || type === 'while_statement',
      };
      const parent = above.at(-1);
      if (parent?.condition === true && (type === 'then' || type === 'do_group')) {
        above[above.length - 1] = { ...parent, condition: false };
      }
      if (types.has(type)) yield [...above, { ...node, condition: false }];
      if (above.length < maxDepth && mayHoldMore(text, node) && cursor.gotoFirstChild()) {
        above.push(node);
        continue;
      }
      while (!cursor.gotoNextSibling()) if (above.pop() === undefined || !cursor.gotoParent()) return;
    }
  } finally {
    cursor.delete();
  }
}

function mayHoldMore(text: string, { type, start, end }: Ancestor): boolean {
  if (type === 'comment' || end - start < 2) return false;
  return !simpleTypes.has(type) || /[`(#]/.test(text.slice(start, end));
}
