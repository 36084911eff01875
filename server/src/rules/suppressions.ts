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

/** Says whether a finding of a rule at a place is silenced. */
export type Silencer = (rule: RuleId, place: Place) => boolean;

/** Takes the suppressions of a script and its text, returns what they silence. */
export function silencer(suppressions: readonly Suppression[], text: string): Silencer {
  // Measured once: a line may be longer than there is time for with every finding.
  const placed = suppressions.map(({ rules, ...rest }) => ({
    rules: new Set(rules),
    reach: reachOf(rest, text),
  }));
  return (rule, place) => placed.some(({ rules, reach }) => rules.has(rule) && reaches(reach, place));
}

/**
 * Says whether a suppression is about a place, whatever rules it names: it stands on any line of the command, or
 * alone on the line before its statement, or is about the whole file.
 *
 * @param text the script that all ranges count in
 * @param place the command and its statement, or a comment's range for both
 */
export function appliesTo(suppression: Suppression, place: Place, text: string): boolean {
  return reaches(reachOf(suppression, text), place);
}

/**
 * The line that a suppression stands on, with the end of the last line it is about: the next one, unless it stands
 * behind something. Undefined for the whole file.
 */
type Reach = { readonly start: number; readonly end: number; readonly lastEnd: number } | undefined;

function reachOf({ wholeFile, range }: Pick<Suppression, 'wholeFile' | 'range'>, text: string): Reach {
  if (wholeFile) return undefined;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = lineEnd(text, range.start);
  const isAlone = text.slice(start, range.start).trim() === '';
  return { start, end, lastEnd: isAlone ? lineEnd(text, end + 1) : end };
}

function reaches(reach: Reach, { range, statement }: Place): boolean {
  if (reach === undefined) return true;
  const { start, end, lastEnd } = reach;
  return (range.start <= end && range.end >= start) || (statement.start > end && statement.start <= lastEnd);
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
