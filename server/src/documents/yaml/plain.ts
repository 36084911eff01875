import type { YamlNode } from './tree';

/** What a YAML node stands for, as plain data: texts, lists and maps. */
export type Plain = string | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** Takes a node, returns what it stands for; all scalars are texts. */
export function plain(node: YamlNode | undefined): Plain {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

/** Takes data, returns a text that is the same for the same data, whatever the order of the keys. */
export function fingerprint(value: Plain): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
