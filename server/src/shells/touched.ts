import type { TextChange } from './shell';

/** The part of a text that changes have touched: what stands before and behind it is as it was. */
export interface Touched {
  readonly start: number;
  /** Its end in the text before the changes, exclusively. */
  readonly oldEnd: number;
  /** Its end in the text after them, exclusively. */
  readonly newEnd: number;
}

/** Takes what earlier changes have touched, if anything, and a change of the text since; returns both in one. */
export function alsoTouched(
  before: Touched | undefined,
  { start, oldEnd, newEnd }: Pick<TextChange, 'start' | 'oldEnd' | 'newEnd'>,
): Touched {
  if (before === undefined) return { start, oldEnd, newEnd };
  const beyond = Math.max(0, oldEnd - before.newEnd);
  return {
    start: Math.min(start, before.start),
    oldEnd: before.oldEnd + beyond,
    newEnd: before.newEnd + beyond + newEnd - oldEnd,
  };
}
