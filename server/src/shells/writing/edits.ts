import type { Change, Edit, Refusal } from '../../model';

/**
 * Writes changes one by one.
 *
 * @returns their edits in source order, those joined that touch; a refusal if one is refused or two overlap
 */
export function writeEach(
  changes: readonly Change[],
  writeOne: (change: Change) => readonly Edit[] | Refusal,
): readonly Edit[] | Refusal {
  const edits: Edit[] = [];
  // What runs after a command also stands after what is added to it.
  const isLast = ({ kind }: Change): number => (kind === 'runAfter' ? 1 : 0);
  for (const change of [...changes].sort((a, b) => isLast(a) - isLast(b))) {
    const written = writeOne(change);
    if ('refused' in written) return written;
    edits.push(...written);
  }
  return joined(edits);
}

/** Puts edits into source order and joins those that touch; refuses those that overlap. */
function joined(edits: readonly Edit[]): readonly Edit[] | Refusal {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const result: Edit[] = [];
  for (const edit of sorted) {
    const last = result.at(-1);
    if (last === undefined || last.range.end < edit.range.start) result.push(edit);
    else if (last.range.end > edit.range.start) {
      return { refused: 'Two changes touch the same text.' };
    } else {
      const range = { start: last.range.start, end: edit.range.end };
      result[result.length - 1] = { range, newText: last.newText + edit.newText };
    }
  }
  return result;
}
