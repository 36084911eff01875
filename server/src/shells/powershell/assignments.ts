import type { Assignment, Word } from '../../model';
import type { Ancestor } from './reader';
import { cursorAt } from './reader/cursor';
import { readMembers, readPrimary } from './reader/values';
import { skipSpace } from './reader/pieces';
import { variableName, wordOf } from './words';

/** The variable that an assignment or a parameter's default value is for, at the end of the target. */
const target = /\$(?:\{[^{}]{1,200}\}|[\w:]{1,200})$/;

/** Reads `$name = value`; undefined if what is assigned to is no variable. */
export function assignmentOf(
  text: string,
  { start, end, targetEnd = start }: Ancestor,
): Assignment | undefined {
  const variable = target.exec(text.slice(Math.max(start, targetEnd - 210), targetEnd))?.[0];
  if (variable === undefined) return undefined;
  const name = variableName(variable);
  return {
    name,
    value: valueOf(text, targetEnd, end),
    range: { start, end },
    isExported: !name.startsWith('variable:'),
  };
}

/** What is assigned; undefined where there is nothing. */
function valueOf(text: string, targetEnd: number, end: number): Word | undefined {
  const cursor = cursorAt(text, text.indexOf('=', targetEnd) + 1, end);
  skipSpace(cursor);
  return cursor.offset < end ? valueWord(text, cursor.offset, end) : undefined;
}

/** A value as a word: of one piece as an argument reads, or else one that says nothing. */
export function valueWord(text: string, start: number, end: number): Word {
  const cursor = cursorAt(text, start, end);
  if (readPrimary(cursor)) readMembers(cursor, 'expression');
  if (cursor.offset === end) return wordOf(text, { start, end, kind: 'expression' });
  return unread(text, start, end);
}

/** A piece of text as a word that says nothing. */
export function unread(text: string, start: number, end: number): Word {
  const range = { start, end };
  return {
    range,
    source: text.slice(start, end),
    parts: [{ kind: 'opaque', quoted: false, range }],
    value: { kind: 'unknown' },
    splits: false,
  };
}
