import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { languageIds } from '../../server/src/documents';
import { signInsMethod, type SignInItem } from '../../server/src/protocol/messages';
import { signInCandidate } from '../../server/src/signIns';

/** Makes the client of a server that is not started yet. */
export type CreateClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** Sets the extension up; the server starts once an open document holds a sign-in word. */
export function activateClient(context: vscode.ExtensionContext, createClient: CreateClient): void {
  const output = vscode.window.createOutputChannel('Azure MFA', { log: true });
  let client: Promise<BaseLanguageClient> | undefined;

  const start = (): Promise<BaseLanguageClient> => {
    client ??= (async () => {
      const created = await createClient({
        documentSelector: [...new Set([...languageIds, 'plaintext'])].map((language) => ({ language })),
        outputChannel: output,
        diagnosticPullOptions: { onChange: true, onSave: true, onTabs: false },
      });
      await created.start();
      return created;
    })();
    return client;
  };
  const stop = async (): Promise<void> => {
    const running = client;
    client = undefined;
    await (await running)?.dispose();
  };
  const startFor = (document: vscode.TextDocument): void => {
    if (client !== undefined || !(languageIds.includes(document.languageId) || hasShebang(document))) return;
    if (document.getText().search(signInCandidate) >= 0) {
      start().catch((error: unknown) => {
        output.error(`The language server could not be started: ${String(error)}`);
      });
    }
  };

  context.subscriptions.push(
    output,
    { dispose: () => void stop() },
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      startFor(document);
    }),
    vscode.commands.registerCommand('azmfa.restartServer', async () => {
      await stop();
      await start();
      vscode.window.setStatusBarMessage('Azure MFA: the language server was restarted.', 3000);
    }),
    vscode.commands.registerCommand('azmfa.showOutput', () => {
      output.show();
    }),
    vscode.commands.registerCommand('azmfa.showSignIns', async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) {
        await vscode.window.showInformationMessage('Open a script to see its Azure sign-ins.');
        return;
      }
      const uri = editor.document.uri.toString();
      const signIns = await (await start()).sendRequest<readonly SignInItem[]>(signInsMethod, { uri });
      await showSignIns(editor, signIns);
    }),
  );
  vscode.workspace.textDocuments.forEach(startFor);
}

function hasShebang(document: vscode.TextDocument): boolean {
  return document.languageId === 'plaintext' && document.lineAt(0).text.startsWith('#!');
}

/** Lists the sign-ins of a document and goes to the chosen one. */
async function showSignIns(editor: vscode.TextEditor, signIns: readonly SignInItem[]): Promise<void> {
  if (signIns.length === 0) {
    await vscode.window.showInformationMessage('There is no Azure sign-in in this file.');
    return;
  }
  const items = signIns.map((signIn) => ({
    label: `${signIn.tool}: ${signIn.flow}`,
    description: `line ${signIn.range.start.line + 1}${signIn.principal === null ? '' : `, as ${signIn.principal}`}`,
    detail: signIn.findings.length > 0 ? signIn.findings.join(', ') : 'Nothing to say against it.',
    signIn,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Azure Sign-ins in This File',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const { start, end } = chosen.signIn.range;
  await vscode.window.showTextDocument(editor.document, {
    viewColumn: editor.viewColumn,
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}
