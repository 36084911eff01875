import type { Hole, Range, Script } from '../../model';
import type { Mapped } from './sourceMap';

/** A script's text whose holes are filled, with a map that writes them as they were. */
export interface Filled extends Mapped {
  readonly holes: readonly Hole[];
}

/** The first and the number of the characters that fill holes: the private ones of Unicode, which no text should have. */
const firstFiller = 0xe000;
const fillers = 0x1900;

/** Finds characters that may fill holes. */
export const filler = /[\ue000-\uf8ff]/;

/**
 * Fills the holes of a script with characters that every shell takes for letters, one for one, so that what a hole holds
 * is no syntax and offsets stay. The same text gets the same character wherever it stands.
 *
 * @param holes ranges of the script, in source order
 */
export function filled({ text, map }: Mapped, holes: readonly Range[]): Filled {
  const { filledText, found } = fill(text, holes);
  return {
    text: filledText,
    holes: found,
    map: {
      toDocument: (range) => map.toDocument(range),
      toEdit: ({ range, newText }) => map.toEdit({ range, newText: withoutFillers(newText, found) }),
    },
  };
}

/** The same for holes that are syntax of the document, which are written as they stand: escaped, they would be text. */
export function filledUnescaped(script: Mapped, ranges: readonly Range[]): Filled {
  const { text, holes } = filled(script, ranges);
  return {
    text,
    holes,
    map: {
      toDocument: (range) => script.map.toDocument(range),
      toEdit(edit) {
        const placed = script.map.toEdit(edit);
        return 'refused' in placed ? placed : { ...placed, newText: withoutFillers(placed.newText, holes) };
      },
    },
  };
}

function fill(
  text: string,
  holes: readonly Range[],
): { readonly filledText: string; readonly found: readonly Hole[] } {
  const pieces: string[] = [];
  const found: Hole[] = [];
  let at = 0;
  for (const range of holes) {
    const source = text.slice(range.start, range.end);
    pieces.push(text.slice(at, range.start), fillerOf(source).repeat(source.length));
    found.push({ range, source });
    at = range.end;
  }
  pieces.push(text.slice(at));
  return { filledText: pieces.join(''), found };
}

function fillerOf(source: string): string {
  let hash = 0;
  for (let i = 0; i < source.length; i++) hash = (hash * 31 + source.charCodeAt(i)) % 0x7fffffff;
  return String.fromCharCode(firstFiller + (hash % fillers));
}

const runs = /([\ue000-\uf8ff])\1*/g;

/** Takes a text with filled holes, returns it with their own text. */
export function withoutFillers(text: string, holes: readonly Hole[]): string {
  return holes.length === 0 ? text : unfiller(holes)(text);
}

/** The same for many texts with the same holes. */
function unfiller(holes: readonly Hole[]): (text: string) => string {
  const sources = new Map(holes.map(({ source }) => [`${fillerOf(source)}${source.length}`, source]));
  return (text) => text.replace(runs, (run) => sources.get(`${run.charAt(0)}${run.length}`) ?? run);
}

/** Takes the holes of a document whose scripts were read with them filled, returns what gives such a script its holes. */
export function unfilling(holes: readonly Hole[]): (script: Script) => Script {
  const unfilled = unfiller(holes);
  return (script) => {
    const own = rangesOf(script.text, runs)
      .map((range) => ({ range, source: unfilled(script.text.slice(range.start, range.end)) }))
      .filter(({ source }) => !filler.test(source));
    return {
      ...script,
      holes: [...script.holes, ...own].sort((a, b) => a.range.start - b.range.start),
      map: {
        toDocument: (range) => script.map.toDocument(range),
        toEdit(edit) {
          const placed = script.map.toEdit(edit);
          return 'refused' in placed ? placed : { ...placed, newText: unfilled(placed.newText) };
        },
      },
    };
  };
}

/** The ranges of a text that a pattern finds, which must be global. */
export function rangesOf(text: string, pattern: RegExp): readonly Range[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}
