import type { Word } from '../../model';
import { onlyOne, type PassingFunction, type PassingFunctions } from '../functions';
import { innerCommand } from '../wrappers';
import { openOutliner } from './outline';
import { commandTypes, type Ancestor } from './paths';
import { readSimpleCommand } from './simpleCommand';

/** A function that only passes its arguments on is no longer. In UTF-16 code units. */
const longestFunction = 4_000;

/** No function is defined more often. */
const mostDefinitions = 10;

const definition =
  /(?<![\w.:-])([\w.:-]{1,100})[ \t]{0,20}\([ \t]{0,20}\)|\bfunction[ \t]{1,20}([\w.:-]{1,100})/g;

/**
 * The functions of a script that run their arguments as a command: `run() { echo "+ $*"; "$@"; }`. Nothing is looked for
 * before one is asked for.
 *
 * @param pathTo gives the nodes that hold an offset, the outermost first
 */
export function functionsIn(text: string, pathTo: (offset: number) => readonly Ancestor[]): PassingFunctions {
  let found: ReadonlyMap<string, readonly number[]> | undefined;
  const known = new Map<string, PassingFunction | undefined>();
  const places = (): ReadonlyMap<string, readonly number[]> => {
    const all = new Map<string, number[]>();
    for (const { 1: name, 2: other, index } of text.matchAll(definition)) {
      const key = name ?? other ?? '';
      const own = all.get(key);
      if (own === undefined) all.set(key, [index]);
      else own.push(index);
    }
    return all;
  };
  return (name) => {
    if (!known.has(name)) {
      const starts = (found ??= places()).get(name) ?? [];
      const nodes = starts
        .slice(0, mostDefinitions + 1)
        .flatMap((start) => pathTo(start).findLast((node) => isDefinition(node, start)) ?? []);
      const isTooMany = starts.length > mostDefinitions;
      known.set(name, isTooMany ? undefined : onlyOne(nodes.map((node) => passingIn(text, node))));
    }
    return known.get(name);
  };
}

function isDefinition({ type, start }: Ancestor, at: number): boolean {
  return type === 'function_definition' && start === at;
}

/** What a function passes on to which program; undefined if it does anything else with its arguments. */
function passingIn(text: string, { start, end }: Ancestor): PassingFunction | undefined {
  if (end - start > longestFunction) return undefined;
  const source = text.slice(start, end);
  const outline = openOutliner()
    .outline(source, () => false)
    .next().value;
  if (outline === undefined || outline.end < source.length) return undefined;
  let operands = 0;
  const running: PassingFunction[] = [];
  for (const path of outline.pathsToEvery(commandTypes)) {
    const at = path.at(-1)?.start ?? 0;
    const { words } = innerCommand(readSimpleCommand(source, at, false).words);
    const [first, second, ...rest] = words;
    const name = knownText(first);
    const isInner = path.filter(({ type }) => type === 'function_definition').length > 1;
    if (isArguments(first) && second === undefined) {
      if (isInner) return undefined;
      running.push({ operands, program: undefined });
    } else if (/^azd?$/.test(name ?? '') && isArguments(second) && rest.length === 0) {
      if (isInner || operands > 0) return undefined;
      running.push({ operands, program: name });
    } else if (name === 'shift') {
      const count = second === undefined ? 1 : Number(knownText(second));
      if (!Number.isInteger(count) || !path.slice(0, -1).every(({ type }) => straight.has(type))) {
        return undefined;
      }
      operands += count;
    } else if (name === 'set' && words.slice(1).some((word) => !/^[-+][a-z]+$/i.test(word.source))) {
      if (!/^[-+]o$/.test(second?.source ?? '')) return undefined;
    }
  }
  return running.length === 0 ? undefined : onlyOne(running);
}

/** Where a command stands that certainly runs when the function is called. */
const straight: ReadonlySet<string> = new Set(['function_definition', 'compound_statement', 'list']);

/** `"$@"`: every argument as it is. */
function isArguments(word: Word | undefined): boolean {
  return /^"\$(?:@|\{@\})"$/.test(word?.source ?? '');
}

function knownText(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}
