import type { Confidence, OptionValue, Word } from '../model';

/** Says whether a word's text is known. */
export function isKnown(word: Word): boolean {
  return word.value.kind === 'known';
}

/** The text that a word certainly starts with; all of it if it is known. */
export function prefixOf(word: Word | undefined): string {
  switch (word?.value.kind) {
    case 'known':
      return word.value.text;
    case 'partly-known':
      return word.value.prefix;
    default:
      return '';
  }
}

/** The program's name without its folders, which need not be known: `~/bin/az`, `"$HOME"/az`. */
export function programName(word: Word): string {
  const last = word.parts.at(-1);
  const path = word.value.kind === 'known' ? word.value.text : last?.kind === 'literal' ? last.text : '';
  const folder = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return word.value.kind === 'known' || folder >= 0 ? path.slice(folder + 1) : '';
}

/** The names of the variables that a word is made of. */
export function variablesOf(word: Word): readonly string[] {
  return word.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
}

/**
 * Where in the source a word's text goes on after its first `at` characters, with the quotes that begin there; the
 * word's start if quotes hold what stands before and after.
 */
function sourceOffset(word: Word, at: number): number {
  if (word.source.startsWith(prefixOf(word).slice(0, at))) return word.range.start + at;
  const [first, next] = word.parts;
  const endsThere = first?.kind === 'literal' && first.text.length === at;
  return endsThere && next !== undefined && next.kind !== 'literal' && !next.quoted
    ? first.range.end
    : word.range.start;
}

/** The value inside an option's own word: what follows the first `at` characters of its text. */
export function innerValue(word: Word, at: number): OptionValue {
  const start = sourceOffset(word, at);
  const text = prefixOf(word).slice(at);
  return {
    range: { start, end: word.range.end },
    source: word.source.slice(start - word.range.start),
    value: isKnown(word)
      ? { kind: 'known', text }
      : text === ''
        ? { kind: 'unknown' }
        : { kind: 'partly-known', prefix: text },
    variables: variablesOf(word),
  };
}

/** `"$@"`, `"${ARGS[@]}"`, `{a,b}`, `@parameters`: any number of arguments, even where one value is expected. */
export function mayBeMany(word: Word): boolean {
  return word.splits && /[@*]|^\{/.test(word.source) && word.parts.some((part) => part.kind === 'opaque');
}

const byDoubt: readonly Confidence[] = ['certain', 'likely', 'possible'];

/** The lower of two confidences. */
export function lower(a: Confidence, b: Confidence): Confidence {
  return byDoubt[Math.max(byDoubt.indexOf(a), byDoubt.indexOf(b))] ?? 'possible';
}
