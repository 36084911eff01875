import type { Range, Refusal } from '../../model';
import type { Mapped } from './sourceMap';

/** A script that is put together of others, and where each of them stands in it. */
export interface Joined extends Mapped {
  readonly ranges: readonly Range[];
}

const acrossParts: Refusal = {
  refused: 'The change would reach over several places of the document, which are not rewritten at once.',
};

/**
 * Joins the texts of several places of a document to one script, each on lines of its own.
 *
 * @param parts at least one; they may stand in the document in another order
 */
export function joinedLines(parts: readonly Mapped[]): Joined {
  let text = '';
  const placed: (Mapped & Range)[] = [];
  for (const part of parts) {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
    placed.push({ ...part, start: text.length, end: text.length + part.text.length });
    text += part.text;
  }
  const within = ({ start, end }: Range, part: Range): Range => ({
    start: Math.max(start, part.start) - part.start,
    end: Math.min(end, part.end) - part.start,
  });
  return {
    text,
    ranges: placed.map(({ start, end }) => ({ start, end })),
    map: {
      toDocument(range) {
        const first = lastOf(placed, ({ start }) => start <= range.start);
        const last = lastOf(placed, ({ start }) => start < range.end) ?? first;
        if (first === undefined || last === undefined) return range;
        const from = first.map.toDocument(within(range, first));
        if (last.start <= first.start) return from;
        const to = last.map.toDocument(within(range, last));
        // What is used again may stand further up.
        if (to.end < from.end) return { ...from, approximate: true };
        return {
          start: from.start,
          end: to.end,
          ...((from.approximate ?? to.approximate) && { approximate: true }),
        };
      },
      toEdit({ range, newText }) {
        const part = lastOf(placed, ({ start }) => start <= range.start);
        return part === undefined || range.end > part.end
          ? acrossParts
          : part.map.toEdit({ range: within(range, part), newText });
      },
    },
  };
}

/** The last of parts in order for which something holds that holds for none behind it. */
function lastOf<Part>(parts: readonly Part[], holds: (part: Part) => boolean): Part | undefined {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part !== undefined && holds(part)) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}
