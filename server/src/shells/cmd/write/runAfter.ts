import type { Command, Edit, NewWord, Refusal } from '../../../model';
import { outlinePiece } from '../reader';
import { quotedAll } from './quote';

/**
 * Runs a further command right after one, only if that succeeds. `&&` does so wherever the first one stands, since
 * in cmd it binds more tightly than `||`: whoever asks for the errorlevel finds the first failure.
 */
export function writeAfter(
  text: string,
  command: Command,
  words: readonly NewWord[],
): readonly Edit[] | Refusal {
  const written = quotedAll(text, words, command);
  if (typeof written !== 'string') return written;
  const lead = command.wrapper.map(({ source }) => `${source} `).join('');
  const next = `${lead}${written}`;
  const { range, statement } = command;
  const insert = (offset: number, newText: string): Edit => ({
    range: { start: offset, end: offset },
    newText,
  });
  if (!command.nesting.includes('pipeline')) return [insert(range.end, ` && ${next}`)];
  const isFirst = outlinePiece(text, statement.start, statement.end).nodes.some(
    ({ type, start }) => type === 'pipeline' && start === range.start,
  );
  // Both sides of a pipe run in a cmd of their own.
  return isFirst && !command.nesting.includes('substitution')
    ? [insert(range.start, '('), insert(range.end, ` && ${next})`)]
    : { refused: 'It reads what a pipeline gives it, so no command can run after it.' };
}
