import {
  endsBareWord,
  isBlank,
  isDoubleQuote,
  isIdentifierFollow,
  isLineEnd,
  isSingleQuote,
  isVariableStart,
} from './characters';
import { close, endOf, giveUp, match, open, peek, within, type Cursor } from './cursor';
import { readStatements } from './statements';

/** Goes over blanks, comments and continued line ends, but not over the end of a line. */
export function skipBlanks(cursor: Cursor): void {
  const from = endOf(cursor);
  passBlanks(cursor);
  cursor.skippedFrom = from;
  cursor.skippedTo = cursor.offset;
}

function passBlanks(cursor: Cursor): void {
  for (;;) {
    const code = peek(cursor);
    if (isBlank(code)) cursor.offset++;
    else if (code === 0x60) {
      const next = peek(cursor, 1);
      if (!isBlank(next) && !isLineEnd(next)) return;
      cursor.offset += next === 0x0d && peek(cursor, 2) === 0x0a ? 3 : 2;
    } else if (code === 0x23) readLineComment(cursor);
    else if (code === 0x3c && peek(cursor, 1) === 0x23) readBlockComment(cursor);
    else return;
  }
}

/** Goes over blanks, comments and line ends. */
export function skipSpace(cursor: Cursor): void {
  const from = endOf(cursor);
  passBlanks(cursor);
  while (isLineEnd(peek(cursor))) {
    cursor.offset++;
    passBlanks(cursor);
  }
  cursor.skippedFrom = from;
  cursor.skippedTo = cursor.offset;
}

/** Goes over what separates statements. */
export function skipSeparators(cursor: Cursor): void {
  const from = endOf(cursor);
  skipSpace(cursor);
  while (peek(cursor) === 0x3b) {
    cursor.offset++;
    skipSpace(cursor);
  }
  cursor.skippedFrom = from;
  cursor.skippedTo = cursor.offset;
}

const lineComment = /#[^\r\n]*/y;

function readLineComment(cursor: Cursor): void {
  const node = open(cursor, 'comment');
  lineComment.lastIndex = cursor.offset;
  const length = lineComment.exec(cursor.text)?.[0].length ?? 1;
  cursor.offset = Math.min(cursor.offset + length, cursor.limit);
  node.end = cursor.offset;
  cursor.inside = node.parent;
}

function readBlockComment(cursor: Cursor): void {
  const node = open(cursor, 'comment');
  const end = cursor.text.indexOf('#>', cursor.offset + 2);
  if (end < 0 || end + 2 > cursor.limit) giveUp(cursor, cursor.offset);
  else cursor.offset = end + 2;
  node.end = cursor.offset;
  cursor.inside = node.parent;
}

/**
 * Blanks, comments and line ends, to look beyond them without reading them. A comment has to reach the end of its line:
 * else there were countless ways to cut a row of `#`.
 */
const space = /(?:[\s\u0085]|`\r?\n|#[^\r\n]*(?=[\r\n]|$)|<#(?:[^#]|#(?!>))*#>)*/y;

/** Where something stands behind blanks, comments and line ends, `ahead` of the cursor. */
export function behindSpace(cursor: Cursor, ahead = 0): number {
  space.lastIndex = cursor.offset + ahead;
  return space.lastIndex + (space.exec(cursor.text)?.[0].length ?? 0);
}

/** The lower-case word that stands behind blanks, comments and line ends; undefined if something else does. */
export function wordAhead(cursor: Cursor): string | undefined {
  const start = behindSpace(cursor);
  let end = start;
  while (end < cursor.limit && isIdentifierFollow(cursor.text.charCodeAt(end)) && end - start < 16) end++;
  return end === start ? undefined : cursor.text.slice(start, end).toLowerCase();
}

/** A line that starts with `|` or `||`, behind no empty line: it goes on with the pipeline of the line before. */
const pipeAhead =
  /(?:\r?\n|\r)(?:[^\S\r\n]*(?:#[^\r\n]*|<#(?:[^#]|#(?!>))*#>[^\S\r\n]*)(?:\r?\n|\r))*[^\S\r\n]*(?:<#(?:[^#]|#(?!>))*#>[^\S\r\n]*)?\|/y;

/** Says whether the next line goes on with the pipeline of this one. */
export function isPipeAhead(cursor: Cursor): boolean {
  return isLineEnd(peek(cursor)) && match(cursor, pipeAhead) !== undefined;
}

/** Goes over `'…'`. */
export function readSingleQuoted(cursor: Cursor): void {
  const start = cursor.offset++;
  for (;;) {
    const code = peek(cursor);
    if (code < 0) {
      giveUp(cursor, start);
      return;
    }
    cursor.offset++;
    if (!isSingleQuote(code)) continue;
    if (!isSingleQuote(peek(cursor))) break;
    cursor.offset++;
  }
  noteLines(cursor, start);
}

const plainInQuotes = /[^"\u201c-\u201e`$]+/y;

/** Goes over `"…"` and reads the commands in it. */
export function readDoubleQuoted(cursor: Cursor): void {
  const start = cursor.offset++;
  for (;;) {
    skipPlain(cursor, plainInQuotes);
    const code = peek(cursor);
    if (code < 0) {
      giveUp(cursor, start);
      return;
    }
    if (code === 0x24) readDollar(cursor, false);
    else if (code === 0x60) cursor.offset = Math.min(cursor.offset + 2, cursor.limit);
    else {
      cursor.offset++;
      if (!isDoubleQuote(peek(cursor))) break;
      cursor.offset++;
    }
  }
  noteLines(cursor, start);
}

function skipPlain(cursor: Cursor, pattern: RegExp): void {
  pattern.lastIndex = cursor.offset;
  const length = pattern.exec(cursor.text)?.[0].length ?? 0;
  cursor.offset = Math.min(cursor.offset + length, cursor.limit);
}

