import { lineAt, type ContinuedLine } from '../embedded/continued';

/** A here-document behind an instruction. */
export interface HereDocument {
  readonly name: string;
  /** True if its name is quoted, so that nothing in it is replaced. */
  readonly isQuoted: boolean;
  /** True for `<<-`: the tabs that its lines begin with are no text of it. */
  readonly isChomped: boolean;
  readonly lines: readonly ContinuedLine[];
  /** The line that ends it, without its tabs. */
  readonly end: ContinuedLine;
}

/** A word of an instruction; an unclosed quote is none. */
const word = /(?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/g;

interface Name {
  readonly name: string;
  readonly isQuoted: boolean;
  readonly isChomped: boolean;
}

/** Says whether a word is the beginning of a here-document: `<<EOF`, `<<-"EOF"`, `3<<EOF`. */
const opening = /^\d*<<(-?)([^<]+)$/;

/** The here-documents that a line opens. Source: BuildKit, `heredocsFromLine` in the parser of Dockerfiles. */
function namesIn(line: string): readonly Name[] {
  return (line.match(word) ?? []).flatMap((each): readonly Name[] => {
    const [, dash, spelled] = opening.exec(each) ?? [];
    if (spelled === undefined) return [];
    const name = spelled.replace(/\\([^])|['"]/g, '$1');
    return [{ name, isQuoted: name !== spelled, isChomped: dash === '-' }];
  });
}

/** Takes the line of an instruction, returns it without the words that open here-documents. */
export function withoutHereDocuments(line: string): string {
  return line.replace(word, (each) => (opening.test(each) ? '' : each));
}

/** Takes the line of an instruction and where the next line starts, returns the here-documents behind it. */
export type HereDocumentReader = (line: string, start: number) => readonly HereDocument[];

/**
 * Opens a document for the reading of here-documents. Where one never ends there are none: what follows is read as if it
 * were not there.
 */
export function hereDocumentsIn(document: string): HereDocumentReader {
  const read = new Map<boolean, LinesByContent>();
  const linesFor = (isChomped: boolean): LinesByContent => {
    const lines = read.get(isChomped) ?? linesByContent(document, isChomped);
    read.set(isChomped, lines);
    return lines;
  };
  return (line, start) => {
    const found: HereDocument[] = [];
    let at = start;
    for (const each of line.includes('<<') ? namesIn(line) : []) {
      const end = firstFrom(linesFor(each.isChomped).get(each.name) ?? [], at);
      if (end === undefined) return [];
      const lines = linesBetween(document, at, end, each.isChomped);
      const last = lineOf(document, end, each.isChomped);
      found.push({ ...each, lines, end: last });
      at = last.next;
    }
    return found;
  };
}

/** Where lines start, in ascending order, by what they say. */
type LinesByContent = ReadonlyMap<string, readonly number[]>;

function linesByContent(document: string, isChomped: boolean): LinesByContent {
  const lines = new Map<string, number[]>();
  for (let at = 0; at < document.length;) {
    const { start, end, next } = lineOf(document, at, isChomped);
    const content = document.slice(start, end);
    const known = lines.get(content);
    if (known === undefined) lines.set(content, [at]);
    else known.push(at);
    at = next;
  }
  return lines;
}

/** The first of ascending offsets that is not before another one. */
function firstFrom(offsets: readonly number[], from: number): number | undefined {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return offsets[low];
}

function linesBetween(
  document: string,
  from: number,
  to: number,
  isChomped: boolean,
): readonly ContinuedLine[] {
  const lines: ContinuedLine[] = [];
  for (let at = from; at < to;) {
    const line = lineOf(document, at, isChomped);
    lines.push(line);
    at = line.next;
  }
  return lines;
}

function lineOf(document: string, at: number, isChomped: boolean): ContinuedLine {
  const line = lineAt(document, at);
  let start = line.start;
  while (isChomped && document[start] === '\t') start++;
  return { ...line, start };
}

/** What stands in front of the lines of a here-document. */
export function indentationOf(document: string, { lines: [first], isChomped }: HereDocument): string {
  if (!isChomped || first === undefined) return '';
  return document.slice(document.lastIndexOf('\n', first.start - 1) + 1, first.start);
}
