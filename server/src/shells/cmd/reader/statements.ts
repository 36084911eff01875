import type { Operator } from '../../../model';
import {
  close,
  match,
  nested,
  open,
  peek,
  readNode,
  within,
  wrap,
  type Cursor,
  type ReadNode,
} from './cursor';
import { readRedirection, skipBlanks, skipLine, skipText, skipToken, specialAt } from './pieces';

/** Moves over what stands between two statements. */
export function skipSeparators(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    const special = specialAt(cursor);
    if (special !== undefined && /[\n&|]/.test(special.sign)) cursor.offset += special.length;
    // Without a parenthesis that is open, the rest of the line is a comment.
    else if (peek(cursor) === ')' && cursor.parens === 0) skipLine(cursor);
    else return;
  }
}

/**
 * Reads the next statement: commands joined by `&&`, `||` and `|`.
 *
 * @param isBody true if a block that it starts with is no group of its own
 */
export function readNext(cursor: Cursor, isBody = false): void {
  const { offset } = cursor;
  const first = cursor.nodes.length;
  let isList = false;
  for (let from = first; ; from = cursor.nodes.length) {
    readPipeline(cursor, isBody && from === first);
    const operator = operatorAt(cursor);
    if (operator?.sign !== '&&' && operator?.sign !== '||') break;
    isList = true;
    markTested(cursor, from);
    cursor.offset += operator.length;
    cursor.operator = operator.sign;
  }
  if (isList) wrap(cursor, 'list', cursor.nodes[first]?.start ?? offset, first);
}

/** The last command before `&&` and `||`: of a block only that says how it went. */
function markTested(cursor: Cursor, from: number): void {
  for (let i = cursor.nodes.length - 1; i >= from; i--) {
    const node = cursor.nodes[i];
    if (node?.type !== 'command') continue;
    node.isTested = true;
    return;
  }
}

function readPipeline(cursor: Cursor, isBody: boolean): void {
  const first = cursor.nodes.length;
  const { offset } = cursor;
  let isPipeline = false;
  for (;;) {
    readOne(cursor, isBody && !isPipeline);
    const operator = operatorAt(cursor);
    if (operator?.sign !== '|') break;
    isPipeline = true;
    cursor.offset += operator.length;
    cursor.operator = operator.sign;
  }
  if (isPipeline) wrap(cursor, 'pipeline', cursor.nodes[first]?.start ?? offset, first);
}

/** The operator behind blanks that joins commands, with what it is long. */
function operatorAt(cursor: Cursor): { readonly sign: Operator; readonly length: number } | undefined {
  skipBlanks(cursor);
  const sign = match(cursor, cursor.isEscaped ? /\^?\|\^?\||\^?&\^?&|\^?\|/y : /&&|\|\|?/y);
  return sign === undefined ? undefined : { sign: sign.replaceAll('^', '') as Operator, length: sign.length };
}

/** Reads a command, a block, a comment, or an `if` or `for` with what belongs to it. */
function readOne(cursor: Cursor, isBody: boolean): void {
  skipBlanks(cursor);
  const start = cursor.offset;
  while (peek(cursor) === '@') {
    cursor.offset++;
    skipBlanks(cursor);
  }
  if (peek(cursor) === '(') readBlock(cursor, isBody);
  else if (peek(cursor) === ':') readLabel(cursor);
  else if (match(cursor, /rem(?=[\s,;=]|$)/iy) !== undefined) readComment(cursor, start);
  else if (match(cursor, /if(?![\w.\\:-])/iy) !== undefined) readNode(cursor, 'statement', readIf);
  else if (match(cursor, /for(?![\w.\\:-])/iy) !== undefined) readNode(cursor, 'statement', readFor);
  else readCommand(cursor);
}

function readComment(cursor: Cursor, start = cursor.offset): void {
  const node = open(cursor, 'comment', start);
  skipLine(cursor);
  close(cursor, node);
}

/** `:label`; what has no name, such as `::`, is a comment. */
function readLabel(cursor: Cursor): void {
  if (match(cursor, /:[ \t]*[\w.-]/y) === undefined) readComment(cursor);
  else skipLine(cursor);
}

/** `( … )` with its redirections; what `if` and `for` run is no group of its own. */
function readBlock(cursor: Cursor, isBody: boolean): void {
  const read = (inner: Cursor): void => {
    inner.offset++;
    inner.parens++;
    inner.operator = undefined;
    for (;;) {
      skipSeparators(inner);
      if (peek(inner) === ')' || inner.offset >= inner.limit) break;
      readNext(inner);
    }
    if (inner.offset >= inner.limit) inner.isBroken = true;
    else inner.offset++;
    inner.parens--;
  };
  if (isBody) nested(cursor, read);
  else readNode(cursor, 'group', read);
  for (;;) {
    const digit = match(cursor, /[ \t]*\d?(?=\^?[<>])/y);
    if (digit === undefined) return;
    const start = cursor.offset;
    cursor.offset += digit.length;
    const special = specialAt(cursor);
    if (special?.sign !== '<' && special?.sign !== '>') return;
    readRedirection(cursor, start, special.length);
  }
}

const unary = /(?:exist|defined|errorlevel|cmdextversion)(?=[\s,;=])/iy;
const binary = /==|(?:equ|neq|lss|leq|gtr|geq)(?=[\s,;=])/iy;

