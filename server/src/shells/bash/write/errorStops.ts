import type { Command, Nesting } from '../../../model';

/** Says whether a failing command may end the script at once, by `set -e` or a trap. */
export interface ErrorStops {
  /** By `set -e`, which does not look at the left of `&&`, and in bash is off in a substitution. */
  exits(command: Command): boolean;
  /**
   * By `trap … ERR`, which only sees commands that are not part of a list, and without `set -E` only those of
   * its own shell outside functions.
   */
  traps(command: Command): boolean;
}

/** What may stand before a command on its line. */
const start = /(?:^|[\n;&|{(]|\b(?:then|do|else))[ \t]*$/;

/**
 * Reads a script for what makes an error end it. In a function a `set -e` further down counts too, since the
 * function may be called after it.
 */
export function errorStops(text: string): ErrorStops {
  if (latest?.text !== text) latest = { text, stops: read(text) };
  return latest.stops;
}

/** Many changes of one long script are written one by one. */
let latest: { readonly text: string; readonly stops: ErrorStops } | undefined;

function read(text: string): ErrorStops {
  let found: ReturnType<typeof factsOf> | undefined;
  const facts = () => (found ??= factsOf(text));
  return {
    exits({ range, nesting }) {
      const { sets, inheritsExit } = facts();
      if (nesting.includes('substitution') && !inheritsExit) return false;
      const before = sets.findLast(({ at }) => at < range.start);
      return before?.on ?? (nesting.includes('function') && sets.some(({ on }) => on));
    },
    traps({ nesting }) {
      const { hasTrap, inheritsTrap } = facts();
      return hasTrap && (inheritsTrap || !nesting.some((kind) => withoutTraps.has(kind)));
    },
  };
}

/** Where a trap on errors is not inherited. */
const withoutTraps: ReadonlySet<Nesting> = new Set(['function', 'subshell', 'substitution']);

function factsOf(text: string) {
  return {
    sets: setsOf(text),
    hasTrap: /\btrap\b[^\n]{1,400}\bERR\b/.test(text),
    inheritsExit: /\binherit_errexit\b/.test(text),
    inheritsTrap: /\bset[ \t]+-(?:[A-Za-z]*E|o[ \t]+errtrace\b)/.test(text),
  };
}

/** Where `set` or the `#!` line turn `-e` on or off, in source order. */
function setsOf(text: string): readonly { at: number; on: boolean }[] {
  const sets: { at: number; on: boolean }[] = [];
  const shebang = /^\ufeff?#!.{0,200}?sh[ \t]+(.*)/.exec(text.slice(0, 300))?.[1];
  const first = shebang === undefined ? undefined : errexitIn(shebang);
  if (first !== undefined) sets.push({ at: 0, on: first });
  for (const match of text.matchAll(/\bset[ \t]+([-+][^\n;&|#]{1,100})/g)) {
    const on = errexitIn(match[1] ?? '');
    if (on !== undefined && start.test(text.slice(Math.max(0, match.index - 40), match.index))) {
      sets.push({ at: match.index, on });
    }
  }
  return sets;
}

/** What options of `set` say about `-e`; undefined if nothing. */
function errexitIn(options: string): boolean | undefined {
  let on: boolean | undefined;
  const [beforeOperands = ''] = options.split(/(?<!\S)--(?!\S)/);
  for (const [, sign, letters, name] of beforeOperands.matchAll(/([-+])([A-Za-z]+)(?:[ \t]+([a-z]+))?/g)) {
    const named = letters?.endsWith('o') === true && name === 'errexit';
    if (named || letters?.includes('e') === true) on = sign === '-';
  }
  return on;
}
