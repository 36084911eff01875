import {
  endsBareWord,
  isBlank,
  isDash,
  isDoubleQuote,
  isIdentifierFollow,
  isIdentifierStart,
  isLineEnd,
  isSingleQuote,
  isVariableStart,
} from './characters';
import { close, match, nested, open, peek, type Cursor, type Element, type ReadRedirection } from './cursor';
import { readMembers, readPrimary } from './values';
import {
  bracedVariableLength,
  isHereString,
  readBareWord,
  skipBlanks,
  skipSpace,
  variableLength,
} from './pieces';

/** Reads a command: what stands between two separators; nothing if one stands here. */
export function readCommand(cursor: Cursor): void {
  if (endsCommand(peek(cursor)) && (peek(cursor) !== 0x26 || peek(cursor, 1) === 0x26)) return;
  const node = open(cursor, 'command');
  nested(cursor, () => {
    const elements: Element[] = [];
    const redirections: ReadRedirection[] = [];
    const isCalled = readCallOperator(cursor);
    let hasDoubleDash = false;
    for (;;) {
      skipBlanks(cursor);
      const code = peek(cursor);
      if (endsCommand(code)) break;
      if (code === 0x2c) {
        cursor.offset++;
        cursor.broken = true;
      } else {
        const redirection = elements.length === 0 ? undefined : readRedirection(cursor);
        if (redirection !== undefined) redirections.push(redirection);
        else {
          hasDoubleDash = readElement(cursor, elements, isCalled, hasDoubleDash) || hasDoubleDash;
        }
      }
    }
    node.elements = elements;
    if (redirections.length > 0) node.redirections = redirections;
    cursor.inside = node;
    close(cursor, node);
  });
}

/** `&` or `.` in front of a command's name. */
function readCallOperator(cursor: Cursor): boolean {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  const calls =
    code === 0x26
      ? next !== 0x26
      : code === 0x2e && (endsBareWord(next) || next === 0x24 || next === 0x22 || next === 0x27);
  if (calls) cursor.offset++;
  return calls;
}

/** Says whether a character ends a command: a line end or one of `; | & ) }`. */
function endsCommand(code: number): boolean {
  return (
    code < 0 ||
    isLineEnd(code) ||
    code === 0x3b ||
    code === 0x7c ||
    code === 0x26 ||
    code === 0x29 ||
    code === 0x7d
  );
}

const redirectionOperator = /(?:[1-6*]?>>|[1-6*]?>&[12]|[1-6*]?>|<)/y;

/** Reads a redirection, if one stands here. */
export function readRedirection(cursor: Cursor): ReadRedirection | undefined {
  const operator = match(cursor, redirectionOperator);
  if (operator === undefined) return undefined;
  const start = cursor.offset;
  cursor.offset += operator.length;
  const operatorEnd = cursor.offset;
  if (operator.includes('&')) return { start, operatorEnd, target: undefined };
  skipBlanks(cursor);
  if (endsCommand(peek(cursor))) {
    cursor.broken = true;
    return { start, operatorEnd, target: undefined };
  }
  return { start, operatorEnd, target: readArgument(cursor, 'bare') };
}

/** Reads an argument, or the name if there is none yet; says whether it is `--`. */
function readElement(
  cursor: Cursor,
  elements: Element[],
  isCalled: boolean,
  hasDoubleDash: boolean,
): boolean {
  const isName = elements.length === 0;
  const start = cursor.offset;
  const redirection = isName ? match(cursor, redirectionOperator) : undefined;
  if (redirection !== undefined) {
    // Nothing may stand before a command's name: the sign is taken for the name itself.
    cursor.offset += redirection.length;
    elements.push({ start, end: cursor.offset, kind: 'parameter' });
    return false;
  }
  const next = peek(cursor, 1);
  if (isDash(peek(cursor)) && (isIdentifierStart(next) || next === 0x3f)) {
    readParameter(cursor, elements, isName || hasDoubleDash);
    return false;
  }
  const kind = isName && !isCalled ? 'name' : 'bare';
  const element = readArgument(cursor, kind);
  if (isName || peekPastBlanks(cursor) !== 0x2c) elements.push(element);
  else elements.push(readList(cursor, element));
  const text = cursor.text.slice(start, element.end);
  if (isStop(text)) readVerbatim(cursor, elements);
  return text === '--';
}

/** The next character behind blanks. */
function peekPastBlanks(cursor: Cursor): number {
  let ahead = 0;
  while (isBlank(peek(cursor, ahead))) ahead++;
  return peek(cursor, ahead);
}

/** Reads what follows the first element of a list, which may go on over line ends behind a comma. */
function readList(cursor: Cursor, first: Element): Element {
  let { end } = first;
  for (;;) {
    const before = cursor.offset;
    while (isBlank(peek(cursor))) cursor.offset++;
    if (peek(cursor) !== 0x2c) {
      cursor.offset = before;
      return { start: first.start, end, kind: 'list' };
    }
    cursor.offset++;
    end = cursor.offset;
    skipSpace(cursor);
    const code = peek(cursor);
    if (endsCommand(code) || code === 0x2c) {
      cursor.broken = true;
      return { start: first.start, end, kind: 'list' };
    }
    ({ end } = readArgument(cursor, 'bare'));
  }
}

