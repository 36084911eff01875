import { countLeading } from './search';
import { joined } from './shells/changes';
import type { TextChange } from './shells/shell';

/** Where a pattern matches in a text; the offsets count in UTF-16 code units. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Where its group 1 starts, which ends it; where it starts itself if it has none. */
  readonly inner: number;
}

/**
 * Gives the matches of a pattern in a text, in source order, whatever its case: as many as are kept, which is all of
 * them in any script. The pattern is a constant, and heeds `longestReach`.
 */
export type Matches = (pattern: RegExp) => readonly Match[];

/**
 * Whether a pattern matches somewhere, and how far, depends on no more text than that on either side of where the
 * match starts.
 */
export const longestReach = 500;

/** So many matches of a pattern are kept: no script has as many places that anybody looks at. */
const mostMatches = 50_000;

/** Searches one text after another, each of which came of the last one by changes. */
export interface Searcher {
  /** Says how the text changed since the last one, so that only what is near is searched again. */
  changed(change: TextChange): void;
  /** What is found in a text; it holds until the next change. */
  search(text: string): Matches;
}

interface Found {
  /** The pattern, as a search that starts at an offset. */
  readonly search: RegExp;
  matches: readonly MovableMatch[];
  /** The length of the text that they are of. */
  length: number;
  /** How the text has changed since. */
  pending: TextChange | undefined;
}

type MovableMatch = { -readonly [Key in keyof Match]: Match[Key] };

export function openSearcher(): Searcher {
  const found = new Map<RegExp, Found>();
  return {
    changed(change) {
      for (const each of found.values()) each.pending = joined(each.pending, change);
    },
    search: (text) => (pattern) => {
      const known = found.get(pattern);
      if (known === undefined) {
        const search = new RegExp(pattern, 'gi');
        const matches = searchAll(search, text);
        found.set(pattern, { search, matches, length: text.length, pending: undefined });
        return matches;
      }
      if (known.pending !== undefined) {
        const { oldEnd, newEnd } = known.pending;
        const isKnown = known.length + newEnd - oldEnd === text.length && known.matches.length < mostMatches;
        const near = isKnown ? searchNear(known, known.pending, text) : undefined;
        known.matches =
          near !== undefined && near.length < mostMatches ? near : searchAll(known.search, text);
        known.length = text.length;
        known.pending = undefined;
      }
      return known.matches;
    },
  };
}

function searchAll(search: RegExp, text: string): readonly MovableMatch[] {
  const matches: MovableMatch[] = [];
  searchFrom(search, 0, text.length, text, matches);
  return matches;
}

/** Adds the matches from an offset on that start before a limit; returns where the search went on from there. */
function searchFrom(
  search: RegExp,
  from: number,
  limit: number,
  text: string,
  matches: MovableMatch[],
): number {
  const reached = text.slice(0, limit + longestReach);
  let at = from;
  while (at < limit && matches.length < mostMatches) {
    search.lastIndex = at;
    const match = search.exec(reached);
    if (match === null || match.index >= limit) return limit;
    const { index: start } = match;
    const end = start + match[0].length;
    matches.push({ start, end, inner: match[1] === undefined ? start : end - match[1].length });
    at = Math.max(end, start + 1);
  }
  return at;
}

/** Searches where changes may have made a difference, and keeps the other matches: as if all had been searched. */
function searchNear(
  { search, matches: old }: Found,
  { start, oldEnd, newEnd }: TextChange,
  text: string,
): readonly MovableMatch[] {
  const growth = newEnd - oldEnd;
  const matches = old.slice(0, countBefore(old, start - longestReach));
  let at = Math.max(0, start - longestReach, matches.at(-1)?.end ?? 0);
  let limit = Math.min(text.length, newEnd + longestReach);
  for (;;) {
    at = searchFrom(search, at, limit, text, matches);
    // From here on all is as it was, unless the search was then inside a match.
    const next = countBefore(old, at - growth);
    const around = old[next - 1];
    if (around !== undefined && around.end + growth > at && at < text.length) {
      limit = around.end + growth;
      continue;
    }
    for (const match of old.slice(next)) {
      match.start += growth;
      match.end += growth;
      match.inner += growth;
      matches.push(match);
    }
    return matches;
  }
}

/** How many matches start before an offset. */
export function countBefore(matches: readonly Match[], offset: number): number {
  return countLeading(matches, ({ start }) => start < offset);
}
