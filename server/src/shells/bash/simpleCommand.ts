import type { Assignment, Range, Redirection, Word } from '../../model';
import { lineEnd } from '../../lines';
import { skipBlanks } from './blanks';
import { skipParentheses } from './skip';
import { readWord, type Backticks } from './word';

/**
 * Reads the words of one simple command.
 *
 * The tree tells where a command stands; its words are read here, because the grammar puts words that follow
 * a redirection under the redirection and loses some (`az login <&- -u a`, `{fd}>x`, `<>c`) without an error.
 */

/** No command that people write has more words; what follows them is not looked at. */
export const mostWords = 10_000;

/** A simple command as read: everything between two separators. */
export interface SimpleCommand {
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
  readonly range: Range;
  /** False if a quote or bracket in it never ends, or its words do not; it is then cut at its line's end. */
  readonly complete: boolean;
}

/** A redirection's operator, with the descriptor in front of it. */
export const redirection = /(\d+|\{[A-Za-z_]\w*\})?(&>>|&>|<<<|<<-|<<|<&|<>|<|>>|>&|>\||>)/y;
const assignmentName = /([A-Za-z_]\w*)(\[[^\]\n]*\])?\+?=/y;

/**
 * Reads the simple command that starts at `start`.
 *
 * @param text the script
 * @param start offset of its first assignment, redirection or word
 * @param inBackticks where the command stands, if in backticks, which then end it
 */
export function readSimpleCommand(text: string, start: number, inBackticks: Backticks): SimpleCommand {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  let complete = true;
  let end = start;
  let i = start;
  for (;;) {
    i = skipBlanks(text, i);
    if (endsCommand(text, i, inBackticks)) break;
    const here = readRedirection(text, i, inBackticks);
    if (here !== undefined) {
      redirections.push(here);
      i = end = here.range.end;
      continue;
    }
    const assignment = words.length === 0 ? readAssignment(text, i, inBackticks) : undefined;
    if (assignment !== undefined) {
      assignments.push(assignment);
      i = end = assignment.range.end;
      continue;
    }
    const read = readWord(text, i, inBackticks);
    if (read.word.range.end === i) break; // a character that no word may start with
    words.push(read.word);
    i = end = read.word.range.end;
    if (!read.complete) {
      complete = false;
      break;
    }
    if (words.length >= mostWords) {
      complete = false;
      end = lineEnd(text, end);
      break;
    }
  }
  return { assignments, words, redirections, range: { start, end }, complete };
}

function endsCommand(text: string, i: number, inBackticks: Backticks): boolean {
  switch (text[i]) {
    case undefined:
    case '\n':
    case ';':
    case '|':
    case ')':
    case '(':
    case '#':
      return true;
    case '\r':
      return text[i + 1] === '\n' || i + 1 === text.length;
    case '&':
      return text[i + 1] !== '>';
    case '`':
      return inBackticks === true;
    case '\\':
      return inBackticks === 'nested' && text[i + 1] === '`';
    default:
      return false;
  }
}

/** Says whether a character may begin a redirection: `<`, `>`, `&`, `{` or a digit. */
export function mayBeRedirection(code: number): boolean {
  return code === 0x3c || code === 0x3e || code === 0x26 || code === 0x7b || (code >= 0x30 && code <= 0x39);
}

function readRedirection(text: string, start: number, inBackticks: Backticks): Redirection | undefined {
  if (!mayBeRedirection(text.charCodeAt(start))) return undefined;
  redirection.lastIndex = start;
  const match = redirection.exec(text);
  const operator = match?.[2];
  if (match === null || operator === undefined) return undefined;
  const afterOperator = start + match[0].length;
  // `<(…)` and `>(…)` are words.
  if ((operator === '<' || operator === '>') && text[afterOperator] === '(' && match[1] === undefined) {
    return undefined;
  }
  const at = skipBlanks(text, afterOperator);
  if (endsCommand(text, at, inBackticks)) {
    return { range: { start, end: afterOperator }, operator, descriptor: match[1], target: undefined };
  }
  const { word } = readWord(text, at, inBackticks);
  const hereDocument = operator === '<<' || operator === '<<-';
  return {
    range: { start, end: word.range.end },
    operator,
    descriptor: match[1],
    target: hereDocument ? undefined : word,
  };
}

function readAssignment(text: string, start: number, inBackticks: Backticks): Assignment | undefined {
  assignmentName.lastIndex = start;
  const match = assignmentName.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const at = start + match[0].length;
  if (text[at] === '(') {
    return { name, value: undefined, range: { start, end: skipParentheses(text, at) ?? lineEnd(text, at) } };
  }
  const { word } = readWord(text, at, inBackticks);
  const empty = word.range.end === at;
  return { name, value: empty ? undefined : word, range: { start, end: word.range.end } };
}
