import type { Comment, HostComment, HostStep, Place, Range, RuleId, Script, ScriptPart } from '../model';
import { countLeading } from '../search';

/** A comment that silences rules: `# azmfa: ignore[rule, …] -- reason`, or `ignore-file` for the whole script. */
export interface Suppression {
  readonly rules: readonly string[];
  readonly wholeFile: boolean;
  /** Why, as the author wrote it; undefined if they gave no reason. */
  readonly reason: string | undefined;
  readonly range: Range;
}

/** Finds text that may be a suppression, to look comments up at. */
export const suppressionCandidate = /azmfa:\s{0,50}ignore/gi;

/** The directive, alone in its comment or behind another tool's; after the rules anything is the reason. */
const directive = /(?:^|#)\s*azmfa:\s*ignore(-file)?\s*\[([\w\s,-]*)\](.*)$/is;

/** Takes a comment, returns the suppression that it is, or undefined. */
export function suppressionOf({ text, range }: Comment): Suppression | undefined {
  const match = directive.exec(text);
  if (match === null) return undefined;
  const [, file, names = '', rest = ''] = match;
  const rules = names.split(',').map((rule) => rule.trim().toLowerCase());
  const reason = rest.replace(/^[\s:–—-]+/, '').trim();
  return { rules, wholeFile: file !== undefined, reason: reason === '' ? undefined : reason, range };
}

/** Says whether a finding of a rule at a place is silenced. */
export type Silencer = (rule: RuleId, place: Place) => boolean;

/** Takes the suppressions of a script in source order, and its text; returns what they silence. */
export function silencer(suppressions: readonly Suppression[], text: string): Silencer {
  const everywhere = new Set(suppressions.filter(({ wholeFile }) => wholeFile).flatMap(({ rules }) => rules));
  // Measured once: a line may be longer than there is time for with every finding.
  const placed = suppressions.flatMap((suppression) => {
    const reach = reachOf(suppression, text);
    return reach === undefined ? [] : [{ rules: suppression.rules, reach }];
  });
  return (rule, place) => {
    if (everywhere.has(rule)) return true;
    const from = Math.min(place.range.start, place.statement.start);
    let low = countLeading(placed, ({ reach }) => reach.lastEnd < from);
    for (
      let each = placed[low];
      each !== undefined && each.reach.start <= place.range.end;
      each = placed[++low]
    ) {
      if (each.rules.includes(rule) && reaches(each.reach, place)) return true;
    }
    return false;
  };
}

/** Says what the comments of a document silence: each of its scripts or steps as a whole, or each part of a script. */
export interface DocumentSilencer {
  inScript(rule: RuleId, script: Script, place: Place): boolean;
  atStep(rule: RuleId, step: HostStep): boolean;
}

/** Takes a document's text and what stands in it, returns what its own comments silence. */
export function documentSilencer(
  text: string,
  scripts: readonly Script[],
  steps: readonly HostStep[],
): DocumentSilencer {
  const comment = [...scripts, ...steps].find(({ hostComment }) => hostComment !== undefined)?.hostComment;
  if (comment === undefined || text.search(suppressionCandidate) < 0) {
    return { inScript: () => false, atStep: () => false };
  }
  const within = scripts.flatMap((script) =>
    partsOf(script).map(({ range }) => script.map.toDocument(range)),
  );
  const isSilenced = silencer(suppressionsAround(text, comment, within), text);
  const isSilencedFrom = (rule: RuleId, start: number, { end }: Range): boolean =>
    isSilenced(rule, { range: { start, end }, statement: { start, end } });
  return {
    inScript(rule, script, { range }) {
      const { map, hostComment } = script;
      const isPartSilenced = partsOf(script)
        .filter((part) => part.range.start <= range.end && range.start <= part.range.end)
        .some((part) => isSilencedFrom(rule, part.before, map.toDocument(part.range)));
      if (isPartSilenced || !hostComment?.isForAll) return isPartSilenced;
      const { before } = hostComment;
      return isSilencedFrom(rule, before, { start: before, end: before });
    },
    atStep: (rule, { hostComment, range }) => isSilencedFrom(rule, hostComment.before, range),
  };
}

function partsOf({ map, text: { length }, hostComment, parts }: Script): readonly ScriptPart[] {
  if (parts !== undefined) return parts;
  const range = { start: 0, end: length };
  return [{ range, before: hostComment?.before ?? map.toDocument(range).start }];
}

/**
 * Finds the suppressions in a document's own comments, outside of its scripts.
 *
 * @param scripts where the scripts stand, in source order
 */
function suppressionsAround(
  text: string,
  { marker, end: closing }: Pick<HostComment, 'marker' | 'end'>,
  scripts: readonly Range[],
): readonly Suppression[] {
  return Array.from(text.matchAll(suppressionCandidate)).flatMap(({ index }) => {
    if (scripts.some(({ start, end }) => start <= index && index < end)) return [];
    const start = text.lastIndexOf(marker, index);
    if (start < 0 || text.slice(start + marker.length, index).trim() !== '') return [];
    const closed = closing === undefined ? -1 : text.slice(0, lineEnd(text, index)).indexOf(closing, index);
    const end = closed < 0 ? lineEnd(text, index) : closed;
    return suppressionOf({ text: text.slice(start + marker.length, end), range: { start, end } }) ?? [];
  });
}

/**
 * Says whether a suppression is about a place, whatever rules it names: it stands on any line of the command, or
 * alone on the line before its statement (other comments may stand between), or is about the whole file.
 *
 * @param text the script that all ranges count in
 * @param place the command and its statement, or a comment's range for both
 */
export function appliesTo(suppression: Suppression, place: Place, text: string): boolean {
  return reaches(reachOf(suppression, text), place);
}

/**
 * The line that a suppression stands on, with the end of the last line it is about: the next one that is not a
 * comment, unless it stands behind something. Undefined for the whole file.
 */
type Reach = { readonly start: number; readonly end: number; readonly lastEnd: number } | undefined;

function reachOf({ wholeFile, range }: Pick<Suppression, 'wholeFile' | 'range'>, text: string): Reach {
  if (wholeFile) return undefined;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = lineEnd(text, range.start);
  const isAlone = text.slice(start, range.start).trim() === '';
  return { start, end, lastEnd: isAlone ? nextLineEnd(text, end) : end };
}

/** More comments than that between a suppression and its statement are another matter. */
const mostComments = 20;

/** The end of the line after the one that ends at `end`, and after the comments that follow it. */
function nextLineEnd(text: string, end: number): number {
  let lastEnd = end;
  for (let lines = 0; lines < mostComments; lines++) {
    const start = lastEnd + 1;
    lastEnd = lineEnd(text, start);
    if (!/^[ \t]*(?:#|@?rem\b|::)/i.test(text.slice(start, Math.min(lastEnd, start + 200)))) break;
  }
  return lastEnd;
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
