import {
  endsBareWord,
  isBlank,
  isDash,
  isDigit,
  isDoubleQuote,
  isIdentifierFollow,
  isIdentifierStart,
  isLineEnd,
  isSingleQuote,
  isVariableStart,
} from './characters';
import {
  close,
  endOf,
  match,
  nested,
  open,
  peek,
  readNode,
  wrap,
  type Cursor,
  type ReadNode,
} from './cursor';
import {
  isHereString,
  readBracedVariable,
  readDoubleQuoted,
  readHereString,
  readSingleQuoted,
  skipBlanks,
  skipSeparators,
  skipSpace,
  variableLength,
} from './pieces';
import { readBlock, readChain, readStatement, readStatements } from './statements';

const number =
  /(?:0[xX][\da-fA-F]+|0[bB][01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:[uU]?[yYsSlLnNdD]|[uU])?(?:[kKmMgGtTpP][bB])?/y;

/** What ends a number in an expression, besides what ends a bare word; within one also the signs of `a ? b : c`. */
const afterNumber = /[!#%*+\-./<=>\]\u2013-\u2015]/;
const afterOperand = /[!#%*+\-./<=>\]\u2013-\u2015?:]/;

/** How long the number is that stands here; 0 if there is none, or a word that begins with a digit, such as `7z`. */
function numberLength(cursor: Cursor, end = afterNumber): number {
  let length = match(cursor, number)?.length ?? 0;
  if (length === 0) return 0;
  // In `1..5` the dots are an operator.
  const dot = cursor.text.indexOf('..', cursor.offset);
  if (dot >= 0 && dot < cursor.offset + length) length = dot - cursor.offset;
  const next = peek(cursor, length);
  return endsBareWord(next) || end.test(String.fromCharCode(next)) ? length : 0;
}

/** Operators that are words; a dash stands before them. Source: about_Operators. */
const operators: ReadonlySet<string> = new Set(
  [
    [
      'and',
      'or',
      'xor',
      'not',
      'band',
      'bor',
      'bxor',
      'bnot',
      'shl',
      'shr',
      'join',
      'split',
      'isplit',
      'csplit',
    ],
    ['f', 'as', 'is', 'isnot', 'replace', 'ireplace', 'creplace'],
    ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch'].flatMap((name) => [
      name,
      `i${name}`,
      `c${name}`,
    ]),
    ['contains', 'notcontains', 'in', 'notin'].flatMap((name) => [name, `i${name}`, `c${name}`]),
  ].flat(),
);
const unaryOperators: ReadonlySet<string> = new Set(['not', 'bnot', 'join', 'split', 'isplit', 'csplit']);

/** The word of the operator that stands here behind a dash; undefined if there is none. */
function operatorWord(cursor: Cursor): string | undefined {
  let end = cursor.offset + 1;
  while (end < cursor.limit && isIdentifierStart(cursor.text.charCodeAt(end))) end++;
  const word = cursor.text.slice(cursor.offset + 1, end).toLowerCase();
  return operators.has(word) ? word : undefined;
}

/** `2>&1`, which is no number that is redirected, as `2> file` is. */
const merging = /[1-6]>&[12]/y;

/** Says whether what stands here at the start of a pipeline is an expression; else it is a command. */
export function startsExpression(cursor: Cursor): boolean {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  switch (code) {
    case 0x28: // (
    case 0x7b: // {
    case 0x5b: // [
    case 0x2c: // ,
      return true;
    case 0x2b: // +
      return next !== 0x3d;
    case 0x24: // $
      return next === 0x28 || next === 0x7b || isVariableStart(next);
    case 0x40: // @
      return next === 0x28 || next === 0x7b || isHereString(cursor) || isVariableStart(next);
    case 0x21: // !
      return !isIdentifierStart(next);
    default:
      if (isSingleQuote(code) || isDoubleQuote(code)) return true;
      if (isDash(code)) {
        if (!isIdentifierStart(next) && next !== 0x3f) return next !== 0x3d;
        const word = operatorWord(cursor);
        return word !== undefined && unaryOperators.has(word);
      }
      if (!isDigit(code) && (code !== 0x2e || !isDigit(next))) return false;
      return match(cursor, merging) === undefined && numberLength(cursor) > 0;
  }
}

/** Where an expression may stand, which decides how far it goes. */
export type Place =
  /** A statement, which it may assign to. */
  | 'statement'
  /** Arguments of a method, parameters, elements of an index: a comma separates them. */
  | 'arguments'
  /** The key of a hash table, or what else ends before a comma. */
  | 'key';

/** Reads an expression, as far as one goes; nothing if none stands here. */
export function readExpression(cursor: Cursor, place: Place): void {
  nested(cursor, () => {
    if (!readOperand(cursor, place)) return;
    for (;;) {
      skipBlanks(cursor);
      const length = binaryLength(cursor, place);
      if (length === 0) return;
      cursor.offset += length;
      skipSpace(cursor);
      if (!readOperand(cursor, place)) {
        cursor.broken = true;
        return;
      }
    }
  });
}

/** The length of the binary operator here; 0 if there is none. */
function binaryLength(cursor: Cursor, place: Place): number {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  switch (code) {
    case 0x2c: // ,
      return place === 'statement' ? 1 : 0;
    case 0x2b: // +
    case 0x2a: // *
    case 0x2f: // /
    case 0x25: // %
      return next === 0x3d || (code === 0x2a && next === 0x3e) ? 0 : 1;
    case 0x2e: // ..
      return next === 0x2e ? 2 : 0;
    case 0x3f: // ? and ??
      if (next !== 0x3f) return 1;
      return peek(cursor, 2) === 0x3d ? 0 : 2;
    case 0x3a: // : of a ternary
      return next === 0x3a ? 0 : 1;
    default: {
      if (!isDash(code) || next === 0x3d) return 0;
      const word = operatorWord(cursor);
      if (word !== undefined) return word.length + 1;
      return isIdentifierStart(next) ? 0 : 1;
    }
  }
}

/** Reads unary operators, casts and the value behind them; says whether anything was there. */
function readOperand(cursor: Cursor, place: Place): boolean {
  const start = cursor.offset;
  let negation: ReadNode | undefined;
  for (;;) {
    const length = unaryLength(cursor, place);
    if (length > 0) {
      const sign = cursor.text.slice(cursor.offset, cursor.offset + length);
      if (/^(?:!|.not)$/i.test(sign)) negation ??= open(cursor, 'negation');
      cursor.offset += length;
      skipSpace(cursor);
    } else if (peek(cursor) !== 0x5b) break;
    else {
      readBrackets(cursor);
      if (readMembers(cursor, 'type') || !isCast(cursor, place)) {
        if (negation !== undefined) close(cursor, negation);
        return true;
      }
    }
  }
  const isRead = readValue(cursor);
  if (isRead) readIncrements(cursor);
  if (negation !== undefined) close(cursor, negation);
  return isRead || cursor.offset > start;
}

/** Says whether a type in brackets has a value behind it, and goes up to that. */
function isCast(cursor: Cursor, place: Place): boolean {
  skipBlanks(cursor);
  if (place === 'arguments') skipSpace(cursor);
  return peek(cursor) !== 0x2c && startsExpression(cursor);
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

function unaryLength(cursor: Cursor, place: Place): number {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  switch (code) {
    case 0x21: // !
      return isIdentifierStart(next) ? 0 : 1;
    case 0x2b: // +
      return next === 0x2b ? 2 : 1;
    case 0x2c: // ,
      return place === 'statement' ? 1 : 0;
    default: {
      if (!isDash(code)) return 0;
      if (isDash(next)) return 2;
      const word = operatorWord(cursor);
      if (word !== undefined) return unaryOperators.has(word) ? word.length + 1 : 0;
      return isIdentifierStart(next) ? 0 : 1;
    }
  }
}

function readIncrements(cursor: Cursor): void {
  skipBlanks(cursor);
  const code = peek(cursor);
  const isTwice = code === 0x2b ? peek(cursor, 1) === code : isDash(code) && isDash(peek(cursor, 1));
  if (isTwice) cursor.offset += 2;
}

/** Reads a value with its members; says whether one was there. */
function readValue(cursor: Cursor): boolean {
  if (!readPrimary(cursor)) return false;
  readMembers(cursor, 'expression');
  return true;
}

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
    for (;;) {
      skipSeparators(cursor);
      const code = peek(cursor);
      if (code < 0 || code === 0x7d || code === 0x29) break;
      const start = cursor.offset;
      if (isIdentifierStart(code)) while (isIdentifierFollow(peek(cursor))) cursor.offset++;
      else readExpression(cursor, 'key');
      skipSpace(cursor);
      if (peek(cursor) === 0x3d) {
        cursor.offset++;
        skipSpace(cursor);
        readStatement(cursor);
      } else cursor.broken = true;
      if (cursor.offset === start) cursor.offset++;
    }
    readClosing(cursor, 0x7d);
  });
}
