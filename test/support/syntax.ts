import { bash } from '../../server/src/shells/bash';
import type { Grammar, Syntax } from '../../server/src/shells/shell';

/** Parses a text to its end without a pause. */
export function parseAtOnce(syntax: Syntax, text: string): void {
  const parsing = syntax.parse(text, () => false);
  while (parsing.next().done !== true);
}

/** Parses a bash script and hands its syntax to `use`. */
export function withSyntax<T>(grammar: Grammar, text: string, use: (syntax: Syntax) => T): T {
  const syntax = bash.open(() => grammar);
  try {
    parseAtOnce(syntax, text);
    return use(syntax);
  } finally {
    syntax.dispose();
  }
}
