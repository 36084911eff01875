import type { Command, Edit, NewWord, Refusal } from '../../../model';
import { quotedAll, readingOf } from './quote';

/**
 * Runs a further command right after one, only if that succeeds: behind `&&`, so that whoever asks for the errorlevel
 * finds the first failure. In a pipeline, and behind `||`, both stand in parentheses. It is called, since a batch file
 * that is not would end the script.
 */
export function writeAfter(
  text: string,
  command: Command,
  words: readonly NewWord[],
): readonly Edit[] | Refusal {
  const { wrapper, nesting, operator, range } = command;
  // In the command of a `for /f` operators have carets.
  const isQuoted = nesting.includes('substitution');
  const isPiped = nesting.includes('pipeline');
  // There another cmd runs it, which comes back anyway.
  const lead = wrapper.length > 0 || isQuoted || isPiped ? wrapper.map(({ source }) => source) : ['call'];
  const reading = readingOf(command);
  const isCalled = reading.isCalled || lead.includes('call');
  const written = quotedAll(text, words, { ...reading, isCalled });
  if (typeof written !== 'string') return written;
  const added = ` ${[isQuoted ? '^&^&' : '&&', ...lead, written].join(' ')}`;
  const insert = (offset: number, newText: string): Edit => ({
    range: { start: offset, end: offset },
    newText,
  });
  if (operator !== '||' && !isPiped) return [insert(range.end, added)];
  if (operator === '|') {
    return { refused: 'It reads what a pipeline gives it, so no command can run after it.' };
  }
  if (isQuoted) {
    return { refused: 'It stands in a command in quotes, in which parentheses cannot be written.' };
  }
  return [insert(range.start, '('), insert(range.end, `${added})`)];
}
