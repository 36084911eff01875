import type { Comment, Place, Range, RuleId } from '../model';

/** A comment that silences rules: `# azmfa: ignore[rule, …] -- reason`, or `ignore-file` for the whole script. */
export interface Suppression {
  readonly rules: readonly string[];
  readonly wholeFile: boolean;
  /** Why, as the author wrote it; undefined if they gave no reason. */
  readonly reason: string | undefined;
  readonly range: Range;
}

/** Finds text that may be a suppression, to look comments up at. */
export const suppressionCandidate = /azmfa:\s*ignore/g;

const directive = /^\s*azmfa:\s*ignore(-file)?\s*\[([\w\s,-]*)\]\s*(?:--\s*(.*\S))?\s*$/;

/** Takes a comment, returns the suppression that it is, or undefined. */
export function suppressionOf({ text, range }: Comment): Suppression | undefined {
  const match = directive.exec(text);
  if (match === null) return undefined;
  const rules = (match[2] ?? '').split(',').map((rule) => rule.trim());
  return { rules, wholeFile: match[1] !== undefined, reason: match[3], range };
}

/**
 * Says whether a finding is silenced: by a suppression on any line of its command, on the line before the
 * command's statement, or for the whole file.
 *
 * @param text the script that all ranges count in
 * @param place the command and its statement, or a comment's range for both
 */
export function isSuppressed(
  rule: RuleId,
  place: Place,
  suppressions: readonly Suppression[],
  text: string,
): boolean {
  return suppressions.some(
    (suppression) => suppression.rules.includes(rule) && appliesTo(suppression, place, text),
  );
}

/** Says whether a suppression is about a place, whatever rules it names. */
export function appliesTo({ wholeFile, range }: Suppression, place: Place, text: string): boolean {
  return (
    wholeFile ||
    (range.start >= lineStart(text, place.range.start) && range.start <= lineEnd(text, place.range.end)) ||
    isLineBefore(text, range.start, place.statement.start)
  );
}

function isLineBefore(text: string, offset: number, statement: number): boolean {
  const line = lineStart(text, statement);
  return line > 0 && offset >= lineStart(text, line - 1) && offset < line;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
