import type { Script } from '../../model';
import type { JsonFormat } from './format';
import { scriptIn, scriptsInList, type Place } from './string';
import { entriesOf, itemsOf, type JsonNode } from './tree';

/** In the order that they run. Source: the development containers specification, lifecycle scripts. */
const commands: ReadonlySet<string> = new Set([
  'initializeCommand',
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
]);

const place: Place = {
  dialect: 'bash',
  host: 'laptop',
  hasComments: true,
  // Source: the dev container metadata reference, variables.
  holes:
    /\$\{(?:(?:localEnv|containerEnv|env):[^}]*|(?:local|container)WorkspaceFolder(?:Basename)?|devcontainerId)\}/g,
};

/**
 * The commands of dev containers and their features: a string is read by a shell, an array is a program with its arguments,
 * and an object holds several of those, which run side by side.
 */
export const devContainer: JsonFormat = {
  id: 'dev-container',
  paths: [/(?:^|\/)\.?devcontainer(?:-feature)?\.json$/],
  recognises: () => false,
  scripts: (root, text) =>
    entriesOf(root)
      .filter(({ key }) => commands.has(key))
      .flatMap(({ value }) => [value, ...entriesOf(value).map((each) => each.value)])
      .flatMap((value) => scriptsOf(value, text)),
};

function scriptsOf(node: JsonNode, text: string): readonly Script[] {
  return node.kind === 'string' ? [scriptIn(text, node, place)] : scriptsInList(text, itemsOf(node), place);
}
