import type { Hole, Range, Refusal } from '../../model';
import type { Filled } from './holes';

/** A text that is put together of others, and where each of them stands in it. */
export interface Joined extends Filled {
  readonly ranges: readonly Range[];
}

const acrossParts: Refusal = {
  refused: 'The change would reach over several places of the document, which are not rewritten at once.',
};

/** Joins the texts of several places of a document to one script, each on lines of its own. */
export function joinedLines(parts: readonly Filled[]): Joined {
  return joined(parts, (text) => (text.endsWith('\n') ? '' : '\n'));
}

/** Joins the words of several places of a document to one command. */
export function joinedWords(parts: readonly Filled[]): Joined {
  return joined(parts, () => ' ');
}

/**
 * @param parts in the order that they run in, which may not be that of the document
 * @param separator takes the text of a part, returns what comes between it and the next
 */
function joined(parts: readonly Filled[], separator: (text: string) => string): Joined {
  const texts: string[] = [];
  const holes: Hole[] = [];
  const placed: (Filled & Range)[] = [];
  let end = 0;
  for (const [index, part] of parts.entries()) {
    const between = index === 0 ? '' : separator(parts[index - 1]?.text ?? '');
    const start = end + between.length;
    end = start + part.text.length;
    texts.push(between, part.text);
    placed.push({ ...part, start, end });
    for (const { range, source } of part.holes) {
      holes.push({ source, range: { start: start + range.start, end: start + range.end } });
    }
  }
  const within = (range: Range, part: Range): Range => ({
    start: Math.max(range.start, part.start) - part.start,
    end: Math.min(range.end, part.end) - part.start,
  });
  return {
    text: texts.join(''),
    holes,
    ranges: placed.map((part) => ({ start: part.start, end: part.end })),
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
        const isApproximate = from.approximate ?? to.approximate;
        return { start: from.start, end: to.end, ...(isApproximate && { approximate: true }) };
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
