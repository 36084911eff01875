/**
 * Takes text from anywhere, returns it on one line and of the same length, with nothing in it that a terminal
 * or a log obeys: control characters, marks that turn the direction of text, and the commands of Azure
 * Pipelines (`##vso[…]`) and GitHub Actions (`##[…]`).
 */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd')
    .replace(/##(?=vso\[|\[)/gi, '\ufffd#');
}

/** Takes several lines, returns them printable each, with none that GitHub Actions takes for a command (`::…`). */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replace(/^(\s*):(?=:)/, '$1\ufffd'))
    .join('\n');
}
