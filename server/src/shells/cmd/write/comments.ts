import type { Edit, Place, Refusal } from '../../../model';
import { indentation, lineBreakAt, lineStart } from '../../../lines';

/** Puts a comment on a line of its own before a statement. */
export function writeCommentBefore(
  text: string,
  { statement }: Place,
  comment: string,
): readonly Edit[] | Refusal {
  let at = lineStart(text, statement.start);
  // A line that a caret goes on with is no line of its own.
  while (at > 0 && /\^\r?\n$/.test(text.slice(Math.max(0, at - 3), at))) at = lineStart(text, at - 1);
  return written(at, indentation(text, at), marker(text, at), comment, lineBreakAt(text, at, '\r\n'));
}

/** Puts a comment at the top of a script, after a byte order mark and an `@echo off`. */
export function writeCommentAtTop(text: string, comment: string): readonly Edit[] | Refusal {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const first = /@echo[ \t]+off[ \t]*\r?\n/iy;
  first.lastIndex = start;
  const at = start + (first.exec(text)?.[0].length ?? 0);
  return written(at, '', marker(text, at), comment, lineBreakAt(text, start, '\r\n'));
}

/** `rem`, which is printed unless that is off; `::` may not stand in a block. */
function marker(text: string, at: number): string {
  return /(?:^|\n)[ \t\ufeff]*@echo[ \t]+off\b/i.test(text.slice(0, at)) ? 'rem' : '@rem';
}

function written(
  at: number,
  indent: string,
  lead: string,
  comment: string,
  lineBreak: string,
): readonly Edit[] | Refusal {
  if (/[\r\n\0%]/.test(comment)) return { refused: 'A comment cannot have more than one line, nor a `%`.' };
  const newText = `${indent}${lead} ${comment.trim()}${lineBreak}`;
  return [{ range: { start: at, end: at }, newText }];
}
