import { skipBlanks } from '../blanks';

/** A node, by the grammar's name for it. */
export interface OutlineNode {
  type: string;
  readonly start: number;
  end: number;
  parent: OutlineNode | undefined;
  /** Where its condition ends, for a node that has one. */
  conditionEnd: number | undefined;
}

/** A here-document whose text starts on the next line. */
export interface HereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripsTabs: boolean;
  readonly parent: OutlineNode | undefined;
}

/** A place in a text that is being read, and what has been found up to it. */
export interface Cursor {
  readonly text: string;
  offset: number;
  /** Where the text ends, or the backticks or here-document that are being read. */
  limit: number;
  /** Every node of the statement, in the order in which they start; one that holds another comes before it. */
  nodes: OutlineNode[];
  /** The innermost node that is open. */
  inside: OutlineNode | undefined;
  /** The words and signs that the open blocks wait for, up to the substitution around them. */
  awaited: string[];
  waiting: HereDocument[];
  depth: number;
  /** How many backticks are around. */
  backticks: number;
  /** How many substitutions are around. */
  brackets: number;
  /** Up to where the text is settled: what follows cannot change what has been found. */
  settled: number;
  /** True once something turned out never to end. */
  endless: boolean;
  /** True once the reading has depended on text that may stand anywhere behind what it has read. */
  looksFar: boolean;
}

/** Deeper nesting than any script has. */
const maxDepth = 100;

/** More nodes than any script has. */
export const maxNodes = 1_000_000;

/** A place between two statements; the start of the text, behind a byte order mark, unless it is given. */
export function startOf(text: string, offset = text.startsWith('\ufeff') ? 1 : 0): Cursor {
  return {
    text,
    offset,
    limit: text.length,
    nodes: [],
    inside: undefined,
    awaited: [],
    waiting: [],
    depth: 0,
    backticks: 0,
    brackets: 0,
    settled: offset,
    endless: false,
    looksFar: false,
  };
}

/** Ends the reading: something never ends. */
export function giveUp(cursor: Cursor): void {
  cursor.endless = true;
  cursor.offset = cursor.limit = cursor.text.length;
}

/** The text that matches here, if it does not go beyond the limit. */
export function match(cursor: Cursor, pattern: RegExp, at = cursor.offset): string | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(cursor.text)?.[0];
  return found !== undefined && at + found.length <= cursor.limit ? found : undefined;
}

/** Goes over as much text of a kind as there is. */
export function skip(cursor: Cursor, pattern: RegExp): void {
  pattern.lastIndex = cursor.offset;
  cursor.offset = Math.min(cursor.offset + (pattern.exec(cursor.text)?.[0].length ?? 0), cursor.limit);
}

/** Opens a node inside the one that is open. */
export function open(cursor: Cursor, type: string, start = cursor.offset): OutlineNode {
  if (cursor.nodes.length >= maxNodes) giveUp(cursor);
  const node = { type, start, end: cursor.limit, parent: cursor.inside, conditionEnd: undefined };
  cursor.nodes.push(node);
  cursor.inside = node;
  return node;
}

/** Closes a node; the one around it is then the innermost. */
export function close(cursor: Cursor, node: OutlineNode, end = cursor.offset): void {
  node.end = end;
  cursor.inside = node.parent;
}

/** Puts a node around those that have come since there were `first` of them. */
export function wrap(cursor: Cursor, type: string, start: number, first: number): OutlineNode {
  const node: OutlineNode = {
    type,
    start,
    end: cursor.limit,
    parent: cursor.inside,
    conditionEnd: undefined,
  };
  for (let at = first; at < cursor.nodes.length; at++) {
    const child = cursor.nodes[at];
    if (child !== undefined && child.parent === cursor.inside) child.parent = node;
  }
  cursor.nodes.splice(first, 0, node);
  cursor.inside = node;
  return node;
}

/** Goes over blanks and continued line ends. */
export function passBlanks(cursor: Cursor): void {
  cursor.offset = Math.min(skipBlanks(cursor.text, cursor.offset), cursor.limit);
}

/** Reads one level deeper. */
export function nested(cursor: Cursor, read: (cursor: Cursor) => void): void {
  if (++cursor.depth > maxDepth) giveUp(cursor);
  else read(cursor);
  cursor.depth--;
}

/** Says whether a carriage return here belongs to a line end. */
export function isLineEnd(cursor: Cursor): boolean {
  return cursor.offset + 1 >= cursor.limit || cursor.text[cursor.offset + 1] === '\n';
}

/** Reads a part of the text as if it ended there. */
export function within(cursor: Cursor, start: number, end: number, read: (cursor: Cursor) => void): void {
  const outer = cursor.limit;
  cursor.offset = start;
  cursor.limit = end;
  read(cursor);
  if (!cursor.endless) {
    cursor.limit = outer;
    cursor.offset = end;
  }
}
