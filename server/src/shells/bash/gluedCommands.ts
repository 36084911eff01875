import { mostWords, readSimpleCommand, type SimpleCommand } from './simpleCommand';
import type { Backticks } from './word';

/** At most so many commands that the grammar glued together are told apart. */
export const longestGlued = 1000;

/** Reserved words and separators that may stand between two commands. */
const between = /(?:[ \t\r\n;&|]|#[^\n]*|(?:then|do|else|elif|if|while|until|time|[!{])(?=\s))*/y;

/**
 * The command that reaches an offset. It starts at `start`, unless the grammar took several commands
 * for one, as it does with a line that begins with a backslash and with `$'…\\'`.
 */
export function reaching(
  text: string,
  start: number,
  offset: number,
  inBackticks: Backticks,
): SimpleCommand | undefined {
  let at = start;
  for (let commands = 0; commands < longestGlued; commands++) {
    const read = readSimpleCommand(text, at, inBackticks);
    const { end } = read.range;
    if (offset < end || end === at) return read;
    if (read.words.length >= mostWords) return undefined;
    const next = nextCommand(text, end);
    if (next === undefined || next > offset) return undefined;
    at = next;
  }
  return undefined;
}

/** Where the command starts that follows one which ends at `end`; undefined if nothing separates them. */
export function nextCommand(text: string, end: number): number | undefined {
  between.lastIndex = end;
  const length = between.exec(text)?.[0].length ?? 0;
  return length === 0 ? undefined : end + length;
}
