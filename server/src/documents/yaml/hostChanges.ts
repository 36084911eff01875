import type { Edit, HostChange, HostChangeKind, Refusal } from '../../model';
import type { ChangeAround } from '../format';
import { fingerprint, plain, type Plain } from './plain';
import type { YamlNode } from './tree';

/** How a format that is written in YAML makes the changes around scripts, by kind. */
export type HostWriters = { readonly [Kind in HostChangeKind]?: HostWriter<Kind> };

export interface HostWriter<Kind extends HostChangeKind> {
  /** Writes the change, and with it what happens to the script. */
  write(document: YamlText, around: ChangeAround<Kind>): readonly Edit[] | Refusal;
  /** Takes what the document comes to, returns what it must come to with the change. */
  expected(before: Plain, around: ChangeAround<Kind>): Plain;
}

/** A YAML text, and what it holds. */
export interface YamlText {
  readonly text: string;
  readonly root: YamlNode;
}

/** Writes changes around scripts, all or none. */
export function writeChanges(
  writers: HostWriters,
  document: YamlText,
  changes: readonly ChangeAround[],
): readonly Edit[] | Refusal {
  const edits: Edit[] = [];
  for (const each of changes) {
    const written = writerOf(writers, each.change)?.write(document, each) ?? noChange;
    if ('refused' in written) return written;
    edits.push(...written);
  }
  return edits;
}

/** Says why a text is not what the changes were to make of another one; undefined if it is. */
export function changesDiffer(
  writers: HostWriters,
  before: YamlNode,
  after: YamlNode,
  changes: readonly ChangeAround[],
): string | undefined {
  // From the last to the first, so that the indices in the paths of those that follow hold.
  const expected = changes.reduceRight(
    (made, each) => writerOf(writers, each.change)?.expected(made, each) ?? made,
    plain(before),
  );
  return fingerprint(expected) === fingerprint(plain(after))
    ? undefined
    : 'The rest of the document would change.';
}

export const noChange: Refusal = { refused: 'Nothing can be changed around the scripts of this document.' };

function writerOf<Kind extends HostChangeKind>(
  writers: HostWriters,
  { kind }: HostChange<Kind>,
): HostWriter<Kind> | undefined {
  return writers[kind];
}
