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
  return { name: variableName(variable), value: valueOf(text, targetEnd, end), range: { start, end } };
}

/** What is assigned: a value of one piece, or else a word that says nothing; undefined where there is none. */
function valueOf(text: string, targetEnd: number, end: number): Word | undefined {
  const operator = text.indexOf('=', targetEnd);
  const cursor = cursorAt(text, operator + 1, end);
  skipSpace(cursor);
  const start = cursor.offset;
  if (start >= end) return undefined;
  if (readPrimary(cursor)) readMembers(cursor, 'expression');
  if (cursor.offset === end) return wordOf(text, { start, end, kind: 'expression' });
  const range = { start, end };
  return {
    range,
    source: text.slice(start, end),
    parts: [{ kind: 'opaque', quoted: false, range }],
    value: { kind: 'unknown' },
    splits: false,
  };
}
