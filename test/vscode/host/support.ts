import * as vscode from 'vscode';

/** Calls until it gives something, and returns that. Throws the last error, or that it took too long, after ten seconds. */
export async function eventually<T>(
  what: string,
  get: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await get();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A folder of the workspace by its name: `samples` or `other`. */
export function folder(name: 'samples' | 'other'): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The workspace has no folder ${name}`);
  return found;
}

/** Writes a file into a folder of the workspace and shows it. */
export async function openFile(
  name: string,
  text: string,
  where: 'samples' | 'other' = 'samples',
): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(folder(where).uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** What a file holds on disk. */
export async function onDisk(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The findings that are shown in a document. */
export function findings({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'azmfa');
}

/** The rules of the findings that are shown in a document. */
export function rules(document: vscode.TextDocument): readonly string[] {
  return findings(document).map(({ code }) => (typeof code === 'object' ? String(code.value) : String(code)));
}

/** Waits until a document shows findings of just these rules. */
export async function waitForRules(document: vscode.TextDocument, wanted: readonly string[]): Promise<void> {
  try {
    await eventually('', () => rules(document).join() === wanted.join() || undefined);
  } catch {
    throw new Error(`Wanted [${wanted.join(', ')}], shown are [${rules(document).join(', ')}]`);
  }
}

/** Lists the actions at a place, with the edits of the first `resolved` ones filled in. */
export function actionsAt(
  { uri }: vscode.TextDocument,
  position: vscode.Position,
  { kind, resolved = 0 }: { readonly kind?: vscode.CodeActionKind; readonly resolved?: number } = {},
): Thenable<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    new vscode.Range(position, position),
    kind?.value,
    resolved,
  );
}

/** Does what choosing an action does. */
export async function choose({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit !== undefined) await vscode.workspace.applyEdit(edit);
  if (command !== undefined) {
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  }
}

/** Accepts the first row of each pick list that opens, until something has come of it. */
export async function acceptUntil<T>(what: string, get: () => T | undefined): Promise<T> {
  return eventually(what, async () => {
    const found = get();
    if (found === undefined)
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return found;
  });
}

/** Undoes once in the active editor. */
export async function undo(): Promise<void> {
  await vscode.commands.executeCommand('undo');
}

/** A document of a test: VS Code writes its settings through documents too, which are unsaved until it has. */
const isOurs = ({ uri, isUntitled }: vscode.TextDocument): boolean =>
  isUntitled ||
  (vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.endsWith('/.vscode/settings.json'));

/** Closes every editor, without asking, and takes back every setting of the tests. */
export async function cleanUp(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  await eventually('every change is given up', async () => {
    const changed = vscode.workspace.textDocuments.find((each) => each.isDirty && isOurs(each));
    if (changed === undefined) return true;
    try {
      await vscode.window.showTextDocument(changed);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } catch {
      // Another editor opened in the meantime; the next turn tries again.
    }
    return undefined;
  });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const scope of [folder('samples').uri, folder('other').uri]) {
    for (const name of [
      'azmfa.hosts',
      'azmfa.rules',
      'azmfa.preferredIdentity',
      'azmfa.enable',
      'azmfa.run',
    ]) {
      const settings = vscode.workspace.getConfiguration(undefined, scope);
      const made = settings.inspect(name);
      if (made?.globalValue !== undefined)
        await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
      if (made?.workspaceValue !== undefined) {
        await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
      }
      if (made?.workspaceFolderValue !== undefined) {
        await settings.update(name, undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      }
    }
  }
}
