import type { Range } from '../../model';
import {
  codePoint,
  letters,
  lineBreaks,
  stringSyntax,
  type Language,
  type SpecialPattern,
  type StringToken,
} from '../code/language';
import { lineBreakIn, type Part } from '../embedded/parts';
import type { Spelling } from '../embedded/sourceMap';

/** Two signs stand for one, where one begins an expression or a directive. */
const templates: readonly SpecialPattern[] = [
  [String.raw`\$\$\{`, () => '${'],
  [String.raw`%%\{`, () => '%{'],
  [String.raw`[$%]\{`, 'braces'],
];

const quoted = stringSyntax(
  'one of text',
  [String.raw`\\u[\da-fA-F]{4}`, (source) => codePoint(source, /[\da-f]{4}$/i)],
  [String.raw`\\U[\da-fA-F]{8}`, (source) => codePoint(source, /[\da-f]{8}$/i)],
  // A line break, as a script has it.
  [String.raw`\\r\\n`, () => '\n'],
  letters({ n: '\n', r: '\r', t: '\t' }),
  ['"', 'end'],
  ...templates,
);

/** Letters of every script are taken for parts of a name. */
const name = String.raw`[\w\u0080-\uffff][\w\u0080-\uffff-]*`;

/** Source: the HCL native syntax specification, literal values and template expressions. */
export const hcl: Language = {
  lineComment: '#|//',
  hasBlockComments: true,
  opening: String.raw`"|<<-?${name}\r?\n`,
  syntaxOf: (opening) => {
    if (opening === '"') return quoted;
    const marker = /[^<\r\n-][^\r\n]*/.exec(opening)?.[0] ?? '';
    return stringSyntax(
      'many',
      [String.raw`(?<=\n)[ \t]*${marker}[ \t]*(?=\r?\n|$(?![^]))`, 'end'],
      ...templates,
      lineBreaks,
    );
  },
  name,
};

export interface HclText {
  readonly parts: readonly Part[];
  readonly inside: Range;
  readonly spelling: Spelling;
}

/** What a string says, and how it spells what comes into it. */
export function textOfString(document: string, string: StringToken): HclText {
  const { opening, inside } = string;
  const { parts, prefix } = opening.startsWith('<<-')
    ? withoutIndentation(document, string)
    : { parts: string.parts, prefix: '' };
  const lineBreak = lineBreakIn(document, string.parts);
  return { parts, inside, spelling: { prefix, lineBreak, spell: opening === '"' ? spellQuoted : spell } };
}

function spell(text: string): string {
  return text.replace(/\$(?=\$*\{)|%(?=%*\{)/g, '$&$&');
}

function spellQuoted(text: string): string {
  return spell(text.replace(/[\\"]/g, '\\$&'));
}

/** The text of a here-document that begins with `<<-`: all of its lines lose the blanks that they have in common. */
function withoutIndentation(
  document: string,
  { inside, parts }: StringToken,
): { readonly parts: readonly Part[]; readonly prefix: string } {
  const lines = linesOf(document, inside, parts);
  const width = Math.min(...lines.map(({ blanks }) => blanks));
  const [first] = lines;
  if (first === undefined || width === 0) return { parts, prefix: '' };
  const start = { text: '', range: { start: inside.start, end: inside.start } };
  let next = 0;
  const cut = parts.flatMap((part): readonly Part[] => {
    const { text, range } = part;
    if (part.isHole || range.end - range.start !== text.length) return [part];
    const pieces: Part[] = [];
    let at = range.start;
    const add = (end: number): void => {
      if (at < end) pieces.push({ text: document.slice(at, end), range: { start: at, end } });
    };
    for (let line = lines[next]; line !== undefined && line.start < range.end; line = lines[++next]) {
      add(line.start);
      at = line.start + width;
    }
    add(range.end);
    return pieces;
  });
  return { parts: [start, ...cut], prefix: document.slice(first.start, first.start + width) };
}

/** The lines of a here-document that count: none that is blank, and none that begins in an expression. */
function linesOf(
  document: string,
  { start, end }: Range,
  parts: readonly Part[],
): readonly { readonly start: number; readonly blanks: number }[] {
  const holes = parts.filter(({ isHole }) => isHole).map(({ range }) => range);
  const lines: { readonly start: number; readonly blanks: number }[] = [];
  let hole = 0;
  for (let at = start; at < end;) {
    while ((holes[hole]?.end ?? end) < at) hole++;
    const blanks = /[^\S\n]*/y;
    blanks.lastIndex = at;
    blanks.test(document);
    const isBlank = document[blanks.lastIndex] === '\n' || blanks.lastIndex >= end;
    const isInHole = (holes[hole]?.start ?? end) < at;
    if (!isBlank && !isInHole) lines.push({ start: at, blanks: blanks.lastIndex - at });
    const lineEnd = document.indexOf('\n', at);
    at = lineEnd < 0 ? end : lineEnd + 1;
  }
  return lines;
}
