import assert from 'node:assert/strict';
import type { ArgumentEdit, Change, Command, Edit, NewWord, SignIn, Word } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import { readSignIn, signInCandidate } from '../../server/src/signIns';
import { withSyntax } from './syntax';

/** The sign-ins of a bash script, in source order. */
export function signInsOf(grammar: Grammar, text: string): readonly SignIn[] {
  const offsets = Array.from(text.matchAll(signInCandidate), ({ index }) => index);
  const commands = withSyntax(grammar, text, (syntax) => syntax.commandsAt(offsets));
  return commands.flatMap(
    (command) => readSignIn(command, 'bash', { minimumAzureCliVersion: undefined }) ?? [],
  );
}

/** The text after edits, which must be in order and apart. */
export function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { range, newText } of edits) {
    assert.ok(at <= range.start && range.start <= range.end && range.end <= text.length, 'edits in order');
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}

/** The text after changes, written by the shell itself; throws if it refuses. */
export function written(text: string, changes: readonly Change[]): string {
  const edits = bash.write(text, changes);
  if ('refused' in edits) throw new Error(`${edits.refused} (${text})`);
  return applied(text, edits);
}

/** The words that spell these options. */
export function wordsOf(signIn: SignIn, ...names: readonly string[]): readonly Word[] {
  const given = signIn.options.filter(({ name }) => names.includes(name)).flatMap(({ words }) => words);
  return signIn.command.words.filter((word) => given.includes(word));
}

/** Takes options out and puts others in their place, or after the site where there are none. */
export function replaceOptions(
  signIn: SignIn,
  names: readonly string[],
  insert: ArgumentEdit['insert'],
): Change {
  const remove = wordsOf(signIn, ...names);
  const site = signIn.site.at(-1);
  return {
    kind: 'setWords',
    command: signIn.command,
    edits: [{ remove, insert, ...(remove.length === 0 && site !== undefined && { after: site }) }],
  };
}

const variable = (name: string): NewWord => [{ variable: name }];

/** The arguments of a user-assigned managed identity and of a federated service principal. */
export const managedIdentity: ArgumentEdit['insert'] = [[['--identity']], [['--client-id'], variable('ID')]];
export const federated: ArgumentEdit['insert'] = [
  [['--service-principal']],
  [['--username'], variable('AZURE_CLIENT_ID')],
  [['--tenant'], variable('AZURE_TENANT_ID')],
  [['--federated-token'], [{ contentOfFileIn: 'AZURE_FEDERATED_TOKEN_FILE' }]],
];

/** `az account set` right after a command. */
export function setSubscription(command: Command): Change {
  const program = command.words.slice(0, 1).map(({ range }): NewWord => [{ source: range }]);
  const words = [...program, ['account'], ['set'], ['--subscription'], [{ variable: 'SUBSCRIPTION' }]];
  return { kind: 'runAfter', command, words };
}
