import {
  endsBareWord,
  isBlank,
  isDigit,
  isDoubleQuote,
  isIdentifierFollow,
  isIdentifierStart,
  isLineEnd,
  isSingleQuote,
} from './characters';
import { close, endOf, match, nested, peek, readNode, wrap, type Cursor, type ListKind } from './cursor';
import { readExpression } from './expressions';
import { readList } from './lists';
import {
  isHereString,
  readBracedVariable,
  readDoubleQuoted,
  readHereString,
  readSingleQuoted,
  skipBlanks,
  skipSpace,
  variableLength,
} from './pieces';
import { readBlock, readChain, readStatement, readStatements } from './statements';

const number =
  /(?:0[xX][\da-fA-F]+|0[bB][01]+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:[uU]?[yYsSlLnNdD]|[uU])?(?:[kKmMgGtTpP][bB])?/y;

/** What ends a number in an expression, besides what ends a bare word; within one also the signs of `a ? b : c`. */
const afterNumber = /[!#%*+\-./<=>\]\u2013-\u2015]/;
const afterOperand = /[!#%*+\-./<=>\]\u2013-\u2015?:]/;

/**
 * How long the number is that stands here; 0 if there is none, or a word that begins with a digit, such as `7z`. In
 * `1..5` the dots are an operator.
 */
export function numberLength(cursor: Cursor, end = afterNumber): number {
  const length = match(cursor, number)?.length ?? 0;
  if (length === 0) return 0;
  const next = peek(cursor, length);
  return endsBareWord(next) || end.test(String.fromCharCode(next)) ? length : 0;
}

/** Goes over a type or an attribute in brackets. */
export function readBrackets(cursor: Cursor): void {
  nested(cursor, () => {
    cursor.offset++;
    for (;;) {
      skipSpace(cursor);
      const code = peek(cursor);
      if (code === 0x5d) break;
      if (code < 0 || endsBrackets.test(String.fromCharCode(code))) {
        cursor.broken = true;
        return;
      }
      if (code === 0x5b) readBrackets(cursor);
      else if (code === 0x28) {
        cursor.offset++;
        readArguments(cursor, 0x29);
      } else cursor.offset++;
    }
    cursor.offset++;
  });
}

/** What PowerShell has in no type: the bracket around it is missing. */
const endsBrackets = /[{};|)$"'@]/;

/** Reads a value without its members; says whether one was there. */
export function readPrimary(cursor: Cursor): boolean {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  if (isSingleQuote(code)) readSingleQuoted(cursor);
  else if (isDoubleQuote(code)) readDoubleQuoted(cursor);
  else if (code === 0x24 && next === 0x28) {
    readBracketed(cursor, 2, 0x29, (inner) => {
      readStatements(inner, 0x29);
    });
  } else if (code === 0x24 && next === 0x7b) readBracedVariable(cursor);
  else if (code === 0x24) return readPlainVariable(cursor);
  else if (code === 0x28) readParentheses(cursor);
  else if (code === 0x7b) {
    readNode(cursor, 'function', () => {
      readBlock(cursor);
    });
  } else if (code === 0x40) {
    if (next === 0x28) {
      readBracketed(cursor, 2, 0x29, (inner) => {
        readStatements(inner, 0x29);
      });
    } else if (next === 0x7b) readHashTable(cursor);
    else if (isHereString(cursor)) readHereString(cursor);
    else return readPlainVariable(cursor);
  } else {
    const length = isDigit(code) || code === 0x2e ? numberLength(cursor, afterOperand) : 0;
    cursor.offset += length;
    return length > 0;
  }
  return true;
}

function readPlainVariable(cursor: Cursor): boolean {
  const length = variableLength(cursor);
  cursor.offset += length;
  return length > 0;
}

/** Reads what stands between brackets, whose output is a value, and over the closing one. */
function readBracketed(
  cursor: Cursor,
  length: number,
  closing: number,
  read: (cursor: Cursor) => void,
): void {
  readNode(cursor, 'substitution', () => {
    cursor.offset += length;
    read(cursor);
    readClosing(cursor, closing);
  });
}

/** Goes over a closing bracket; where it is missing the text goes on as if it stood here. */
export function readClosing(cursor: Cursor, closing: number): void {
  if (peek(cursor) === closing) cursor.offset++;
  else cursor.broken = true;
}

/** Reads `( … )` around one pipeline, whose output is a value. */
export function readParentheses(cursor: Cursor): void {
  readBracketed(cursor, 1, 0x29, (inner) => {
    skipSpace(inner);
    readChain(inner);
    skipSpace(inner);
  });
}

const memberName = /[\p{L}_][\p{L}\p{Nd}_]*/uy;

/**
 * Reads `.member`, `::member`, `[index]` and what is passed to methods; says whether any was there.
 *
 * @param of what has them: an expression, the argument of a command, or a type, which has no index
 */
export function readMembers(cursor: Cursor, of: 'expression' | 'command' | 'type'): boolean {
  const start = cursor.offset;
  for (;;) {
    const at = cursor.offset;
    if (peek(cursor) === 0x3f && (peek(cursor, 1) === 0x2e || peek(cursor, 1) === 0x5b)) cursor.offset++;
    if (peek(cursor) === 0x5b && (of !== 'type' || cursor.offset > start)) {
      cursor.offset++;
      readArguments(cursor, 0x5d);
      continue;
    }
    const isStatic = peek(cursor) === 0x3a && peek(cursor, 1) === 0x3a;
    const isDot = peek(cursor) === 0x2e && peek(cursor, 1) !== 0x2e;
    const length = isStatic ? 2 : isDot ? 1 : 0;
    const next = peek(cursor, length);
    if (length === 0 || (of === 'command' && (next < 0 || isBlank(next) || isLineEnd(next)))) {
      cursor.offset = at;
      return cursor.offset > start;
    }
    cursor.offset += length;
    skipSpace(cursor);
    readMember(cursor);
  }
}

/** The types of a generic method, as in `.Empty[int]()`. */
const genericTypes = /\[[\w\s.,+`[\]]*\](?=\()/y;

function typeArguments({ text, offset }: Cursor, ahead: number): string | undefined {
  if (text[offset + ahead] !== '[') return undefined;
  genericTypes.lastIndex = offset + ahead;
  return genericTypes.exec(text)?.[0];
}

function readMember(cursor: Cursor): void {
  const name = match(cursor, memberName);
  if (name !== undefined) cursor.offset += name.length + (typeArguments(cursor, name.length)?.length ?? 0);
  else if (!readPrimary(cursor)) {
    cursor.broken = true;
    return;
  }
  if (peek(cursor) === 0x28) {
    cursor.offset++;
    readArguments(cursor, 0x29);
  } else if (peek(cursor) === 0x7b) {
    readNode(cursor, 'function', () => {
      readBlock(cursor);
    });
  }
}

/** What PowerShell has in no list of arguments: the bracket around it is missing. */
const endsArguments = /[});]/;

/** Reads arguments, an index or parameters up to the closing bracket and over it. */
export function readArguments(cursor: Cursor, closing: number): void {
  nested(cursor, () => {
    for (;;) {
      skipSpace(cursor);
      const code = peek(cursor);
      if (code === closing) break;
      if (code === 0x3b && closing === 0x7d) {
        cursor.offset++;
        continue;
      }
      if (code < 0 || endsArguments.test(String.fromCharCode(code))) {
        cursor.broken = true;
        return;
      }
      const start = cursor.offset;
      readArgument(cursor);
      if (cursor.offset === start) cursor.offset++;
    }
    cursor.offset++;
  });
}

/** Reads an argument, a parameter with its default value, or a name with or without one. */
function readArgument(cursor: Cursor): void {
  const first = cursor.nodes.length;
  const start = cursor.offset;
  if (isIdentifierStart(peek(cursor))) while (isIdentifierFollow(peek(cursor))) cursor.offset++;
  else readExpression(cursor, 'arguments');
  skipBlanks(cursor);
  const targetEnd = endOf(cursor);
  if (peek(cursor) !== 0x3d) return;
  const node = wrap(cursor, 'assignment', start, first);
  node.targetEnd = targetEnd;
  cursor.offset++;
  skipSpace(cursor);
  readExpression(cursor, 'arguments');
  close(cursor, node);
}

/** Reads `@{ key = statement; … }`. */
function readHashTable(cursor: Cursor): void {
  readNode(cursor, 'substitution', () => {
    cursor.offset += 2;
    readList(cursor, entries);
    readClosing(cursor, 0x7d);
  });
}

const entries: ListKind = {
  ends: (code) => code < 0 || code === 0x7d || code === 0x29,
  readItem(cursor) {
    const start = cursor.offset;
    if (isIdentifierStart(peek(cursor))) while (isIdentifierFollow(peek(cursor))) cursor.offset++;
    else readExpression(cursor, 'key');
    skipSpace(cursor);
    if (peek(cursor) === 0x3d) {
      cursor.offset++;
      skipSpace(cursor);
      readStatement(cursor);
    } else cursor.broken = true;
    if (cursor.offset === start) cursor.offset++;
  },
};
