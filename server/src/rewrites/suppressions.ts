import type { Change, Comment, Edit, RuleId } from '../model';
import { appliesTo, suppressionOf, type Suppression } from '../rules/suppressions';

/**
 * Adds the rules of new suppressions to comments that already suppress something there, instead of a second
 * comment.
 *
 * @returns the edits of comments, and the changes that remain to be written
 */
export function mergeSuppressions(
  text: string,
  comments: readonly Comment[],
  changes: readonly Change[],
): { readonly edits: readonly Edit[]; readonly changes: readonly Change[] } {
  const edits: Edit[] = [];
  const remaining: Change[] = [];
  for (const change of changes) {
    const edit = merged(text, comments, change);
    if (edit === undefined) remaining.push(change);
    else edits.push(edit);
  }
  return { edits, changes: remaining };
}

function merged(text: string, comments: readonly Comment[], change: Change): Edit | undefined {
  if (change.kind !== 'commentBefore' && change.kind !== 'commentAtTop') return undefined;
  const wanted = suppressionOf({ text: change.text, range: { start: 0, end: 0 } });
  if (wanted === undefined) return undefined;
  const isFor = (suppression: Suppression): boolean =>
    suppression.wholeFile === wanted.wholeFile &&
    (change.kind === 'commentAtTop' || appliesTo(suppression, change.command, text));
  const existing = comments.flatMap((comment) => suppressionOf(comment) ?? []).find(isFor);
  if (existing === undefined) return undefined;
  const missing = wanted.rules.filter((rule) => !existing.rules.includes(rule as RuleId));
  const open = text.indexOf('[', existing.range.start);
  const names = text.slice(open + 1, text.indexOf(']', open)).trimEnd();
  const at = open + 1 + names.length;
  const separator = names.trim() === '' ? '' : names.endsWith(',') ? ' ' : ', ';
  return { range: { start: at, end: at }, newText: separator + missing.join(', ') };
}
