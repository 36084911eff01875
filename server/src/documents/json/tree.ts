import { lineEnd } from '../../lines';
import type { Range } from '../../model';
import { partsOf, textOf, type Part } from '../embedded/parts';

export type JsonNode = JsonObject | JsonArray | JsonString | JsonOther;

export interface JsonObject {
  readonly kind: 'object';
  readonly entries: readonly JsonEntry[];
}

export interface JsonEntry {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonString {
  readonly kind: 'string';
  /** What stands between the quotes. */
  readonly inside: Range;
  readonly parts: readonly Part[];
  /** What it stands for once escapes are gone. */
  readonly text: string;
}

/** A number, `true`, `false`, `null`, or what is none of JSON. */
export interface JsonOther {
  readonly kind: 'other';
}

/** A sign, where a string or a comment begins, or anything else. */
const token = /["{}[\],:]|\/[/*]|[^\s"{}[\],:/]+|\//g;

interface Open {
  readonly sign: '{' | '[';
  readonly entries: JsonEntry[];
  readonly items: JsonNode[];
  key: string | undefined;
}

/**
 * Reads a JSON text with comments and trailing commas, a broken one as far as that goes, without recursion: a hostile text
 * is nested deeper than a stack is high.
 *
 * @returns the value; undefined if there is none
 */
export function readJson(text: string): JsonNode | undefined {
  let root: JsonNode | undefined;
  const open: Open[] = [];

  const put = (node: JsonNode): void => {
    const inner = open.at(-1);
    if (inner === undefined) root ??= node;
    else if (inner.sign === '[') inner.items.push(node);
    else if (inner.key !== undefined) {
      inner.entries.push({ key: inner.key, value: node });
      inner.key = undefined;
    } else if (node.kind === 'string') inner.key = node.text;
  };
  const begin = (sign: '{' | '['): void => {
    const made: Open = { sign, entries: [], items: [], key: undefined };
    const { entries, items } = made;
    put(sign === '{' ? { kind: 'object', entries } : { kind: 'array', items });
    open.push(made);
  };
  /** Ends the innermost container of a kind, with what is still open in it; a sign that ends none is passed over. */
  const end = (sign: '{' | '['): void => {
    const index = open.findLastIndex((each) => each.sign === sign);
    if (index >= 0) open.length = index;
  };

  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [source] = match;
    switch (source) {
      case '{':
      case '[':
        begin(source);
        break;
      case '}':
        end('{');
        break;
      case ']':
        end('[');
        break;
      case ':':
        break;
      case ',': {
        const inner = open.at(-1);
        if (inner !== undefined) inner.key = undefined;
        break;
      }
      case '//':
        token.lastIndex = lineEnd(text, match.index);
        break;
      case '/*':
        token.lastIndex = commentEnd(text, match.index);
        break;
      case '"': {
        const inside = { start: match.index + 1, end: stringEnd(text, match.index + 1) };
        put(stringAt(text, inside));
        token.lastIndex = inside.end + (text[inside.end] === '"' ? 1 : 0);
        break;
      }
      default:
        put({ kind: 'other' });
    }
  }
  return root;
}

function commentEnd(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

/**
 * Where the inside of a string ends. Azure Resource Manager takes strings of several lines, which no other reader does: a
 * string is one if what follows its closing quote is what follows a value. Otherwise it ends with its line, half typed.
 */
function stringEnd(text: string, start: number): number {
  const end = nextUnescaped(text, start, /["\\\r\n]/g);
  if (end === text.length || text[end] === '"') return end;
  const close = nextUnescaped(text, end, /["\\]/g);
  const after = /"\s*(?:[,}\]]|$)/y;
  after.lastIndex = close;
  return after.test(text) ? close : end;
}

/** The first of some signs, a backslash among them, that no backslash escapes; the end of the text if there is none. */
function nextUnescaped(text: string, start: number, signs: RegExp): number {
  signs.lastIndex = start;
  for (let match = signs.exec(text); match !== null; match = signs.exec(text)) {
    if (match[0] !== '\\') return match.index;
    // A line break is no escape, and may be one of the signs.
    if (!/[\r\n]/.test(text.charAt(match.index + 1))) signs.lastIndex = match.index + 2;
  }
  return text.length;
}

/** What a backslash and a letter stand for; all else stands for itself. Source: RFC 8259, section 7. */
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function stringAt(text: string, inside: Range): JsonString {
  const parts = partsOf(text, inside, /\\|\r\n/g, (offset) => escapeAt(text, offset));
  return { kind: 'string', inside, parts, text: textOf(parts) };
}

/** The escape at an offset of a text; a line break of Windows is one of a script, which has line feeds alone. */
export function escapeAt(text: string, offset: number): { readonly end: number; readonly text: string } {
  if (/^(?:\r\n|\\r\\n)/.test(text.slice(offset, offset + 4))) {
    return { end: offset + (text[offset] === '\r' ? 2 : 4), text: '\n' };
  }
  const code = /^\\u([\da-f]{4})/i.exec(text.slice(offset, offset + 6))?.[1];
  if (code !== undefined) {
    return { end: offset + 6, text: String.fromCharCode(Number.parseInt(code, 16)) };
  }
  const letter = text.charAt(offset + 1);
  return { end: offset + 2, text: escapes[letter] ?? letter };
}

/** Takes a node and keys, returns what lies there; keys are compared without case, as Azure Resource Manager does. */
export function at(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  let found = node;
  for (const key of keys) {
    found = entriesOf(found).find((entry) => entry.key.toLowerCase() === key.toLowerCase())?.value;
  }
  return found;
}

/** The text of the string that lies there; undefined if none does. */
export function textAt(node: JsonNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(node, ...keys);
  return found?.kind === 'string' ? found.text : undefined;
}

/** The entries of an object; none of anything else. */
export function entriesOf(node: JsonNode | undefined): readonly JsonEntry[] {
  return node?.kind === 'object' ? node.entries : [];
}

/** The items of an array; none of anything else. */
export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}
