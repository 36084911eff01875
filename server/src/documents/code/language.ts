import type { Range } from '../../model';
import type { Part } from '../embedded/parts';

/**
 * What a language's literals and comments look like, which is all that a search for scripts in its strings needs to know
 * of it. Patterns are sources of regular expressions without capturing groups.
 */
export interface Language {
  /** A comment that ends with its line. */
  readonly lineComment: string;
  /** True if it has comments between slashes and stars. */
  readonly hasBlockComments: boolean;
  /** What begins a string, its prefix included. */
  readonly opening: string;
  /** Takes what begins a string, as it is written, returns what is special in it. */
  readonly syntaxOf: (opening: string) => StringSyntax;
  readonly name: string;
  /** Where a string that a slash begins may stand behind a name: elsewhere the slash divides. */
  readonly slashBehind?: RegExp;
}

/** Something in a string that is none of its own characters. */
export type SpecialPattern = readonly [pattern: string, meaning: Meaning];

/**
 * What it is: the end of the string; an expression up to the brace that closes it; all of an expression; or text, by what
 * is written for it.
 */
export type Meaning = 'end' | 'braces' | 'expression' | ((source: string) => string);

/** What is special in a string. */
export interface StringSyntax {
  /** One group for each of the meanings, and one for a line break where that ends the string (global). */
  readonly special: RegExp;
  readonly meanings: readonly Meaning[];
  /** True if a line break ends it, half typed. */
  readonly isOneLine: boolean;
  /** True if a line break in one of its expressions does so too. */
  readonly endsInExpression: boolean;
}

/**
 * Takes what is special in a string, the first that fits first.
 *
 * @param lines `one` if a line break ends the string, anywhere; `one of text` if it may have one in an expression
 */
export function stringSyntax(
  lines: 'one' | 'one of text' | 'many',
  ...specials: readonly SpecialPattern[]
): StringSyntax {
  const isOneLine = lines !== 'many';
  const patterns = specials.map(([pattern]) => `(${pattern})`);
  return {
    special: new RegExp([...patterns, ...(isOneLine ? [String.raw`(\r?\n)`] : [])].join('|'), 'g'),
    meanings: [...specials.map(([, meaning]) => meaning), ...(isOneLine ? (['end'] as const) : [])],
    isOneLine,
    endsInExpression: lines === 'one',
  };
}

/** A script has line feeds alone. */
export const lineBreaks: SpecialPattern = [String.raw`\r\n`, () => '\n'];

/** What a backslash and a letter stand for; all else stands for itself. */
export function letters(meanings: Readonly<Record<string, string>>): SpecialPattern {
  return [String.raw`\\[^]?`, (source) => meanings[source.charAt(1)] ?? source.slice(1)];
}

/** Takes an escape that ends with a number of a base, in braces or not, returns the character. */
export function codePoint(source: string, digits: RegExp, base = 16): string {
  const code = Number.parseInt(digits.exec(source)?.[0] ?? '', base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** A string of a text. */
export interface StringToken {
  readonly kind: 'string';
  /** What begins it, as it is written. */
  readonly opening: string;
  /** From its opening to what ends it. */
  readonly range: Range;
  readonly inside: Range;
  /** What it says. */
  readonly parts: readonly Part[];
  /** The tokens of its expressions. */
  readonly expressions: readonly (readonly Token[])[];
}

export interface NameToken {
  readonly kind: 'name' | 'sign';
  readonly text: string;
  readonly range: Range;
}

export type Token = StringToken | NameToken;

/** Says whether a token is a sign or a name that is written so. */
export function isToken(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.kind !== 'string' && token.text === text;
}
