import type { Nesting } from '../../../model';
import { endsBareWord, isDash, isIdentifierFollow, isIdentifierStart } from './characters';
import { readArgument } from './commands';
import { peek, readNode, type Cursor, type ListKind } from './cursor';
import { readExpression, startsExpression } from './expressions';
import { readList } from './lists';
import { readBareWord, skipBlanks, skipSeparators, skipSpace, wordAhead } from './pieces';
import { endsStatement, readBlock, readChain, readStatement } from './statements';
import { readArguments, readBrackets, readClosing, readParentheses, readPrimary } from './values';

/** Reads a block, behind blanks and line ends, that says how its commands run. */
export function readBlockAs(cursor: Cursor, type: Nesting): void {
  skipSpace(cursor);
  readNode(cursor, type, readBlock);
}

/** What reads a statement, by the word that starts it. The cursor stands behind the word. */
export const keywords: Readonly<Record<string, ((cursor: Cursor, start: number) => void) | undefined>> = {
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
    readBlockAs(cursor, 'group');
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
  readList(cursor, cases);
  readClosing(cursor, 0x7d);
}

const endsBraces = (code: number): boolean => code < 0 || code === 0x7d;

/** The cases of a `switch`: what is compared with, and a block. */
const cases: ListKind = {
  ends: endsBraces,
  readItem(cursor) {
    readArgument(cursor, 'bare');
    readBlockAs(cursor, 'branch');
  },
};

function readTry(cursor: Cursor): void {
  readBlockAs(cursor, 'group');
  for (let word = wordAhead(cursor); word === 'catch' || word === 'finally'; word = wordAhead(cursor)) {
    skipSpace(cursor);
    cursor.offset += word.length;
    skipSpace(cursor);
    while (peek(cursor) === 0x5b || peek(cursor) === 0x2c) {
      if (peek(cursor) === 0x5b) readBrackets(cursor);
      else cursor.offset++;
      skipSpace(cursor);
    }
    readBlockAs(cursor, word === 'catch' ? 'branch' : 'group');
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
  readList(cursor, members);
  readClosing(cursor, 0x7d);
}

/** What the members of a class consist of, piece by piece. */
const members: ListKind = {
  ends: endsBraces,
  readItem(cursor) {
    const code = peek(cursor);
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
  },
};

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
