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
