import type { Dialect, Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { sliced } from '../embedded/respelled';
import { dialectOfShell } from '../embedded/shellNames';
import { commandScript, lineScript } from './commandLine';
import type { YamlFormat } from './format';
import { partIn, scriptOfPart, type Part } from './scalar';
import { at, entriesOf, itemsOf, textAt, visitMaps, type YamlMap, type YamlNode } from './tree';

/** Playbooks of Ansible, and the tasks and handlers of roles. */
export const ansible: YamlFormat = {
  id: 'ansible',
  languageIds: ['ansible'],
  // Other formats have folders of tasks too.
  paths: [/(?:^|\/)roles\/[^/]+\/(?:tasks|handlers)\/.+\.ya?ml$/i],
  recognises: (root) =>
    itemsOf(root).some(
      (item) =>
        at(item, 'hosts') !== undefined ||
        (entriesOf(item).some(({ key }) => moduleOf(key) !== undefined || namesModule.has(key)) &&
          entriesOf(item).some(({ key }) => keysOfTasks.test(key))),
    ),
  scripts(root, text) {
    const scripts: Script[] = [];
    // Tasks stand in plays, in blocks, and in lists of their own.
    visitMaps(root, undefined, (map, _outer, key) => {
      if (key === undefined) scripts.push(...scriptsOf(map, text));
      return undefined;
    });
    return scripts;
  },
};

/** Keys that a task has besides its module. */
const keysOfTasks =
  /^(?:name|register|when|become|args|changed_when|failed_when|loop|with_\w+|no_log|delegate_to|environment|tags|notify)$/;

/** What reads the command of a module: a shell, or nothing but Ansible, which splits it into words. */
type Reader = Dialect | 'none';

/** Source: the documentation of each module in `ansible.builtin` and `ansible.windows`. */
const modules: Readonly<Record<string, Reader>> = {
  shell: 'bash',
  raw: 'bash',
  win_shell: 'powershell',
  win_powershell: 'powershell',
  command: 'none',
  win_command: 'none',
  expect: 'none',
};

/** Keys whose value names the module. */
const namesModule: ReadonlySet<string> = new Set(['action', 'local_action']);

function moduleOf(key: string): Reader | undefined {
  const name = key.replace(/^ansible\.(?:builtin|legacy|windows)\./, '');
  return Object.hasOwn(modules, name) ? modules[name] : undefined;
}

function scriptsOf(task: YamlMap, text: string): readonly Script[] {
  return entriesOf(task).flatMap(({ key, value }): readonly Script[] => {
    if (!namesModule.has(key)) return scriptsOfModule(key, value, task, text, 0);
    if (value?.kind !== 'scalar') return scriptsOfModule(textAt(value, 'module') ?? '', value, task, text, 0);
    const [all = '', name = ''] = /^\s*(\S+)\s+/.exec(value.text) ?? [];
    return scriptsOfModule(name, value, task, text, all.length);
  });
}

/** @param start where the arguments begin in a value that is a text */
function scriptsOfModule(
  name: string,
  value: YamlNode | undefined,
  task: YamlMap,
  text: string,
  start: number,
): readonly Script[] {
  const module = moduleOf(name);
  if (module === undefined) return [];
  const shell = textAt(value, 'executable') ?? textAt(task, 'args', 'executable');
  const reader = module === 'bash' && shell !== undefined ? dialectOfShell(shell) : module;
  const [argv] = [at(value, 'argv'), at(task, 'args', 'argv')].filter((each) => each !== undefined);
  if (reader === undefined) return [];
  if (argv !== undefined) return wordsOf(argv, text);
  const command = value?.kind === 'scalar' ? value : commandIn(value, at(task, 'args'));
  if (command?.kind !== 'scalar') return [];
  const part = partIn(text, command, holesIn);
  const own = value === command ? withoutParameters(part, start) : part;
  return [
    reader === 'none'
      ? lineScript(own, { host: 'shell' })
      : scriptOfPart(own, { dialect: reader, host: 'shell' }),
  ];
}

/** What a module names its command. */
const commandKeys = ['cmd', 'command', 'script', '_raw_params'];

function commandIn(...nodes: readonly (YamlNode | undefined)[]): YamlNode | undefined {
  return nodes.flatMap((node) => commandKeys.flatMap((key) => at(node, key) ?? []))[0];
}

/** `chdir=/tmp` and the like before or behind a command are the module's own. */
const parameters = {
  before: /^\s*(?:(?:chdir|creates|removes|executable|stdin|warn)=\S+\s+)+/,
  behind: /(?:\s(?:chdir|creates|removes|executable|stdin|warn)=\S+)+\s*$/,
};

function withoutParameters(part: Part, from: number): Part {
  const start = from + (parameters.before.exec(part.text.slice(from))?.[0].length ?? 0);
  // Only the end is searched: a command may be long.
  const last = Math.max(start, part.text.length - 1000);
  const behind = parameters.behind.exec(part.text.slice(last));
  if (start === 0 && behind === null) return part;
  const end = behind === null ? part.text.length : last + behind.index;
  return { ...part, ...sliced(part, { start, end }) };
}

function wordsOf(argv: YamlNode, text: string): readonly Script[] {
  const words = itemsOf(argv).filter((word) => word.kind === 'scalar');
  const script = commandScript(
    words.map((word) => partIn(text, word, holesIn)),
    { host: 'shell' },
  );
  return script === undefined ? [] : [script];
}

/** `{{ … }}` of Jinja; braces may stand in its strings. */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /\{\{(?:[^{}'"]|'[^'{}]*'|"[^"{}]*")*\}\}/g);
}