/** `-name`, up to a blank or one of `{ } ( ) ; , | & . [`, or over a colon; a quote makes it a bare word. */
function readParameter(cursor: Cursor, elements: Element[], isPlain: boolean): void {
  const start = cursor.offset++;
  for (;;) {
    const code = peek(cursor);
    if (endsBareWord(code) || code === 0x2e || code === 0x5b) break;
    if (isSingleQuote(code) || isDoubleQuote(code)) {
      readBareWord(cursor);
      elements.push({ start, end: cursor.offset, kind: 'bare' });
      return;
    }
    cursor.offset++;
    if (code === 0x3a) break;
  }
  elements.push({ start, end: cursor.offset, kind: 'parameter' });
  if (isPlain || cursor.text[cursor.offset - 1] !== ':') return;
  skipBlanks(cursor);
  const code = peek(cursor);
  if (endsCommand(code) || code === 0x2c) {
    cursor.broken = true;
    return;
  }
  const argument = readArgument(cursor, 'bare');
  elements.push(peekPastBlanks(cursor) === 0x2c ? readList(cursor, argument) : argument);
}

/** Reads one argument. */
export function readArgument(cursor: Cursor, kind: 'bare' | 'name'): Element {
  const start = cursor.offset;
  const read = readsAsExpression(cursor) && readPrimary(cursor);
  if (read) {
    readMembers(cursor, 'command');
    return { start, end: cursor.offset, kind: 'expression' };
  }
  const code = peek(cursor);
  // These stand alone where a word starts with them.
  const isAlone = code === 0x5d || (code === 0x2e && isQuoteOrDollar(peek(cursor, 1)));
  if (isAlone) cursor.offset++;
  else {
    cursor.offset += labelLength(cursor);
    readBareWord(cursor);
    if (cursor.offset === start) {
      cursor.offset++;
      cursor.broken = true;
    }
  }
  return { start, end: cursor.offset, kind };
}

/**
 * How much of a word that starts as a label does, `:name`, is taken as it stands: PowerShell has read on by one
 * character when it finds out that it is none.
 */
export function labelLength(cursor: Cursor): number {
  if (peek(cursor) !== 0x3a || !isIdentifierStart(peek(cursor, 1))) return 0;
  let length = 2;
  while (isIdentifierFollow(peek(cursor, length))) length++;
  return endsBareWord(peek(cursor, length)) ? length : length + 1;
}

function isQuoteOrDollar(code: number): boolean {
  return code === 0x24 || code === 0x22 || code === 0x27;
}

/** Says whether an argument starts here that is no bare word. */
function readsAsExpression(cursor: Cursor): boolean {
  const code = peek(cursor);
  const next = peek(cursor, 1);
  switch (code) {
    case 0x28: // (
    case 0x7b: // {
      return true;
    case 0x24: // $
      return next === 0x28 || endsVariable(cursor);
    case 0x40: // @
      if (next === 0x28 || next === 0x7b || isHereString(cursor)) return true;
      return isVariableStart(next) && endsVariable(cursor);
    default:
      return isSingleQuote(code) || isDoubleQuote(code);
  }
}

/** Says whether a variable is an argument of its own, and not the beginning of a bare word such as `$x/y`. */
function endsVariable(cursor: Cursor): boolean {
  const isBraced = peek(cursor, 1) === 0x7b;
  const length = isBraced ? bracedVariableLength(cursor) : variableLength(cursor);
  if (length === 0) return isBraced;
  const next = peek(cursor, length);
  if (endsBareWord(next)) return true;
  const isSpecial = length === 2 && /[$?^]/.test(cursor.text.charAt(cursor.offset + 1));
  if (isSpecial) return false;
  if (next === 0x2e || next === 0x5b) return true;
  return !isBraced && (next === 0x3d || (next === 0x3a && peek(cursor, length + 1) === 0x3a));
}

/** Says whether an argument is `--%`, in quotes or not. */
export function isStop(source: string): boolean {
  return /^(["']?)--%\1$/.test(source);
}

/** What follows `--%`: up to the end of the line or a pipe, outside of double quotes. */
function readVerbatim(cursor: Cursor, elements: Element[]): void {
  while (isBlank(peek(cursor))) cursor.offset++;
  const start = cursor.offset;
  let inQuotes = false;
  for (;;) {
    const code = peek(cursor);
    if (code < 0 || isLineEnd(code)) break;
    if (isDoubleQuote(code)) inQuotes = !inQuotes;
    else if (!inQuotes && (code === 0x7c || (code === 0x26 && peek(cursor, 1) === 0x26))) break;
    cursor.offset++;
  }
  if (cursor.offset > start) elements.push({ start, end: cursor.offset, kind: 'verbatim' });
}
