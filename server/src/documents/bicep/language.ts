import type { Refusal } from '../../model';
import {
  codePoint,
  letters,
  lineBreaks,
  stringSyntax,
  type Language,
  type StringSyntax,
} from '../code/language';

const singleQuoted = stringSyntax(
  'one',
  [String.raw`\\u\{[\da-fA-F]+\}`, (source) => codePoint(source, /[\da-f]+(?=\})/i)],
  // A line break, as a script has it.
  [String.raw`\\r\\n`, () => '\n'],
  letters({ n: '\n', r: '\r', t: '\t' }),
  ["'", 'end'],
  [String.raw`\$\{`, 'braces'],
);

/** So many dollars begin an expression, in a string that more of them begin. */
const mostDollars = 8;

/** Quotes in front of the three that end it are its own. */
function multiLine(dollars: number): StringSyntax {
  const expression = String.raw`\$`.repeat(dollars) + String.raw`\{`;
  return stringSyntax(
    'many',
    ["'''(?!')", 'end'],
    ...(dollars > 0 ? ([[expression, 'braces']] as const) : []),
    lineBreaks,
  );
}

const multiLines: readonly StringSyntax[] = Array.from({ length: mostDollars + 1 }, (_, dollars) =>
  multiLine(dollars),
);

/** Source: the Bicep documentation, data types, strings; and its lexer. */
export const bicep: Language = {
  lineComment: '//',
  hasBlockComments: true,
  // The first line break is none of the string.
  opening: String.raw`\${0,${mostDollars}}'''(?:\r?\n)?|'`,
  syntaxOf: (opening) =>
    opening === "'"
      ? singleQuoted
      : (multiLines[Math.min(opening.split('$').length - 1, mostDollars)] ?? singleQuoted),
  name: String.raw`\w+`,
};

/** Takes what begins a string, spells text without line breaks in it; one of several lines has no escapes. */
export function spellIn(opening: string): (text: string) => string | Refusal {
  if (opening === "'") return (text) => text.replace(/\\|'|\$(?=\{)/g, '\\$&');
  const dollars = opening.split('$').length - 1;
  const expression = dollars > 0 ? `${'$'.repeat(dollars)}{` : undefined;
  return (text) =>
    text.includes("'''") || (expression !== undefined && text.includes(expression)) ? noEscape : text;
}

const noEscape: Refusal = {
  refused: 'The new text has signs that would end the string or begin an expression in it.',
};
