import {
  close,
  match,
  nested,
  open,
  passBlanks,
  giveUp,
  within,
  wrap,
  type Cursor,
  type OutlineNode,
} from './cursor';
import {
  arithmeticEnd,
  assignment,
  isRedirection,
  isProcessSubstitution,
  readAssignment,
  readExpansions,
  readQuoted,
  readRedirection,
  readSubstitution,
  skipSpace,
  readWords,
  takeWord,
} from './pieces';

const reserved =
  /(?:then|do|else|elif|fi|done|esac|if|while|until|for|select|case|function|\[\[)(?=[\s;&|()<>]|$)|[{!](?=[\s(])|\}(?=[\s;&|()<>]|$)/y;

/** Says whether a character may begin a reserved word: a lower-case letter, `!`, `[`, `{` or `}`. */
function mayBeReserved(code: number): boolean {
  return (code >= 0x61 && code <= 0x7b) || code === 0x7d || code === 0x21 || code === 0x5b;
}

/** Reserved words that only go on or end what another one has started. */
const awaitable: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', 'fi', 'done', 'esac', '}']);

/** `time` and `coproc` in front of a compound command; before a simple one they are words like others. */
const prefix =
  /(?:time(?:\s+-p)?(?:\s+--)?|coproc(?:\s+[A-Za-z_]\w*)?)\s+(?=[{!]\s|\(|(?:if|while|until|for|case|time)\s)/y;
const negation = /!(?=\s)/y;
const caseIn = /in(?=\s)/y;
const caseEnd = /;;&|;;|;&/y;
const testEnd = /\]\](?=[\s;&|()<>]|$)/y;
const declares = /(?:declare|typeset|local|export|readonly)(?=\s)/y;
const parentheses = /[ \t]*\([ \t]*\)/y;

/** What reads a compound command, by the word that starts it. */
const compounds: Readonly<Record<string, ((cursor: Cursor) => void) | undefined>> = {
  '{': (cursor) => {
    compound(cursor, 'compound_statement', 1, () => void readBlock(cursor, '}'));
  },
  '[[': (cursor) => {
    compound(cursor, 'test_command', 2, readTest);
  },
  if: (cursor) => {
    compound(cursor, 'if_statement', 2, readIf);
  },
  while: (cursor) => {
    compound(cursor, 'while_statement', 5, readWhile);
  },
  until: (cursor) => {
    compound(cursor, 'while_statement', 5, readWhile);
  },
  for: (cursor) => {
    compound(cursor, 'for_statement', 3, readFor);
  },
  select: (cursor) => {
    compound(cursor, 'for_statement', 6, readFor);
  },
  case: (cursor) => {
    compound(cursor, 'case_statement', 4, readCase);
  },
  function: readFunction,
};

/** The reserved word that stands here, where a command may start. */
function reservedWord(cursor: Cursor): string | undefined {
  return mayBeReserved(cursor.text.charCodeAt(cursor.offset)) ? match(cursor, reserved) : undefined;
}

/** Reads one statement, or what stands in its place. */
export function readTopLevel(cursor: Cursor): void {
  skipSpace(cursor);
  if (cursor.offset < cursor.limit) readNext(cursor);
}

/** Reads commands up to something that is awaited. */
export function readList(cursor: Cursor): void {
  nested(cursor, () => {
    for (;;) {
      skipSpace(cursor);
      if (cursor.offset >= cursor.limit || isAwaited(cursor)) return;
      readNext(cursor);
    }
  });
}

/** Reads a statement; over a sign or word that belongs to none. */
function readNext(cursor: Cursor): void {
  const start = cursor.offset;
  if (cursor.brackets === 0 && cursor.waiting.length === 0 && !cursor.endless) cursor.settled = start;
  const word = reservedWord(cursor);
  if (word === undefined || !awaitable.has(word)) readStatement(cursor);
  if (cursor.offset === start) cursor.offset += isCaseEnd(cursor) ? 2 : (word?.length ?? 1);
}

function isCaseEnd(cursor: Cursor): boolean {
  return (
    cursor.text[cursor.offset] === ';' &&
    (cursor.text[cursor.offset + 1] === ';' || cursor.text[cursor.offset + 1] === '&')
  );
}

function isAwaited(cursor: Cursor): boolean {
  if (cursor.awaited.length === 0) return false;
  const c = cursor.text[cursor.offset];
  const sign = c === ')' ? c : isCaseEnd(cursor) ? ';;' : reservedWord(cursor);
  return sign !== undefined && cursor.awaited.includes(sign);
}

/** Reads commands up to one of the signs and over it; returns the sign, or undefined if it is missing. */
export function readBlock(cursor: Cursor, ...signs: string[]): string | undefined {
  cursor.awaited.push(...signs);
  readList(cursor);
  cursor.awaited.length -= signs.length;
  const sign = cursor.text[cursor.offset] === ')' ? ')' : reservedWord(cursor);
  if (cursor.offset >= cursor.limit || sign === undefined || !signs.includes(sign)) return undefined;
  cursor.offset += sign.length;
  return sign;
}

function readStatement(cursor: Cursor): void {
  const start = cursor.offset;
  const first = cursor.nodes.length;
  let list: OutlineNode | undefined;
  readPipeline(cursor);
  for (;;) {
    const end = cursor.offset;
    passBlanks(cursor);
    const c = cursor.text[cursor.offset];
    if (cursor.offset >= cursor.limit || (c !== '&' && c !== '|') || cursor.text[cursor.offset + 1] !== c) {
      if (!cursor.endless) cursor.offset = end;
      if (list !== undefined) close(cursor, list, end);
      return;
    }
    list ??= wrap(cursor, 'list', start, first);
    cursor.offset += 2;
    skipSpace(cursor);
    readPipeline(cursor);
  }
}

/** More `!` in front of a command than anybody writes. */
const mostNegations = 10;

function readPipeline(cursor: Cursor): void {
  const outer = cursor.inside;
  let negations = 0;
  for (let word = prefixWord(cursor); word !== undefined; word = prefixWord(cursor)) {
    if (word === '!' && ++negations <= mostNegations) open(cursor, 'negated_command');
    cursor.offset += word.length;
    passBlanks(cursor);
  }
  const start = cursor.offset;
  const first = cursor.nodes.length;
  let isPipeline = false;
  nested(cursor, readCommand);
  let end = cursor.offset;
  for (;;) {
    passBlanks(cursor);
    if (
      cursor.offset >= cursor.limit ||
      cursor.text[cursor.offset] !== '|' ||
      cursor.text[cursor.offset + 1] === '|'
    )
      break;
    if (!isPipeline) wrap(cursor, 'pipeline', start, first);
    isPipeline = true;
    cursor.offset += cursor.text[cursor.offset + 1] === '&' ? 2 : 1;
    skipSpace(cursor);
    nested(cursor, readCommand);
    end = cursor.offset;
  }
  for (let node = cursor.inside; node !== undefined && node !== outer; node = node.parent) node.end = end;
  cursor.inside = outer;
  if (!cursor.endless) cursor.offset = end;
}

function prefixWord(cursor: Cursor): string | undefined {
  const c = cursor.text[cursor.offset];
  return c === '!' ? match(cursor, negation) : c === 't' || c === 'c' ? match(cursor, prefix) : undefined;
}

function readCommand(cursor: Cursor): void {
  const word = reservedWord(cursor);
  const read = word === undefined ? undefined : compounds[word];
  if (read !== undefined) read(cursor);
  else if (word !== undefined && awaitable.has(word)) return;
  else if (cursor.text[cursor.offset] === '(') readParentheses(cursor);
  else readSimple(cursor);
}

/** Reads a compound command with the redirections after it. */
function compound(
  cursor: Cursor,
  type: string,
  length: number,
  read: (cursor: Cursor, node: OutlineNode) => void,
): void {
  const first = cursor.nodes.length;
  const node = open(cursor, type);
  cursor.offset += length;
  read(cursor, node);
  cursor.inside = node;
  close(cursor, node);
  let redirected: OutlineNode | undefined;
  for (let end = cursor.offset; ; end = cursor.offset) {
    passBlanks(cursor);
    if (!isRedirection(cursor)) {
      if (!cursor.endless) cursor.offset = end;
      if (redirected !== undefined) close(cursor, redirected);
      return;
    }
    redirected ??= wrap(cursor, 'redirected_statement', node.start, first);
    readRedirection(cursor);
  }
}

function readParentheses(cursor: Cursor): void {
  const end = arithmeticEnd(cursor, cursor.offset);
  if (end === undefined) compound(cursor, 'subshell', 1, () => void readBlock(cursor, ')'));
  else {
    compound(cursor, 'compound_statement', 2, () => {
      within(cursor, cursor.offset, end, readExpansions);
    });
  }
}

function readFunction(cursor: Cursor): void {
  const node = open(cursor, 'function_definition');
  cursor.offset += 'function'.length;
  skipSpace(cursor);
  takeWord(cursor);
  cursor.offset += match(cursor, parentheses)?.length ?? 0;
  readBody(cursor);
  close(cursor, node);
}

/** Reads the compound command that a function's name announces. */
function readBody(cursor: Cursor): void {
  skipSpace(cursor);
  if (
    cursor.offset < cursor.limit &&
    (cursor.text[cursor.offset] === '(' || reservedWord(cursor) !== undefined)
  )
    nested(cursor, readCommand);
}

function readIf(cursor: Cursor, node: OutlineNode): void {
  let sign = readCondition(cursor, node);
  for (let clause: OutlineNode | undefined; sign === 'then';) {
    const start = cursor.offset;
    const next = readBlock(cursor, 'elif', 'else', 'fi');
    const end = cursor.offset - (next?.length ?? 0);
    if (clause !== undefined) close(cursor, clause, Math.max(start, end));
    if (next !== 'elif' && next !== 'else') return;
    clause = open(cursor, `${next}_clause`, end);
    sign = next === 'else' ? 'then' : readCondition(cursor, clause);
  }
}

/** Reads the condition of a node up to `then`; returns the word that ends it. */
function readCondition(cursor: Cursor, node: OutlineNode): string | undefined {
  const word = readBlock(cursor, 'then', 'fi');
  node.conditionEnd = cursor.offset - (word?.length ?? 0);
  return word;
}

function readWhile(cursor: Cursor, node: OutlineNode): void {
  const word = readBlock(cursor, 'do', 'done');
  node.conditionEnd = cursor.offset - (word?.length ?? 0);
  if (word === 'do') readLoop(cursor);
}

function readLoop(cursor: Cursor): void {
  const group = open(cursor, 'do_group', cursor.offset - 2);
  readBlock(cursor, 'done');
  close(cursor, group);
}

function readFor(cursor: Cursor, node: OutlineNode): void {
  skipSpace(cursor);
  const end = arithmeticEnd(cursor, cursor.offset);
  if (end !== undefined) {
    node.type = 'c_style_for_statement';
    within(cursor, cursor.offset, end, readExpansions);
  } else readWords(cursor);
  skipSpace(cursor);
  if (cursor.text[cursor.offset] === ';') cursor.offset++;
  skipSpace(cursor);
  const word = reservedWord(cursor);
  if (word !== 'do' && word !== '{') return;
  cursor.offset += word.length;
  if (word === 'do') {
    readLoop(cursor);
    return;
  }
  readBlock(cursor, '}');
}

function readCase(cursor: Cursor): void {
  skipSpace(cursor);
  takeWord(cursor);
  skipSpace(cursor);
  if (match(cursor, caseIn) !== undefined) cursor.offset += 2;
  for (;;) {
    skipSpace(cursor);
    if (cursor.offset >= cursor.limit) return;
    if (reservedWord(cursor) === 'esac') {
      cursor.offset += 4;
      return;
    }
    const item = open(cursor, 'case_item');
    if (cursor.text[cursor.offset] === '(') cursor.offset++;
    readPattern(cursor);
    cursor.awaited.push(';;', 'esac');
    readList(cursor);
    cursor.awaited.length -= 2;
    if (cursor.text[cursor.offset] === ';') cursor.offset += match(cursor, caseEnd)?.length ?? 0;
    const isStuck = cursor.offset === item.start;
    close(cursor, item);
    if (isStuck || (cursor.offset < cursor.limit && reservedWord(cursor) !== 'esac' && isAwaited(cursor)))
      return;
  }
}

/** Reads the patterns of a `case` item over the `)`. */
function readPattern(cursor: Cursor): void {
  for (;;) {
    passBlanks(cursor);
    const c = cursor.text[cursor.offset];
    if (cursor.offset >= cursor.limit || c === '\n' || c === ';') return;
    if (c === ')') {
      cursor.offset++;
      return;
    }
    const start = cursor.offset;
    takeWord(cursor);
    if (cursor.offset === start) cursor.offset++;
  }
}

function readTest(cursor: Cursor): void {
  for (;;) {
    skipSpace(cursor);
    if (cursor.offset >= cursor.limit) {
      giveUp(cursor);
      return;
    }
    if (match(cursor, testEnd) !== undefined) {
      cursor.offset += 2;
      return;
    }
    for (
      let c = cursor.text.charAt(cursor.offset);
      cursor.offset < cursor.limit && !/\s/.test(c);
      c = cursor.text.charAt(cursor.offset)
    ) {
      if (isProcessSubstitution(cursor)) readSubstitution(cursor, 'process_substitution', 2);
      else if (!readQuoted(cursor, c)) cursor.offset++;
      if (c === ')') break; // the end may follow without a blank
    }
  }
}

function readSimple(cursor: Cursor): void {
  const command = open(cursor, 'command');
  const isDeclaration = match(cursor, declares) !== undefined;
  let words = 0;
  let assignments = 0;
  let end = cursor.offset;
  for (;;) {
    passBlanks(cursor);
    const start = cursor.offset;
    if (cursor.offset >= cursor.limit || cursor.text[cursor.offset] === '#') break;
    if (isRedirection(cursor)) readRedirection(cursor);
    else if ((words === 0 || isDeclaration) && match(cursor, assignment) !== undefined) {
      readAssignment(cursor);
      if (words === 0) assignments++;
    } else {
      takeWord(cursor);
      if (cursor.offset > start) words++;
      if (words === 1 && assignments === 0 && match(cursor, parentheses) !== undefined) {
        cursor.offset += match(cursor, parentheses)?.length ?? 0;
        command.type = 'function_definition';
        readBody(cursor);
        close(cursor, command);
        return;
      }
    }
    if (cursor.offset === start) break;
    end = cursor.offset;
  }
  if (!cursor.endless) cursor.offset = end;
  if (words === 0) command.type = assignments > 0 ? 'variable_assignments' : 'redirected_statement';
  close(cursor, command);
}
