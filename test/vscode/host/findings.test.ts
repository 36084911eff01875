import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, eventually, findings, folder, openFile, rules, waitForRules } from './support';

const password = '#!/bin/bash\naz login -u "$USER" -p "$PASSWORD"\naz group create -n web -l westeurope\n';

describe('findings in an extension host', () => {
  afterEach(cleanUp);

  it('stand in the diagnostics with their rule, severity, page and what they lead to', async () => {
    const { document } = await openFile('found.sh', password);
    await waitForRules(document, ['user-password']);
    const [finding] = findings(document);
    assert.ok(finding);
    const { code, severity, range, relatedInformation, message } = finding;
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'user-password');
    assert.match(code.target.toString(), /^https:\/\/.*user-password\.md$/);
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    assert.match(document.getText(range), /^az login/);
    assert.equal(range.start.line, 1);
    assert.match(message, /AADSTS50076/);
    assert.deepEqual(
      relatedInformation?.map(({ location }) => location.range.start.line),
      [2],
    );
  });
  it('come while typing in an untitled script, and go with the sign-in', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'shellscript',
      content: '#!/bin/sh\n',
    });
    const editor = await vscode.window.showTextDocument(document);
    for (const character of 'az login -u a@contoso.example -p "$P"') {
      await editor.edit((edit) => {
        edit.insert(document.positionAt(document.getText().length), character);
      });
    }
    await waitForRules(document, ['user-password']);
    await editor.edit((edit) => {
      edit.delete(document.lineAt(1).range);
    });
    await waitForRules(document, []);
  });
  it('stand in a PowerShell script, saved or not', async () => {
    const script = 'if (-not (az login -u $user -p $password)) {\n  throw "No sign-in"\n}\n';
    const { document } = await openFile('found.ps1', script);
    await waitForRules(document, ['user-password']);
    assert.equal(document.getText(findings(document)[0]?.range), 'az login');
    const untitled = await vscode.workspace.openTextDocument({ language: 'powershell', content: script });
    await vscode.window.showTextDocument(untitled);
    await waitForRules(untitled, ['user-password']);
  });
  it('stand in a file without an extension that begins as a script', async () => {
    const { document } = await openFile('deploy', password);
    await waitForRules(document, ['user-password']);
  });
  it('are hidden by a comment, and come back without it', async () => {
    const { document } = await openFile(
      'suppressed.sh',
      `# azmfa: ignore[user-password] -- moved next week\n${password.split('\n')[1] ?? ''}\naz login -u a -p "$P"\n`,
    );
    await waitForRules(document, ['user-password']);
    assert.equal(findings(document)[0]?.range.start.line, 2);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 0, 1, 0));
    await vscode.workspace.applyEdit(edit);
    await waitForRules(document, ['user-password', 'user-password']);
  });
  it('follow a changed setting at once, in its folder alone', async () => {
    const { document } = await openFile('here.sh', password);
    const { document: elsewhere } = await openFile('there.sh', password, 'other');
    await waitForRules(document, ['user-password']);
    await waitForRules(elsewhere, ['user-password']);
    const settings = vscode.workspace.getConfiguration('azmfa', folder('other').uri);
    const level = vscode.ConfigurationTarget.WorkspaceFolder;
    await settings.update('rules', { 'user-password': 'off' }, level);
    await waitForRules(elsewhere, []);
    assert.deepEqual(rules(document), ['user-password']);
    await settings.update('rules', { 'user-password': 'warning' }, level);
    await waitForRules(elsewhere, ['user-password']);
    assert.equal(findings(elsewhere)[0]?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(findings(document)[0]?.severity, vscode.DiagnosticSeverity.Error);
  });
  it('wait for the document to be saved where the settings say so', async () => {
    await vscode.workspace
      .getConfiguration('azmfa', folder('other').uri)
      .update('run', 'onSave', vscode.ConfigurationTarget.WorkspaceFolder);
    const editor = await openFile('saved.sh', password, 'other');
    const { document } = editor;
    await waitForRules(document, ['user-password']);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(2, 0), 'az login -u b -p "$Q"\n');
    });
    // Longer than a change takes that is not held back, as the case before this one shows.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(rules(document), ['user-password']);
    await document.save();
    await waitForRules(document, ['user-password', 'user-password']);
  });
  it('are there again after the server was restarted', async () => {
    const { document } = await openFile('restarted.sh', password);
    await waitForRules(document, ['user-password']);
    let gone = false;
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      gone ||= rules(document).length === 0;
    });
    await vscode.commands.executeCommand('azmfa.restartServer');
    await eventually('the old findings are gone', () => gone || undefined);
    listener.dispose();
    await waitForRules(document, ['user-password']);
  });
  it('stand in a writable virtual document, and in no read-only one', async () => {
    const files = (text: string): vscode.FileSystemProvider => ({
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length }),
      readFile: () => new TextEncoder().encode(text),
      readDirectory: () => [],
      createDirectory: () => undefined,
      writeFile: () => undefined,
      delete: () => undefined,
      rename: () => undefined,
    });
    const registered = [
      vscode.workspace.registerFileSystemProvider('azmfa-writable', files(password)),
      vscode.workspace.registerFileSystemProvider('azmfa-readonly', files(password), { isReadonly: true }),
    ];
    const open = (scheme: string): Thenable<vscode.TextDocument> =>
      vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: '/deploy.sh' }));
    const readOnly = await open('azmfa-readonly');
    await vscode.window.showTextDocument(readOnly, { preview: false });
    const writable = await open('azmfa-writable');
    await vscode.window.showTextDocument(writable, { preview: false });
    await waitForRules(writable, ['user-password']);
    assert.deepEqual(rules(readOnly), []);
    vscode.Disposable.from(...registered).dispose();
  });
});
