import { over, overBlanks, indentAt, type Cursor, type Indent } from './cursor';

/** How Markdown is read: MDX has neither indented code nor HTML, but expressions and elements. */
export type Flavour = 'markdown' | 'mdx';

/** What ends an HTML block: something on one of its lines, or an empty line. */
export type HtmlEnd = RegExp | 'blank line';

/** An item of a list, whose content is indented by so many columns. */
export interface Item {
  readonly kind: 'item';
  readonly width: number;
  /** True as long as nothing stands in it. */
  isEmpty: boolean;
}

/** The fence that a line opens, with what stands behind it. Source: CommonMark 0.31.2, section 4.5. */
export function fenceIn(rest: string): { readonly fence: string; readonly info: string } | undefined {
  const fence = /^(?:`{3,}|~{3,})/.exec(rest)?.[0];
  if (fence === undefined) return undefined;
  const info = rest.slice(fence.length);
  return fence.startsWith('`') && info.includes('`') ? undefined : { fence, info: info.trim() };
}

/** Says whether a line is a block by itself: a heading or a rule. Source: CommonMark 0.31.2, sections 4.1 to 4.3. */
export function isHeadingOrRule(rest: string, isBehindParagraph: boolean): boolean {
  return (
    /^#{1,6}(?:[ \t]|$)/.test(rest) ||
    /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/.test(rest) ||
    (isBehindParagraph && /^(?:=+|-+)[ \t]*$/.test(rest))
  );
}

/**
 * The item of a list that a line begins, or the admonition or tab of MkDocs, which is indented like one; and where its
 * content begins. Sources: CommonMark 0.31.2, section 5.2; Python-Markdown, "Admonition".
 */
export function itemIn(
  text: string,
  cursor: Cursor,
  { columns, end }: Indent,
  rest: string,
  isBehindParagraph: boolean,
): { readonly item: Item; readonly cursor: Cursor } | undefined {
  const start = overBlanks(text, cursor, columns);
  if (/^(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+[\w"']/.test(rest)) {
    const item: Item = { kind: 'item', width: columns + 4, isEmpty: false };
    return { item, cursor: over(start, rest.length) };
  }
  const marker = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/.exec(rest)?.[0];
  if (marker === undefined) return undefined;
  const isEmpty = rest.slice(marker.length).trim() === '';
  const isFirst = !/\d/.test(marker) || Number.parseInt(marker, 10) === 1;
  if (isBehindParagraph && (isEmpty || !isFirst)) return undefined;
  const behind: Cursor = { at: end + marker.length, column: start.column + marker.length, left: 0 };
  const blanks = indentAt(text, behind).columns;
  const padding = isEmpty || blanks > 4 ? 1 : blanks;
  return {
    item: { kind: 'item', width: columns + marker.length + padding, isEmpty },
    cursor: overBlanks(text, behind, isEmpty ? blanks : padding),
  };
}

/** What ends the HTML block that a line begins, or MDX's comment; undefined if it begins none. */
export function htmlEndIn(rest: string, isBehindParagraph: boolean, flavour: Flavour): HtmlEnd | undefined {
  return htmlStarts[flavour].find(
    ({ start, interrupts }) => (interrupts || !isBehindParagraph) && start.test(rest),
  )?.end;
}

interface HtmlStart {
  readonly start: RegExp;
  readonly end: HtmlEnd;
  /** True if it may end a paragraph. */
  readonly interrupts: boolean;
}

const elements =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|' +
  'fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|' +
  'menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|' +
  'track|ul';
const attributes = String.raw`(?:[ \t]+[a-z_:][\w:.-]*(?:[ \t]*=[ \t]*(?:[^"'=<>\x60\0- ]+|'[^']*'|"[^"]*"))?)*`;

/** Source: CommonMark 0.31.2, section 4.6. */
const htmlStarts: Readonly<Record<Flavour, readonly HtmlStart[]>> = {
  markdown: [
    {
      start: /^<(?:script|pre|textarea|style)(?:[ \t>]|$)/i,
      end: /<\/(?:script|pre|textarea|style)>/i,
      interrupts: true,
    },
    { start: /^<!--/, end: /-->/, interrupts: true },
    { start: /^<\?/, end: /\?>/, interrupts: true },
    { start: /^<![a-z]/i, end: />/, interrupts: true },
    { start: /^<!\[CDATA\[/, end: /\]\]>/, interrupts: true },
    { start: new RegExp(`^</?(?:${elements})(?:[ \\t]|/?>|$)`, 'i'), end: 'blank line', interrupts: true },
    {
      start: new RegExp(`^<(?:[a-z][a-z0-9-]*${attributes}[ \\t]*/?|/[a-z][a-z0-9-]*[ \\t]*)>[ \\t]*$`, 'i'),
      end: 'blank line',
      interrupts: false,
    },
  ],
  mdx: [{ start: /^\{\/\*/, end: /\*\/\}/, interrupts: true }],
};
