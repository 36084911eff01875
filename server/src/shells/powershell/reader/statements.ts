import { endsBareWord, isIdentifierFollow, isIdentifierStart, isLineEnd } from './characters';
import { readCommand, readRedirection } from './commands';
import { keywords, readBlockAs } from './compounds';
import {
  close,
  endOf,
  match,
  nested,
  open,
  peek,
  wrap,
  type Cursor,
  type ListKind,
  type ReadNode,
} from './cursor';
import { readExpression, startsExpression } from './expressions';
import { readList } from './lists';
import { behindSpace, isPipeAhead, readBareWord, skipBlanks, skipSpace } from './pieces';
import { readClosing } from './values';

/** Reads statements up to the closing bracket that is awaited, or to the end of the text. */
export function readStatements(cursor: Cursor, closing: 0x29 | 0x7d | undefined): void {
  nested(cursor, () => {
    readList(cursor, closing === undefined ? wholeText : closing === 0x29 ? inParentheses : inBraces);
  });
}

const wholeText: ListKind = { ends: (code) => code < 0, readItem: readNext };
const inBraces: ListKind = { ends: (code) => code < 0 || code === 0x7d, readItem: readNext };
// A brace ends what is not closed, as one around it waits for it.
const inParentheses: ListKind = {
  ends: (code) => code < 0 || code === 0x29 || code === 0x7d,
  readItem: readNext,
};

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
    const read = word !== undefined && Object.hasOwn(keywords, word) ? keywords[word] : undefined;
    if (word !== undefined && read !== undefined) {
      cursor.offset += word.length;
      read(cursor, start);
    } else if (word !== undefined && blockNames.has(word) && isBlockAhead(cursor, word.length)) {
      cursor.offset += word.length;
      readBlockAs(cursor, 'group');
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
export function endsStatement(code: number): boolean {
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

function isBlockAhead(cursor: Cursor, ahead: number): boolean {
  const at = behindSpace(cursor, ahead);
  return at < cursor.limit && cursor.text[at] === '{';
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
