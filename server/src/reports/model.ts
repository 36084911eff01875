import type { AnalysedSignIn, Analysis } from '../engine';
import type { Finding, Range, SourceDocument } from '../model';
import { countLeading } from '../search';

/** A document with what the engine said of it. */
export interface CheckedDocument {
  readonly document: SourceDocument;
  readonly analysis: Analysis;
}

/** A place as tools print it: 1-based lines and columns, columns in UTF-16 code units. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something that could not be read or looked at. */
export interface ReadError {
  readonly path: string;
  readonly message: string;
}

/** Finds lines and columns in a text: counts its line breaks once. */
export function locator(text: string): (range: Range) => Location {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const lineOf = (offset: number): number => countLeading(starts, (start) => start <= offset) - 1;
  return ({ start, end }) => {
    const line = lineOf(start);
    const endLine = lineOf(end);
    return {
      line: line + 1,
      column: start - (starts[line] ?? 0) + 1,
      endLine: endLine + 1,
      endColumn: end - (starts[endLine] ?? 0) + 1,
    };
  };
}

/** The severities from worst to least. */
export const severities: readonly Finding['severity'][] = ['error', 'warning', 'information', 'hint'];

/** The part of a sign-in's command that reports point at: from its first word to its last. */
export function signInRange({ script, signIn }: AnalysedSignIn): Range {
  const { words, range } = signIn.command;
  const start = words[0]?.range.start ?? range.start;
  return script.map.toDocument({ start, end: words.at(-1)?.range.end ?? range.end });
}
