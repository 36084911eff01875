import type { Range, Word, WordPart } from '../../model';
import { lineEnd } from '../../lines';
import { lineBreakLength } from './blanks';
import {
  skipAnsiQuoted,
  skipBackticks,
  skipDoubleQuoted,
  skipExpansion,
  skipParentheses,
  skipSingleQuoted,
  type End,
} from './skip';
import { valueOf } from '../value';

/** True in `` `…` ``, `nested` in the `` \`…\` `` inside of one. */
export type Backticks = boolean | 'nested';

/** A word as read, and whether its quotes and brackets all end; if not it is cut at its line's end. */
export interface ReadWord {
  readonly word: Word;
  readonly complete: boolean;
}

/** A word that is being read. One plain object for each: words are read by the thousand on every key press. */
interface Reading {
  readonly text: string;
  readonly start: number;
  readonly inBackticks: Backticks;
  offset: number;
  readonly parts: WordPart[];
  /** The literal text since the last part; it starts at `literalStart`, which is negative if there is none. */
  literal: string;
  literalStart: number;
  splits: boolean;
  complete: boolean;
  /** The line breaks that were last continued: at a word's end they belong to what follows. */
  continuedFrom: number;
  continuedTo: number;
}

/** Characters that mean nothing to the shell in a word, and within double quotes. */
const plain = /[\w\-./:=,@%+]+/y;
const plainInQuotes = /[^"\\$`]+/y;

/**
 * Reads the word that starts at `start`, up to the next separator.
 *
 * @returns the word; it is empty if a separator stands at `start`
 */
export function readWord(text: string, start: number, inBackticks: Backticks): ReadWord {
  const reading: Reading = {
    text,
    start,
    inBackticks,
    offset: start,
    parts: [],
    literal: '',
    literalStart: -1,
    splits: false,
    complete: true,
    continuedFrom: start,
    continuedTo: start,
  };
  while (reading.complete && reading.offset < text.length && readPiece(reading));
  if (reading.continuedTo === reading.offset) reading.offset = reading.continuedFrom;
  endLiteral(reading);
  const { offset: end, parts, splits, complete } = reading;
  return {
    word: { range: { start, end }, source: text.slice(start, end), parts, value: valueOf(parts), splits },
    complete,
  };
}

/** Reads what stands next in a word; returns false where the word ends. */
function readPiece(reading: Reading): boolean {
  const { text, offset, start, inBackticks } = reading;
  const next = text[offset + 1];
  switch (text[offset]) {
    case ' ':
    case '\t':
    case '\n':
    case ';':
    case '&':
    case '|':
    case ')':
      return false;
    case '\r':
      if (next === '\n' || next === undefined) return false;
      addLiteral(reading, '\r', offset + 1);
      return true;
    case '\\':
      return readBackslash(reading);
    case "'":
      addQuoted(reading, skipSingleQuoted(text, offset), (end) => text.slice(offset + 1, end - 1));
      return true;
    case '"':
      readDoubleQuoted(reading, offset);
      return true;
    case '`':
      if (inBackticks === true) return false;
      addExpansionTo(reading, skipBackticks(text, offset));
      return true;
    case '$':
      if (next === '"') readDoubleQuoted(reading, offset + 1);
      else if (next === "'") {
        addQuoted(reading, skipAnsiQuoted(text, offset), (end) =>
          decodeAnsi(text.slice(offset + 2, end - 1)),
        );
      } else addExpansionTo(reading, skipExpansion(text, offset));
      return true;
    case '<':
    case '>':
      if (next !== '(') return false;
      addOpaque(reading, skipParentheses(text, offset + 1), false);
      return true;
    case '(':
      if (offset === start || !/[?*+@!]/.test(text.charAt(offset - 1))) return false;
      addOpaque(reading, skipParentheses(text, offset), true); // an extended glob: +(a|b)
      return true;
    case '{': {
      const end = braceListEnd(text, offset);
      if (end === undefined) addLiteral(reading, '{', offset + 1);
      else addOpaque(reading, end, true);
      return true;
    }
    case '~':
      if (offset > start) addLiteral(reading, '~', offset + 1);
      else addOpaque(reading, homeEnd(text, offset), false);
      return true;
    case '\0':
      reading.offset++; // the shell drops it
      return true;
    default:
      addRun(reading, plain);
      return true;
  }
}

function readBackslash(reading: Reading): boolean {
  const { text, offset, inBackticks } = reading;
  const length = lineBreakLength(text, offset + 1);
  if (inBackticks !== false && text[offset + 1] === '`') {
    if (inBackticks === 'nested') return false;
    const end = text.indexOf('\\`', offset + 2);
    addExpansionTo(reading, end < 0 ? undefined : end + 2);
  } else if (length > 0) {
    if (reading.continuedTo !== offset) reading.continuedFrom = offset;
    reading.offset = reading.continuedTo = offset + 1 + length;
  } else if (offset + 1 >= text.length) addLiteral(reading, '\\', offset + 1);
  else addLiteral(reading, text.charAt(offset + 1), offset + 2);
  return true;
}

/** Reads `"…"`, whose first quote stands at `open`. */
function readDoubleQuoted(reading: Reading, open: number): void {
  const { text } = reading;
  const end = skipDoubleQuoted(text, open);
  if (end === undefined) {
    cut(reading);
    return;
  }
  addLiteral(reading, '', open + 1);
  while (reading.offset < end - 1) {
    const { offset } = reading;
    const c = text.charAt(offset);
    if (c === '\\') {
      const length = lineBreakLength(text, offset + 1);
      if (length > 0) reading.offset += 1 + length;
      else if (/[$`"\\]/.test(text.charAt(offset + 1))) {
        addLiteral(reading, text.charAt(offset + 1), offset + 2);
      } else addLiteral(reading, '\\', offset + 1);
    } else if (c === '$' || c === '`') {
      const expansionEnd = skipExpansion(text, offset) ?? end - 1;
      if (expansionEnd === offset + 1) addLiteral(reading, c, expansionEnd);
      else addExpansion(reading, Math.min(expansionEnd, end - 1), true);
    } else addRun(reading, plainInQuotes);
  }
  reading.offset = end;
}

function addLiteral(reading: Reading, added: string, end: number): void {
  if (reading.literalStart < 0) reading.literalStart = reading.offset;
  reading.literal += added;
  reading.offset = end;
}

/** Adds characters that stand for themselves, of which one is here, as one piece. */
function addRun(reading: Reading, run: RegExp): void {
  const { text, offset } = reading;
  run.lastIndex = offset;
  const end = run.test(text) ? run.lastIndex : offset + 1;
  addLiteral(reading, text.slice(offset, end), end);
}

function addQuoted(reading: Reading, end: End, textUpTo: (end: number) => string): void {
  if (end === undefined) cut(reading);
  else addLiteral(reading, textUpTo(end), end);
}

/** Adds an expansion outside of quotes; a sign that starts none stands for itself. */
function addExpansionTo(reading: Reading, end: End): void {
  const { text, offset } = reading;
  if (end === undefined) cut(reading);
  else if (end === offset + 1) addLiteral(reading, text.charAt(offset), end);
  else addExpansion(reading, end, false);
}

function addExpansion(reading: Reading, end: number, quoted: boolean): void {
  endLiteral(reading);
  const source = reading.text.slice(reading.offset, end);
  if (!quoted || /^\$(@|\{[^}]*[@*]\]?\}$)/.test(source)) reading.splits = true;
  reading.parts.push(expansionPart(source, { start: reading.offset, end }, quoted));
  reading.offset = end;
}

function addOpaque(reading: Reading, end: End, splits: boolean): void {
  if (end === undefined) {
    cut(reading);
    return;
  }
  endLiteral(reading);
  reading.parts.push({ kind: 'opaque', quoted: false, range: { start: reading.offset, end } });
  if (splits) reading.splits = true;
  reading.offset = end;
}

/** What never ends is cut at the end of its line, so that a half-typed line does not swallow the rest. */
function cut(reading: Reading): void {
  reading.complete = false;
  addOpaque(reading, lineEnd(reading.text, reading.offset), false);
}

/** Makes a part of the literal text that has been read. */
function endLiteral(reading: Reading): void {
  const { literal, literalStart, offset } = reading;
  if (literalStart < 0) return;
  reading.parts.push({ kind: 'literal', text: literal, range: { start: literalStart, end: offset } });
  reading.literal = '';
  reading.literalStart = -1;
}

function expansionPart(source: string, range: Range, quoted: boolean): WordPart {
  const name = /^\$(?:([A-Za-z_]\w*|\d)|\{([A-Za-z_]\w*|\d+)\})$/.exec(source);
  const variable = name?.[1] ?? name?.[2];
  return variable === undefined
    ? { kind: 'opaque', quoted, range }
    : { kind: 'variable', name: variable, quoted, range };
}

/** After a brace list that makes several words, `{a,b}` or `{1..3}`; undefined if the brace is only a brace. */
function braceListEnd(text: string, start: number): number | undefined {
  const match = /^\{[^\s{}'"`$\\;&|()<>]*(,|\.\.)[^\s{}'"`$\\;&|()<>]*\}/.exec(
    text.slice(start, start + 256),
  );
  return match === null ? undefined : start + match[0].length;
}

/** After the `~` or `~name` at `start`. */
function homeEnd(text: string, start: number): number {
  return start + (/^~[\w.-]*/.exec(text.slice(start, start + 64))?.[0].length ?? 1);
}

const ansiEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What the inside of a `$'…'` stands for. Source: bash(1), QUOTING. */
function decodeAnsi(inside: string): string {
  return inside.replace(
    /\\(?:([abeEfnrtv])|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([^])|([^]))/g,
    (
      all: string,
      letter: string | undefined,
      hex: string | undefined,
      u4: string | undefined,
      u8: string | undefined,
      octal: string | undefined,
      control: string | undefined,
      other: string | undefined,
    ) => {
      if (letter !== undefined) return ansiEscapes[letter] ?? all;
      const code = hex ?? u4 ?? u8;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8) & 0xff);
      if (control !== undefined) return codePoint(control.charCodeAt(0) & 0x1f);
      return other !== undefined && /['"\\?]/.test(other) ? other : all;
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
