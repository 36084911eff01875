import type { Range } from '../../model';

/** What the variables of a script are set to, as far as it may name the Azure CLI. */
export interface Variables {
  /** The last value that a variable was set to before an offset and that may name the Azure CLI, if there is one. */
  valueBefore(name: string, offset: number): Range | undefined;
  /** Where the variable that is set to a sign-in at an offset is read behind it. */
  usesOf(offset: number): readonly number[];
}

interface Setting {
  readonly name: string;
  readonly start: number;
  readonly value: Range;
}

/** `set "NAME=value"` up to the last quote, and `set NAME=value` up to an operator, with `az` in the value. */
const setting =
  /\bset[ \t]{1,20}(?:"([a-z_]\w{0,99})=(?=[^\n]{0,300}\baz\b)((?:[^"\n]|"(?=[^\n&|]{0,300}")){1,500})|([a-z_]\w{0,99})=(?=[^&|\n]{0,300}\baz\b)([^&|\n]{1,500}))/gi;

/** No script has more of them. */
const mostSettings = 200;

/** So far, and so often, is looked for where a variable is read. */
const farthestUse = 20_000;
const mostUses = 20;

/** Looks for variables in a text, once it is asked. */
export function variablesIn(text: string): Variables {
  let found: readonly Setting[] | undefined;
  const settings = (): readonly Setting[] => (found ??= settingsIn(text));
  return {
    valueBefore: (name, offset) =>
      settings().findLast((each) => each.start < offset && each.name === name.toLowerCase())?.value,
    usesOf(offset) {
      const set = settings().find(({ value }) => value.start <= offset && offset < value.end);
      if (set === undefined) return [];
      const { end } = set.value;
      const uses = text.slice(end, end + farthestUse).matchAll(new RegExp(`[%!]${set.name}[%!]`, 'gi'));
      return Array.from(uses, ({ index }) => end + index).slice(0, mostUses);
    },
  };
}

function settingsIn(text: string): readonly Setting[] {
  const settings: Setting[] = [];
  for (const { 0: all, 1: quoted, 2: inQuotes, 3: bare, 4: plain, index } of text.matchAll(setting)) {
    if (settings.length >= mostSettings) break;
    const value = inQuotes ?? plain ?? '';
    const start = index + all.length - value.length;
    const end = start + value.trimEnd().length;
    settings.push({ name: (quoted ?? bare ?? '').toLowerCase(), start: index, value: { start, end } });
  }
  return settings;
}
