import type { Nesting, Operator } from '../../../model';

/** What a node is: a construct that says how its commands run, or a part of a statement. */
export type NodeType = Nesting | 'statement' | 'list' | 'command' | 'comment';

/** A redirection; of `2>&1` the target is the `1`. */
export interface ReadRedirection {
  readonly start: number;
  readonly operatorEnd: number;
  readonly target: { readonly start: number; readonly end: number };
}

/** A part of a script. */
export interface ReadNode {
  readonly type: NodeType;
  start: number;
  end: number;
  parent: ReadNode | undefined;
  redirections: ReadRedirection[];
  /** The operator in front of a command. */
  readonly operator: Operator | undefined;
  /** True for a command whose success decides what runs next on its line. */
  isTested: boolean;
  /** True where `!NAME!` is a variable. */
  readonly isDelayed: boolean;
  /** True where operators have a caret in front: in the command that `for /f` runs. */
  readonly isEscaped: boolean;
}

/** A place in a text that is being read, and what has been found up to it. */
export interface Cursor {
  readonly text: string;
  offset: number;
  /** Where the text ends, or the piece of it that is being read. */
  limit: number;
  /** Every node, in the order in which they start; one that holds another comes before it. */
  readonly nodes: ReadNode[];
  /** The innermost node that is open. */
  inside: ReadNode | undefined;
  depth: number;
  /** How many parentheses are open. */
  parens: number;
  /** True between double quotes. */
  isQuoted: boolean;
  isEscaped: boolean;
  /** The operator that the next command stands behind. */
  operator: Operator | undefined;
  /** Says whether `!NAME!` is a variable: as the last `setlocal` says, and before it those that are still open. */
  delayed: readonly boolean[];
  /** True once cmd would refuse the text. */
  isBroken: boolean;
  /** True once there are more nodes than any script has: the rest is not read. */
  isFull: boolean;
}

/** Deeper nesting than any script has. */
const maxDepth = 400;

/** More nodes than any script has. */
const maxNodes = 1_000_000;

/** A cursor at an offset of a text, which reads up to `limit`. */
export function cursorAt(text: string, offset: number, limit = text.length): Cursor {
  return {
    text,
    offset,
    limit,
    nodes: [],
    inside: undefined,
    depth: 0,
    parens: 0,
    isQuoted: false,
    isEscaped: false,
    operator: undefined,
    delayed: [],
    isBroken: false,
    isFull: false,
  };
}

/** The character that stands `ahead` of the cursor; empty at the end. */
export function peek({ text, offset, limit }: Cursor, ahead = 0): string {
  return offset + ahead < limit ? text.charAt(offset + ahead) : '';
}

/** The text that matches at the cursor (sticky), if it does not go beyond the limit. */
export function match({ text, offset, limit }: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = offset;
  const found = pattern.exec(text)?.[0];
  return found !== undefined && offset + found.length <= limit ? found : undefined;
}

/** Opens a node inside the one that is open. */
export function open(cursor: Cursor, type: NodeType, start = cursor.offset): ReadNode {
  const node = newNode(cursor, type, start);
  cursor.nodes.push(node);
  cursor.inside = node;
  return node;
}

function newNode(cursor: Cursor, type: NodeType, start: number): ReadNode {
  if (cursor.nodes.length >= maxNodes) {
    cursor.isFull = cursor.isBroken = true;
    cursor.offset = cursor.limit;
  }
  const operator = type === 'command' ? cursor.operator : undefined;
  cursor.operator = undefined;
  return {
    type,
    start,
    end: cursor.limit,
    parent: cursor.inside,
    redirections: [],
    operator,
    isTested: false,
    isDelayed: cursor.delayed.at(-1) ?? false,
    isEscaped: cursor.isEscaped,
  };
}

/** Closes a node; the one around it is then the innermost. Blanks at its end are no part of it. */
export function close(cursor: Cursor, node: ReadNode): void {
  let { offset } = cursor;
  while (offset > node.start && /\s/.test(cursor.text.charAt(offset - 1))) offset--;
  node.end = offset;
  cursor.inside = node.parent;
}

/** Puts a node around those that have come since there were `first` of them. */
export function wrap(cursor: Cursor, type: NodeType, start: number, first: number): void {
  const node = newNode(cursor, type, start);
  for (let at = first; at < cursor.nodes.length; at++) {
    const child = cursor.nodes[at];
    if (child !== undefined && child.parent === cursor.inside) child.parent = node;
  }
  cursor.nodes.splice(first, 0, node);
  close(cursor, node);
}

/** Reads one level deeper; of what nests deeper than in any script the line is left out. */
export function nested(cursor: Cursor, read: (cursor: Cursor) => void): void {
  if (cursor.depth >= maxDepth) {
    const end = cursor.text.indexOf('\n', cursor.offset);
    cursor.offset = end < 0 ? cursor.limit : Math.min(end, cursor.limit);
    cursor.isBroken = true;
    return;
  }
  cursor.depth++;
  read(cursor);
  cursor.depth--;
}

/** Reads a node of a type, one level deeper. */
export function readNode(
  cursor: Cursor,
  type: NodeType,
  read: (cursor: Cursor, node: ReadNode) => void,
): void {
  const node = open(cursor, type);
  nested(cursor, (inner) => read(inner, node));
  cursor.inside = node;
  close(cursor, node);
}

/** Reads a part of the text as a script of its own, whose operators have a caret in front, and goes on after it. */
export function within(cursor: Cursor, start: number, end: number, read: (cursor: Cursor) => void): void {
  const { limit, parens, isEscaped } = cursor;
  Object.assign(cursor, { offset: start, limit: end, parens: 0, isEscaped: true });
  read(cursor);
  Object.assign(cursor, { offset: end, limit, parens, isEscaped, isQuoted: false });
}
