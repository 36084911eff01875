import type { Range } from '../../model';
import { rangesOf } from '../embedded/holes';

/**
 * `${{ … }}`. Braces in a string of the expression (`'…'`, in which a quote is doubled) do not end it; one that never ends
 * is none, and none begins in another.
 */
export const expression = /\$\{\{(?:[^'}$]|\$(?!\{\{)|'[^']*'|\}(?!\}))*\}\}/g;

/** Finds the expressions of GitHub in a text. */
export function expressions(text: string): readonly Range[] {
  return rangesOf(text, expression);
}
