import type { Word } from '../../model';
import type { Ancestor, Element } from './reader';
import { readArgument } from './reader/commands';
import { cursorAt, peek } from './reader/cursor';
import { skipSpace } from './reader/pieces';
import { wordOf, wordsOf } from './words';

/** Gives the nodes from the top to the innermost one that holds an offset. */
type PathTo = (offset: number) => readonly Ancestor[];

/** At most so far from a command its arguments are looked for. In UTF-16 code units. */
const farthest = 20_000;

/** At most so many uses of a variable are looked at. */
const mostUses = 10;

/**
 * The words of a command, and in front of a variable that holds an array of arguments what that array says:
 * `az @loginArgs`, `& az $loginArgs`. The variable itself stays, since elements may have been added to it.
 */
export function wordsWithArrays(text: string, node: Ancestor, pathTo: PathTo): readonly Word[] {
  const { elements } = node;
  const at = elements.findIndex((element, i) => arrayName(text, element, i) !== undefined);
  const element = elements[at];
  const name = element && arrayName(text, element, at);
  const array = name === undefined ? undefined : arrayBefore(text, name, node.start, pathTo);
  if (array === undefined) return wordsOf(text, elements);
  return [
    ...wordsOf(text, elements.slice(0, at)),
    ...arrayWords(text, array),
    ...wordsOf(text, elements.slice(at)),
  ];
}

/** The variable that an argument takes arguments from: a splatted one, or one that is all there is. */
function arrayName(text: string, { start, end }: Element, index: number): string | undefined {
  const [, sign, name] = /^([@$])(\w{1,100})$/.exec(text.slice(start, Math.min(end, start + 110))) ?? [];
  return sign === '@' || (sign === '$' && index === 1) ? name : undefined;
}

/** The array that a variable was last set to before an offset, as the text that its elements stand in. */
function arrayBefore(
  text: string,
  name: string,
  before: number,
  pathTo: PathTo,
): { start: number; end: number } | undefined {
  const from = Math.max(0, before - farthest);
  const assignments = Array.from(
    text.slice(from, before).matchAll(new RegExp(`\\$${name}\\s*=(?!=)`, 'gi')),
    ({ index }) => from + index,
  );
  const last = assignments.at(-1);
  const node = last === undefined ? undefined : pathTo(last).findLast(({ type }) => type === 'assignment');
  return node && arrayIn(text, node);
}

/** Where the elements stand that an assignment gives to a variable; undefined if that is no array. */
function arrayIn(
  text: string,
  { end, targetEnd = end }: Ancestor,
): { start: number; end: number } | undefined {
  const value = /^\s*=\s*(@\()?/.exec(text.slice(targetEnd, Math.min(end, targetEnd + 100)));
  if (value === null) return undefined;
  const start = targetEnd + value[0].length;
  if (value[1] !== undefined) return text[end - 1] === ')' ? { start, end: end - 1 } : undefined;
  return /^["'$][^,\n]{0,400},/.test(text.slice(start, Math.min(end, start + 410)))
    ? { start, end }
    : undefined;
}

function arrayWords(text: string, { start, end }: { start: number; end: number }): readonly Word[] {
  const cursor = cursorAt(text, start, end);
  const words: Word[] = [];
  for (;;) {
    skipSpace(cursor);
    if (peek(cursor) < 0) return words;
    if (peek(cursor) === 0x2c) cursor.offset++;
    else words.push(wordOf(text, readArgument(cursor, 'bare')));
  }
}

/** Takes the path to a place in an array of arguments, returns the paths to the commands that are given it. */
export function commandsGiven(
  text: string,
  path: readonly Ancestor[],
  pathTo: PathTo,
): readonly (readonly Ancestor[])[] {
  const assignment = path.findLast(({ type }) => type === 'assignment');
  if (assignment === undefined || arrayIn(text, assignment) === undefined) return [];
  const { start, end, targetEnd = end } = assignment;
  const name = /\$(\w{1,100})$/.exec(text.slice(Math.max(start, targetEnd - 110), targetEnd))?.[1];
  if (name === undefined) return [];
  const uses = text.slice(end, end + farthest).matchAll(new RegExp(`[@$]${name}\\b`, 'gi'));
  const found: (readonly Ancestor[])[] = [];
  for (const { index } of uses) {
    if (found.length >= mostUses) break;
    const use = pathTo(end + index);
    const leaf = use.at(-1);
    const at = leaf?.elements.findIndex((element) => element.start === end + index) ?? -1;
    const element = leaf?.elements[at];
    if (element !== undefined && arrayName(text, element, at) !== undefined) found.push(use);
  }
  return found;
}
