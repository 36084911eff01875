import type { TextChange } from './shell';

/** Takes two changes of a text, the second of what the first has made of it; returns both in one. */
export function joined(first: TextChange | undefined, second: TextChange): TextChange {
  if (first === undefined) return second;
  const { start, oldEnd, newEnd } = second;
  const beyond = Math.max(0, oldEnd - first.newEnd);
  return {
    start: Math.min(start, first.start),
    oldEnd: first.oldEnd + beyond,
    newEnd: first.newEnd + beyond + newEnd - oldEnd,
  };
}

/** Takes two versions of a text, returns the change between them; undefined if they are the same. */
export function difference(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}
