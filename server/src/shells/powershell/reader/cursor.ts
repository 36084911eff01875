import type { Nesting } from '../../../model';

/** What a node is: a construct that says how its commands run, or a part of a statement. */
export type NodeType = Nesting | 'statement' | 'list' | 'command' | 'assignment' | 'comment';

/**
 * What kind of text an argument is, which decides what its characters mean.
 *
 * - `bare`: bare text, in which variables, quotes and backticks mean something.
 * - `parameter`: `-name`, all of whose characters stand for themselves.
 * - `name`: a command's name without `&`; variables in it are none.
 * - `expression`: a string, variable, bracket or block, with what is taken of it by `.x` and `[0]`.
 * - `list`: `a, b`.
 * - `verbatim`: what follows `--%`, up to the end of the line.
 */
export type ElementKind = 'bare' | 'parameter' | 'name' | 'expression' | 'list' | 'verbatim';

/** An argument of a command, or the target of a redirection. */
export interface Element {
  readonly start: number;
  readonly end: number;
  readonly kind: ElementKind;
}

/** A redirection; without a target for `2>&1`. */
export interface ReadRedirection {
  readonly start: number;
  readonly operatorEnd: number;
  readonly target: Element | undefined;
}

/** A node, with offsets as they were when it was read. */
export interface ReadNode {
  type: NodeType;
  readonly start: number;
  end: number;
  parent: ReadNode | undefined;
  /** Where the target of an assignment ends, before the blanks and the operator. */
  targetEnd?: number;
  /** A command's arguments, its name first. */
  elements?: Element[];
  redirections?: ReadRedirection[];
}

/** A place in a text that is being read, and what has been found up to it. */
export interface Cursor {
  readonly text: string;
  offset: number;
  /** Where the last blanks and comments ended, and where what stands before them did. */
  skippedTo: number;
  skippedFrom: number;
  /** Where the text ends, or the subexpression in a string that is being read. */
  limit: number;
  /** Every node, in the order in which they start; one that holds another comes before it. */
  readonly nodes: ReadNode[];
  /** The innermost node that is open. */
  inside: ReadNode | undefined;
  depth: number;
  /** True once PowerShell would refuse the text. */
  broken: boolean;
  /** Where something starts that never ends: a quote, a here-string, a comment, or too deep a nesting. */
  endless: number | undefined;
  /** Where the first string starts that goes on over the end of its line, but for here-strings. */
  multiline: number | undefined;
  /** How many items of lists may be read before it is a long text. */
  left: number;
  /** The outermost list that is being read. */
  open: OpenList | undefined;
  /** What `open` was once too much had been read: the text was then taken to end, and nothing that was found counts. */
  tooLong: OpenList | undefined;
  /** The lists that have been read already, by where they start. */
  known: Map<number, ReadList> | undefined;
}

/** Things that stand one after the other up to a closing bracket: statements, members, cases, entries. */
export interface ListKind {
  /** Says whether a character ends it; -1, the end of the text, does. */
  readonly ends: (code: number) => boolean;
  /** Reads one, or goes at least over one sign. */
  readonly readItem: (cursor: Cursor) => void;
}

/** A list whose end is yet to come, with what its reading depends on. */
export interface OpenList extends Pick<Cursor, 'depth' | 'broken'> {
  readonly kind: ListKind;
  readonly start: number;
}

/** What has been found in a list, and how its end was come to. */
export interface ReadList extends Pick<
  Cursor,
  'nodes' | 'offset' | 'skippedTo' | 'skippedFrom' | 'broken' | 'endless' | 'multiline'
> {
  /** Those of the nodes that stand in no other one. */
  readonly outermost: readonly ReadNode[];
}

/** Deeper nesting than any script has. */
const maxDepth = 250;

/** More nodes than any script has. */
const maxNodes = 1_000_000;

/** A cursor at an offset of a text, which reads up to `limit`. */
export function cursorAt(text: string, offset: number, limit = text.length): Cursor {
  return {
    text,
    offset,
    skippedTo: -1,
    skippedFrom: -1,
    limit,
    nodes: [],
    inside: undefined,
    depth: 0,
    broken: false,
    endless: undefined,
    multiline: undefined,
    left: Number.POSITIVE_INFINITY,
    open: undefined,
    tooLong: undefined,
    known: undefined,
  };
}

/** The code of the character that stands `ahead` of the cursor, or -1 at the end. */
export function peek({ text, offset, limit }: Cursor, ahead = 0): number {
  return offset + ahead < limit ? text.charCodeAt(offset + ahead) : -1;
}

/** Where what was last read ends, without the blanks and comments behind it. */
export function endOf({ offset, skippedTo, skippedFrom }: Cursor): number {
  return offset === skippedTo ? skippedFrom : offset;
}

/** Ends the reading: what starts at `start` never ends. In a string's subexpression only that ends. */
export function giveUp(cursor: Cursor, start: number): void {
  if (cursor.limit === cursor.text.length) cursor.endless ??= start;
  cursor.broken = true;
  cursor.offset = cursor.limit;
}

/** The text that matches at the cursor, if it does not go beyond the limit. */
export function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.offset;
  const found = pattern.exec(cursor.text)?.[0];
  return found !== undefined && cursor.offset + found.length <= cursor.limit ? found : undefined;
}

/** Opens a node inside the one that is open. */
export function open(cursor: Cursor, type: NodeType, start = cursor.offset): ReadNode {
  if (cursor.nodes.length >= maxNodes) giveUp(cursor, start);
  const node: ReadNode = { type, start, end: cursor.limit, parent: cursor.inside };
  cursor.nodes.push(node);
  cursor.inside = node;
  return node;
}

/** Closes a node, before the blanks that were skipped last; the one around it is then the innermost. */
export function close(cursor: Cursor, node: ReadNode): void {
  node.end = Math.max(node.start, endOf(cursor));
  cursor.inside = node.parent;
}

/** Puts a node around those that have come since there were `first` of them. */
export function wrap(cursor: Cursor, type: NodeType, start: number, first: number): ReadNode {
  const node: ReadNode = { type, start, end: cursor.limit, parent: cursor.inside };
  for (let at = first; at < cursor.nodes.length; at++) {
    const child = cursor.nodes[at];
    if (child !== undefined && child.parent === cursor.inside) child.parent = node;
  }
  cursor.nodes.splice(first, 0, node);
  cursor.inside = node;
  return node;
}

/** Reads one level deeper. */
export function nested(cursor: Cursor, read: (cursor: Cursor) => void): void {
  if (++cursor.depth > maxDepth) giveUp(cursor, cursor.offset);
  else read(cursor);
  cursor.depth--;
}

/** Reads a node of a type, one level deeper. */
export function readNode(
  cursor: Cursor,
  type: NodeType,
  read: (cursor: Cursor) => void,
  start = cursor.offset,
): void {
  const node = open(cursor, type, start);
  nested(cursor, read);
  cursor.inside = node;
  close(cursor, node);
}

/** Reads a part of the text as if it ended there, and goes on after it. */
export function within(cursor: Cursor, start: number, end: number, read: (cursor: Cursor) => void): void {
  const outer = cursor.limit;
  cursor.offset = start;
  cursor.limit = end;
  nested(cursor, read);
  cursor.limit = outer;
  cursor.offset = end;
}
