import type { Dialect, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { expression } from './expressions';
import type { YamlFormat } from './format';
import { scriptIn } from './scalar';
import { at, entriesOf, itemsOf, textAt, visitMaps, type YamlMap, type YamlNode } from './tree';

/** Pipelines of Azure DevOps, and their templates for stages, jobs and steps. */
export const azurePipelines: YamlFormat = {
  id: 'azure-pipelines',
  languageIds: ['azure-pipelines'],
  paths: [
    /(?:^|\/)[^/]*azure-?pipelines?[^/]*\.ya?ml$/i,
    /(?:^|\/)(?:\.?azure-?pipelines?|\.azuredevops|\.azdo)\/.+\.ya?ml$/i,
  ],
  recognises: (root) =>
    textAt(root, 'extends', 'template') !== undefined ||
    [at(root, 'stages'), at(root, 'jobs'), at(root, 'steps')].some(isListOfParts),
  scripts(root, text) {
    const scripts: Script[] = [];
    const outside: Scope = { place: 'other', inputs: [], agent: { isWindows: false, values: [] } };
    // Steps stand wherever a template may put them: in `${{ if … }}:`, hooks of deployments, values of parameters.
    visitMaps(root, outside, (map, outer, key) => {
      const scope = scopeIn(map, outer, key);
      for (const { node, dialect } of scriptsIn(map, scope)) {
        if (node?.kind === 'scalar') {
          scripts.push(scriptIn(text, node, { dialect, host: 'azure-pipelines', holesIn }));
        }
      }
      return scope;
    });
    return scripts;
  },
};

/** Keys that only an item of such a list has; elsewhere `stages` is a list of names, and `jobs` is a map. */
const keysOfParts = /^(?:stage|job|deployment|template|task|script|bash|pwsh|powershell|checkout|\$\{\{.*)$/;

function isListOfParts(node: YamlNode | undefined): boolean {
  const items = itemsOf(node);
  // The steps of Google Cloud Build may have a `script` too, but their names are those of images.
  const names = items.map((item) => textAt(item, 'name') ?? '');
  return (
    items.some((item) => entriesOf(item).some(({ key }) => keysOfParts.test(key))) &&
    !names.some((name) => name.includes('/'))
  );
}

/** What is nested deeper is not looked for. */
const maxNesting = 16;

/** What a map stands in. */
interface Scope {
  /** What the map is: an item of a list, the inputs of a task, or anything else. */
  readonly place: 'item' | 'inputs' | 'other';
  /** The task that the step runs, without its version, in lower case. */
  readonly task?: string | undefined;
  /** The maps that hold the task's inputs, innermost first. */
  readonly inputs: readonly YamlMap[];
  readonly agent: Agent;
}

/** The machine that a job runs on. */
interface Agent {
  readonly isWindows: boolean;
  /** What the document sets variables and parameters to, by their names in lower case, innermost first. */
  readonly values: readonly ReadonlyMap<string, readonly string[]>[];
}

function scopeIn(map: YamlMap, outer: Scope, key: string | undefined): Scope {
  const agent = agentIn(map, outer.agent);
  // What stands under `${{ if … }}:` takes the place of that.
  const isInserted = key?.startsWith('${{') === true;
  const place = key === undefined ? 'item' : isInserted ? outer.place : key === 'inputs' ? 'inputs' : 'other';
  switch (place) {
    case 'item':
      return {
        place,
        inputs: [],
        agent,
        task:
          textAt(map, 'task')?.replace(/@.*$/s, '').toLowerCase() ?? (isInserted ? outer.task : undefined),
      };
    case 'inputs':
      return { place, task: outer.task, inputs: [map, ...outer.inputs].slice(0, maxNesting), agent };
    case 'other':
      return { place, inputs: [], agent };
  }
}

interface Found {
  readonly node: YamlNode | undefined;
  readonly dialect: Dialect;
}

/** Source: the YAML schema of Azure Pipelines, `steps`. On Windows `script` is run by cmd. */
function scriptsIn(map: YamlMap, { place, task, inputs, agent }: Scope): readonly Found[] {
  const usual = agent.isWindows ? 'cmd' : 'bash';
  if (place === 'item') {
    return entriesOf(map).flatMap(({ key, value }): readonly Found[] => {
      const dialect = key === 'script' ? usual : shortcuts[key];
      return dialect === undefined ? [] : [{ node: value, dialect }];
    });
  }
  const inline =
    place === 'inputs' && task !== undefined && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (inline === undefined) return [];
  const inputOf = (name: string): string | undefined =>
    inputs.map((each) => textAt(input(each, name))).find((text) => text !== undefined);
  if (inline.switches.some((name) => isElsewhere(inputOf(name)))) return [];
  const dialect = inline.dialect ?? scriptTypes[inputOf('scriptType')?.toLowerCase() ?? ''] ?? usual;
  return inline.scripts.map((name) => ({ node: input(map, name), dialect }));
}

const shortcuts: Readonly<Record<string, Dialect | undefined>> = {
  bash: 'bash',
  pwsh: 'powershell',
  powershell: 'powershell',
};

/** A task that runs a script from its inputs. */
interface InlineTask {
  /** The inputs that may hold the script. */
  readonly scripts: readonly string[];
  /** The inputs that say whether it stands there or in a file, by version. */
  readonly switches: readonly string[];
  /** Undefined if `scriptType` says it, or else the agent. */
  readonly dialect: Dialect | undefined;
}

/** Source: the `task.json` of each version in microsoft/azure-pipelines-tasks. */
const tasks: Readonly<Record<string, InlineTask>> = {
  azurecli: { scripts: ['inlineScript'], switches: ['scriptLocation'], dialect: undefined },
  bash: { scripts: ['script'], switches: ['targetType'], dialect: 'bash' },
  cmdline: { scripts: ['script'], switches: [], dialect: undefined },
  powershell: {
    scripts: ['script', 'inlineScript'],
    switches: ['targetType', 'scriptType'],
    dialect: 'powershell',
  },
  azurepowershell: { scripts: ['inline'], switches: ['scriptType'], dialect: 'powershell' },
  ssh: { scripts: ['inline'], switches: ['runOptions'], dialect: 'bash' },
};

/** `scriptType` of AzureCLI since version 2. */
const scriptTypes: Readonly<Record<string, Dialect | undefined>> = {
  bash: 'bash',
  pscore: 'powershell',
  ps: 'powershell',
  batch: 'cmd',
};

/** True if a switch says that the script is not in the inputs. Where it is left out, a script there is meant to run. */
function isElsewhere(value: string | undefined): boolean {
  return value !== undefined && !/^\s*inline|\$[({[]/i.test(value);
}

/** The input of a task; case does not matter, as each becomes an environment variable in capitals. */
function input(map: YamlMap, name: string): YamlNode | undefined {
  return entriesOf(map).find(({ key }) => key.toLowerCase() === name.toLowerCase())?.value;
}

/**
 * `$(name)` and `${{ … }}`, which are replaced before the shell sees the script. A name is made of letters, digits, `.` and `_`,
 * and of `-` if it comes from a key vault; `$(…)` with anything else is the shell's. `$[ … ]` is none of scripts.
 * Source: "Define variables" of Azure Pipelines, naming restrictions; the names of key vault secrets.
 */
const hole = new RegExp(`\\$\\((?:[\\w.-]|${expression.source})+\\)|${expression.source}`, 'g');

function holesIn(text: string): ReturnType<typeof rangesOf> {
  return rangesOf(text, hole);
}

/** The agent of what stands in a map. */
function agentIn(map: YamlMap, outer: Agent): Agent {
  const own = valuesIn(map);
  const values = own.size === 0 ? outer.values : [own, ...outer.values].slice(0, maxNesting);
  const pool = at(map, 'pool');
  if (pool === undefined) return { isWindows: outer.isWindows, values };
  const texts = [...textsOf(pool), ...entriesOf(pool).flatMap(({ value }) => textsOf(value))];
  return { isWindows: texts.some((text) => saysWindows(text, values)), values };
}

/** Says whether an image, an operating system, a demand or the name of a pool is of Windows. */
function saysWindows(text: string, values: Agent['values']): boolean {
  const name = /^\$(?:\(|\[|\{\{)\s*(?:(?:variables|parameters)(?:\.|\['))?([\w.-]+)(?:'\])?\s*[)\]}]/
    .exec(text.trim())?.[1]
    ?.toLowerCase();
  const texts = name === undefined ? [text] : (values.find((each) => each.has(name))?.get(name) ?? []);
  return texts.length > 0 && texts.every((each) => /windows|\bwin\b|\bwin\d|\bvs20\d\d/i.test(each));
}

function textsOf(node: YamlNode | undefined): readonly string[] {
  return [node, ...itemsOf(node)].flatMap((each) => textAt(each) ?? []);
}

/** What variables, parameters and the legs of a matrix are set to in a map, by their names in lower case. */
function valuesIn(map: YamlMap): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const add = (name: string | undefined, value: string | undefined): void => {
    if (name === undefined || value === undefined) return;
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), [value]);
    else known.push(value);
  };
  for (const list of [at(map, 'variables'), at(map, 'parameters')]) {
    for (const { key, value } of entriesOf(list)) add(key, textAt(value));
    for (const item of itemsOf(list))
      add(textAt(item, 'name'), textAt(item, 'value') ?? textAt(item, 'default'));
  }
  for (const { value: leg } of entriesOf(at(map, 'strategy', 'matrix'))) {
    for (const { key, value } of entriesOf(leg)) add(key, textAt(value));
  }
  return values;
}
