import type { Nesting } from '../../../model';
import { endsBareWord, isDash, isIdentifierFollow, isIdentifierStart, isLineEnd } from './characters';
import { readArgument, readCommand, readRedirection } from './commands';
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
  readArguments,
  readBrackets,
  readClosing,
  readExpression,
  readParentheses,
  readPrimary,
  startsExpression,
} from './expressions';
import { isPipeAhead, readBareWord, skipBlanks, skipSeparators, skipSpace, wordAhead } from './pieces';

/** Reads statements up to the closing bracket that is awaited, or to the end of the text. */
export function readStatements(cursor: Cursor, closing: number | undefined): void {
  nested(cursor, () => {
    for (;;) {
      skipSeparators(cursor);
      const code = peek(cursor);
      // A bracket of another kind ends a block that is not closed, if one around it waits for it.
      if (code < 0 || (closing !== undefined && (code === closing || code === 0x7d))) return;
      readNext(cursor);
    }
  });
}

/** Reads a statement; over a sign that belongs to none. */
export function readNext(cursor: Cursor): void {
  const start = cursor.offset;
  readStatement(cursor);
  if (cursor.offset > start) return;
  cursor.offset++;
  cursor.broken = true;
}

/** Reads `{ … }`; nothing if none stands here. */
export function readBlock(cursor: Cursor): void {
  if (peek(cursor) !== 0x7b) {
    cursor.broken = true;
    return;
  }
  cursor.offset++;
  readStatements(cursor, 0x7d);
  readClosing(cursor, 0x7d);
}

/** Reads a block, behind blanks and line ends, that says how its commands run. */
function readBlockAs(cursor: Cursor, type: Nesting | undefined): void {
  skipSpace(cursor);
  if (type === undefined) readBlock(cursor);
  else readNode(cursor, type, readBlock);
}

/** What reads a statement, by the word that starts it. The cursor stands behind the word. */
const keywords: Readonly<Record<string, ((cursor: Cursor, start: number) => void) | undefined>> = {
  if: readIf,
  while(cursor) {
    readCondition(cursor);
    readBlockAs(cursor, 'loop');
  },
  do: readDo,
  for(cursor) {
    skipSpace(cursor);
    readInParentheses(cursor, () => {
      skipSeparators(cursor);
      while (!endsStatement(peek(cursor))) {
        readChain(cursor);
        skipSeparators(cursor);
      }
    });
    readBlockAs(cursor, 'loop');
  },
  foreach: readForeach,
  switch: readSwitch,
  try: readTry,
  trap(cursor) {
    skipBlanks(cursor);
    if (peek(cursor) === 0x5b) readBrackets(cursor);
    readBlockAs(cursor, 'branch');
  },
  function: readFunction,
  filter: readFunction,
  workflow: readFunction,
  configuration: readFunction,
  class: readClass,
  enum(cursor) {
    skipUpToBlock(cursor);
    if (peek(cursor) !== 0x7b) return;
    cursor.offset++;
    readArguments(cursor, 0x7d);
  },
  data(cursor) {
    skipUpToBlock(cursor);
    readBlock(cursor);
  },
  using: skipLine,
  param(cursor) {
    skipSpace(cursor);
    if (peek(cursor) !== 0x28) {
      cursor.broken = true;
      return;
    }
    cursor.offset++;
    readArguments(cursor, 0x29);
  },
  return: readValueOfFlow,
  throw: readValueOfFlow,
  exit: readValueOfFlow,
  break: skipLabel,
  continue: skipLabel,
};

/** Words that name a block, if one follows; else they are commands. */
const blockNames: ReadonlySet<string> = new Set(
  'begin process end dynamicparam clean parallel sequence inlinescript'.split(' '),
);

/** Words that only go on with a statement; they are commands unless that statement was broken. */
const continuations: ReadonlySet<string> = new Set(['else', 'elseif', 'catch', 'finally', 'until']);

