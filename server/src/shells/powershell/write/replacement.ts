import type { Command, Edit, Range, Refusal } from '../../../model';
import { outlinePiece } from '../reader';
import { wordsOf } from '../words';

/** Replaces text inside a command by characters that need no quotes. */
export function writeReplacement(
  text: string,
  { range: command, words }: Command,
  range: Range,
  newText: string,
): readonly Edit[] | Refusal {
  if (range.start < command.start || range.end > command.end || range.start > range.end) {
    return { refused: 'The text to replace is not in the command.' };
  }
  if (!/^[\w=.:/ -]*$/.test(newText)) return { refused: 'The new text would need quotes.' };
  if (text.slice(range.start, range.end) === newText) return [];
  // What follows may read in another way behind other text: `$c.Password`, but not in `--password=$c.Password`.
  const next = words.find((word) => word.range.start >= range.end);
  if (next?.range.start === range.end && /\S$/.test(newText)) {
    const piece = newText.slice(newText.lastIndexOf(' ') + 1) + next.source;
    const node = outlinePiece(`az ${piece}`, 0, piece.length + 3)
      .pathTo(0)
      .at(-1);
    const read = node?.type === 'command' ? wordsOf(`az ${piece}`, node.elements) : [];
    const tail = read[1]?.parts.filter(({ kind }) => kind !== 'literal').map(({ kind }) => kind);
    const wanted = next.parts.filter(({ kind }) => kind !== 'literal').map(({ kind }) => kind);
    if (read.length !== 2 || tail?.join() !== wanted.join()) {
      return { refused: 'PowerShell would read the value in another way there: put it in a variable first.' };
    }
  }
  return [{ range, newText }];
}
