import { CST, Parser } from 'yaml';
import type { Range } from '../../model';

export type YamlNode = YamlMap | YamlSequence | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly range: Range;
  /** In source order; those that `<<` merges in come last. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: YamlNode | undefined;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly range: Range;
  readonly items: readonly (YamlNode | undefined)[];
  /** Its tag, such as `!reference`; undefined if it has none. */
  readonly tag?: string;
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly range: Range;
  /** What it stands for once quotes, escapes and indentation are gone. */
  readonly text: string;
  readonly token: CST.FlowScalar | CST.BlockScalar;
}

/** Deeper text is not read, for no pipeline is nested so. */
const maxDepth = 64;

/** So many entries are merged in at most: `<<` can double them at each step. */
const maxMerged = 10_000;

/**
 * Reads the documents of a YAML text, broken ones as far as that goes. It uses the concrete syntax tree: it has every
 * offset, and where composing recurses a hostile text brings down the process.
 *
 * @returns the root of each document that has one; aliases stand for what they name
 */
export function readYaml(text: string): readonly YamlNode[] {
  const roots: YamlNode[] = [];
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document' || !token.value) continue;
    const root = builder().node(token.value, token.start, 0);
    if (root !== undefined) roots.push(root);
  }
  return roots;
}

/** Builds the nodes of one document, in source order, so that an alias finds its anchor. */
function builder(): {
  node: (token: CST.Token, before: readonly CST.SourceToken[], depth: number) => YamlNode | undefined;
} {
  const anchors = new Map<string, YamlNode>();
  let merged = 0;

  function node(
    token: CST.Token | null | undefined,
    before: readonly CST.SourceToken[],
    depth: number,
  ): YamlNode | undefined {
    if (!token || depth > maxDepth) return undefined;
    if (token.type === 'alias') return anchors.get(token.source.slice(1));
    const made = tagged(unnamed(token, depth), before);
    const anchor = before.findLast(({ type }) => type === 'anchor');
    if (made !== undefined && anchor !== undefined) anchors.set(anchor.source.slice(1), made);
    return made;
  }

  function unnamed(token: CST.Token, depth: number): YamlNode | undefined {
    switch (token.type) {
      case 'block-map':
        return mapOf(token.offset, token.items, depth);
      case 'block-seq':
        return sequenceOf(token.offset, token.items, depth);
      case 'flow-collection':
        return token.start.type === 'flow-map-start'
          ? mapOf(token.offset, token.items, depth)
          : sequenceOf(token.offset, token.items, depth);
      default:
        return CST.isScalar(token) ? scalarOf(token) : undefined;
    }
  }

  function mapOf(offset: number, items: readonly CST.CollectionItem[], depth: number): YamlMap {
    const entries: YamlEntry[] = [];
    const merging: YamlEntry[] = [];
    let end = offset;
    for (const { start, key, sep = [], value } of items) {
      const keyNode = node(key, start, depth + 1);
      const valueNode = node(value, sep, depth + 1);
      end = Math.max(end, valueNode?.range.end ?? keyNode?.range.end ?? end);
      if (keyNode?.kind !== 'scalar') continue;
      if (keyNode.text === '<<') merging.push(...entriesToMerge(valueNode));
      else entries.push({ key: keyNode.text, keyRange: keyNode.range, value: valueNode });
    }
    const own = new Set(entries.map(({ key }) => key));
    return {
      kind: 'map',
      range: { start: offset, end },
      entries: merging.length === 0 ? entries : [...entries, ...merging.filter(({ key }) => !own.has(key))],
    };
  }

  function entriesToMerge(value: YamlNode | undefined): readonly YamlEntry[] {
    const maps = value?.kind === 'sequence' ? value.items : [value];
    const entries = maps.flatMap((each) => (each?.kind === 'map' ? each.entries : []));
    merged += entries.length;
    return merged > maxMerged ? [] : entries;
  }

  function sequenceOf(offset: number, items: readonly CST.CollectionItem[], depth: number): YamlSequence {
    const nodes = items.map(({ start, key, sep = [], value }) =>
      // `[a: b]` is a list of a map.
      key
        ? mapOf(key.offset, [{ start, key, sep, ...(value && { value }) }], depth)
        : node(value, start, depth + 1),
    );
    return {
      kind: 'sequence',
      range: { start: offset, end: nodes.reduce((end, each) => Math.max(end, each?.range.end ?? 0), offset) },
      items: nodes,
    };
  }

  return { node };
}

function tagged(node: YamlNode | undefined, before: readonly CST.SourceToken[]): YamlNode | undefined {
  const tag = before.findLast(({ type }) => type === 'tag')?.source;
  return node?.kind === 'sequence' && tag !== undefined ? { ...node, tag } : node;
}

function scalarOf(token: CST.FlowScalar | CST.BlockScalar): YamlScalar {
  const { value, range } = CST.resolveAsScalar(token, false, () => undefined);
  return { kind: 'scalar', range: { start: range[0], end: range[1] }, text: value, token };
}

/** Takes a node and keys, returns what lies there: `at(job, 'defaults', 'run', 'shell')`. */
export function at(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  let found = node;
  for (const key of keys) found = entriesOf(found).find((entry) => entry.key === key)?.value;
  return found;
}

/** The text of the scalar that lies there; undefined if none does. */
export function textAt(node: YamlNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(node, ...keys);
  return found?.kind === 'scalar' ? found.text : undefined;
}

/** The entries of a map; none of anything else. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a sequence; none of anything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items.filter((item) => item !== undefined) : [];
}

/** The items of a sequence, each at its index, empty ones too; none of anything else. */
export function listOf(node: YamlNode | undefined): readonly (YamlNode | undefined)[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/**
 * Visits every map of a tree once, in source order, outer ones before those in them.
 *
 * @param scope what the outermost maps get
 * @param enter takes a map, what the map around it gave, and its key, which is undefined for an item of a list;
 *   returns what the maps in it get
 */
export function visitMaps<Scope>(
  root: YamlNode,
  scope: Scope,
  enter: (map: YamlMap, scope: Scope, key: string | undefined) => Scope,
): void {
  interface Waiting {
    readonly node: YamlNode | undefined;
    readonly scope: Scope;
    readonly key: string | undefined;
  }
  const seen = new Set<YamlNode>();
  // Aliases can nest deeper than a stack of calls is.
  const waiting: Waiting[] = [{ node: root, scope, key: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, scope: outer } = next;
    if (node === undefined || node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    const inside: Waiting[] = [];
    if (node.kind === 'sequence') {
      for (const item of node.items) inside.push({ node: item, scope: outer, key: undefined });
    } else {
      const inner = enter(node, outer, next.key);
      for (const { key, value } of node.entries) inside.push({ node: value, scope: inner, key });
    }
    for (const each of inside.reverse()) waiting.push(each);
  }
}

/** The scalars among a node, if it is one, or its items. */
export function scalarsIn(node: YamlNode | undefined): readonly YamlScalar[] {
  return [...(node === undefined ? [] : [node]), ...itemsOf(node)].filter((each) => each.kind === 'scalar');
}
