const dashes = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d';
const typographicStart = new RegExp(`^-?[${dashes}][-${dashes}]*`);

/**
 * The typographic dash that a text begins with, and the hyphens that its author meant: `–password` is
 * `--password`, `–p` is `-p`. Undefined if there is none, or nothing behind it.
 */
export function typographicDash(
  text: string,
): { readonly typed: string; readonly meant: '-' | '--' } | undefined {
  const typed = typographicStart.exec(text)?.[0];
  if (typed === undefined || typed === text) return undefined;
  return { typed, meant: /^[A-Za-z](=|$)/.test(text.slice(typed.length)) ? '-' : '--' };
}