/** Remembers the first string that goes on over the end of its line. */
function noteLines(cursor: Cursor, start: number): void {
  if (cursor.multiline !== undefined) return;
  const end = cursor.text.indexOf('\n', start);
  if (end >= 0 && end < cursor.offset) cursor.multiline = start;
}

/** Says whether a here-string starts here; after its sign only blanks stand on the line. */
export function isHereString(cursor: Cursor): boolean {
  if (peek(cursor) !== 0x40) return false;
  const quote = peek(cursor, 1);
  return isSingleQuote(quote) || isDoubleQuote(quote);
}

/** Goes over a here-string and reads the commands in it. */
export function readHereString(cursor: Cursor): void {
  const start = cursor.offset;
  const expands = isDoubleQuote(peek(cursor, 1));
  const isQuote = expands ? isDoubleQuote : isSingleQuote;
  cursor.offset += 2;
  while (isBlank(peek(cursor))) cursor.offset++;
  if (!isLineEnd(peek(cursor))) {
    cursor.broken = true;
    if (peek(cursor) < 0) giveUp(cursor, start);
    else skipPlain(cursor, /[^\r\n]+/y);
    return;
  }
  const plain = expands ? /[^\r\n`$]+/y : /[^\r\n]+/y;
  for (;;) {
    const code = peek(cursor);
    if (code < 0) {
      giveUp(cursor, start);
      return;
    }
    if (isLineEnd(code)) {
      cursor.offset += code === 0x0d && peek(cursor, 1) === 0x0a ? 2 : 1;
      if (isQuote(peek(cursor)) && peek(cursor, 1) === 0x40) {
        cursor.offset += 2;
        return;
      }
    } else if (expands && code === 0x24) readDollar(cursor, true);
    else if (expands && code === 0x60) cursor.offset = Math.min(cursor.offset + 2, cursor.limit);
    else skipPlain(cursor, plain);
  }
}

/** Goes over a `$` in a string or bare word, with the variable or subexpression that it starts. */
export function readDollar(cursor: Cursor, isHere: boolean): void {
  const next = peek(cursor, 1);
  if (next === 0x28) readStringSubexpression(cursor, isHere);
  else if (next === 0x7b) readBracedVariable(cursor);
  else cursor.offset += variableLength(cursor) || 1;
}

/**
 * Goes over a `$(…)` in a string and reads the commands in it. PowerShell looks for its end before it reads it:
 * it counts brackets, in quotes too, and takes `""` for one quote of the inner text.
 */
function readStringSubexpression(cursor: Cursor, isHere: boolean): void {
  const { text } = cursor;
  const start = cursor.offset;
  let open = 0;
  let isDoubled = false;
  let end = start + 1;
  for (; end < cursor.limit; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x28) open++;
    else if (code === 0x29) {
      if (--open === 0) break;
    } else if (!isHere && (isDoubleQuote(code) || code === 0x60) && isDoubleQuote(text.charCodeAt(end + 1))) {
      isDoubled = true;
      end++;
    }
  }
  if (end >= cursor.limit) giveUp(cursor, start);
  else if (isDoubled)
    cursor.offset = end + 1; // its commands do not stand in the text as they run
  else readSubexpressionWithin(cursor, end);
}

function readSubexpressionWithin(cursor: Cursor, end: number): void {
  const node = open(cursor, 'substitution');
  within(cursor, cursor.offset + 2, end, (inner) => {
    readStatements(inner, undefined);
  });
  cursor.offset++;
  cursor.inside = node;
  close(cursor, node);
}

const bracedVariable = /\$\{(?:`(?:u\{[\da-fA-F]{1,6}\}|[^])|[^}`])*\}/y;

/** How long the `${…}` is that starts here; 0 if none does, or one that never ends. */
export function bracedVariableLength(cursor: Cursor): number {
  return match(cursor, bracedVariable)?.length ?? 0;
}

/** Goes over `${…}`. */
export function readBracedVariable(cursor: Cursor): void {
  const length = bracedVariableLength(cursor);
  if (length === 0) giveUp(cursor, cursor.offset);
  else cursor.offset += length;
}

/** How long the variable without braces is that starts with the `$` or `@` here; 0 if none does. */
export function variableLength({ text, offset, limit }: Cursor): number {
  const first = offset + 1 < limit ? text.charCodeAt(offset + 1) : -1;
  if (!isVariableStart(first)) return 0;
  let end = offset + 2;
  if (first === 0x24 || first === 0x3f || first === 0x5e) return 2;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x3a) {
      if (text.charCodeAt(end + 1) === 0x3a) break;
    } else if (code !== 0x3f && !isIdentifierFollow(code)) break;
  }
  return end - offset;
}

const plainInBareWord = /[\w\-./:=\\+*%~^!?@#[\]<>]+/y;

/** A backtick and what it escapes. */
const escape = /`(?:u\{[\da-fA-F]{1,6}\}|[^])/y;

/** Goes over the rest of a bare word: up to a blank, a line end or one of `& ( ) , ; { | }`. */
export function readBareWord(cursor: Cursor): void {
  for (;;) {
    skipPlain(cursor, plainInBareWord);
    const code = peek(cursor);
    if (endsBareWord(code)) return;
    if (code === 0x60)
      cursor.offset += Math.min(match(cursor, escape)?.length ?? 1, cursor.limit - cursor.offset);
    else if (code === 0x24) readDollar(cursor, false);
    else if (isSingleQuote(code)) readSingleQuoted(cursor);
    else if (isDoubleQuote(code)) readDoubleQuoted(cursor);
    else cursor.offset++;
  }
}
