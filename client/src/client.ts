import * as vscode from 'vscode';
import { clientCommands, type FixApplied, type SignInPlace } from '../../server/src/protocol/messages';
import { checklists } from './checklists';
import { registerCommand } from './commands';
import { chooseHost } from './hosts';
import { languageServer, type CreateClient } from './languageServer';
import { migrateFile } from './migration';
import { previews } from './previews';
import { copySetUp, explainNoFix, fixApplied, moreIdentities } from './remedies';
import { holdsSignInWord, isScript } from './scripts';
import { showSignIns } from './signIns';
import { serverStatus } from './status';

/** Sets the extension up; the server starts once an open script holds a sign-in word, or a command needs it. */
export function activateClient(context: vscode.ExtensionContext, create: CreateClient): void {
  const output = vscode.window.createOutputChannel('Azure MFA', { log: true });
  const server = languageServer(create, output);
  const lists = checklists();
  const shown = previews(lists);

  const command = (name: string, run: (...args: never[]) => Promise<void> | void): vscode.Disposable =>
    registerCommand(output, name, run);
  context.subscriptions.push(
    output,
    server,
    serverStatus(server),
    lists,
    shown,
    startWhereNeeded(server),
    command('azmfa.migrate', (uri: unknown) => migrateFile(server, shown, uri)),
    command('azmfa.applyMigration', (uri: unknown) => shown.apply(uri)),
    command('azmfa.cancelMigration', (uri: unknown) => shown.cancel(uri)),
    command('azmfa.showChecklist', () => lists.show()),
    command('azmfa.showSignIns', (uri: unknown) => showSignIns(server, uri)),
    command('azmfa.restartServer', async () => {
      await server.restart();
      vscode.window.setStatusBarMessage('Azure MFA: the language server was restarted.', 3000);
    }),
    command('azmfa.showOutput', () => {
      output.show();
    }),
    command(clientCommands.moreIdentities, (place: SignInPlace) => moreIdentities(server, lists, place)),
    command(clientCommands.chooseHost, (place: SignInPlace) => chooseHost(server, place)),
    command(clientCommands.copySetUp, (place: SignInPlace) => copySetUp(server, place)),
    command(clientCommands.explainNoFix, (place: SignInPlace) => explainNoFix(server, place)),
    command(clientCommands.fixApplied, (applied: FixApplied) => {
      fixApplied(lists, applied);
    }),
  );
}

/** Starts the server for the first script that holds a sign-in word, now or when it is opened or typed. */
function startWhereNeeded(server: ReturnType<typeof languageServer>): vscode.Disposable {
  const start = (document: vscode.TextDocument, first?: number, last?: number): void => {
    if (server.isWanted || !isScript(document) || !holdsSignInWord(document, first, last)) return;
    server.start().catch(() => undefined);
  };
  const startAll = (): void => {
    for (const document of vscode.workspace.textDocuments) start(document);
  };
  startAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => {
      start(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (server.isWanted || contentChanges.length === 0) return;
      const lines = contentChanges.map(({ range }) => range.start.line);
      const first = Math.min(...lines);
      // Each change moves the lines below it. The first line may make a script of the whole document.
      const added = contentChanges.reduce((sum, { text }) => sum + text.split('\n').length, 0);
      start(document, first, first === 0 ? undefined : Math.max(...lines) + added);
    }),
  );
}
