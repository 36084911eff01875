import type { Command, Edit, Range, Refusal } from '../../model';

/** Replaces text inside a command by characters that need no quotes in any shell. */
export function writeReplacement(
  text: string,
  { range: command }: Pick<Command, 'range'>,
  range: Range,
  newText: string,
): readonly Edit[] | Refusal {
  if (range.start < command.start || range.end > command.end || range.start > range.end) {
    return { refused: 'The text to replace is not in the command.' };
  }
  if (!/^[\w=.:/ -]*$/.test(newText)) return { refused: 'The new text would need quotes.' };
  return text.slice(range.start, range.end) === newText ? [] : [{ range, newText }];
}
