import type { Range, TextDocumentContentChangeEvent } from 'vscode-languageserver-protocol';

/** One key press: what changes in the text. */
export type KeyPress = TextDocumentContentChangeEvent & { readonly range: Range };

/** Words that a letter more would make a shell stumble over. */
const syntax = new Set(
  [
    ...['if then else fi for each do done while case esac local read command'],
    ...['function param foreach switch try catch exit and or not eq ne lt match notmatch replace'],
    ...['exist defined rem set call in errorlevel'],
    ...['az login account'],
    // What pipelines are recognised by.
    ...['on push jobs runs steps run bash trigger pool'],
  ].flatMap((words) => words.split(' ')),
);

/**
 * Somebody who types here and there in a text: a letter into a word, then backspace. The text stays as right or
 * wrong as it was.
 */
export function* keyPresses(text: string): Generator<KeyPress, never> {
  const places = text
    .split('\n')
    .flatMap((line, row) =>
      Array.from(line.matchAll(/(?<![\w$\\{])[a-z]{2,}(?!\w)/g)).flatMap(({ 0: word, index }) =>
        syntax.has(word) ? [] : [{ line: row, character: index + 1 }],
      ),
    );
  // Steps by the golden ratio reach every part of the text, in the same order each time.
  for (let step = 1; ; step++) {
    const start = places[Math.floor(places.length * ((step * 0.618034) % 1))];
    if (start === undefined) throw new Error('There is no word to type in.');
    const end = { ...start, character: start.character + 1 };
    yield { range: { start, end: start }, text: 'x' };
    yield { range: { start, end }, text: '' };
  }
}
