import type { Range, Refusal, Script } from '../../model';
import { filled, rangesOf, unfilling } from '../embedded/holes';
import { identity } from '../embedded/sourceMap';

/** What only a template of Go has: an action that trims, or that begins with a field, a variable, a keyword or a comment. */
const sign =
  /(?<!\$)\{\{(?:-\s|\s*(?:[.$]\w|\/\*|(?:if|else|end|range|with|include|template|define|block|toYaml)\b))/;

/** An action: a comment and nothing else, or what has no comment. Braces in its strings do not end it. */
const action =
  /(?<!\$)\{\{(?:-?\s{0,20}\/\*[^*]{0,2000}(?:\*(?!\/)[^*]{0,2000}){0,50}\*\/\s{0,20}-?|(?:"(?:[^"\\\n]|\\.)*"|`[^`]{0,2000}`|[^"`{}]|\{(?!\{)|\}(?!\}))*)\}\}/g;

/** A line that goes on in the next one, and one that goes on with options. */
const goesOn = /[\\`^|&][ \t]*$/;
const options = /^\s*--?\w/;

/** A template that makes YAML, with its actions out of the way. */
export interface GoTemplate {
  /** As long as the template. Its actions are filled holes, but lines of nothing else and what has several lines are blank. */
  readonly text: string;
  /** Takes a script in that text, returns it as it stands in the template. */
  script(script: Script): Script;
}

/**
 * Takes a YAML text, returns it as a template of Go, such as those of Helm charts; undefined if it does not look like one.
 * Source: the documentation of Go's package text/template, "Actions".
 */
export function goTemplate(text: string): GoTemplate | undefined {
  if (!sign.test(text)) return undefined;
  const found = rangesOf(text, action);
  const isLong = ({ start, end }: Range): boolean => text.slice(start, end).includes('\n');
  const { text: withHoles, holes } = filled(
    { text, map: identity },
    found.filter((range) => !isLong(range)),
  );
  const blanks = [...found.filter(isLong), ...linesOfHoles(withHoles)];
  const unfilled = unfilling(holes);
  return { text: blanked(withHoles, blanks), script: (script) => withBlanks(unfilled(script), blanks) };
}

/** The lines that hold holes and nothing else, where others or none take their place; not those amid a command. */
function linesOfHoles(text: string): readonly Range[] {
  return rangesOf(text, /^[ \t]*[\ue000-\uf8ff][\ue000-\uf8ff \t]*(?=\r?$)/gm).filter(
    ({ start, end }) =>
      !goesOn.test(text.slice(Math.max(0, start - 20), start).trimEnd()) &&
      !options.test(text.slice(end, end + 200)),
  );
}

function blanked(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

const amid: Refusal = { refused: 'An action of the template stands amid what would change.' };

function withBlanks(script: Script, blanks: readonly Range[]): Script {
  const { map } = script;
  return {
    ...script,
    map: {
      toDocument: (range) => map.toDocument(range),
      toEdit(edit) {
        const placed = map.toEdit(edit);
        if ('refused' in placed) return placed;
        const isAmid = blanks.some(({ start, end }) => start < placed.range.end && placed.range.start < end);
        return isAmid ? amid : placed;
      },
    },
  };
}
