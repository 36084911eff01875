import type { Command } from '../../server/src/model';
import { cmd } from '../../server/src/shells/cmd';
import type { Syntax } from '../../server/src/shells/shell';
import { parseAtOnce } from './syntax';

const noGrammar = (): never => {
  throw new Error('cmd needs no grammar.');
};

/** Parses a script of cmd and hands its syntax to `use`. */
export function withSyntax<T>(text: string, use: (syntax: Syntax) => T): T {
  const syntax = cmd.open(noGrammar);
  try {
    parseAtOnce(syntax, text);
    return use(syntax);
  } finally {
    syntax.dispose();
  }
}

/** Every command of a script, in source order. */
export function commandsIn(text: string): readonly Command[] {
  return withSyntax(text, (syntax) => syntax.commands());
}
