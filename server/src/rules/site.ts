import type { Range, SignIn, Word } from '../model';

/** The range from the first of some words to the last; one that stands before the first is left out. */
export function rangeOf(words: readonly Word[], fallback: Range): Range {
  const first = words[0];
  const last = words.at(-1);
  return first && last
    ? { start: first.range.start, end: Math.max(first.range.end, last.range.end) }
    : fallback;
}

/** The range of the words that name the tool: `az login`. */
export function siteRange(signIn: SignIn): Range {
  return rangeOf(signIn.site, signIn.command.range);
}

/** Related information that names the first certain write after a sign-in; empty if none is known. */
export function firstWrite(following: { readonly firstWrite: { readonly range: Range } | undefined }) {
  return following.firstWrite
    ? [
        {
          range: following.firstWrite.range,
          message: 'The first command after it that changes Azure resources.',
        },
      ]
    : [];
}
