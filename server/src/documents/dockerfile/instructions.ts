import { joinedText, lineAt, linesFrom, trimmedEnd, type ContinuedLine } from '../embedded/continued';
import { hereDocumentsIn, type HereDocument } from './hereDocuments';

/** The sign that continues a line of a Dockerfile, and has the next character stand for itself. */
export type EscapeSign = '\\' | '`';

/** What an instruction is given, behind its options. */
export interface Operand {
  readonly lines: readonly ContinuedLine[];
  /** The one line that they come to. */
  readonly text: string;
  /** The strings of the JSON array that it is; undefined if it is none. */
  readonly list: readonly string[] | undefined;
}

export interface Instruction {
  /** In capitals. That of what it has run, for `ONBUILD` and `HEALTHCHECK`. */
  readonly keyword: string;
  /** The instruction that has it run at another time, in capitals. */
  readonly outer: 'ONBUILD' | 'HEALTHCHECK' | undefined;
  /** Where its first line starts. */
  readonly start: number;
  readonly operand: Operand;
  readonly hereDocuments: readonly HereDocument[];
}

export interface Instructions {
  readonly escape: EscapeSign;
  readonly list: readonly Instruction[];
}

/** Instructions that here-documents may follow. */
const withHereDocuments: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/**
 * Reads the instructions of a Dockerfile, as BuildKit's parser does. Source: its `parser.Parse`, and the Dockerfile
 * reference, "Format", "Parser directives" and "Here-Documents".
 */
export function readInstructions(document: string): Instructions {
  const start = document.startsWith('\ufeff') ? 1 : 0;
  const escape = escapeSignOf(document.slice(start, start + longestDirectives));
  const hereDocumentsAt = hereDocumentsIn(document);
  const list: Instruction[] = [];
  for (let at = start; at < document.length;) {
    const { lines, end } = linesAt(document, at, escape);
    const text = joinedText(document, lines);
    const read = text === '' ? undefined : instructionIn(document, lines, text);
    const hereDocuments =
      read !== undefined && withHereDocuments.has(read.keyword) && read.operand.list === undefined
        ? hereDocumentsAt(text, end)
        : [];
    if (read !== undefined) list.push({ ...read, start: at, hereDocuments });
    at = hereDocuments.at(-1)?.end.next ?? end;
  }
  return { escape, list };
}

/** Directives stand in the first lines, which are no longer. In UTF-16 code units. */
const longestDirectives = 2000;

/** The sign that the directive `escape` chooses: directives are comments before anything else. */
function escapeSignOf(beginning: string): EscapeSign {
  for (const line of beginning.split('\n')) {
    const [, name, value] = /^\s*#\s*([A-Za-z][\w-]*)\s*=\s*(\S+)/.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\';
  }
  return '\\';
}

const isComment = (text: string): boolean => /^\s*#/.test(text);

/** The lines of the instruction that starts at an offset, and where the next one starts. An empty line is one of its own. */
function linesAt(
  document: string,
  offset: number,
  escape: EscapeSign,
): { readonly lines: readonly ContinuedLine[]; readonly end: number } {
  const lines: ContinuedLine[] = [];
  for (let at = offset; at < document.length;) {
    const { start, end, next } = lineAt(document, at);
    const text = document.slice(start, end);
    at = next;
    if (isComment(text)) {
      if (lines.length === 0) return { lines, end: next };
      lines.push({ start, end, next, isForeign: true });
      continue;
    }
    const isFirst = lines.length === 0;
    const content = text.trimEnd();
    if (content === '' && isFirst) return { lines, end: next };
    // Blank lines amid an instruction are passed over, with a warning.
    const isContinued = content === '' || (content.endsWith(escape) && content.at(-2) !== escape);
    const from = isFirst ? start + text.length - text.trimStart().length : content === '' ? end : start;
    const to = isContinued && content !== '' ? start + content.length - 1 : end;
    lines.push({ start: Math.min(from, to), end: to, next });
    if (!isContinued) break;
  }
  return { lines, end: lines.at(-1)?.next ?? document.length };
}

/** A keyword, with the options behind it. */
const head = /^([A-Za-z]+)(?:\s+|$)(?:--(?:[^\s"'\\]|\\[^]|'[^']*'|"[^"]*")*(?:\s+|$))*/;

/** Instructions that have another one run, as it stands behind them. */
const isOuter = (keyword: string): keyword is 'ONBUILD' | 'HEALTHCHECK' =>
  keyword === 'ONBUILD' || keyword === 'HEALTHCHECK';

function instructionIn(
  document: string,
  lines: readonly ContinuedLine[],
  text: string,
): Pick<Instruction, 'keyword' | 'outer' | 'operand'> | undefined {
  const [first, keyword = ''] = head.exec(text) ?? [];
  if (first === undefined) return undefined;
  const outer = keyword.toUpperCase();
  const [second, inner = ''] = isOuter(outer) ? (head.exec(text.slice(first.length)) ?? []) : [''];
  if (second === undefined) return undefined;
  const operand = operandOf(document, linesFrom(lines, first.length + second.length));
  return isOuter(outer)
    ? { keyword: inner.toUpperCase(), outer, operand }
    : { keyword: outer, outer: undefined, operand };
}

function operandOf(document: string, lines: readonly ContinuedLine[]): Operand {
  const trimmed = trimmedEnd(document, lines);
  const text = joinedText(document, trimmed);
  return { lines: trimmed, text, list: listIn(text) };
}

function listIn(text: string): readonly string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
