import type { Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import type { YamlFormat } from './format';
import { scriptIn } from './scalar';
import { at, entriesOf, itemsOf, visitMaps, type YamlMap, type YamlNode } from './tree';

/** Taskfiles. Each command has a shell of its own, which reads as bash does on every system. Source: taskfile.dev. */
export const taskfile: YamlFormat = {
  id: 'taskfile',
  languageIds: [],
  paths: [/(?:^|\/)taskfile(?:\.[\w.-]+)?\.ya?ml$/i],
  recognises: (root) =>
    at(root, 'version') !== undefined &&
    entriesOf(at(root, 'tasks')).some(({ value }) =>
      ['cmds', 'cmd', 'deps'].some((key) => at(value, key) !== undefined),
    ),
  scripts(root, text) {
    const scripts: Script[] = [];
    const tasks = at(root, 'tasks');
    visitMaps(root, undefined, (map) => {
      for (const command of map === tasks ? shortTasks(map) : commandsIn(map)) {
        if (command?.kind === 'scalar') {
          scripts.push(scriptIn(text, command, { dialect: 'bash', host: 'shell', holesIn }));
        }
      }
      return undefined;
    });
    return scripts;
  },
};

/** The commands of tasks that are nothing else. */
function shortTasks(tasks: YamlMap): readonly (YamlNode | undefined)[] {
  return tasks.entries.flatMap(({ value }) => [value, ...itemsOf(value)]);
}

/** The commands of a task, an item of its commands, a variable or a condition. */
function commandsIn(map: YamlMap): readonly (YamlNode | undefined)[] {
  return map.entries.flatMap(({ key, value }) => {
    switch (key) {
      case 'cmd':
      case 'sh':
      case 'defer':
        return [value];
      case 'cmds':
      case 'status':
      case 'preconditions':
        return [value, ...itemsOf(value)];
      default:
        return [];
    }
  });
}

/** `{{.NAME}}`. Source: the templating reference. */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /\{\{[^{}]*\}\}/g);
}
