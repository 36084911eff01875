import { lineStart } from '../../lines';
import type { Dialect, HostComment, HostId, Refusal, Script } from '../../model';
import { joinedParts, lineBreakIn, type Part } from '../embedded/parts';
import { withoutEdits } from '../embedded/sourceMap';
import { textsOf } from './expressions';
import type { StringToken, Token } from './language';

/** What a format says of a script that a string holds. */
export interface StringPlace {
  readonly dialect: Dialect;
  readonly host: HostId;
  /** What begins a comment of the language. */
  readonly marker: string;
}

/**
 * Takes a string, returns the script that it is, if it holds all of it.
 *
 * @param spell takes new text without line breaks, returns it as the string spells it
 */
export function scriptOfString(
  document: string,
  string: Pick<StringToken, 'parts' | 'inside'>,
  { dialect, host, marker }: StringPlace,
  spell: (text: string) => string | Refusal,
): Script {
  const lineBreak = lineBreakIn(document, string.parts);
  return {
    ...joinedParts(document, string.parts, { prefix: '', lineBreak, spell }),
    dialect,
    host,
    isOneLine: lineBreak === undefined,
    hostComment: commentBefore(document, string, marker),
  };
}

/** Where a comment of a language about a string stands. */
export function commentBefore(
  document: string,
  { inside }: Pick<StringToken, 'inside'>,
  marker: string,
): HostComment {
  return { marker, before: lineStart(document, inside.start - 1) };
}

const expression: Refusal = {
  refused: 'An expression puts this script together, which is not rewritten: change it by hand.',
};

/** Takes the tokens of an expression, returns the scripts that it may come to; found and explained only. */
export function scriptsOfExpression(
  document: string,
  tokens: readonly Token[],
  place: StringPlace,
): readonly Script[] {
  return textsOf(document, tokens).map((parts) => foundOnly(document, parts, place, expression));
}

/** A script that is found and explained only. */
export function foundOnly(
  document: string,
  parts: readonly Part[],
  place: StringPlace,
  refusal: Refusal,
): Script {
  const [start, end] = [parts[0]?.range.start ?? 0, parts.at(-1)?.range.end ?? 0];
  const script = scriptOfString(document, { parts, inside: { start, end } }, place, () => refusal);
  return { ...script, map: withoutEdits(script.map, refusal), isOneLine: true };
}

/** Scripts of strings, and of the expressions in them, by where they begin. */
export function inSourceOrder(scripts: readonly Script[]): readonly Script[] {
  const startOf = ({ map }: Script): number => map.toDocument({ start: 0, end: 0 }).start;
  return scripts
    .map((script) => ({ script, start: startOf(script) }))
    .sort((a, b) => a.start - b.start)
    .map(({ script }) => script);
}