/** Reads one statement; nothing if none stands here. */
export function readStatement(cursor: Cursor): void {
  const node = open(cursor, 'statement');
  nested(cursor, () => {
    const start = cursor.offset;
    const word = keywordAt(cursor);
    const read = word === undefined ? undefined : keywords[word];
    if (word !== undefined && read !== undefined) {
      cursor.offset += word.length;
      read(cursor, start);
    } else if (word !== undefined && blockNames.has(word) && isBlockAhead(cursor, word.length)) {
      cursor.offset += word.length;
      readBlockAs(cursor, undefined);
    } else if (word !== undefined && cursor.broken && continuations.has(word)) {
      cursor.offset += word.length;
    } else if (peek(cursor) === 0x3a && isIdentifierStart(peek(cursor, 1))) {
      readBareWord(cursor);
      skipSpace(cursor);
      readStatement(cursor);
    } else {
      readChain(cursor);
    }
  });
  cursor.inside = node;
  close(cursor, node);
}

/** Says whether a character may follow a pipeline: what ends a statement, or the sign of a list or job. */
function endsPipeline(code: number): boolean {
  return endsStatement(code) || code === 0x7c || code === 0x26;
}

const attributed: ReadonlySet<string> = new Set(['param', 'class', 'enum', 'configuration']);

/** Says whether what has been read are attributes of what follows. */
function isAttributed(cursor: Cursor, start: number): boolean {
  const word = cursor.text[start] === '[' ? keywordAt(cursor) : undefined;
  return word !== undefined && attributed.has(word);
}

/** Says whether a character ends a pipeline: a line end or one of `; ) }`. */
function endsStatement(code: number): boolean {
  return code < 0 || isLineEnd(code) || code === 0x3b || code === 0x29 || code === 0x7d;
}

/** The word here in lower case, if it is a whole one. */
function keywordAt({ text, offset, limit }: Cursor): string | undefined {
  if (!isIdentifierStart(offset < limit ? text.charCodeAt(offset) : -1)) return undefined;
  let end = offset + 1;
  while (end < limit && isIdentifierFollow(text.charCodeAt(end))) end++;
  if (end - offset > 13 || !endsBareWord(end < limit ? text.charCodeAt(end) : -1)) return undefined;
  return text.slice(offset, end).toLowerCase();
}

