/** The offset of the next character that is neither a blank nor a continued line's end. */
export function skipBlanks(text: string, start: number): number {
  let i = start;
  for (;;) {
    const c = text[i];
    if (c === ' ' || c === '\t') i++;
    else if (c === '\\' && text[i + 1] === '\n') i += 2;
    else if (c === '\\' && text[i + 1] === '\r' && text[i + 2] === '\n') i += 3;
    else return i;
  }
}

/** How long the line break is that stands at `i`; 0 if there is none. */
export function lineBreakLength(text: string, i: number): number {
  if (text[i] === '\n') return 1;
  return text[i] === '\r' && text[i + 1] === '\n' ? 2 : 0;
}
