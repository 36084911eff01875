/** Pieces of Oniguruma regular expressions. A repeat gives nothing back or is short, so that no line is slow. */

export const raw = String.raw;
export const either = (patterns: readonly string[]) => `(?:${patterns.join('|')})`;
export const oneOf = (texts: Iterable<string>) =>
  either(Array.from(texts, (text) => text.replace(/[.*+?^${}()|[\]\\]/g, raw`\$&`)));

export const blanks = raw`[ \t]++`;

/** The file that a program of this name is. */
export const fileOf = (tool: string) => raw`(?i:${tool}(?:\.(?:cmd|exe|bat))?)`;

/**
 * A pattern that begins at a place that is known. Without the branch that never matches, the engine would first search
 * the rest of the line for text that the pattern needs, at each such place anew.
 */
export const here = (start: string, pattern: string) => `${start}(?:${pattern}|(?!))`;

/** Of the two the inner one counts; themes without a colour for it fall back to the outer, as for a keyword. */
export const signInScope = (part: string, language: string) =>
  `keyword.other.${part}.${language} support.class.${part}.${language}`;

/** A pattern, and the scopes of its groups. */
export interface Marked {
  readonly pattern: string;
  readonly captures: Readonly<Record<number, object>>;
}

/**
 * The words of a sign-in by a program, next to each other.
 *
 * @param programOf the program of a name, as the shell writes it
 * @param wordEnd what may stand behind a word
 * @param groups how many groups stand before them
 */
export function signInWords(
  programOf: (tool: string) => string,
  wordEnd: string,
  language: string,
  groups = 0,
): Marked {
  const login = `((?i:login)${wordEnd})`;
  const word = { name: signInScope('azure-sign-in', language) };
  return {
    pattern: either([
      [`(${programOf('az')})`, login].join(blanks),
      [`(${programOf('azd')})(?:${blanks}(auth))?+`, login].join(blanks),
    ]),
    captures: Object.fromEntries([1, 2, 3, 4, 5].map((group) => [groups + group, word])),
  };
}

/** A grammar that is injected into that of a language, as a `.tmLanguage.json` holds it. */
export interface SignInGrammar {
  readonly comment: string;
  readonly name: string;
  readonly scopeName: `azure-sign-in.${string}`;
  readonly injectionSelector: string;
  readonly patterns: readonly object[];
  readonly repository?: Readonly<Record<string, object>>;
}

/** What stands at the beginning of each: its source, by its file in this folder. */
export const writtenFrom = (file: string) =>
  `Written by \`npm run generate\`: change scripts/signInGrammars/${file}, not this file.`;
