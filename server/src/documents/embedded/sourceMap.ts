import type { Edit, Range, Refusal, SourceMap } from '../../model';

/** A stretch of a script's text, and the stretch of its document that spells it. */
export interface Piece {
  readonly text: string;
  /** Counts in the document. */
  readonly range: Range;
  /** True for what is no text of the script, and no spelling of it, but stands amid it: no edit takes it along. */
  readonly isForeign?: boolean;
}

/** How a document spells text that comes into one of its scripts. */
export interface Spelling {
  /**
   * What stands in front of each line but the first, as the indentation of a block does; no text of the script. An empty
   * line has it without the blanks at its end.
   */
  readonly prefix: string;
  /** How the document breaks the lines of a script, which has line feeds alone; undefined if it can have no new lines. */
  readonly lineBreak: string | undefined;
  /** How it spells a line that another one goes on with, by its end, if not as all others. */
  readonly continued?: Continued | undefined;
  /** Takes new text without line breaks, returns it as the document spells it, or why it cannot. */
  readonly spell: (text: string) => string | Refusal;
}

/** Lines that are continued. */
export interface Continued {
  /** Finds the end of a line that the next one goes on with. */
  readonly ends: RegExp;
  /** What stands in front of the line that goes on. */
  readonly prefix: string;
  readonly lineBreak: string;
}

/** The place of a piece in the script. */
interface Placed {
  readonly range: Range;
  /** Counts in the script. */
  readonly start: number;
  readonly end: number;
  /** Where what stands in front of it begins in the document, such as indentation: behind the piece before, and what is foreign. */
  readonly lead: number;
  /** True if each character of the document is the same character of the script. */
  readonly isExact: boolean;
}

/** A script's text, and the way back to its document. */
export interface Mapped {
  readonly text: string;
  readonly map: SourceMap;
}

/** The map of a script that is its whole document. */
export const identity: SourceMap = { toDocument: (range) => range, toEdit: (edit) => edit };

/**
 * Joins pieces to a script.
 *
 * @param document the text of the document
 * @param pieces in source order; what lies between them in the document is no text of the script
 */
export function mapped(document: string, pieces: readonly Piece[], spelling: Spelling): Mapped {
  const text = pieces.map((piece) => piece.text).join('');
  const whole = { start: pieces[0]?.range.start ?? 0, end: pieces.at(-1)?.range.end ?? 0 };
  const start = pieces.find((piece) => piece.text !== '')?.range.start ?? whole.end;
  let map: SourceMap | undefined;
  // Most scripts have nothing to show: of those only the start is asked for.
  const found = (): SourceMap => (map ??= mapOf(text, ...placedIn(document, pieces), whole, spelling));
  return {
    text,
    map: {
      toDocument: (range) => (range.end === 0 ? { start, end: start } : found().toDocument(range)),
      toEdit: (edit) => found().toEdit(edit),
    },
  };
}

/** The pieces that make the text of a script, and what of its document is foreign. */
function placedIn(
  document: string,
  pieces: readonly Piece[],
): readonly [placed: readonly Placed[], foreign: readonly Range[]] {
  const placed: Placed[] = [];
  const foreign: Range[] = [];
  let at = 0;
  let lead = pieces[0]?.range.start ?? 0;
  for (const { text, range, isForeign } of pieces) {
    const end = at + text.length;
    const isExact = document.slice(range.start, range.end) === text;
    if (text !== '') placed.push({ range, start: at, end, lead, isExact });
    if (isForeign) foreign.push(range);
    if (isForeign || text !== '') lead = range.end;
    at = end;
  }
  return [placed, foreign];
}

/** Where an offset of a script lies in the document. */
interface Place {
  /** Behind the text before it. */
  readonly behind: number;
  /** Behind what is foreign, too: what stands in front of the text after it begins there. */
  readonly before: number;
  /** In front of the text after it. */
  readonly after: number;
  /** False if it lies in a piece that the document spells in another way. */
  readonly isExact: boolean;
}

