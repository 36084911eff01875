import type { Edit, Place, Refusal } from '../../model';
import { indentation, lineBreakAt, lineStart } from '../../lines';

/**
 * Puts a comment on a line of its own before a statement.
 *
 * @param continued the end of a line that the next one goes on with: a comment would end it
 */
export function writeCommentBefore(
  text: string,
  { statement }: Place,
  comment: string,
  continued: RegExp,
): readonly Edit[] | Refusal {
  let at = lineStart(text, statement.start);
  while (continued.test(text.slice(Math.max(0, at - 3), at))) at = lineStart(text, at - 1);
  return written(at, `${indentation(text, at)}${marked(comment)}${lineBreakAt(text, at)}`, comment);
}

/** Puts a comment at the top of a script, after a byte order mark and a `#!` line. */
export function writeCommentAtTop(text: string, comment: string): readonly Edit[] | Refusal {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const newLine = lineBreakAt(text, start);
  if (!text.startsWith('#!', start)) return written(start, marked(comment) + newLine, comment);
  const end = text.indexOf('\n', start);
  return end < 0
    ? written(text.length, newLine + marked(comment), comment)
    : written(end + 1, marked(comment) + newLine, comment);
}

function marked(comment: string): string {
  return `# ${comment.trim()}`;
}

function written(at: number, newText: string, comment: string): readonly Edit[] | Refusal {
  if (/[\r\n\0]/.test(comment)) return { refused: 'A comment cannot have more than one line.' };
  return [{ range: { start: at, end: at }, newText }];
}
