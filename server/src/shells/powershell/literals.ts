import type { HashEntry, HeldList, Range, Word } from '../../model';
import { unread, valueWord } from './assignments';
import type { Ancestor } from './reader';
import { readArgument } from './reader/commands';
import { cursorAt, endOf, match, peek, type Cursor } from './reader/cursor';
import { skipSeparators, skipSpace } from './reader/pieces';
import { readStatement } from './reader/statements';
import { readPrimary } from './reader/values';
import { wordOf } from './words';

/** An array or hash table that is assigned, without its brackets. */
interface List extends Range {
  readonly opening: '@(' | '@{' | '';
  /** False if more is added to it in the same statement, as in `@('a') + $b`. */
  readonly isAll: boolean;
}

/** No list of arguments that people write is longer; it is read for each place in it. In UTF-16 code units. */
const longestList = 4_000;

/** Where the elements stand of what is assigned: an array in brackets or of strings and variables, or a hash table. */
export function listIn(text: string, { end, targetEnd = end }: Ancestor): List | undefined {
  if (end - targetEnd > longestList) return undefined;
  const lead = /^\s*=\s*(?:\[ordered\]\s*)?(@[({])?/i.exec(
    text.slice(targetEnd, Math.min(end, targetEnd + 100)),
  );
  if (lead === null) return undefined;
  const [all, opening = ''] = lead;
  const start = targetEnd + all.length;
  if (opening === '@(' || opening === '@{') {
    const cursor = cursorAt(text, start - opening.length, end);
    if (!readPrimary(cursor) || cursor.broken) return undefined;
    return { opening, start, end: cursor.offset - 1, isAll: cursor.offset === end };
  }
  const isArray = /^["'$][^,\n]{0,400},/.test(text.slice(start, Math.min(end, start + 410)));
  return isArray ? { opening: '', start, end, isAll: true } : undefined;
}

function heldIn({ start, end }: List, variable: Word | undefined): HeldList | undefined {
  return variable && { range: { start, end }, variable };
}

/** The elements of an array, as arguments. */
interface ArrayWords {
  readonly words: readonly Word[];
  /** True if the array is certainly these and nothing else. */
  readonly isWhole: boolean;
}

/**
 * The elements of the array that an assignment gives to a variable; undefined if it is none.
 *
 * @param variable the word that stands for it, if nothing is added to it before
 */
export function arrayIn(
  text: string,
  assignment: Ancestor,
  variable: Word | undefined,
): ArrayWords | undefined {
  const list = listIn(text, assignment);
  if (list === undefined || list.opening === '@{') return undefined;
  const cursor = cursorAt(text, list.start, list.end);
  const words: Word[] = [];
  let isWhole = variable !== undefined;
  skipSpace(cursor);
  while (peek(cursor) >= 0) {
    if (!startsElement(cursor)) isWhole = false;
    words.push(wordOf(text, readArgument(cursor, 'bare')));
    if (!endsElement(cursor)) isWhole = false;
  }
  // `'a, b'` is one text, for all that it has a comma.
  if (list.opening === '' && words.length < 2) return undefined;
  const within = isWhole ? heldIn(list, variable) : undefined;
  if (within === undefined) return { words, isWhole: false };
  return { words: words.map((word) => ({ ...word, within })), isWhole };
}

/** Says whether an element starts here that is a value: a bare word would be a command. */
function startsElement(cursor: Cursor): boolean {
  return /["'$(]/.test(String.fromCharCode(peek(cursor)));
}

/** Goes on to the next element; says whether nothing but a comma or a line's end stands before it. */
function endsElement(cursor: Cursor): boolean {
  const { offset } = cursor;
  skipSpace(cursor);
  const isNewLine = /[\r\n]/.test(cursor.text.slice(offset, cursor.offset));
  if (peek(cursor) < 0) return true;
  if (peek(cursor) !== 0x2c) return isNewLine;
  cursor.offset++;
  skipSpace(cursor);
  return peek(cursor) >= 0;
}

/**
 * The entries of the hash table that an assignment gives to a variable; undefined if it is none.
 *
 * @param variable the word that stands for it, if nothing is added to it before
 */
export function entriesIn(
  text: string,
  assignment: Ancestor,
  variable: Word | undefined,
): readonly HashEntry[] | undefined {
  const list = listIn(text, assignment);
  if (list?.opening !== '@{') return undefined;
  const cursor = cursorAt(text, list.start, list.end);
  const within = heldIn(list, variable);
  const entries: HashEntry[] = [];
  for (;;) {
    skipSeparators(cursor);
    const { offset } = cursor;
    if (peek(cursor) < 0) return entries;
    const key = match(cursor, entryKey);
    if (key === undefined) return undefined;
    cursor.offset += key.length;
    const start = cursor.offset;
    readStatement(cursor);
    const end = endOf(cursor);
    if (end <= start) return undefined;
    entries.push({
      name: key.replace(/^["']|["']?\s*=\s*$/g, ''),
      value: valueWord(text, start, end),
      word: { ...unread(text, offset, end), ...(within && { within }) },
    });
  }
}

const entryKey = /(?:\w+|"\w+"|'\w+')\s*=\s*/y;
