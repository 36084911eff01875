import type { Command, NewPart, NewWord, Range, Refusal } from '../../../model';
import { unitsOf } from '../units';
import { wordsOf } from '../words';

/** Text that cmd and the program take as it stands, without quotes. */
const plain = /^[\w./:\\@+=-]+$/;

/** Names of variables that are safe to write: in `%NAME%` almost anything may stand. */
const variableName = /^[A-Za-z_]\w*$/;

/** How often what is written is read before the program gets it. */
export interface ReadingOfWords {
  /** True behind `call`, which reads its words once more. */
  readonly isCalled: boolean;
  /** True in the command of a `for /f`, which another cmd reads. */
  readonly isSubstitution: boolean;
}

/** Says how the words of a command are read. */
export function readingOf({ wrapper, nesting }: Command): ReadingOfWords {
  return {
    isCalled: wrapper.some(({ source }) => /^call$/i.test(source)),
    isSubstitution: nesting.includes('substitution'),
  };
}

/** Writes arguments with a blank between them. */
export function quotedAll(
  text: string,
  words: readonly NewWord[],
  reading: ReadingOfWords,
): string | Refusal {
  const written: string[] = [];
  for (const word of words) {
    const one = quoted(text, word, reading);
    if (typeof one !== 'string') return one;
    written.push(one);
  }
  return written.join(' ');
}

/** Writes an argument: text as it stands if it can, else in double quotes; variables always in quotes. */
function quoted(text: string, word: NewWord, reading: ReadingOfWords): string | Refusal {
  const parts = joinedLiterals(word);
  const last = parts.at(-1);
  if (typeof last === 'object' && 'source' in last)
    return carriedBehind(text, parts.slice(0, -1), last.source);
  if (parts.length === 0) return '""';
  const [lead, ...rest] = parts;
  // `--password="%SECRET%"`
  if (typeof lead === 'string' && rest.length > 0 && plain.test(lead)) {
    const inside = inQuotes(text, rest, reading);
    return typeof inside === 'string' ? `${lead}${inside}` : inside;
  }
  return typeof lead === 'string' && rest.length === 0 && plain.test(lead)
    ? lead
    : inQuotes(text, parts, reading);
}

/** A piece of the script behind known text, such as `--password=` and `%P%`. */
function carriedBehind(text: string, lead: readonly NewPart[], { start, end }: Range): string | Refusal {
  const known = lead.length === 0 ? '' : lead[0];
  const source = text.slice(start, end);
  const units = unitsOf(source, { start: 0, end: source.length }, [], {
    isDelayed: true,
    isEscaped: false,
    isInLoop: true,
  });
  const isOne = wordsOf(source, units).length === 1 && !/[\n^]/.test(source);
  const isLead = typeof known === 'string' && lead.length <= 1 && (known === '' || plain.test(known));
  return isOne && isLead ? known + source : notCarried;
}

const notCarried: Refusal = {
  refused: 'A value cannot be carried over: cmd would read it in another way.',
};

/** Parts in double quotes, which the program takes away. */
function inQuotes(text: string, parts: readonly NewPart[], reading: ReadingOfWords): string | Refusal {
  let written = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      const literal = literalInQuotes(text, part, reading);
      if (typeof literal !== 'string') return literal;
      written += literal;
    } else if ('source' in part) return notCarried;
    else if ('credentialOf' in part) return { refused: 'Only PowerShell has credential objects.' };
    else {
      const isFile = 'contentOfFileIn' in part;
      const name = isFile ? part.contentOfFileIn : part.variable;
      if (!variableName.test(name)) return { refused: `\`${name}\` cannot be the name of a variable.` };
      // cmd itself cannot read a file into an argument; the Azure CLI takes `@file` for what the file says.
      if (isFile && parts.length > 1)
        return { refused: 'The content of a file cannot be a part of an argument.' };
      written += isFile ? `@%${name}%` : `%${name}%`;
    }
  }
  // Before the last quote backslashes come in pairs.
  return `"${written.replace(/\\+$/, '$&$&')}"`;
}

function literalInQuotes(
  text: string,
  literal: string,
  { isCalled, isSubstitution }: ReadingOfWords,
): string | Refusal {
  if (/[\0\r\n]/.test(literal)) return { refused: 'cmd cannot pass an argument with more than one line.' };
  if (isCalled && literal.includes('^')) return { refused: '`call` would double a `^` in quotes.' };
  if (isSubstitution && literal.includes('%')) return { refused: 'A `%` would be read twice there.' };
  if (literal.includes('!') && /enabledelayedexpansion/i.test(text)) {
    return { refused: 'The script switches delayed expansion on, which takes a `!` away.' };
  }
  return literal.replace(/(\\*)"/g, '$1$1""').replaceAll('%', isCalled ? '%%%%' : '%%');
}

/** The parts of a word without empty ones, and text in one piece. */
function joinedLiterals(word: NewWord): readonly NewPart[] {
  const joined: NewPart[] = [];
  for (const part of word) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}
