import type { Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import { joinedWords } from '../embedded/joined';
import { respelled, type Layer } from '../embedded/respelled';
import { commandScript, lineScript } from './commandLine';
import type { YamlFormat } from './format';
import { partIn, scriptOfPart, type Part } from './scalar';
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
    const lines = [read(entrypoint, text), read(command, text)] as const;
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
  return scriptOfPart(read(scalar, text), { dialect: 'bash', host: 'shell' });
}

/** A command as a list of words, or as a line that is split into them. */
function commandOf(
  leading: readonly YamlNode[],
  command: YamlNode | undefined,
  text: string,
): readonly Script[] {
  if (command?.kind === 'scalar' && leading.length === 0) {
    return [lineScript(read(command, text), { host: 'shell' })];
  }
  const words = [...leading, ...(command?.kind === 'scalar' ? [command] : itemsOf(command))];
  const script = commandScript(
    words.filter((word) => word.kind === 'scalar').map((word) => read(word, text)),
    { host: 'shell' },
  );
  return script === undefined ? [] : [script];
}

/** `$$` stands for one `$`. Source: the Compose specification, "Interpolation". */
const dollars: Layer = {
  special: /\$\$/g,
  meaningOf: () => '$',
  around: '',
  spell: (text) => text.replaceAll('$', () => '$$'),
};

function read(scalar: YamlScalar, text: string): Part {
  const part = partIn(text, scalar, holesIn);
  return { ...part, ...respelled(part, dollars) };
}

/** `$NAME` and `${…}`, which Compose replaces by what its own environment says. */
function holesIn(text: string): readonly Range[] {
  const found = rangesOf(text, /\$\$|\$(?:[A-Za-z_]\w*|\{[^{}]*\})/g);
  return found.filter(({ start }) => text[start + 1] !== '$');
}
