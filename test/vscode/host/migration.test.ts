import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dialectRows, scriptOf } from '../dialects';
import {
  acceptUntil,
  cleanUp,
  eventually,
  folder,
  insert,
  isInFront,
  onDisk,
  openFile,
  openUntitled,
  save,
  show,
  undo,
  waitForRules,
} from './support';

const script = '#!/bin/bash\naz login -u "$USER" -p "$PASSWORD"\necho done\naz login -u b -p "$OTHER"\n';

const preview = (): vscode.TabInputTextDiff | undefined => {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'azmfa-preview'
    ? input
    : undefined;
};

/** Runs the migration of a document up to its preview, with the best target. */
async function previewOf(
  document: vscode.TextDocument,
  given?: vscode.Uri,
): Promise<vscode.TabInputTextDiff> {
  const before = preview()?.modified.toString();
  const running = vscode.commands.executeCommand('azmfa.migrate', given);
  const shown = await acceptUntil('the preview is shown', () => {
    const shown = preview();
    return shown?.modified.toString() === before ? undefined : shown;
  });
  await running;
  assert.equal(shown.original.toString(), document.uri.toString());
  return shown;
}

/** Waits until there is no preview in front, but that document. */
async function backIn(document: vscode.TextDocument): Promise<void> {
  await eventually(
    'the script is in front',
    () => (preview() === undefined && isInFront(document)) || undefined,
  );
}

const textOf = async (uri: vscode.Uri): Promise<string> =>
  (await vscode.workspace.openTextDocument(uri)).getText();

for (const row of dialectRows) {
  const { dialect, languageId, extensions, signIn, next, unclear, managedIdentity } = row;
  const [extension] = extensions;
  const two = scriptOf(row, '\r\n', [signIn, next, unclear, signIn]);
  const migrated = scriptOf(row, '\r\n', [...managedIdentity, next, unclear, ...managedIdentity]);

  describe(`migration of ${dialect} in an extension host`, () => {
    afterEach(cleanUp);

    it('changes nothing until it is applied, is one step of undo then, and keeps what is not its', async () => {
      const document = await openFile(`migrated${extension}`, `\ufeff${two}`);
      const { modified } = await previewOf(document);
      assert.equal(document.getText(), two);
      const result = await vscode.workspace.openTextDocument(modified);
      assert.equal(result.languageId, languageId);
      assert.equal(result.getText(), migrated);
      await vscode.commands.executeCommand('azmfa.applyMigration');
      await backIn(document);
      assert.equal(document.getText(), migrated);
      await save(document);
      assert.equal(await onDisk(document.uri), `\ufeff${migrated}`);
      await undo(document);
      assert.equal(document.getText(), two);
    });
    it('works in an untitled script', async () => {
      const document = await openUntitled(languageId, scriptOf(row));
      const { modified } = await previewOf(document);
      const result = await textOf(modified);
      assert.equal(result, scriptOf(row, '\n', managedIdentity));
      await vscode.commands.executeCommand('azmfa.applyMigration');
      await backIn(document);
      assert.equal(document.getText(), result);
      await undo(document);
      assert.equal(document.getText(), scriptOf(row));
    });
  });
}

