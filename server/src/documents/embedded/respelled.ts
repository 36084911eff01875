import type { Hole, Range, Refusal, SourceMap } from '../../model';
import type { Filled } from './holes';
import { mapped, type Piece } from './sourceMap';

/** How something that reads a text before the shell does writes what the shell is to see. */
export interface Layer {
  /** What stands for something else, as a global pattern, and what it stands for. */
  readonly special: RegExp;
  readonly meaningOf: (special: string) => string;
  /** What stands around the text once it is read, such as quotes. */
  readonly around: string;
  /** Takes new text without line breaks, returns it as it must be written, or why it cannot. */
  readonly spell: (text: string) => string | Refusal;
}

/** Takes a text as a document spells it, returns what is made of it before the shell reads it. Holes stay as they are. */
export function respelled(inner: Filled, { special, meaningOf, around, spell }: Layer): Filled {
  const pieces: Piece[] = [];
  const holes: Hole[] = [];
  let length = 0;
  const add = (text: string, start: number, end: number): void => {
    pieces.push({ text, range: { start, end } });
    length += text.length;
  };
  let at = 0;
  let next = 0;
  const addUpTo = (end: number): void => {
    for (
      let hole = inner.holes[next];
      hole !== undefined && hole.range.start < end;
      hole = inner.holes[++next]
    ) {
      const shift = length - at;
      holes.push({
        source: hole.source,
        range: { start: hole.range.start + shift, end: hole.range.end + shift },
      });
    }
    add(inner.text.slice(at, end), at, end);
    at = end;
  };
  add(around, 0, 0);
  for (const { 0: found, index } of inner.text.matchAll(special)) {
    addUpTo(index);
    at = index + found.length;
    add(meaningOf(found), index, at);
  }
  addUpTo(inner.text.length);
  add(around, at, at);
  const outer = mapped(inner.text, pieces, { prefix: '', lineBreak: '\n', spell });
  return { text: outer.text, map: composed(outer.map, inner.map), holes };
}

/** Takes a stretch of a text, returns it as a text of its own. */
export function sliced(inner: Filled, range: Range): Filled {
  const { start, end } = range;
  const outer = mapped(inner.text, [{ text: inner.text.slice(start, end), range }], {
    prefix: '',
    lineBreak: '\n',
    spell: (text) => text,
  });
  const holes = inner.holes
    .filter((hole) => start <= hole.range.start && hole.range.end <= end)
    .map((hole) => ({ ...hole, range: { start: hole.range.start - start, end: hole.range.end - start } }));
  return { text: outer.text, map: composed(outer.map, inner.map), holes };
}

/** The map of a text that is made of another one. */
/** Takes the map of a script into a text, and that of the text into its document; returns that of the script into it. */
export function composed(outer: SourceMap, inner: SourceMap): SourceMap {
  return {
    toDocument(range) {
      const between = outer.toDocument(range);
      const found = inner.toDocument(between);
      return between.approximate ? { ...found, approximate: true } : found;
    },
    toEdit(edit) {
      const between = outer.toEdit(edit);
      return 'refused' in between ? between : inner.toEdit(between);
    },
  };
}
