import type { Dialect, HostComment, HostId, Script } from '../../model';
import { joinedParts, textOf, type Part } from './parts';
import { dialectOfProgram, scriptOptions } from './shellNames';
import { withoutEdits } from './sourceMap';

/** One argument of a program that a document starts without a shell; a hole alone if the document gives no literal. */
export type Argument = readonly Part[];

/** What a format says of a program that is started. */
export interface ArgumentsPlace {
  readonly dialect: Dialect;
  readonly host: HostId;
  readonly hostComment: HostComment | undefined;
  /** Writes an argument as one word of the dialect. */
  readonly quote: (argument: Argument) => readonly Part[];
}

/**
 * Takes the program and arguments that a document lists, returns the command as a script of one line. It is found and
 * explained only: what a fix writes is a command line, and no list.
 */
export function scriptOfArguments(
  document: string,
  list: readonly Argument[],
  { dialect, host, hostComment, quote }: ArgumentsPlace,
): Script {
  const parts = list.flatMap((argument, index): readonly Part[] => {
    const previous = list[index - 1]?.at(-1)?.range.end;
    const start = argument[0]?.range.start ?? 0;
    return previous === undefined
      ? quote(argument)
      : [{ text: ' ', range: { start: previous, end: start } }, ...quote(argument)];
  });
  const spelling = { prefix: '', lineBreak: undefined, spell: (text: string) => text };
  const { text, holes, map } = joinedParts(document, parts, spelling);
  return {
    text,
    holes,
    map: withoutEdits(map, noCommandLine),
    dialect,
    host,
    isOneLine: true,
    hostComment,
  };
}

const noCommandLine = {
  refused: 'The sign-in is a list of arguments and no command line, which is all that a fix writes.',
};

/** An argument as a word of bash, for a program that is started as it is listed. */
export function asListed(argument: Argument): readonly Part[] {
  const isPlain = argument.every(({ isHole, text }) => isHole ?? /^[\w@%+=:,./–—-]*$/.test(text));
  if (isPlain && argument.some(({ text }) => text !== '')) return argument;
  return between(
    "'",
    argument.map((part) =>
      part.isHole ? part : { ...part, text: part.text.replaceAll("'", String.raw`'\''`) },
    ),
  );
}

/** An argument as a word, where a shell reads it: its variables are the shell's, its blanks are its own. */
export function asRead(argument: Argument): readonly Part[] {
  const text = textOf(argument);
  return (/\s/.test(text) && !/^(["']).*\1$/s.test(text)) || text === '' ? between('"', argument) : argument;
}

function between(quote: string, argument: Argument): readonly Part[] {
  const [start, end] = [argument[0]?.range.start ?? 0, argument.at(-1)?.range.end ?? 0];
  return [
    { text: quote, range: { start, end: start } },
    ...argument,
    { text: quote, range: { start: end, end } },
  ];
}

/** So many words may lead to a shell: `timeout`, `tini --` and the like. */
const maxLeading = 8;

/** Finds a word that ends a shell's options, such as the name of a script; those of PowerShell have values of any kind. */
const operands: Readonly<Record<Dialect, RegExp>> = {
  bash: /^(?![-+])/,
  powershell: /^-f(?:i(?:le?)?)?$/i,
  cmd: /^(?!\/)/,
};

/**
 * Takes the words of a command, returns which is a script if a shell that is handed one is among the first of them, and its
 * dialect.
 */
export function scriptAmong(
  words: readonly string[],
): { readonly index: number; readonly dialect: Dialect } | undefined {
  for (const [index, word] of words.slice(0, maxLeading).entries()) {
    const dialect = dialectOfProgram(word);
    if (dialect === undefined) continue;
    for (let at = index + 1; at + 1 < words.length; at++) {
      const option = words[at] ?? '';
      if (scriptOptions[dialect].test(option)) return { index: at + 1, dialect };
      // `-o pipefail` has a word of its own.
      if (dialect === 'bash' && /^-\w*o$/.test(option)) at++;
      else if (operands[dialect].test(option)) break;
    }
  }
  return undefined;
}
