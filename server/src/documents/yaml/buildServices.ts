import type { Dialect, HostId, Script } from '../../model';
import { dialectOfShell } from '../embedded/shellNames';
import { commandScript } from './commandLine';
import type { YamlFormat } from './format';
import { interpolated } from './interpolated';
import { scriptIn, scriptOf, scriptOfParts } from './scalar';
import { at, itemsOf, scalarsIn, textAt, visitMaps, type YamlMap, type YamlNode } from './tree';

/** A service whose files are plain: the scripts of a map stand right in it. */
interface Service {
  readonly id: string;
  readonly paths: readonly RegExp[];
  scripts(map: YamlMap, text: string, root: YamlNode): readonly Script[];
}

/** Build services, and the hooks of the Azure Developer CLI. */
const services: readonly Service[] = [
  {
    // Source: the documentation of Travis CI, "Job Lifecycle".
    id: 'travis',
    paths: [/(?:^|\/)\.travis\.ya?ml$/i],
    scripts: commandsAt(
      'before_install install before_script script before_deploy after_deploy after_success after_failure after_script',
    ),
  },
  {
    // Sources: the documentation of Drone, "Steps", and of Woodpecker, "Workflow syntax".
    id: 'drone',
    paths: [/(?:^|\/)\.(?:drone|woodpecker)\.ya?ml$/i, /(?:^|\/)\.woodpecker\/[^/]+\.ya?ml$/i],
    scripts: commandsAt('commands', 'build-service', (root) =>
      textAt(root, 'platform', 'os') === 'windows' ? 'powershell' : 'bash',
    ),
  },
  {
    // Source: the documentation of Buildkite, "Command step".
    id: 'buildkite',
    paths: [/(?:^|\/)\.buildkite\/[^/]+\.ya?ml$/i],
    scripts: (map, text) =>
      ['command', 'commands'].flatMap((key) => {
        const lines = scalarsIn(at(map, key)).map((line) => interpolated(text, line));
        return scriptOfParts(lines, { dialect: 'bash', host: 'build-service' }) ?? [];
      }),
  },
  {
    // Source: the documentation of Semaphore, "Pipeline YAML reference".
    id: 'semaphore',
    paths: [/(?:^|\/)\.semaphore\/[^/]+\.ya?ml$/i],
    scripts: commandsAt('commands'),
  },
  {
    // Source: the user guide of AWS CodeBuild, "Build specification reference".
    id: 'codebuild',
    paths: [/(?:^|\/)buildspec[\w.-]*\.ya?ml$/i],
    scripts: commandsAt('commands finally', 'aws', (root) =>
      dialectOfShell(textAt(root, 'env', 'shell') ?? 'sh'),
    ),
  },
  {
    // Source: the documentation of AppVeyor, "appveyor.yml reference".
    id: 'appveyor',
    paths: [/(?:^|\/)\.?appveyor\.ya?ml$/i],
    scripts: (map, text) => [
      ...appveyorSections.flatMap((key) =>
        scalarsIn(at(map, key)).map((line) =>
          scriptIn(text, line, { dialect: 'cmd', host: 'build-service' }),
        ),
      ),
      ...entriesByShell(map, text),
    ],
  },
  {
    // Source: the documentation of Google Cloud Build, "Build configuration file schema": it replaces variables in arguments alone.
    id: 'cloud-build',
    paths: [/(?:^|\/)cloudbuild[\w.-]*\.ya?ml$/i],
    scripts(step, text) {
      const script = at(step, 'script');
      if (script?.kind === 'scalar') {
        return [scriptIn(text, script, { dialect: 'bash', host: 'google-cloud' })];
      }
      const words = [...scalarsIn(at(step, 'entrypoint')), ...itemsOf(at(step, 'args'))];
      const command = commandScript(
        words.filter((word) => word.kind === 'scalar').map((word) => interpolated(text, word)),
        { host: 'google-cloud' },
      );
      return command === undefined ? [] : [command];
    },
  },
  {
    // Source: the schema of azure.yaml, `hooks`. It may name a file instead.
    id: 'azure-developer-cli',
    paths: [/(?:^|\/)azure\.ya?ml$/i],
    scripts(hook, text) {
      const run = at(hook, 'run');
      const dialect = dialectOfShell(textAt(hook, 'shell') ?? 'sh');
      if (run?.kind !== 'scalar' || dialect === undefined) return [];
      return [scriptIn(text, run, { dialect, host: 'shell' })];
    },
  },
];

const appveyorSections = [
  'init',
  'install',
  'before_build',
  'build_script',
  'after_build',
  'before_test',
  'test_script',
  'after_test',
  'before_deploy',
  'deploy_script',
  'after_deploy',
  'on_success',
  'on_failure',
  'on_finish',
];

/** `- ps: …`, a command with its shell. */
function entriesByShell(map: YamlMap, text: string): readonly Script[] {
  return ['cmd', 'ps', 'pwsh', 'sh', 'bash'].flatMap((key) => {
    const command = at(map, key);
    const dialect = dialectOfShell(key === 'ps' ? 'powershell' : key);
    if (command?.kind !== 'scalar' || dialect === undefined) return [];
    return [scriptIn(text, command, { dialect, host: 'build-service' })];
  });
}

/**
 * Reads lists of commands that one shell runs as one script.
 *
 * @param keys what the lists are called, each behind a space
 */
function commandsAt(
  keys: string,
  host: HostId = 'build-service',
  dialectIn: (root: YamlNode) => Dialect | undefined = () => 'bash',
): Service['scripts'] {
  return (map, text, root) => {
    const dialect = dialectIn(root);
    if (dialect === undefined) return [];
    return keys.split(' ').flatMap((key) => scriptOf(text, scalarsIn(at(map, key)), { dialect, host }) ?? []);
  };
}

/** One format each. They are recognised by their paths alone: what they hold is nothing of their own. */
export const buildServices: readonly YamlFormat[] = services.map((service) => ({
  id: service.id,
  languageIds: [],
  paths: service.paths,
  recognises: () => false,
  scripts(root, text) {
    const found: Script[] = [];
    visitMaps(root, undefined, (map) => {
      found.push(...service.scripts(map, text, root));
      return undefined;
    });
    return found;
  },
}));
