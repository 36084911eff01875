/** The offset of the first character of the line that holds `offset`; a byte order mark is not part of it. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}

/** The offset of the end of the line that holds `offset`, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The blanks at the start of a line. */
export function indentation(text: string, start: number): string {
  return /[ \t]*/y.exec(text.slice(start, start + 1000))?.[0] ?? '';
}

export type LineBreak = '\n' | '\r\n';

/**
 * The line break as the line that holds `offset` ends with; at the end of the text, as the line before.
 *
 * @param usual what a text of one line gets
 */
export function lineBreakAt(text: string, offset: number, usual: LineBreak = '\n'): LineBreak {
  const after = text.indexOf('\n', offset);
  const at = after < 0 ? text.lastIndexOf('\n') : after;
  if (at < 0) return usual;
  return text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** On one line so many places are looked at that may be in a comment, since each is read on from there: no prose has more. */
const mostOnLine = 20;

/** Takes offsets in ascending order, returns those that are not too many on their line. */
export function fewOnEachLine(text: string, offsets: readonly number[]): readonly number[] {
  let end = -1;
  let count = 0;
  return offsets.filter((offset) => {
    if (offset > end) {
      end = lineEnd(text, offset);
      count = 0;
    }
    return ++count <= mostOnLine;
  });
}
