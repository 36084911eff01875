import type { Range } from '../../model';

/**
 * Finds `${{ … }}` in a text. Braces in a string of the expression (`'…'`, in which a quote is doubled) do not end it; one
 * that never ends is no hole.
 */
export function expressions(text: string): readonly Range[] {
  const pattern = /\$\{\{(?:[^'}]|'[^']*'|\}(?!\}))*\}\}/g;
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}
