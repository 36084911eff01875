import type { Command, Range } from '../../model';
import { lineEnd } from '../../lines';

/** Longer here-documents are not looked through, so that many that never end cost little. In UTF-16 code units. */
const longest = 50_000;

/**
 * The here-documents of a command: from the end of the line that it ends on to the end of the last delimiter.
 *
 * @returns undefined if it has none, or one that never ends
 */
export function hereDocumentsOf(
  text: string,
  { range, redirections }: Pick<Command, 'range' | 'redirections'>,
): Range | undefined {
  const own = redirections.filter(({ operator }) => operator === '<<' || operator === '<<-');
  if (own.length === 0) return undefined;
  const start = lineEnd(text, range.end);
  let end: number | undefined = start;
  for (const { range, operator } of own) {
    const source = text.slice(range.start, range.end);
    const delimiter = source.slice(source.indexOf(operator) + operator.length).replace(/[\s'"\\]/g, '');
    end = end && afterDelimiter(text, end, delimiter, operator === '<<-');
  }
  return end === undefined ? undefined : { start, end };
}

/** The end of the first line after `start` that is just the delimiter. */
function afterDelimiter(
  text: string,
  start: number,
  delimiter: string,
  mayBeIndented: boolean,
): number | undefined {
  let line = text.indexOf('\n', start) + 1;
  while (line > 0 && line - start < longest) {
    const end = lineEnd(text, line);
    const content = text.slice(line, end);
    if ((mayBeIndented ? content.replace(/^\t+/, '') : content) === delimiter) return end;
    line = text.indexOf('\n', end) + 1;
  }
  return undefined;
}
