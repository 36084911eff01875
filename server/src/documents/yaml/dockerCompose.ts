import type { Script } from '../../model';
import { joinedWords } from '../embedded/joined';
import { commandScript, lineScript } from './commandLine';
import type { YamlFormat } from './format';
import { interpolated } from './interpolated';
import { scriptOfPart } from './scalar';
import { at, entriesOf, itemsOf, type YamlNode, type YamlScalar } from './tree';

/** Services of Docker Compose. */
export const dockerCompose: YamlFormat = {
  id: 'docker-compose',
  languageIds: ['dockercompose'],
  paths: [/(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i],
  recognises: (root) =>
    entriesOf(at(root, 'services')).some(
      ({ value }) => at(value, 'image') !== undefined || at(value, 'build') !== undefined,
    ),
  scripts: (root, text) =>
    entriesOf(at(root, 'services')).flatMap(({ value: service }) => [
      ...startOf(service, text),
      ...testOf(at(service, 'healthcheck', 'test'), text),
      ...['post_start', 'pre_stop'].flatMap((hook) =>
        itemsOf(at(service, hook)).flatMap((each) => commandOf([], at(each, 'command'), text)),
      ),
    ]),
};

/** What a service starts: its command is given to its entry point. */
function startOf(service: YamlNode | undefined, text: string): readonly Script[] {
  const [entrypoint, command] = [at(service, 'entrypoint'), at(service, 'command')];
  if (entrypoint?.kind === 'sequence') return commandOf(itemsOf(entrypoint), command, text);
  if (entrypoint?.kind === 'scalar' && command?.kind === 'scalar') {
    const lines = [interpolated(text, entrypoint), interpolated(text, command)] as const;
    const line = { ...joinedWords(lines), isOneLine: true, before: lines[0].before };
    return [lineScript(line, { host: 'shell' })];
  }
  return [...commandOf([], entrypoint, text), ...commandOf([], command, text)];
}

/** `[CMD, …]`, `[CMD-SHELL, script]`, or a script. Source: the Compose specification, `healthcheck`. */
function testOf(test: YamlNode | undefined, text: string): readonly Script[] {
  if (test?.kind === 'scalar') return [shellScript(test, text)];
  const [kind, ...words] = itemsOf(test);
  const [script] = words;
  if (kind?.kind !== 'scalar') return [];
  if (kind.text === 'CMD-SHELL') return script?.kind === 'scalar' ? [shellScript(script, text)] : [];
  return kind.text === 'CMD' ? commandOf(words, undefined, text) : [];
}

function shellScript(scalar: YamlScalar, text: string): Script {
  return scriptOfPart(interpolated(text, scalar), { dialect: 'bash', host: 'shell' });
}

/** A command as a list of words, or as a line that is split into them. */
function commandOf(
  leading: readonly YamlNode[],
  command: YamlNode | undefined,
  text: string,
): readonly Script[] {
  if (command?.kind === 'scalar' && leading.length === 0) {
    return [lineScript(interpolated(text, command), { host: 'shell' })];
  }
  const words = [...leading, ...(command?.kind === 'scalar' ? [command] : itemsOf(command))];
  const script = commandScript(
    words.filter((word) => word.kind === 'scalar').map((word) => interpolated(text, word)),
    { host: 'shell' },
  );
  return script === undefined ? [] : [script];
}
