import type { Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { dialectOfShell } from '../embedded/shellNames';
import { commandScript } from './commandLine';
import { dialectOfFile } from '../embedded/fileContent';
import type { YamlFormat } from './format';
import { partIn, scriptIn } from './scalar';
import { at, entriesOf, itemsOf, scalarsIn, textAt, visitMaps, type YamlMap } from './tree';

/** Objects of Kubernetes: what their containers run, and the scripts in ConfigMaps. */
export const kubernetes: YamlFormat = {
  id: 'kubernetes',
  languageIds: ['kubernetes', 'helm'],
  paths: [],
  // A chart may hold the pod alone, for an object that another template writes.
  recognises: (root) =>
    (at(root, 'apiVersion') !== undefined && at(root, 'kind') !== undefined) ||
    [at(root, 'spec'), at(root, 'spec', 'template', 'spec')].some(
      (pod) => itemsOf(at(pod, 'containers')).length > 0,
    ),
  scripts(root, text) {
    const scripts: Script[] = [];
    // Containers stand deep in pods, jobs, templates of other objects, and in lists of them.
    visitMaps(root, undefined, (map) => {
      scripts.push(...commandOf(map, text), ...textOf(map, text));
      if (at(map, 'kind') !== undefined) {
        for (const key of ['data', 'stringData']) scripts.push(...filesIn(at(map, key), text));
      }
      return undefined;
    });
    return scripts;
  },
};

/** `command` and `args` of a container, `command` of a probe or a hook. Source: the reference of Pod, `Container`. */
function commandOf(map: YamlMap, text: string): readonly Script[] {
  const words = [at(map, 'command'), at(map, 'args')]
    .flatMap((list) => itemsOf(list))
    .filter((word) => word.kind === 'scalar');
  const script = commandScript(
    words.map((word) => partIn(text, word, holesIn)),
    { host: 'kubernetes' },
  );
  return script === undefined ? [] : [script];
}

/** `script` of a step of Tekton, whose first line says its shell; `source` of a template of Argo, whose command is one. */
function textOf(map: YamlMap, text: string): readonly Script[] {
  if (at(map, 'image') === undefined) return [];
  const [script] = scalarsIn(at(map, 'script'));
  const [source] = scalarsIn(at(map, 'source'));
  const found = script ?? source;
  if (found === undefined) return [];
  const dialect =
    script === undefined
      ? dialectOfShell(textAt(itemsOf(at(map, 'command'))[0]) ?? '')
      : script.text.startsWith('#!')
        ? dialectOfFile('', script.text)
        : 'bash';
  return dialect === undefined ? [] : [scriptIn(text, found, { dialect, host: 'kubernetes', holesIn })];
}

function filesIn(data: ReturnType<typeof at>, text: string): readonly Script[] {
  return entriesOf(data).flatMap(({ key, value }) => {
    if (value?.kind !== 'scalar') return [];
    const dialect = dialectOfFile(key, value.text);
    return dialect === undefined ? [] : [scriptIn(text, value, { dialect, host: 'kubernetes', holesIn })];
  });
}

/** `$(NAME)`, which the kubelet replaces, unless it has a second `$`; `{{ … }}` of Helm. */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /(?<!\$)\$\([A-Za-z_][\w.-]*\)|\{\{[^{}]*\}\}/g);
}
