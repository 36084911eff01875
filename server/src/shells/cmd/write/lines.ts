/** The offset of the first character of the line that holds `offset`; a byte order mark is not part of it. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\ufeff') ? 1 : start;
}

/** The blanks at the start of a line. */
export function indentation(text: string, start: number): string {
  return /[ \t]*/y.exec(text.slice(start, start + 1000))?.[0] ?? '';
}

/** The line break as the line that holds `offset` ends with; at the end of the text, as the line before. */
export function lineBreakAt(text: string, offset: number): '\n' | '\r\n' {
  const after = text.indexOf('\n', offset);
  const at = after < 0 ? text.lastIndexOf('\n') : after;
  // A script of one line gets the line end of Windows.
  return at < 0 || text[at - 1] === '\r' ? '\r\n' : '\n';
}