describe('migration in an extension host', () => {
  afterEach(cleanUp);

  for (const sample of ['backup.cmd', 'deploy.sh', 'release.ps1']) {
    it(`repairs the sample ${sample}`, async () => {
      const document = await show(vscode.Uri.joinPath(folder('samples').uri, sample));
      await previewOf(document);
      await vscode.commands.executeCommand('azmfa.applyMigration');
      await backIn(document);
      await waitForRules(document, []);
    });
  }
  it('changes nothing if it is cancelled', async () => {
    const document = await openFile('cancelled.sh', script);
    await previewOf(document);
    await vscode.commands.executeCommand('azmfa.cancelMigration');
    await backIn(document);
    assert.equal(document.getText(), script);
  });
  it('is refused once the document has changed', async () => {
    const document = await openFile('changed.sh', script);
    await previewOf(document);
    await insert(document, 0, '\n');
    await vscode.commands.executeCommand('azmfa.applyMigration');
    assert.equal(document.getText(), `\n${script}`);
    assert.notEqual(preview(), undefined);
  });
  it('acts on the document that it was invoked on, even if the focus moves', async () => {
    const other = await openFile('other.sh', script, 'other');
    const document = await openFile('invoked.sh', script);
    const running = vscode.commands.executeCommand('azmfa.migrate');
    await show(other);
    await acceptUntil('the preview is shown', preview);
    await running;
    assert.equal(preview()?.original.toString(), document.uri.toString());
    await vscode.commands.executeCommand('azmfa.applyMigration');
    assert.notEqual(document.getText(), script);
    assert.equal(other.getText(), script);
  });
  it('acts on the file that it is given', async () => {
    const other = await openFile('given.sh', script, 'other');
    await openFile('in-front.sh', script);
    await previewOf(other, other.uri);
    await vscode.commands.executeCommand('azmfa.applyMigration');
    assert.notEqual(other.getText(), script);
  });
  it('works in a virtual file', async () => {
    const files = new Map<string, Uint8Array>([['/deploy.sh', new TextEncoder().encode(script)]]);
    const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const provider = vscode.workspace.registerFileSystemProvider('azmfa-memory', {
      onDidChangeFile: changed.event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: ({ path }) => {
        const content = files.get(path);
        if (content === undefined) throw vscode.FileSystemError.FileNotFound(path);
        return { type: vscode.FileType.File, ctime: 0, mtime: content.length, size: content.length };
      },
      readFile: ({ path }) => files.get(path) ?? new Uint8Array(),
      writeFile: ({ path }, content) => void files.set(path, content),
      readDirectory: () => [],
      createDirectory: () => undefined,
      delete: () => undefined,
      rename: () => undefined,
    });
    const document = await show(vscode.Uri.from({ scheme: 'azmfa-memory', path: '/deploy.sh' }));
    await waitForRules(document, ['user-password', 'user-password']);
    await previewOf(document);
    await vscode.commands.executeCommand('azmfa.applyMigration');
    await save(document);
    assert.match(new TextDecoder().decode(files.get('/deploy.sh')), /--identity/);
    provider.dispose();
  });
  it('shows a new preview in place of an old one', async () => {
    const document = await openFile('twice.sh', script);
    await previewOf(document);
    // Invoked in the preview, it is about the script.
    const { modified } = await previewOf(document);
    const previews = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff);
    assert.equal(previews.length, 1);
    assert.equal(preview()?.modified.toString(), modified.toString());
  });
  it('says that there is nothing to do, and leaves everything as it is', async () => {
    const nothing = [
      '#!/bin/bash\necho hello\n',
      '#!/bin/bash\naz login --identity\n',
      '#!/bin/bash\naz login "$@"\n',
    ];
    for (const [index, text] of nothing.entries()) {
      const document = await openFile(`nothing-${index}.sh`, text);
      await vscode.commands.executeCommand('azmfa.migrate');
      assert.equal(preview(), undefined);
      assert.equal(document.getText(), text);
    }
    await openFile('notes.txt', 'az login -u a -p b\n');
    await vscode.commands.executeCommand('azmfa.migrate');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const command of ['migrate', 'showSignIns', 'applyMigration', 'cancelMigration', 'showChecklist']) {
      await vscode.commands.executeCommand(`azmfa.${command}`);
    }
    assert.equal(preview(), undefined);
  });
});

describe('commands in an extension host', () => {
  afterEach(cleanUp);

  it('are all there', async () => {
    const there = new Set(await vscode.commands.getCommands(true));
    const extension = vscode.extensions.getExtension('azmfa.azmfa');
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    assert.deepEqual(
      manifest.contributes.commands.filter(({ command }) => !there.has(command)),
      [],
    );
  });
  it('go to a sign-in that is chosen', async () => {
    const document = await openFile('shown.sh', '#!/bin/bash\necho\naz login --identity\n');
    const running = vscode.commands.executeCommand('azmfa.showSignIns');
    const selected = await acceptUntil('the sign-in is selected', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document !== document || editor.selection.isEmpty ? undefined : editor.selection;
    });
    await running;
    assert.equal(document.getText(selected), 'az login --identity');
  });
  it('write where a script runs to the settings of its folder', async () => {
    const document = await openFile('hosted.sh', script, 'other');
    await waitForRules(document, ['user-password', 'user-password']);
    const hosts = (): unknown =>
      vscode.workspace.getConfiguration('azmfa', folder('other').uri).inspect('hosts')?.workspaceFolderValue;
    const running = vscode.commands.executeCommand('azmfa.chooseHost', {
      uri: document.uri.toString(),
      position: { line: 1, character: 0 },
    });
    const written = await acceptUntil('the setting is written', hosts);
    await running;
    assert.deepEqual(written, { 'hosted.sh': 'shell' });
    assert.equal(
      vscode.workspace.getConfiguration('azmfa', folder('samples').uri).inspect('hosts')
        ?.workspaceFolderValue,
      undefined,
    );
  });
});
