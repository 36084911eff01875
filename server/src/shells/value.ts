import type { Value, WordPart } from '../model';

/** What the parts of a word come to. A glob counts as itself, which it stays where no file matches. */
export function valueOf(parts: readonly WordPart[]): Value {
  let prefix = '';
  for (const part of parts) {
    if (part.kind !== 'literal') {
      return prefix === '' ? { kind: 'unknown' } : { kind: 'partly-known', prefix };
    }
    prefix += part.text;
  }
  return { kind: 'known', text: prefix };
}
