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

/** Takes the values of a list, returns which is a script if the program is a shell that is handed one, and its dialect. */
export function scriptAmong(
  list: readonly string[],
): { readonly index: number; readonly dialect: Dialect } | undefined {
  const dialect = dialectOfProgram(list[0] ?? '');
  if (dialect === undefined) return undefined;
  const option = list.findIndex((each, i) => i > 0 && scriptOptions[dialect].test(each));
  return option < 0 || option + 1 >= list.length ? undefined : { index: option + 1, dialect };
}
