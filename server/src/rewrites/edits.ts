import type { Edit, Range } from '../model';
import { countLeading } from '../search';

/** Takes a text and edits in source order that do not overlap; returns the text with the edits applied. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { range, newText } of edits) {
    pieces.push(text.slice(at, range.start), newText);
    at = range.end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** Says whether edits touch or cross one another, so that they cannot be made in one step. */
export function collide(edits: readonly Edit[], others: readonly Edit[]): boolean {
  return edits.some(({ range }) =>
    others.some((other) => range.start <= other.range.end && other.range.start <= range.end),
  );
}

/** Says whether edits in source order reach into one another. */
export function overlap(edits: readonly Edit[]): boolean {
  return edits.some(({ range }, i) => i > 0 && (edits[i - 1]?.range.end ?? 0) > range.start);
}

/** Where offsets of a text are once it is edited. */
export interface Moves {
  /** Where something that starts at the offset starts then; undefined if its start is edited away. */
  start(offset: number): number | undefined;
  /** Where something that ends at the offset ends then; undefined if its end is edited away. */
  end(offset: number): number | undefined;
  /** The new range of something; undefined if the edits reach across its borders. */
  range(range: Range): Range | undefined;
  /** True if one edit removes or replaces the whole range. */
  isRemoved(range: Range): boolean;
  /** True if an edit has written what stands at an offset of the new text. */
  isNew(newOffset: number): boolean;
}

/** @param edits in source order, not overlapping */
export function movesOf(edits: readonly Edit[]): Moves {
  let growth = 0;
  const moved = edits.map((edit) => {
    const newStart = edit.range.start + growth;
    growth += edit.newText.length - (edit.range.end - edit.range.start);
    return { ...edit, newStart, newEnd: newStart + edit.newText.length, growth };
  });
  /** How many edits, from the first, hold to a condition that later ones do not. */
  const count = (holds: (edit: (typeof moved)[number]) => boolean): number => countLeading(moved, holds);
  const start = (offset: number): number | undefined => {
    const passed = count(({ range }) => range.end <= offset);
    const next = moved[passed];
    if (next !== undefined && next.range.start < offset) return undefined;
    return offset + (moved[passed - 1]?.growth ?? 0);
  };
  const end = (offset: number): number | undefined => {
    const last = moved[count(({ range }) => range.start < offset) - 1];
    return last !== undefined && last.range.end > offset ? undefined : offset + (last?.growth ?? 0);
  };
  return {
    start,
    end,
    range(range) {
      const [newStart, newEnd] = [start(range.start), end(range.end)];
      return newStart === undefined || newEnd === undefined ? undefined : { start: newStart, end: newEnd };
    },
    isRemoved({ start: from, end: to }) {
      const edit = moved[count(({ range }) => range.start <= from) - 1];
      return edit !== undefined && to <= edit.range.end && edit.range.start < edit.range.end;
    },
    isNew(newOffset) {
      const edit = moved[count(({ newStart }) => newStart <= newOffset) - 1];
      return edit !== undefined && newOffset < edit.newEnd;
    },
  };
}

/** A stretch of a text that grew out of another one: kept from there, or written anew. */
type Piece = { readonly kept: Range } | { readonly written: string };

/** Edits of one text made in several rounds, each on the outcome of the one before. */
export interface Rounds {
  /** Adds a round: edits of the text as it is now, in source order. */
  add(edits: readonly Edit[]): void;
  /** One list of edits that does the same to the first text. */
  edits(): readonly Edit[];
  /** The range of the first text that a range of the text as it is now has come from. */
  origin(range: Range): Range;
}

/** @param length of the first text */
export function roundsOn(length: number): Rounds {
  let pieces: readonly Piece[] = [{ kept: { start: 0, end: length } }];
  return {
    add(edits) {
      pieces = afterRound(pieces, edits);
    },
    edits() {
      const edits: { range: Range; newText: string }[] = [];
      let at = 0;
      let written = '';
      const flush = (end: number): void => {
        if (end > at || written !== '') edits.push({ range: { start: at, end }, newText: written });
        written = '';
      };
      for (const piece of pieces) {
        if ('written' in piece) written += piece.written;
        else if (piece.kept.start < piece.kept.end) {
          flush(piece.kept.start);
          at = piece.kept.end;
        }
      }
      flush(length);
      return edits;
    },
    origin(range) {
      return { start: originOf(pieces, range.start, 'start'), end: originOf(pieces, range.end, 'end') };
    },
  };
}

function lengthOf(piece: Piece): number {
  return 'written' in piece ? piece.written.length : piece.kept.end - piece.kept.start;
}

/** Cuts a piece at an offset from its start. */
function cut(piece: Piece, at: number): readonly [Piece, Piece] {
  if ('written' in piece)
    return [{ written: piece.written.slice(0, at) }, { written: piece.written.slice(at) }];
  const { start, end } = piece.kept;
  return [{ kept: { start, end: start + at } }, { kept: { start: start + at, end } }];
}

function afterRound(pieces: readonly Piece[], edits: readonly Edit[]): readonly Piece[] {
  const result: Piece[] = [];
  const rest = [...pieces].reverse();
  let at = 0;
  /** Takes pieces up to an offset of the text before this round. */
  const take = (end: number, use: (piece: Piece) => void): void => {
    for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) {
      const length = lengthOf(piece);
      if (at + length > end) {
        const [head, tail] = cut(piece, end - at);
        if (lengthOf(head) > 0) use(head);
        rest.push(tail);
        at = end;
        return;
      }
      at += length;
      use(piece);
    }
  };
  for (const { range, newText } of edits) {
    take(range.start, (piece) => result.push(piece));
    take(range.end, () => undefined);
    if (newText !== '') result.push({ written: newText });
  }
  take(Number.POSITIVE_INFINITY, (piece) => result.push(piece));
  return result;
}

function originOf(pieces: readonly Piece[], offset: number, side: 'start' | 'end'): number {
  let at = 0;
  let origin = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const isInside = side === 'start' ? offset < at + length : offset <= at + length;
    if ('kept' in piece) {
      if (isInside) return piece.kept.start + Math.max(0, offset - at);
      origin = piece.kept.end;
    } else if (isInside && side === 'start') return origin;
    at += length;
  }
  return origin;
}
