import type { Command, Edit, NewWord, Refusal } from '../../../model';
import { quotedAll } from './quote';

/**
 * Runs a further command right after one, only if that succeeds: behind `&&`, so that whoever asks for the errorlevel
 * finds the first failure. In a pipeline, and behind `||`, both stand in parentheses.
 */
export function writeAfter(
  text: string,
  command: Command,
  words: readonly NewWord[],
): readonly Edit[] | Refusal {
  const written = quotedAll(text, words, command);
  if (typeof written !== 'string') return written;
  const { wrapper, nesting, operator, range } = command;
  const lead = wrapper.map(({ source }) => `${source} `).join('');
  // In the command of a `for /f` operators have carets.
  const isQuoted = nesting.includes('substitution');
  const added = ` ${isQuoted ? '^&^&' : '&&'} ${lead}${written}`;
  const insert = (offset: number, newText: string): Edit => ({
    range: { start: offset, end: offset },
    newText,
  });
  if (operator !== '||' && !nesting.includes('pipeline')) return [insert(range.end, added)];
  if (operator === '|') {
    return { refused: 'It reads what a pipeline gives it, so no command can run after it.' };
  }
  if (isQuoted) {
    return { refused: 'It stands in a command in quotes, in which parentheses cannot be written.' };
  }
  return [insert(range.start, '('), insert(range.end, `${added})`)];
}
