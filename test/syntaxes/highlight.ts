import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';
import { loadCountedOniguruma } from './countedOniguruma';

const require = createRequire(import.meta.url);

/** A grammar as package.json contributes it. */
interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly language?: string;
  readonly injectTo?: readonly string[];
}

export const { languages, grammars } = (
  JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: {
      languages: readonly { id: string; configuration: string }[];
      grammars: readonly Contribution[];
    };
  }
).contributes;

/** The grammars that VS Code ships, as the npm package tm-grammars carries them. */
const shipped: ReadonlyMap<string, string> = new Map(
  [
    ['source.shell', 'shellscript'],
    ['source.powershell', 'powershell'],
    ['source.batchfile', 'bat'],
  ].map(([scopeName = '', name = '']) => [scopeName, require.resolve(`tm-grammars/grammars/${name}.json`)]),
);

const onigLib = loadCountedOniguruma();

/**
 * Loads a grammar as VS Code does: ours from package.json, with what they inject, beside those that it ships.
 *
 * @param scopeName the grammar to colour with
 * @param options `file`: where it is; `injected`: false leaves our injections out
 */
export async function loadHighlighter(
  scopeName: string,
  { file, injected = true }: { file?: string; injected?: boolean } = {},
): Promise<IGrammar> {
  const paths = new Map([
    ...shipped,
    ...grammars.map(({ scopeName, path }) => [scopeName, path] as const),
    ...(file === undefined ? [] : [[scopeName, file] as const]),
  ]);
  const registry = new Registry({
    onigLib,
    loadGrammar: async (name) => {
      const path = paths.get(name);
      return path === undefined ? null : parseRawGrammar(await readFile(path, 'utf8'), path);
    },
    // A grammar takes the injections of every scope that its name begins with.
    getInjections: (name) =>
      grammars
        .filter(
          ({ injectTo = [] }) => injected && injectTo.some((scope) => `${name}.`.startsWith(`${scope}.`)),
        )
        .map((grammar) => grammar.scopeName),
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`There is no grammar ${scopeName}`);
  return grammar;
}

/** Takes a text, returns for each of its characters the scopes, outermost first; line breaks have none. */
export function scopesOf(grammar: IGrammar, text: string): readonly (readonly string[])[] {
  const scopes: (readonly string[])[] = [];
  let state = INITIAL;
  for (const [, line = '', lineBreak = ''] of text.matchAll(/(.*?)(\r\n|\n|$)/gs)) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes: names } of tokens) {
      for (let i = startIndex; i < Math.min(endIndex, line.length); i++) scopes.push(names);
    }
    scopes.push(...Array.from(lineBreak, () => []));
  }
  return scopes;
}

/** Takes a text, returns the steps that it takes to find its scopes. */
export async function stepsOf(grammar: IGrammar, text: string): Promise<number> {
  const { steps } = await onigLib;
  const before = steps();
  scopesOf(grammar, text);
  return Number(steps() - before);
}

/** What our scopes are shown as, before and behind the text that has them; in any language. */
const marks: ReadonlyMap<string, readonly [open: string, close: string]> = new Map([
  ['keyword.other.azure-sign-in', ['⟦', '⟧']],
  ['keyword.other.flow.azure-sign-in', ['⟪', '⟫']],
  ['variable.parameter.azure-sign-in', ['⟨', '⟩']],
]);

/** The scope of ours among the scopes of a character, without its language. */
const markOf = (names: readonly string[]): string | undefined =>
  names.map((name) => name.slice(0, name.lastIndexOf('.'))).find((name) => marks.has(name));

/** Takes a text with marks, returns it without them. */
export const withoutMarks = (marked: string): string => marked.replace(/[⟦⟧⟪⟫⟨⟩]/g, '');

export interface MarkedRange {
  readonly scope: string;
  readonly start: number;
  readonly end: number;
}

/** Takes a text, returns what our grammar marks in it, in UTF-16 code units. */
export function markedRanges(grammar: IGrammar, text: string): readonly MarkedRange[] {
  const ranges: { scope: string; start: number; end: number }[] = [];
  scopesOf(grammar, text).forEach((names, i) => {
    const scope = markOf(names);
    const last = ranges.at(-1);
    if (scope === undefined) return;
    if (last?.scope === scope && last.end === i) last.end = i + 1;
    else ranges.push({ scope, start: i, end: i + 1 });
  });
  return ranges;
}

/** Takes a text, returns it with marks around what our grammar marks. */
export function withMarks(grammar: IGrammar, text: string): string {
  let marked = '';
  let at = 0;
  for (const { scope, start, end } of markedRanges(grammar, text)) {
    const [open, close] = marks.get(scope) ?? ['', ''];
    marked += `${text.slice(at, start)}${open}${text.slice(start, end)}${close}`;
    at = end;
  }
  return marked + text.slice(at);
}
