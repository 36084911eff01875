import { lineEnd } from '../../lines';
import { indentAt, over, overBlanks, type Cursor, type Indent } from './cursor';
import { fenceIn, htmlEndIn, isHeadingOrRule, itemIn, type Flavour, type HtmlEnd, type Item } from './starts';

/** A block of code, fenced or indented. */
export interface CodeBlock {
  /** What stands behind the opening fence; undefined for an indented block. */
  readonly info: string | undefined;
  /** Where the line begins that the block begins on. */
  readonly start: number;
  /** What stands in front of each line of it in the document. */
  readonly prefix: string;
  readonly lines: readonly CodeLine[];
}

/** A line of code: blanks that are left of a tab, and what stands in `[start, end)` of the document. */
export interface CodeLine {
  readonly blanks: number;
  readonly start: number;
  readonly end: number;
  /** Where the next line of the document begins. */
  readonly next: number;
}

/** What is open at the end of a line, within all containers. */
type Leaf =
  | { readonly kind: 'none' | 'paragraph' }
  | { readonly kind: 'html'; readonly end: HtmlEnd }
  | { readonly kind: 'indented'; readonly lines: CodeLine[] }
  | { readonly kind: 'fence'; readonly lines: CodeLine[]; readonly fence: string; readonly indent: number };

interface State {
  readonly text: string;
  readonly flavour: Flavour;
  readonly blocks: CodeBlock[];
  /** The quotes and items that are open, the outermost first. */
  readonly containers: ('quote' | Item)[];
  leaf: Leaf;
}

/** A line of the document. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

const nothing: Leaf = { kind: 'none' };

/** More containers in each other are read as text: an empty line would have to be held against each. */
const maxDepth = 100;

/**
 * Finds the blocks of code of a Markdown text, in source order: the block structure of CommonMark as far as it decides
 * what is code, line by line. An open fence reaches to the end of what it stands in. MDX has no indented code, so a fence
 * may be indented by any number of blanks.
 *
 * Sources: CommonMark 0.31.2, sections 4 and 5, and "A parsing strategy"; MDX 3, "What is MDX?".
 */
export function codeBlocks(text: string, flavour: Flavour): readonly CodeBlock[] {
  const state: State = { text, flavour, blocks: [], containers: [], leaf: nothing };
  for (let start = afterFrontMatter(text); start < text.length;) {
    const end = lineEnd(text, start);
    const line = { start, end, next: text.indexOf('\n', end) + 1 || text.length };
    readLine(state, line);
    start = line.next;
  }
  return state.blocks;
}

/** Where a text begins behind a byte order mark and the front matter, which is YAML. */
function afterFrontMatter(text: string): number {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  if (!/^\ufeff?---[ \t]*\r?\n/.test(text)) return start;
  const end = /\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  return end === null ? start : end.index + end[0].length;
}

function readLine(state: State, line: Line): void {
  const { depth, cursor } = containersOf(state, line);
  const goesOn = depth === state.containers.length && continueLeaf(state, cursor, line);
  if (!goesOn) beginBlocks(state, cursor, depth, line);
}

/** How many of the open containers a line goes on with, and where their content begins. */
function containersOf({ text, containers }: State, { start, end }: Line): { depth: number; cursor: Cursor } {
  let cursor: Cursor = { at: start, column: 0, left: 0 };
  let depth = 0;
  for (const container of containers) {
    const indent = indentAt(text, cursor);
    const isBlank = indent.end >= end;
    if (container === 'quote') {
      if (indent.columns >= 4 || text[indent.end] !== '>') break;
      cursor = overQuote(text, cursor, indent);
    } else {
      if (isBlank ? container.isEmpty : indent.columns < container.width) break;
      cursor = overBlanks(text, cursor, isBlank ? indent.columns : container.width);
    }
    depth++;
  }
  return { depth, cursor };
}

/** Moves a cursor over `>` and the blank behind it. */
function overQuote(text: string, cursor: Cursor, { columns }: Indent): Cursor {
  return overBlanks(text, over(overBlanks(text, cursor, columns), 1), 1);
}