function readIf(cursor: Cursor): void {
  cursor.offset += 2;
  for (;;) {
    skipBlanks(cursor);
    const word = match(cursor, /(?:\/i|not)(?=[\s,;="%!])/iy);
    if (word === undefined) break;
    cursor.offset += word.length;
  }
  const test = match(cursor, unary);
  cursor.offset += test?.length ?? 0;
  if (test === undefined) {
    skipToken(cursor);
    cursor.offset += match(cursor, /[ \t,;]*/y)?.length ?? 0;
    const operator = match(cursor, binary);
    if (operator === undefined) cursor.isBroken = true;
    cursor.offset += operator?.length ?? 0;
  }
  skipBlanks(cursor);
  skipToken(cursor);
  readBody(cursor, 'branch');
  const word = match(cursor, /else(?=[\s(,;=]|$)/iy);
  if (word === undefined) return;
  cursor.offset += word.length;
  readBody(cursor, 'branch');
}

/** Reads what `if` and `for` run: all that follows on the line. */
function readBody(cursor: Cursor, type: 'branch' | 'loop'): void {
  skipBlanks(cursor);
  readNode(cursor, type, (inner) => {
    for (;;) {
      const { offset } = inner;
      readNext(inner, true);
      skipBlanks(inner);
      const special = specialAt(inner);
      if (special?.sign !== '&' || inner.offset === offset) break;
      inner.offset += special.length;
    }
  });
}

/** `for %%i in (…) do …`; of `for /f` with a command in quotes that command, too. */
function readFor(cursor: Cursor): void {
  const { offset } = cursor;
  cursor.offset += 3;
  for (let count = 0; count < 8; count++) {
    skipBlanks(cursor);
    if (match(cursor, /in(?=[\s,;=(])/iy) !== undefined || specialAt(cursor) !== undefined) break;
    skipToken(cursor);
  }
  const options = cursor.text.slice(offset, cursor.offset);
  cursor.offset += match(cursor, /in(?=[\s,;=(])/iy)?.length ?? 0;
  skipBlanks(cursor);
  if (peek(cursor) !== '(') {
    cursor.isBroken = true;
    skipLine(cursor);
    return;
  }
  readSet(cursor, options);
  skipBlanks(cursor);
  const word = match(cursor, /do(?=[\s(,;=@]|$)/iy);
  if (word === undefined) cursor.isBroken = true;
  cursor.offset += word?.length ?? 0;
  readBody(cursor, 'loop');
}

function readSet(cursor: Cursor, options: string): void {
  cursor.offset++;
  const start = cursor.offset;
  const end = endOfSet(cursor);
  if (end === undefined) {
    cursor.isBroken = true;
    cursor.offset = start;
    skipLine(cursor);
    return;
  }
  const quote = /usebackq/i.test(options) ? '`' : "'";
  const set = cursor.text.slice(start, end);
  const from = start + set.length - set.trimStart().length;
  const to = start + set.trimEnd().length;
  const isCommand = /^for[\s,;=]*\/f/i.test(options) && to - from > 1;
  if (isCommand && cursor.text[from] === quote && cursor.text[to - 1] === quote) {
    cursor.offset = from;
    readNode(cursor, 'substitution', (inner) => within(inner, from + 1, to - 1, readAll));
  }
  cursor.offset = Math.min(cursor.limit, end + 1);
}

/** No set is written on more lines. */
const mostLines = 20;

/** Where the parenthesis stands that closes a set; undefined if none does. */
function endOfSet(cursor: Cursor): number | undefined {
  let lines = 0;
  cursor.parens++;
  for (;;) {
    skipText(cursor);
    const special = specialAt(cursor);
    if (special === undefined || special.sign === '' || special.sign === ')') break;
    if (special.sign === '\n') {
      cursor.isQuoted = false;
      if (++lines >= mostLines) break;
    }
    cursor.offset += special.length;
  }
  cursor.parens--;
  cursor.isQuoted = false;
  return peek(cursor) === ')' ? cursor.offset : undefined;
}

/** Reads statements up to the end. */
export function readAll(cursor: Cursor): void {
  for (;;) {
    skipSeparators(cursor);
    if (cursor.offset >= cursor.limit) return;
    readNext(cursor);
  }
}

function readCommand(cursor: Cursor): void {
  if (specialAt(cursor) !== undefined && !/[<>]/.test(specialAt(cursor)?.sign ?? '')) {
    // An operator with nothing in front of it or behind it.
    if (cursor.operator !== undefined) cursor.isBroken = true;
    cursor.operator = undefined;
    return;
  }
  const node = open(cursor, 'command');
  for (;;) {
    skipText(cursor);
    const special = specialAt(cursor);
    if (special?.sign === '<' || special?.sign === '>') {
      node.redirections.push(readRedirection(cursor, node.start, special.length));
    } else break;
  }
  cursor.isQuoted = false;
  close(cursor, node);
  follow(cursor, node);
}

/** Notes what a command says about the delayed expansion of variables in those that follow. */
function follow(cursor: Cursor, { start, end }: ReadNode): void {
  const { text, delayed } = cursor;
  const words = /^(setlocal|endlocal)\b(.*)/is.exec(text.slice(start, Math.min(end, start + 200)));
  if (words === null) return;
  const [, name = '', options = ''] = words;
  const isOn = /\benabledelayedexpansion\b/i.test(options);
  const isOff = /\bdisabledelayedexpansion\b/i.test(options);
  const inherits = !isOn && !isOff && (delayed.at(-1) ?? false);
  if (name.toLowerCase() === 'endlocal') cursor.delayed = delayed.slice(0, -1);
  else cursor.delayed = [...delayed.slice(-maxSetlocals), isOn || inherits];
}

/** cmd takes 32 of them. */
const maxSetlocals = 32;
