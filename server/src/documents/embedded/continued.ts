import type { Dialect, Range, ScriptPart } from '../../model';
import { lineEnd, lineStart } from '../../lines';
import type { Piece, Spelling } from './sourceMap';

/** A line of a text that is read as one with the lines that it goes on with. */
export interface ContinuedLine extends Range {
  /** Where the next line begins. What is in between is the sign that continues the line, with the line's end. */
  readonly next: number;
  /** True for a comment of the document amid the lines, which is no part of them. */
  readonly isForeign?: true;
}

/** The line of a document that starts at an offset, without what ends it. */
export function lineAt(document: string, start: number): ContinuedLine {
  const end = lineEnd(document, start);
  const at = document.indexOf('\n', end);
  return { start, end, next: at < 0 ? document.length : at + 1 };
}

/** The one line that lines come to. */
export function joinedText(document: string, lines: readonly ContinuedLine[]): string {
  return lines.map(({ start, end, isForeign }) => (isForeign ? '' : document.slice(start, end))).join('');
}

/** Takes lines, returns what is left of them behind so many characters of the one line that they come to. */
export function linesFrom(lines: readonly ContinuedLine[], offset: number): readonly ContinuedLine[] {
  let left = offset;
  for (const [index, line] of lines.entries()) {
    const length = line.isForeign ? 0 : line.end - line.start;
    if (left < length) return [{ ...line, start: line.start + left }, ...lines.slice(index + 1)];
    left -= length;
  }
  return [];
}

/** Takes lines, returns them without the blanks, and the lines of nothing else, at their end. */
export function trimmedEnd(document: string, lines: readonly ContinuedLine[]): readonly ContinuedLine[] {
  const last = lines.findLastIndex(
    ({ start, end, isForeign }) => !isForeign && /\S/.test(document.slice(start, end)),
  );
  const line = lines[last];
  if (line === undefined) return [];
  const end = line.start + document.slice(line.start, line.end).trimEnd().length;
  return [...lines.slice(0, last), { ...line, end, next: end }];
}

/** What lines that are joined come to, as pieces of a script. */
export interface JoinedPieces {
  readonly pieces: readonly Piece[];
  /** Where each line stands in the script. */
  readonly parts: readonly ScriptPart[];
}

/**
 * Joins lines as what reads them before the shell does. Where the shell would go on just so, the sign that continues a line
 * and its end are text of the script, which shows how it is laid out; elsewhere they are left out.
 *
 * @param sign what continues a line
 */
export function joinedPieces(
  document: string,
  lines: readonly ContinuedLine[],
  sign: string,
  dialect: Dialect,
): JoinedPieces {
  const text = joinedText(document, lines);
  const goesOn = continues(text, sign, dialect);
  const pieces: Piece[] = [];
  const parts: ScriptPart[] = [];
  /** Counts in the joined text, and in the script. */
  let [joined, length] = [0, 0];
  const add = (text: string, start: number, end: number): void => {
    pieces.push({ text, range: { start, end } });
    length += text.length;
  };
  for (const { start, end, next, isForeign } of lines) {
    if (isForeign) {
      pieces.push({ text: '', range: { start, end: next }, isForeign });
      continue;
    }
    const from = length;
    add(document.slice(start, end), start, end);
    joined += end - start;
    if (next > end && document[end] === sign && goesOn(joined)) {
      add(sign, end, end + 1);
      add('\n', end + 1, next);
    } else add('', end, next);
    if (length > from)
      parts.push({ range: { start: from, end: length }, before: lineStart(document, start) });
  }
  return { pieces, parts };
}

/** How a document spells a script whose lines it joins: on one line, which may be continued. */
export function joinedSpelling(sign: string, lineBreak: string): Spelling {
  const ends = new RegExp(`(?<!\\${sign})\\${sign}$`);
  return {
    prefix: '',
    lineBreak: undefined,
    continued: { ends, prefix: '', lineBreak },
    spell: (text) => text,
  };
}

/** How a shell continues lines. */
interface Continuing {
  readonly sign: string;
  /** Finds where the end of a line is text, or a line has ended already, in source order. */
  readonly except: (text: string) => Generator<Range, void>;
  /** True if a line is only continued between words. */
  readonly betweenWords: boolean;
}

const shells: Readonly<Record<Dialect, Continuing | undefined>> = {
  bash: { sign: '\\', except: singleQuoted, betweenWords: false },
  powershell: { sign: '`', except: quoted, betweenWords: true },
  // A sign of its own, which no document continues lines with.
  cmd: undefined,
};

/**
 * Takes a line that was joined, returns what says whether the shell would go on just so where the document joined it; it takes
 * ascending offsets.
 */
function continues(text: string, sign: string, dialect: Dialect): (offset: number) => boolean {
  const shell = shells[dialect];
  if (shell?.sign !== sign) return () => false;
  const exceptions = shell.except(text);
  const next = (): Range => {
    const step = exceptions.next();
    return step.done === true ? { start: Infinity, end: Infinity } : step.value;
  };
  let exception = next();
  return (offset) => {
    while (exception.end <= offset) exception = next();
    if (shell.betweenWords && !/[ \t]/.test(text.charAt(offset - 1))) return false;
    return offset <= exception.start;
  };
}

/** What single quotes hold in bash, and a comment. */
function* singleQuoted(text: string): Generator<Range, void> {
  const plain = /\\[^]|\$'(?:[^'\\]|\\[^])*'?|'[^']*'?|["`()]|(?<![^\s;&|()])#/g;
  const double = /\\[^]|\$\(|["`]/g;
  /** What is open, innermost last. */
  const open: string[] = [];
  for (let at = 0; ;) {
    const signs = open.at(-1) === '"' ? double : plain;
    signs.lastIndex = at;
    const match = signs.exec(text);
    if (match === null) return;
    const [found] = match;
    at = signs.lastIndex;
    if (found === '#') {
      yield { start: match.index, end: Infinity };
      return;
    }
    if (found.startsWith('\\')) continue;
    if (found.length > 2 || found.startsWith("'") || found === "$'") yield { start: match.index, end: at };
    else if (found.endsWith('(')) open.push(')');
    else if (open.at(-1) === found) open.pop();
    else if (found !== ')') open.push(found);
  }
}

/** What quotes hold in PowerShell, and comments. */
function* quoted(text: string): Generator<Range, void> {
  for (const { 0: found, index } of text.matchAll(/`[^]|'[^']*'?|"(?:[^"`]|`[^])*"?|<#|#/g)) {
    if (found.startsWith('`')) continue;
    yield { start: index, end: found.endsWith('#') && found.length < 3 ? Infinity : index + found.length };
  }
}
