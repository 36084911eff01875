import {
  isDash,
  isDigit,
  isDoubleQuote,
  isIdentifierStart,
  isSingleQuote,
  isVariableStart,
} from './characters';
import { close, match, nested, open, peek, type Cursor, type ReadNode } from './cursor';
import { isHereString, skipBlanks, skipSpace } from './pieces';
import { numberLength, readBrackets, readMembers, readPrimary } from './values';

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