const blockAhead = /(?:[\s\u0085]|`\r?\n|#[^\r\n]*|<#(?:[^#]|#(?!>))*#>)*\{/y;

function isBlockAhead(cursor: Cursor, ahead: number): boolean {
  blockAhead.lastIndex = cursor.offset + ahead;
  return blockAhead.test(cursor.text);
}

/** Reads pipelines that `&&` and `||` join, an assignment, or what runs in the background. */
export function readChain(cursor: Cursor): void {
  const start = cursor.offset;
  const first = cursor.nodes.length;
  const outer = cursor.inside;
  if (readPipeline(cursor, true)) return;
  let list: ReadNode | undefined;
  for (;;) {
    skipBlanks(cursor);
    const code = peek(cursor);
    if ((code !== 0x26 && code !== 0x7c) || peek(cursor, 1) !== code) break;
    list ??= wrap(cursor, 'list', start, first);
    cursor.offset += 2;
    skipSpace(cursor);
    if (endsStatement(peek(cursor))) cursor.broken = true;
    else readPipeline(cursor, false);
  }
  if (list !== undefined) close(cursor, list);
  if (peek(cursor) === 0x26) {
    const node = wrap(cursor, 'background', start, first);
    cursor.offset++;
    close(cursor, node);
  }
  cursor.inside = outer;
}

/** Reads one pipeline; says whether it was an assignment, which reads all that follows. */
function readPipeline(cursor: Cursor, mayAssign: boolean): boolean {
  const start = cursor.offset;
  const first = cursor.nodes.length;
  let pipeline: ReadNode | undefined;
  for (;;) {
    if (startsExpression(cursor)) {
      readExpression(cursor, 'statement');
      skipBlanks(cursor);
      if (mayAssign && pipeline === undefined && readAssignment(cursor, start, first)) return true;
      while (readRedirection(cursor) !== undefined) skipBlanks(cursor);
    } else readCommand(cursor);
    skipBlanks(cursor);
    if (isPipeAhead(cursor)) skipSpace(cursor);
    if (peek(cursor) !== 0x7c || peek(cursor, 1) === 0x7c) {
      if (!endsPipeline(peek(cursor)) && !isAttributed(cursor, start)) cursor.broken = true;
      break;
    }
    pipeline ??= wrap(cursor, 'pipeline', start, first);
    cursor.offset++;
    skipSpace(cursor);
    if (endsStatement(peek(cursor))) {
      cursor.broken = true;
      break;
    }
  }
  if (pipeline !== undefined) close(cursor, pipeline);
  return false;
}

const assignmentOperator = /(?:\?\?|[-+*/%\u2013-\u2015])?=/y;

/** Reads what is assigned to the expression before, which starts at `start`. */
function readAssignment(cursor: Cursor, start: number, first: number): boolean {
  const length = match(cursor, assignmentOperator)?.length;
  if (length === undefined) return false;
  const node = wrap(cursor, 'assignment', start, first);
  node.targetEnd = endOf(cursor);
  cursor.offset += length;
  skipSpace(cursor);
  if (endsStatement(peek(cursor))) cursor.broken = true;
  else readStatement(cursor);
  cursor.inside = node;
  close(cursor, node);
  return true;
}

function readIf(cursor: Cursor): void {
  readCondition(cursor);
  readBlockAs(cursor, 'branch');
  for (let word = wordAhead(cursor); word === 'elseif' || word === 'else'; word = wordAhead(cursor)) {
    skipSpace(cursor);
    cursor.offset += word.length;
    if (word === 'elseif') readCondition(cursor);
    readBlockAs(cursor, 'branch');
    if (word === 'else') return;
  }
}

/** Reads the `( … )` of an `if` or a loop. */
function readCondition(cursor: Cursor): void {
  skipSpace(cursor);
  readNode(cursor, 'condition', () => {
    readInParentheses(cursor, () => {
      skipSpace(cursor);
      readChain(cursor);
      skipSpace(cursor);
    });
  });
}

function readInParentheses(cursor: Cursor, read: () => void): void {
  if (peek(cursor) !== 0x28) {
    cursor.broken = true;
    return;
  }
  cursor.offset++;
  read();
  readClosing(cursor, 0x29);
}

function readDo(cursor: Cursor): void {
  readBlockAs(cursor, 'loop');
  const word = wordAhead(cursor);
  if (word !== 'while' && word !== 'until') {
    cursor.broken = true;
    return;
  }
  skipSpace(cursor);
  cursor.offset += word.length;
  readCondition(cursor);
}

function readForeach(cursor: Cursor): void {
  skipSpace(cursor);
  while (isDash(peek(cursor))) {
    readArgument(cursor, 'bare');
    skipSpace(cursor);
    if (peek(cursor) !== 0x28 && !isDash(peek(cursor))) readArgument(cursor, 'bare');
    skipSpace(cursor);
  }
  readInParentheses(cursor, () => {
    skipSpace(cursor);
    if (peek(cursor) === 0x24) readPrimary(cursor);
    if (wordAhead(cursor) === 'in') {
      skipSpace(cursor);
      cursor.offset += 2;
      skipSpace(cursor);
      readChain(cursor);
    } else cursor.broken = true;
    skipSpace(cursor);
  });
  readBlockAs(cursor, 'loop');
}

function readSwitch(cursor: Cursor): void {
  skipSpace(cursor);
  while (isDash(peek(cursor))) {
    const start = cursor.offset;
    readArgument(cursor, 'bare');
    const isFile = /^.f/i.test(cursor.text.slice(start, start + 2));
    skipSpace(cursor);
    if (isFile && peek(cursor) !== 0x7b) readArgument(cursor, 'bare');
    skipSpace(cursor);
  }
  if (peek(cursor) === 0x28) readParentheses(cursor);
  skipSpace(cursor);
  if (peek(cursor) !== 0x7b) {
    cursor.broken = true;
    return;
  }
  cursor.offset++;
  for (;;) {
    skipSeparators(cursor);
    const code = peek(cursor);
    if (code < 0 || code === 0x7d) break;
    readArgument(cursor, 'bare');
    readBlockAs(cursor, 'branch');
  }
  readClosing(cursor, 0x7d);
}

function readTry(cursor: Cursor): void {
  readBlockAs(cursor, undefined);
  for (let word = wordAhead(cursor); word === 'catch' || word === 'finally'; word = wordAhead(cursor)) {
    skipSpace(cursor);
    cursor.offset += word.length;
    skipSpace(cursor);
    while (peek(cursor) === 0x5b || peek(cursor) === 0x2c) {
      if (peek(cursor) === 0x5b) readBrackets(cursor);
      else cursor.offset++;
      skipSpace(cursor);
    }
    readBlockAs(cursor, word === 'catch' ? 'branch' : undefined);
  }
}

function readFunction(cursor: Cursor, start: number): void {
  skipSpace(cursor);
  if (peek(cursor) !== 0x7b && peek(cursor) !== 0x28) readArgument(cursor, 'name');
  skipSpace(cursor);
  if (peek(cursor) === 0x28) {
    cursor.offset++;
    readArguments(cursor, 0x29);
    skipSpace(cursor);
  }
  readNode(cursor, 'function', readBlock, start);
}

/** A class: its members are properties with default values and methods with blocks. */
function readClass(cursor: Cursor): void {
  skipUpToBlock(cursor);
  if (peek(cursor) !== 0x7b) return;
  cursor.offset++;
  for (;;) {
    skipSeparators(cursor);
    const code = peek(cursor);
    if (code < 0 || code === 0x7d) break;
    if (code === 0x5b) readBrackets(cursor);
    else if (code === 0x28) {
      cursor.offset++;
      readArguments(cursor, 0x29);
    } else if (code === 0x7b) readBlockAs(cursor, 'function');
    else if (code === 0x3d) {
      cursor.offset++;
      skipSpace(cursor);
      readStatement(cursor);
    } else if (isIdentifierStart(code)) while (isIdentifierFollow(peek(cursor))) cursor.offset++;
    else if (code !== 0x24 || !readPrimary(cursor)) cursor.offset++;
  }
  readClosing(cursor, 0x7d);
}

/** Goes over a name, and what else stands before a block. */
function skipUpToBlock(cursor: Cursor): void {
  for (;;) {
    skipSpace(cursor);
    const code = peek(cursor);
    if (code === 0x7b) return;
    if (code < 0 || endsStatement(code)) {
      cursor.broken = true;
      return;
    }
    if (code === 0x5b) readBrackets(cursor);
    else cursor.offset++;
  }
}

function skipLine(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (endsStatement(peek(cursor))) return;
    if (peek(cursor) === 0x40) readExpression(cursor, 'key');
    else readBareWord(cursor);
    if (!endsStatement(peek(cursor)) && endsBareWord(peek(cursor))) cursor.offset++;
  }
}

/** `break` and `continue` may name a loop, on the same line. */
function skipLabel(cursor: Cursor): void {
  skipBlanks(cursor);
  if (isIdentifierStart(peek(cursor))) while (isIdentifierFollow(peek(cursor))) cursor.offset++;
  else if (startsExpression(cursor)) readExpression(cursor, 'key');
}

/** `return`, `throw` and `exit` may have a value, on the same line. */
function readValueOfFlow(cursor: Cursor): void {
  skipBlanks(cursor);
  if (!endsStatement(peek(cursor))) readChain(cursor);
}
