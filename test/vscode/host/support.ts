import * as vscode from 'vscode';

/** How long anything may take, in milliseconds: only what hangs takes that long, also on a busy machine. */
const patience = 60_000;

/**
 * Calls until it gives something, and returns that. What throws is called again, since the editor does not always
 * let others have their way at once.
 *
 * @throws the last error, or one that says what it waited for
 */
export async function eventually<T>(
  what: string,
  get: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    let failure = new Error(`Waited in vain until ${what}`);
    try {
      const found = await get();
      if (found !== undefined) return found;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    if (Date.now() > deadline) throw failure;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A folder of the workspace by its name: `samples` or `other`. */
export function folder(name: 'samples' | 'other'): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The workspace has no folder ${name}`);
  return found;
}

/** Shows a document, and waits until it is the one in front. */
export async function show(shown: vscode.TextDocument | vscode.Uri): Promise<vscode.TextDocument> {
  const document = shown instanceof vscode.Uri ? await vscode.workspace.openTextDocument(shown) : shown;
  await eventually(`${document.uri.path} is in front`, async () => {
    if (isInFront(document)) return true;
    await vscode.window.showTextDocument(document, { preview: false });
    return isInFront(document) || undefined;
  });
  return document;
}

export function isInFront(document: vscode.TextDocument): boolean {
  return vscode.window.activeTextEditor?.document === document;
}

const written = new Set<string>();

/** Writes a new file into a folder of the workspace and shows it. */
export async function openFile(
  name: string,
  text: string,
  where: 'samples' | 'other' = 'samples',
): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(folder(where).uri, name);
  // Of a file that another case had open, the editor might still have the old text.
  if (written.has(uri.path)) throw new Error(`There was a file ${uri.path} before`);
  written.add(uri.path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return show(uri);
}

/** Shows a script that has no file. */
export async function openUntitled(language: string, content: string): Promise<vscode.TextDocument> {
  return show(await vscode.workspace.openTextDocument({ language, content }));
}

/** What a file holds on disk, a byte order mark included. */
export async function onDisk(uri: vscode.Uri): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
}

/** Replaces a part of a document, in front or not. */
export async function replace(
  document: vscode.TextDocument,
  range: vscode.Range,
  text: string,
): Promise<void> {
  await eventually(`${document.uri.path} is changed`, async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, text);
    // An edit that comes in between makes this one fail.
    return (await vscode.workspace.applyEdit(edit)) || undefined;
  });
}

/** Puts a text before a line, which counts from 0. */
export function insert(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  return replace(document, new vscode.Range(line, 0, line, 0), text);
}

export async function save(document: vscode.TextDocument): Promise<void> {
  await eventually(`${document.uri.path} is saved`, async () => (await document.save()) || undefined);
}

/** Changes a setting of a document or folder. */
export async function configure(
  scope: vscode.Uri,
  name: string,
  value: unknown,
  target = vscode.ConfigurationTarget.WorkspaceFolder,
): Promise<void> {
  // VS Code writes settings through documents, which another change may just have open.
  await eventually(`${name} is set`, async () => {
    await vscode.workspace.getConfiguration(undefined, scope).update(name, value, target);
    return true;
  });
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

/** Waits for an action whose title fits, its edit filled in. */
export function actionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  title: RegExp,
): Promise<vscode.CodeAction> {
  return eventually('the action is offered', async () => {
    const actions = await actionsAt(document, position, { resolved: 20 });
    const found = actions.find((each) => title.test(each.title));
    if (found !== undefined) return found;
    throw new Error(`None of ${actions.map((each) => each.title).join(', ')} is ${title.source}`);
  });
}

/** Does what choosing an action does. */
export async function choose({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit !== undefined && !(await vscode.workspace.applyEdit(edit)))
    throw new Error('The edit was refused');
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

/** Undoes once in a document. */
export async function undo(document: vscode.TextDocument): Promise<void> {
  await eventually('a step is undone', async () => {
    await show(document);
    const { version } = document;
    // It goes to what has the focus, which may not be the editor yet.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await vscode.commands.executeCommand('undo');
    return document.version === version ? undefined : true;
  });
}

/** A document of a test: VS Code writes its settings through documents too, which are unsaved until it has. */
const isOurs = ({ uri, isUntitled }: vscode.TextDocument): boolean =>
  isUntitled ||
  (vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.endsWith('/.vscode/settings.json'));

const settings = ['azmfa.hosts', 'azmfa.rules', 'azmfa.preferredIdentity', 'azmfa.enable', 'azmfa.run'];

const levels = [
  ['globalValue', vscode.ConfigurationTarget.Global],
  ['workspaceValue', vscode.ConfigurationTarget.Workspace],
  ['workspaceFolderValue', vscode.ConfigurationTarget.WorkspaceFolder],
] as const;

/** Closes every editor, without asking, and takes back every setting of the tests. */
export async function cleanUp(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  await eventually('every change is given up', async () => {
    const changed = vscode.workspace.textDocuments.find((each) => each.isDirty && isOurs(each));
    if (changed === undefined) return true;
    await show(changed);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return undefined;
  });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const scope of [folder('samples').uri, folder('other').uri]) {
    for (const name of settings) {
      const made = vscode.workspace.getConfiguration(undefined, scope).inspect(name);
      for (const [level, target] of levels) {
        if (made?.[level] !== undefined) await configure(scope, name, undefined, target);
      }
    }
  }
}
