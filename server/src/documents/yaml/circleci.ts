import type { Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { dialectOfShell } from '../embedded/shellNames';
import type { YamlFormat } from './format';
import { scriptIn } from './scalar';
import { at, entriesOf, itemsOf, textAt, visitMaps, type YamlMap, type YamlNode } from './tree';

/** Configurations of CircleCI, and the files of orbs. */
export const circleci: YamlFormat = {
  id: 'circleci',
  languageIds: [],
  paths: [/(?:^|\/)\.circleci\/.+\.ya?ml$/i],
  recognises: (root) =>
    ['jobs', 'commands'].some((key) =>
      entriesOf(at(root, key)).some(({ value }) => itemsOf(at(value, 'steps')).some(isRun)),
    ) ||
    // A command of an orb has a file of its own.
    (at(root, 'description') !== undefined && itemsOf(at(root, 'steps')).some(isRun)),
  scripts(root, text) {
    const scripts: Script[] = [];
    const executors = new Map(entriesOf(at(root, 'executors')).map(({ key, value }) => [key, value]));
    // Steps stand in jobs and commands, in conditions within them, and before or after a job of a workflow.
    visitMaps(root, 'bash', (map, outer, key) => {
      const shell = shellIn(map, executors) ?? outer;
      if (key !== undefined) return shell;
      const run = at(map, 'run');
      const command = run?.kind === 'scalar' ? run : at(run, 'command');
      const dialect = dialectOfShell(textAt(run, 'shell') ?? shell);
      if (command?.kind === 'scalar' && dialect !== undefined) {
        scripts.push(scriptIn(text, command, { dialect, host: 'circleci', holesIn }));
      }
      return shell;
    });
    return scripts;
  },
};

function isRun(step: YamlNode): boolean {
  return at(step, 'run') !== undefined;
}

/**
 * The shell of the steps in a job or a command, if something there says it. Source: the configuration reference, `shell`,
 * `machine`; jobs on Windows run PowerShell.
 */
function shellIn(job: YamlMap, executors: ReadonlyMap<string, YamlNode | undefined>): string | undefined {
  const name = textAt(job, 'executor') ?? textAt(job, 'executor', 'name');
  const own = textAt(job, 'shell') ?? textAt(job, 'executor', 'shell');
  if (own !== undefined) return own;
  const executor = name === undefined ? undefined : executors.get(name);
  const labels = [job, executor].flatMap((each) => [
    textAt(each, 'machine', 'image'),
    textAt(each, 'machine'),
    textAt(each, 'resource_class'),
  ]);
  return (
    textAt(executor, 'shell') ??
    // `win` is what the documentation calls the orb of Windows executors.
    ([name?.replace(/^win(?=\/)/, 'windows'), ...labels].some((label) => /windows/i.test(label ?? ''))
      ? 'powershell'
      : undefined)
  );
}

/** `<< parameters.name >>` and the like, which are replaced before a job exists. Source: the reference of reusable configuration. */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /<<[#^/]?[ \t]*(?:parameters|pipeline|matrix)\.[\w.-]+[ \t]*>>/g);
}
