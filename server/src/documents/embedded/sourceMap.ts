import type { Edit, Range, Refusal, SourceMap } from '../../model';

/** A stretch of a script's text, and the stretch of its document that spells it. */
export interface Piece {
  readonly text: string;
  /** Counts in the document. */
  readonly range: Range;
}

/** How a document spells text that comes into one of its scripts. */
export interface Spelling {
  /** What stands in front of each line but the first, as the indentation of a block does; no text of the script. */
  readonly prefix: string;
  /** True if empty lines have it too, since it is more than blanks. */
  readonly prefixesAll?: true;
  /** How the document breaks the lines of a script, which has line feeds alone; undefined if it can have no new lines. */
  readonly lineBreak: string | undefined;
  /** Takes new text without line breaks, returns it as the document spells it, or why it cannot. */
  readonly spell: (text: string) => string | Refusal;
}

/** A piece with its place in the script. */
interface Placed extends Piece {
  /** Counts in the script. */
  readonly start: number;
  readonly end: number;
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
  let text = '';
  const placed: Placed[] = [];
  for (const piece of pieces) {
    const start = text.length;
    text += piece.text;
    const isExact = document.slice(piece.range.start, piece.range.end) === piece.text;
    if (piece.text !== '') placed.push({ ...piece, start, end: text.length, isExact });
  }
  const first = pieces[0]?.range.start ?? 0;
  const last = pieces.at(-1)?.range.end ?? first;
  return { text, map: mapOf(text, placed, { start: first, end: last }, spelling) };
}

/** Where an offset of a script lies in the document: behind what is before it, and in front of what is after it. */
interface Place {
  readonly before: number;
  readonly after: number;
  /** False if it lies in a piece that the document spells in another way. */
  readonly isExact: boolean;
}

function mapOf(text: string, pieces: readonly Placed[], whole: Range, spelling: Spelling): SourceMap {
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
    const before = previous?.range.end ?? whole.start;
    if (piece === undefined) return { before: whole.end, after: whole.end, isExact: true };
    if (offset <= piece.start) return { before, after: piece.range.start, isExact: true };
    const inside = piece.range.start + offset - piece.start;
    return piece.isExact
      ? { before: inside, after: inside, isExact: true }
      : { before: piece.range.end, after: piece.range.start, isExact: false };
  };
  const startsLine = (offset: number): boolean => offset === 0 || text[offset - 1] === '\n';

  return {
    toDocument({ start, end }) {
      const [from, to] = [placeOf(start), placeOf(end)];
      const range =
        start === end && from.isExact
          ? { start: from.after, end: from.after }
          : { start: from.after, end: Math.max(from.after, to.before) };
      return from.isExact && to.isExact ? range : { ...range, approximate: true };
    },
    toEdit({ range: { start, end }, newText }) {
      const [from, to] = [placeOf(start), placeOf(end)];
      if (!from.isExact || !to.isExact) return otherwiseSpelled;
      // Whole lines take what stands in front of them along; all else leaves it where it is.
      const endsLines = startsLine(end) && newText.endsWith('\n');
      const isWhole = startsLine(start) && (endsLines || (newText === '' && start < end && startsLine(end)));
      // An empty line, or what is behind the last one, has nothing in front of it yet.
      const isBare = startsLine(start) && start > 0 && from.after - from.before < spelling.prefix.length;
      const leads = isWhole || isBare;
      const goesOn = !endsLines && !isWhole && end < text.length && text[end] !== '\n';
      const written = spelled(newText, spelling, { leads, goesOn, isWhole: isWhole || endsLines });
      if (typeof written !== 'string') return written;
      const joinsLines = startsLine(end) && !endsLines && !isWhole;
      return {
        range: {
          start: leads ? from.before : from.after,
          end: start === end && !isWhole ? from.after : joinsLines ? to.after : to.before,
        },
        newText: written,
      };
    },
  };
}

const otherwiseSpelled: Refusal = {
  refused: 'The document spells this part of the script in another way, which is not rewritten.',
};

/** Where new text stands among the lines of a script. */
interface Lines {
  /** True if the first line needs the prefix as well. */
  readonly leads: boolean;
  /** True if text follows on the last line. */
  readonly goesOn: boolean;
  /** True if a line that has its prefix follows. */
  readonly isWhole: boolean;
}

function spelled(
  newText: string,
  { prefix, prefixesAll, lineBreak, spell }: Spelling,
  { leads, goesOn, isWhole }: Lines,
): string | Refusal {
  const lines = newText.replace(/\r\n/g, '\n').split('\n');
  if (lines.length > 1 && lineBreak === undefined) {
    return { refused: 'The script stands on one line of its document, where a further line has no place.' };
  }
  const written: string[] = [];
  for (const [index, line] of lines.entries()) {
    const text = spell(line);
    if (typeof text !== 'string') return text;
    const isLast = index === lines.length - 1;
    const isBlank = text === '' && (prefixesAll ? isLast && isWhole : !(isLast && goesOn));
    written.push((index > 0 || leads) && !isBlank ? prefix + text : text);
  }
  return written.join(lineBreak ?? '');
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
