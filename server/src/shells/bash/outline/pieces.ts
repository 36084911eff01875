import { lineEnd } from '../../../lines';
import { lineBreakLength } from '../blanks';
import { skipAnsiQuoted, skipArithmetic, skipBackticks, skipSingleQuoted, type End } from '../skip';
import { mayBeRedirection, redirection } from '../simpleCommand';
import { readWord } from '../word';
import { readBlock, readList } from './commands';
import {
  close,
  giveUp,
  isLineEnd,
  match,
  nested,
  open,
  passBlanks,
  skip,
  within,
  type Cursor,
} from './cursor';

const plain = /[\w\-./:,@%+^~*?!\][{}=#]+/y;
const plainInQuotes = /[^"\\$`]+/y;
const separators: ReadonlySet<string> = new Set(' \t\n;&|)<>');
/** The name of an assignment, with its operator. */
export const assignment = /[A-Za-z_]\w*(?:\[[^\]\s]*\])?\+?=/y;
const parameter = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;

/** Skips blanks, line ends and comments. */
export function skipSpace(cursor: Cursor): void {
  while (cursor.offset < cursor.limit) {
    passBlanks(cursor);
    const c = cursor.text[cursor.offset];
    if (cursor.offset >= cursor.limit) return;
    if (c === '\n') {
      cursor.offset++;
      readHereDocuments(cursor);
    } else if (c === '\r' && isLineEnd(cursor)) cursor.offset++;
    else if (c === '#') readComment(cursor);
    else return;
  }
}

function readComment(cursor: Cursor): void {
  const comment = open(cursor, 'comment');
  cursor.offset = Math.min(lineEnd(cursor.text, cursor.offset), cursor.limit);
  close(cursor, comment);
}

function readHereDocuments(cursor: Cursor): void {
  const documents = cursor.waiting;
  cursor.waiting = [];
  for (const { delimiter, quoted, stripsTabs, parent } of documents) {
    const start = cursor.offset;
    for (;;) {
      if (cursor.offset >= cursor.limit) {
        giveUp(cursor);
        return;
      }
      const end = Math.min(lineEnd(cursor.text, cursor.offset), cursor.limit);
      const line = cursor.text.slice(cursor.offset, end);
      if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      cursor.offset = Math.min(end + Math.max(lineBreakLength(cursor.text, end), 1), cursor.limit);
    }
    const after = Math.min(lineEnd(cursor.text, cursor.offset), cursor.limit);
    const outer = cursor.inside;
    cursor.inside = parent;
    const body = open(cursor, 'heredoc_body', start);
    body.end = cursor.offset;
    if (!quoted) within(cursor, start, body.end, readExpansions);
    cursor.inside = outer;
    cursor.offset = Math.max(
      cursor.offset,
      Math.min(after + lineBreakLength(cursor.text, after), cursor.limit),
    );
  }
}

export function isRedirection(cursor: Cursor): boolean {
  return (
    mayBeRedirection(cursor.text.charCodeAt(cursor.offset)) &&
    match(cursor, redirection) !== undefined &&
    !isProcessSubstitution(cursor)
  );
}

export function isProcessSubstitution(cursor: Cursor): boolean {
  return (
    (cursor.text[cursor.offset] === '<' || cursor.text[cursor.offset] === '>') &&
    cursor.text[cursor.offset + 1] === '('
  );
}

export function readRedirection(cursor: Cursor): void {
  const operator = match(cursor, redirection) ?? '';
  cursor.offset += operator.length;
  passBlanks(cursor);
  if (!/<<-?$/.test(operator) || operator.endsWith('<<<')) {
    takeWord(cursor);
    return;
  }
  const { word, complete } = readWord(cursor.text, cursor.offset, false);
  if (!complete) cursor.looksFar = true;
  const quoted = /[\\'"]/.test(word.source);
  const delimiter = quoted && word.value.kind === 'known' ? word.value.text : word.source;
  cursor.waiting.push({ delimiter, quoted, stripsTabs: operator.endsWith('-'), parent: cursor.inside });
  cursor.offset = Math.min(word.range.end, cursor.limit);
}

/** Reads a word; nothing if a separator stands here. */
export function takeWord(cursor: Cursor): void {
  const start = cursor.offset;
  while (cursor.offset < cursor.limit) {
    skip(cursor, plain);
    if (cursor.offset >= cursor.limit) break;
    const c = cursor.text.charAt(cursor.offset);
    if (readQuoted(cursor, c)) continue;
    if (c === '(') {
      if (!/[?*+@!=]/.test(cursor.text.charAt(cursor.offset - 1)) || cursor.offset === start) break;
      if (cursor.text[cursor.offset - 1] === '=' && cursor.offset - 1 === start)
        readSubstitution(cursor, 'process_substitution', 1);
      else readArray(cursor); // an extended glob
    } else if (isProcessSubstitution(cursor)) readSubstitution(cursor, 'process_substitution', 2);
    else if (separators.has(c) || (c === '\r' && isLineEnd(cursor))) break;
    else cursor.offset++;
  }
  cursor.offset = Math.min(cursor.offset, cursor.limit);
}

/** Reads words up to the end of a command. */
export function readWords(cursor: Cursor): void {
  for (;;) {
    passBlanks(cursor);
    const start = cursor.offset;
    if (cursor.offset < cursor.limit && cursor.text[cursor.offset] !== '#') takeWord(cursor);
    if (cursor.offset === start) return;
  }
}

export function readAssignment(cursor: Cursor): void {
  const node = open(cursor, 'variable_assignment');
  skip(cursor, assignment);
  if (cursor.text[cursor.offset] === '(') readArray(cursor);
  else takeWord(cursor);
  close(cursor, node);
}

/** Reads `(…)`, of words. */
function readArray(cursor: Cursor): void {
  cursor.offset++;
  nested(cursor, readElements);
}

function readElements(cursor: Cursor): void {
  for (;;) {
    skipSpace(cursor);
    if (cursor.offset >= cursor.limit) {
      giveUp(cursor);
      return;
    }
    if (cursor.text[cursor.offset] === ')') {
      cursor.offset++;
      return;
    }
    const start = cursor.offset;
    takeWord(cursor);
    if (cursor.offset === start) cursor.offset++;
  }
}

/** Reads a quoted piece or an expansion, outside of double quotes; returns false if there is none. */
export function readQuoted(cursor: Cursor, c: string): boolean {
  switch (c) {
    case '\\':
      readBackslash(cursor);
      return true;
    case "'":
      jump(cursor, skipSingleQuoted(cursor.text, cursor.offset));
      return true;
    case '"':
      readDoubleQuoted(cursor);
      return true;
    case '`':
      readBackticks(cursor, 1);
      return true;
    case '$': {
      const next = cursor.text[cursor.offset + 1];
      if (next === "'") jump(cursor, skipAnsiQuoted(cursor.text, cursor.offset));
      else if (next === '"') cursor.offset++;
      else readExpansion(cursor);
      return true;
    }
    default:
      return false;
  }
}

/** Goes on behind a piece that ends there; gives up if it never ends. */
function jump(cursor: Cursor, end: End): void {
  if (end === undefined || end > cursor.limit) giveUp(cursor);
  else cursor.offset = end;
}

function readBackslash(cursor: Cursor): void {
  if (cursor.backticks > 0 && cursor.text[cursor.offset + 1] === '`') readBackticks(cursor, 2);
  else cursor.offset += 1 + Math.max(lineBreakLength(cursor.text, cursor.offset + 1), 1);
}

function readDoubleQuoted(cursor: Cursor): void {
  cursor.offset++;
  for (;;) {
    skip(cursor, plainInQuotes);
    if (cursor.offset >= cursor.limit) {
      giveUp(cursor);
      return;
    }
    const c = cursor.text[cursor.offset];
    if (c === '"') {
      cursor.offset++;
      return;
    }
    if (c === '\\') readBackslash(cursor);
    else if (c === '`') readBackticks(cursor, 1);
    else if (c === '$') readExpansion(cursor);
    else cursor.offset++; // plain text that the limit cuts
  }
}

/** Where the `((…))` ends whose first bracket stands at an offset; undefined if it is none. */
export function arithmeticEnd(cursor: Cursor, start: number): number | undefined {
  if (!cursor.text.startsWith('((', start)) return undefined;
  const end = skipArithmetic(cursor.text, start + 2);
  if (end !== undefined && end !== 'other' && end <= cursor.limit) return end;
  cursor.looksFar = true;
  return undefined;
}

/** Reads text in which only backslashes, expansions and backticks mean something, up to the limit. */
export function readExpansions(cursor: Cursor): void {
  while (cursor.offset < cursor.limit) {
    const c = cursor.text[cursor.offset];
    if (c === '\\') readBackslash(cursor);
    else if (c === '`') readBackticks(cursor, 1);
    else if (c === '$') readExpansion(cursor);
    else cursor.offset++;
  }
}

/** Reads what a `$` starts, inside or outside of double quotes. */
function readExpansion(cursor: Cursor): void {
  const next = cursor.text[cursor.offset + 1];
  if (next === '(') {
    const end = arithmeticEnd(cursor, cursor.offset + 1);
    if (end === undefined) readSubstitution(cursor, 'command_substitution', 2);
    else
      nested(cursor, () => {
        within(cursor, cursor.offset + 3, end, readExpansions);
      });
  } else if (next === '{') nested(cursor, readBraces);
  else if (next === '[') cursor.offset += 2;
  else cursor.offset += 1 + (match(cursor, parameter, cursor.offset + 1)?.length ?? 0);
}

function readBraces(cursor: Cursor): void {
  cursor.offset += 2;
  for (;;) {
    if (cursor.offset >= cursor.limit) {
      giveUp(cursor);
      return;
    }
    const c = cursor.text.charAt(cursor.offset);
    if (c === '}') {
      cursor.offset++;
      return;
    }
    if (!readQuoted(cursor, c)) cursor.offset++;
  }
}

export function readSubstitution(cursor: Cursor, type: string, length: number): void {
  const node = open(cursor, type);
  const outer = cursor.awaited;
  cursor.awaited = [];
  cursor.offset += length;
  cursor.brackets++;
  if (readBlock(cursor, ')') === undefined) giveUp(cursor);
  cursor.brackets--;
  cursor.awaited = outer;
  cursor.inside = node;
  close(cursor, node);
}

/** Reads `` `…` `` or, one level deeper, `` \`…\` ``; `length` is that of the sign. */
function readBackticks(cursor: Cursor, length: 1 | 2): void {
  const behind =
    length === 1
      ? skipBackticks(cursor.text, cursor.offset)
      : cursor.text.indexOf('\\`', cursor.offset + 2) + 2;
  if (behind === undefined || behind < cursor.offset + 2 * length || behind > cursor.limit) {
    giveUp(cursor);
    return;
  }
  const node = open(cursor, 'command_substitution');
  const outer = cursor.awaited;
  cursor.awaited = [];
  cursor.backticks++;
  cursor.brackets++;
  within(cursor, cursor.offset + length, behind - length, () => {
    while (cursor.offset < cursor.limit) readList(cursor);
  });
  cursor.backticks--;
  cursor.brackets--;
  cursor.awaited = outer;
  cursor.inside = node;
  if (!cursor.endless) cursor.offset = behind;
  close(cursor, node);
}