/** Says whether a line goes on with what is open, which is no paragraph, and takes it. */
function continueLeaf(state: State, cursor: Cursor, line: Line): boolean {
  const { text, leaf } = state;
  const indent = indentAt(text, cursor);
  const isBlank = indent.end >= line.end;
  const add = (lines: CodeLine[], columns: number): void => {
    lines.push(codeLine(overBlanks(text, cursor, columns), line));
  };
  switch (leaf.kind) {
    case 'fence': {
      const rest = text.slice(indent.end, line.end);
      const mayClose = (indent.columns < 4 || state.flavour === 'mdx') && rest.startsWith(leaf.fence);
      if (mayClose && /^(?:`+|~+)[ \t]*$/.test(rest)) state.leaf = nothing;
      else add(leaf.lines, leaf.indent);
      return true;
    }
    case 'indented':
      if (indent.columns < 4 && !isBlank) return false;
      add(leaf.lines, 4);
      return true;
    case 'html':
      if (leaf.end === 'blank line' ? isBlank : leaf.end.test(text.slice(cursor.at, line.end))) {
        state.leaf = nothing;
      }
      return true;
    default:
      return false;
  }
}

function codeLine({ at, left }: Cursor, { end, next }: Line): CodeLine {
  return { blanks: left, start: Math.min(at, end), end, next };
}

/** Reads what a line begins behind the containers that it goes on with. */
function beginBlocks(state: State, from: Cursor, matched: number, line: Line): void {
  const { text, flavour, containers, blocks } = state;
  let cursor = from;
  let depth = matched;
  /** The paragraph that the line may go on with: one in all of its containers, or one that it only goes on with lazily. */
  let paragraph: 'none' | 'same' | 'lazy' =
    state.leaf.kind !== 'paragraph' ? 'none' : depth === containers.length ? 'same' : 'lazy';
  const close = (holds: boolean): void => {
    state.leaf = nothing;
    containers.length = depth;
    const last = containers.at(-1);
    if (holds && last !== undefined && last !== 'quote') last.isEmpty = false;
  };
  const open = (container: 'quote' | Item, behind: Cursor): void => {
    close(true);
    containers.push(container);
    depth++;
    paragraph = 'none';
    cursor = behind;
  };
  const openCode = (info: string | undefined, { at }: Cursor): CodeLine[] => {
    close(true);
    const lines: CodeLine[] = [];
    const prefix = text.slice(line.start, at).replace(/[^>\t]/g, ' ');
    blocks.push({ info, start: line.start, prefix, lines });
    return lines;
  };

  for (;;) {
    const indent = indentAt(text, cursor);
    const rest = text.slice(indent.end, Math.max(indent.end, line.end));
    const behind = overBlanks(text, cursor, indent.columns);
    if (rest === '') break;
    if (indent.columns >= 4 && flavour === 'markdown') {
      if (paragraph !== 'none') break;
      const code = overBlanks(text, cursor, 4);
      const lines = openCode(undefined, code);
      lines.push(codeLine(code, line));
      state.leaf = { kind: 'indented', lines };
      return;
    }
    if (rest.startsWith('>') && containers.length < maxDepth) {
      open('quote', overQuote(text, cursor, indent));
      continue;
    }
    const fence = fenceIn(rest);
    if (fence !== undefined) {
      const lines = openCode(fence.info, behind);
      state.leaf = { kind: 'fence', lines, fence: fence.fence, indent: indent.columns };
      return;
    }
    const html = htmlEndIn(rest, paragraph !== 'none', flavour);
    if (html !== undefined) {
      close(true);
      if (html === 'blank line' || !html.test(rest)) state.leaf = { kind: 'html', end: html };
      return;
    }
    if (isHeadingOrRule(rest, paragraph === 'same')) {
      close(true);
      return;
    }
    const begun =
      containers.length < maxDepth ? itemIn(text, cursor, indent, rest, paragraph === 'same') : undefined;
    if (begun === undefined) break;
    open(begun.item, begun.cursor);
  }
  const isBlank = indentAt(text, cursor).end >= line.end;
  if (paragraph !== 'none' && !isBlank) return;
  close(!isBlank);
  if (!isBlank) state.leaf = { kind: 'paragraph' };
}
