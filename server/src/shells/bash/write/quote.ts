import type { Command, NewWord, Refusal } from '../../../model';
import { readWord } from '../word';

/** Characters that need no quotes anywhere in an argument, in any shell of the family. */
const plain = /^[\w./:@%+,-][\w./:=@%+,-]*$/;

const identifier = /^[A-Za-z_]\w*$/;

/**
 * Writes an argument.
 *
 * @param text the script that carried pieces come from
 * @param command the command that it is written into
 */
export function quoted(
  text: string,
  word: NewWord,
  { inBackticks }: Pick<Command, 'inBackticks'>,
): string | Refusal {
  let written = '';
  for (const part of word) {
    if (typeof part === 'string') {
      if (part.includes('\0')) return { refused: 'No shell can pass a NUL character.' };
      if (inBackticks && /["$`\\]/.test(part)) {
        return { refused: 'It stands in backticks, where this text cannot be quoted reliably.' };
      }
      written += part === '' ? '' : literal(part, written !== '');
    } else if ('source' in part) {
      const { start, end } = part.source;
      if (readWord(text, start, inBackticks).word.range.end !== end) {
        return { refused: 'A value cannot be carried over: its quotes start before it.' };
      }
      written += text.slice(start, end);
    } else if ('credentialOf' in part) {
      return { refused: 'Only PowerShell has credential objects.' };
    } else {
      const name = 'variable' in part ? part.variable : part.contentOfFileIn;
      if (!identifier.test(name)) return { refused: `\`${name}\` cannot be the name of a shell variable.` };
      written += 'variable' in part ? `"$${name}"` : `"$(cat "$${name}")"`;
    }
  }
  return written === '' ? "''" : written;
}

/** Quotes text so that it stands for itself; `=` starts an expansion in zsh at the start of a word only. */
function literal(text: string, within: boolean): string {
  return plain.test(within ? `x${text}` : text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Writes arguments with a blank between them. */
export function quotedAll(
  text: string,
  words: readonly NewWord[],
  command: Pick<Command, 'inBackticks'>,
): string | Refusal {
  const written: string[] = [];
  for (const word of words) {
    const one = quoted(text, word, command);
    if (typeof one !== 'string') return one;
    written.push(one);
  }
  return written.join(' ');
}