function mapOf(
  text: string,
  pieces: readonly Placed[],
  foreign: readonly Range[],
  whole: Range,
  spelling: Spelling,
): SourceMap {
  /** The index of the first piece that ends behind an offset. */
  const indexAt = (offset: number): number => {
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const placeOf = (offset: number): Place => {
    const index = indexAt(offset);
    const [previous, piece] = [pieces[index - 1], pieces[index]];
    const at = (place: number): Place => ({ behind: place, before: place, after: place, isExact: true });
    if (piece === undefined) return at(whole.end);
    const { range, start, lead, isExact } = piece;
    const behind = previous?.range.end ?? whole.start;
    if (offset <= start) return { behind, before: lead, after: range.start, isExact: true };
    return isExact
      ? at(range.start + offset - start)
      : { behind: range.end, before: range.end, after: range.start, isExact };
  };
  const startsLine = (offset: number): boolean => offset === 0 || text[offset - 1] === '\n';
  /** What stands in front of the line that starts at an offset. */
  const prefixAt = (offset: number): string => {
    const before = text.slice(text.lastIndexOf('\n', offset - 2) + 1, Math.max(0, offset - 1));
    return offset > 0 && spelling.continued?.ends.test(before) ? spelling.continued.prefix : spelling.prefix;
  };

  return {
    toDocument({ start, end }) {
      const [from, to] = [placeOf(start), placeOf(end)];
      const range =
        start === end && from.isExact
          ? { start: from.after, end: from.after }
          : { start: from.after, end: Math.max(from.after, to.behind) };
      return from.isExact && to.isExact ? range : { ...range, approximate: true };
    },
    toEdit({ range: { start, end }, newText }) {
      const [from, to] = [placeOf(start), placeOf(end)];
      if (!from.isExact || !to.isExact) return otherwiseSpelled;
      // Whole lines take what stands in front of them along; all else leaves it where it is.
      const endsLines = startsLine(end) && newText.endsWith('\n');
      const isWhole = startsLine(start) && (endsLines || (newText === '' && start < end && startsLine(end)));
      // An empty line, or what is behind the last one, has nothing in front of it yet.
      const isBare = startsLine(start) && start > 0 && from.after - from.before < prefixAt(start).length;
      const leads = isWhole || isBare;
      const follows =
        endsLines || isWhole ? 'line' : end < text.length && text[end] !== '\n' ? 'text' : 'line break';
      const written = spelled(newText, spelling, leads ? prefixAt(start) : '', follows);
      if (typeof written !== 'string') return written;
      const joinsLines = startsLine(end) && !endsLines && !isWhole;
      const first = leads ? from.before : from.after;
      const last = start === end && !isWhole ? from.after : joinsLines ? to.after : to.behind;
      const range = { start: first, end: Math.max(first, last) };
      return foreign.some((each) => each.start < range.end && range.start < each.end)
        ? { refused: 'Something that is not part of the script stands amid what would change.' }
        : { range, newText: written };
    },
  };
}

const otherwiseSpelled: Refusal = {
  refused: 'The document spells this part of the script in another way, which is not rewritten.',
};

/**
 * @param lead what stands in front of the first line
 * @param follows what comes behind it in the document: more of the last line, its end, or a line of its own
 */
function spelled(
  newText: string,
  { prefix, lineBreak, continued, spell }: Spelling,
  lead: string,
  follows: 'text' | 'line break' | 'line',
): string | Refusal {
  const lines = newText.replace(/\r\n/g, '\n').split('\n');
  let written = '';
  for (const [index, line] of lines.entries()) {
    const isContinued = continued?.ends.test(lines[index - 1] ?? '') === true;
    const before =
      index === 0 ? { prefix: lead, lineBreak } : isContinued ? continued : { prefix, lineBreak };
    if (index > 0) {
      if (before.lineBreak === undefined) {
        return {
          refused: 'The script stands on one line of its document, where a further line has no place.',
        };
      }
      written += before.lineBreak;
    }
    const text = spell(line);
    if (typeof text !== 'string') return text;
    const after = index < lines.length - 1 ? 'line break' : follows;
    if (text !== '' || after === 'text') written += before.prefix + text;
    else if (after === 'line break') written += before.prefix.trimEnd();
  }
  return written;
}

/** The same map for a script that is found and explained only, and the reason. */
export function withoutEdits(map: SourceMap, refusal: Refusal): SourceMap {
  return { toDocument: (range) => map.toDocument(range), toEdit: () => refusal };
}

/** The map of a script whose document spells it in a way that is not followed: all of it stands for all of the range. */
export function approximate(text: string, range: Range): Mapped {
  return {
    text,
    map: {
      toDocument: () => ({ ...range, approximate: true }),
      toEdit: (): Edit | Refusal => otherwiseSpelled,
    },
  };
}
