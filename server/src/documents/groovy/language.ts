import type { Refusal } from '../../model';
import {
  codePoint,
  letters,
  lineBreaks,
  stringSyntax,
  type Language,
  type SpecialPattern,
  type StringSyntax,
} from '../code/language';

export type Quote = "'" | '"' | "'''" | '"""' | '/' | '$/';

const backslashes: readonly SpecialPattern[] = [
  [String.raw`\\u+[\da-fA-F]{4}`, (source) => codePoint(source, /[^u\\]+$/)],
  // A line that a backslash ends goes on with the next one.
  [String.raw`\\(?:\r\n?|\n)`, () => ''],
  [String.raw`\\(?:[0-3]?[0-7]{1,2})`, (source) => codePoint(source, /\d+/, 8)],
  letters({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', s: ' ' }),
];

const expressions: readonly SpecialPattern[] = [
  [String.raw`\$\{`, 'braces'],
  [String.raw`\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`, 'expression'],
];

/** Source: the Groovy language documentation, syntax, section 4. */
const strings: Readonly<Record<Quote, StringSyntax>> = {
  "'": stringSyntax('one', ...backslashes, ["'", 'end']),
  '"': stringSyntax('one', ...backslashes, ['"', 'end'], ...expressions),
  "'''": stringSyntax('many', ...backslashes, ["'''", 'end'], lineBreaks),
  '"""': stringSyntax('many', ...backslashes, ['"""', 'end'], ...expressions, lineBreaks),
  '/': stringSyntax('many', [String.raw`\\\/`, () => '/'], ['/', 'end'], ...expressions, lineBreaks),
  '$/': stringSyntax(
    'many',
    [String.raw`\$\$`, () => '$'],
    [String.raw`\$\/(?![\s)])`, () => '/'],
    [String.raw`\/\$`, 'end'],
    ...expressions,
    lineBreaks,
  ),
};

export const groovy: Language = {
  lineComment: '//',
  hasBlockComments: true,
  opening: String.raw`'''|"""|\$\/|['"\/]`,
  syntaxOf: (opening) => strings[opening as Quote],
  name: String.raw`[\w$]+`,
  slashBehind: /^(?:sh|bat|powershell|pwsh|return|in)$/,
};

/** Takes a quote, spells text without line breaks in its strings; a slashy one has no escapes for what it takes for its own. */
export function spellIn(quote: string): (text: string) => string | Refusal {
  switch (quote as Quote) {
    case "'":
    case "'''":
      return (text) => text.replace(/[\\']/g, '\\$&');
    case '"':
    case '"""':
      return (text) => text.replace(/[\\"$]/g, '\\$&');
    case '/':
    case '$/':
      return (text) => (/[\\/$]/.test(text) ? noEscape : text);
  }
}

const noEscape: Refusal = {
  refused: "The new text has `$`, which is the string's own: write the script in `'''` quotes.",
};
