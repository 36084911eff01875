import type { Range, Refusal } from '../../model';
import { partsOf, type Part, type Special } from '../embedded/parts';

/** A string of Groovy. Source: the Groovy language documentation, syntax, section 4. */
export interface GroovyString {
  readonly kind: 'string';
  readonly quote: Quote;
  /** From its first quote to its last. */
  readonly range: Range;
  readonly inside: Range;
}

export interface GroovyToken {
  readonly kind: 'name' | 'sign';
  readonly text: string;
  readonly range: Range;
}

export type Quote = "'" | '"' | "'''" | '"""' | '/' | '$/';

const closing: Readonly<Record<Quote, string>> = {
  "'": "'",
  '"': '"',
  "'''": "'''",
  '"""': '"""',
  '/': '/',
  '$/': '/$',
};

/** Quotes whose strings have expressions, and those that stand on one line. */
const interpolating: ReadonlySet<Quote> = new Set<Quote>(['"', '"""', '/', '$/']);
const oneLined: ReadonlySet<Quote> = new Set<Quote>(["'", '"']);

const token = /\/\/[^\n]*|\/\*|'''|"""|\$\/|['"/]|[\w$]+|[^\s\w]/g;

/**
 * Reads the strings, names and signs of a Groovy text, without its comments. It is no parser: it tells what is a string, which
 * is all that a search for steps needs.
 */
export function readGroovy(text: string): readonly (GroovyString | GroovyToken)[] {
  const tokens: (GroovyString | GroovyToken)[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { 0: source, index } = match;
    if (source.startsWith('//')) continue;
    if (source === '/*') {
      const end = text.indexOf('*/', index + 2);
      token.lastIndex = end < 0 ? text.length : end + 2;
      continue;
    }
    const previous = tokens.at(-1);
    if (isQuote(source) && (!source.startsWith('/') || !endsOperand(previous))) {
      const string = stringAt(text, index, source);
      tokens.push(string);
      token.lastIndex = string.range.end;
    } else {
      const kind = /^[\w$]+$/.test(source) ? 'name' : 'sign';
      tokens.push({ kind, text: source, range: { start: index, end: index + source.length } });
    }
  }
  return tokens;
}

function isQuote(source: string): source is Quote {
  return Object.hasOwn(closing, source);
}

/** Says whether a slash behind a token divides: it begins a string where a value is awaited. */
function endsOperand(previous: GroovyString | GroovyToken | undefined): boolean {
  if (previous === undefined) return false;
  if (previous.kind === 'string') return true;
  return previous.kind === 'name'
    ? !/^(?:sh|bat|powershell|pwsh|return|in)$/.test(previous.text)
    : /[)\]}]/.test(previous.text);
}

/** The string whose quote stands at an offset; one that never ends does so with its line or the text. */
function stringAt(text: string, start: number, quote: Quote): GroovyString {
  const close = closing[quote];
  const inside = start + quote.length;
  let at = inside;
  while (at < text.length && !text.startsWith(close, at)) {
    if (oneLined.has(quote) && text[at] === '\n') break;
    const special = specialAt(text, at, quote);
    at = Math.max(at + 1, special?.end ?? 0);
  }
  const end = Math.min(at, text.length);
  const isClosed = text.startsWith(close, end);
  return {
    kind: 'string',
    quote,
    inside: { start: inside, end },
    range: { start, end: isClosed ? end + close.length : end },
  };
}

/** What a backslash and a letter stand for; all else is itself. */
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', s: ' ' };

/** What begins at an offset of a string, if it is none of its own characters. */
function specialAt(text: string, offset: number, quote: Quote): Special | undefined {
  const sign = text.charAt(offset);
  if (sign === '\r') return text[offset + 1] === '\n' ? { end: offset + 2, text: '\n' } : undefined;
  if (sign === '\\') return escapeAt(text, offset, quote);
  if (sign !== '$') return undefined;
  const next = text.charAt(offset + 1);
  if (quote === '$/' && (next === '$' || (next === '/' && !/[\s)]/.test(text.charAt(offset + 2))))) {
    return { end: offset + 2, text: next };
  }
  if (!interpolating.has(quote)) return undefined;
  if (next === '{') return { end: expressionEnd(text, offset + 2), text: undefined };
  const name = /\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
  name.lastIndex = offset;
  return name.test(text) ? { end: name.lastIndex, text: undefined } : undefined;
}

function escapeAt(text: string, offset: number, quote: Quote): Special | undefined {
  const next = text.charAt(offset + 1);
  if (quote === '/') return next === '/' ? { end: offset + 2, text: '/' } : undefined;
  if (quote === '$/') return undefined;
  const code = /^\\u+([\da-f]{4})/i.exec(text.slice(offset, offset + 10));
  if (code !== null) {
    const [source, digits = ''] = code;
    return { end: offset + source.length, text: String.fromCharCode(Number.parseInt(digits, 16)) };
  }
  // A line that a backslash ends goes on with the next one.
  if (next === '\n') return { end: offset + 2, text: '' };
  if (next === '\r') return { end: offset + (text[offset + 2] === '\n' ? 3 : 2), text: '' };
  const octal = /^\\([0-3]?[0-7]{1,2})/.exec(text.slice(offset, offset + 4))?.[1];
  if (octal !== undefined) {
    return { end: offset + 1 + octal.length, text: String.fromCharCode(Number.parseInt(octal, 8)) };
  }
  return { end: offset + 2, text: escapes[next] ?? next };
}

/** Where `${…}` ends: braces in it nest, and those in its strings are none. One that never ends stops at its line. */
function expressionEnd(text: string, start: number): number {
  let depth = 1;
  const signs = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[{}\n]/g;
  signs.lastIndex = start;
  for (let match = signs.exec(text); match !== null; match = signs.exec(text)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth === 0) return signs.lastIndex;
    else if (match[0] === '\n') return match.index;
  }
  return text.length;
}

/** What a string says. */
export function partsOfString(text: string, { inside, quote }: GroovyString): readonly Part[] {
  return partsOf(text, inside, /[\\$]|\r\n/g, (offset) => specialAt(text, offset, quote));
}

/** Spells text, without line breaks, in a string; a slashy one has no escapes for what it takes for its own. */
export function spellIn(quote: Quote): (text: string) => string | Refusal {
  switch (quote) {
    case "'":
    case "'''":
      return (text) => text.replace(/[\\']/g, '\\$&');
    case '"':
    case '"""':
      return (text) => text.replace(/[\\"$]/g, '\\$&');
    case '/':
    case '$/':
      return (text) => (/[\\/$]/.test(text) ? noEscape : text);
  }
}

const noEscape: Refusal = {
  refused: "The new text has `$`, which is the string's own: write the script in `'''` quotes.",
};
