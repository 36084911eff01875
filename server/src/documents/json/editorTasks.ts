import type { Dialect, Script } from '../../model';
import { asRead } from '../embedded/arguments';
import { dialectOfProgram } from '../embedded/shellNames';
import type { JsonFormat } from './format';
import { commandIn, scriptIn, scriptsInList, type Place } from './string';
import { at, entriesOf, itemsOf, textAt, type JsonNode, type JsonString } from './tree';

/** The systems that a task may say things for, with the shell that VS Code has there. */
const systems: Readonly<Record<string, Dialect>> = { windows: 'powershell', linux: 'bash', osx: 'bash' };

const place: Omit<Place, 'dialect'> = {
  host: 'laptop',
  hasComments: true,
  // What else stands in `${…}` is left to the shell. Source: the VS Code documentation, variables reference.
  holes:
    /\$\{(?:(?:env|config|command|input|workspaceFolder|workspaceFolderBasename):[^}]*|workspaceFolder(?:Basename)?|workspaceRoot(?:FolderName)?|fileWorkspaceFolder|userHome|cwd|execPath|pathSeparator|file|fileBasename|fileBasenameNoExtension|fileDirname|fileExtname|relativeFile|relativeFileDirname|lineNumber|selectedText|defaultBuildTask)\}/g,
};

/**
 * The tasks of VS Code, of a folder or a workspace. Source: the VS Code documentation, custom tasks and the schema for
 * tasks.json.
 */
export const editorTasks: JsonFormat = {
  id: 'editor-tasks',
  paths: [/(?:^|\/)\.vscode\/tasks\.json$/, /\.code-workspace$/],
  recognises: () => false,
  scripts(root, text) {
    const tasks = at(root, 'tasks')?.kind === 'object' ? at(root, 'tasks') : root;
    return [tasks, ...itemsOf(at(tasks, 'tasks'))].flatMap((task) =>
      [undefined, ...Object.keys(systems)].flatMap((system) => commandOf(task, tasks, system, text)),
    );
  },
};

/** What a task runs, or what it runs on one system if that is another command. */
function commandOf(
  task: JsonNode | undefined,
  tasks: JsonNode | undefined,
  system: string | undefined,
  text: string,
): readonly Script[] {
  const own = system === undefined ? task : at(task, system);
  const command = stringIn(at(own, 'command'));
  if (command === undefined) return [];
  const places = [own, task, system === undefined ? undefined : at(tasks, system), tasks];
  const type = places.map((each) => textAt(each, 'type')).find((each) => each !== undefined);
  const program = places
    .map((each) => textAt(each, 'options', 'shell', 'executable'))
    .find((each) => each !== undefined);
  const dialect = dialectOfProgram(program ?? '') ?? systems[system ?? ''] ?? 'bash';
  const args = itemsOf(at(own, 'args') ?? at(task, 'args')).flatMap((item) => stringIn(item) ?? []);
  if (type === 'process') return scriptsInList(text, [command, ...args], { ...place, dialect });
  return args.length === 0
    ? [scriptIn(text, command, { ...place, dialect })]
    : commandIn(text, [command, ...args], { ...place, dialect }, asRead);
}

/** A string, or what `{ "value": …, "quoting": … }` says is one. */
function stringIn(node: JsonNode | undefined): JsonString | undefined {
  const found = entriesOf(node).length > 0 ? at(node, 'value') : node;
  return found?.kind === 'string' ? found : undefined;
}
