import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  acceptUntil,
  actionsAt,
  choose,
  cleanUp,
  eventually,
  folder,
  onDisk,
  openFile,
  undo,
  waitForRules,
} from './support';

const password = '#!/bin/bash\naz login -u "$USER" -p "$PASSWORD" --output none\naz group list\n';
const enDash = '#!/bin/bash\naz login --username $username –password $password\n';
const repaired = '#!/bin/bash\naz login --username $username --password $password\n';
const atSignIn = new vscode.Position(1, 4);

/** Finds an action by its title, its edit filled in. */
async function action(document: vscode.TextDocument, title: RegExp): Promise<vscode.CodeAction> {
  const actions = await actionsAt(document, atSignIn, { resolved: 20 });
  const found = actions.find((each) => title.test(each.title));
  assert.ok(found, `None of ${actions.map((each) => each.title).join(', ')} is ${title.source}`);
  return found;
}

describe('fixes in an extension host', () => {
  afterEach(cleanUp);

  it('stand beside the finding that they repair, ordered by where the script runs', async () => {
    const { document } = await openFile('ordered.sh', password);
    await waitForRules(document, ['user-password']);
    const titles = async (): Promise<readonly string[]> =>
      (await actionsAt(document, atSignIn)).map(({ title }) => title);
    assert.match((await titles())[0] ?? '', /managed identity/);
    await vscode.workspace
      .getConfiguration('azmfa', document.uri)
      .update('hosts', { 'ordered.sh': 'github-hosted' }, vscode.ConfigurationTarget.WorkspaceFolder);
    const first = await eventually('the host decides', async () =>
      (await titles()).find((title) => /federated token \(GitHub/i.test(title)),
    );
    assert.equal((await titles())[0], first);
    assert.ok(!(await titles()).some((title) => /managed identity|Choose where/.test(title)));
  });
  it('are written in PowerShell where the script is', async () => {
    const { document } = await openFile(
      'fixed.ps1',
      '# nightly\naz login -u $user `\n    -p $password\naz vm list\n',
    );
    await waitForRules(document, ['user-password']);
    await choose(await action(document, /managed identity, user-assigned/));
    await eventually('the fix is applied', () => document.getText().includes('--identity') || undefined);
    assert.equal(
      document.getText(),
      '# nightly\naz login --identity `\n    --client-id $env:AZURE_MANAGED_IDENTITY_CLIENT_ID\n' +
        'if ($LASTEXITCODE -eq 0) { az account set --subscription $env:AZURE_SUBSCRIPTION_ID }\naz vm list\n',
    );
  });
  it('follow the settings of the folder before those of the user', async () => {
    const { document } = await openFile('nearest.sh', password);
    await waitForRules(document, ['user-password']);
    const settings = vscode.workspace.getConfiguration('azmfa', document.uri);
    await settings.update('hosts', { '**': 'github-hosted' }, vscode.ConfigurationTarget.Global);
    await settings.update('hosts', { '*.sh': 'azure-vm' }, vscode.ConfigurationTarget.WorkspaceFolder);
    await eventually('the folder decides', async () =>
      (await actionsAt(document, atSignIn)).find(({ title }) => title.endsWith('(Azure VM)')),
    );
  });
  it('are one step of undo, and are saved', async () => {
    const { document } = await openFile('applied.sh', password);
    await waitForRules(document, ['user-password']);
    await choose(await action(document, /federated token/));
    const expected = /^#!\/bin\/bash\naz login .*--service-principal.*--federated-token.* --output none\n/s;
    assert.match(document.getText().replace(/ \\\n\s+/g, ' '), expected);
    await waitForRules(document, []);
    await document.save();
    assert.equal(await onDisk(document.uri), document.getText());
    await undo();
    assert.equal(document.getText(), password);
  });
  it('from the whole list are one step of undo too, and refused once the document has changed', async () => {
    const editor = await openFile('listed.sh', password);
    const { document } = editor;
    await waitForRules(document, ['user-password']);
    const place = { uri: document.uri.toString(), position: { line: 1, character: 4 } };
    await Promise.all([
      vscode.commands.executeCommand('azmfa.moreIdentities', place),
      acceptUntil('the fix is applied', () => (document.getText() === password ? undefined : true)),
    ]);
    assert.match(document.getText(), /az login --identity/);
    await undo();
    assert.equal(document.getText(), password);

    let isDone = false;
    void vscode.commands.executeCommand('azmfa.moreIdentities', place).then(() => (isDone = true));
    // Long enough for the list to be there: its fixes are of a version that is gone then.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '\n');
    });
    await acceptUntil('the list is closed', () => isDone || undefined);
    assert.equal(document.getText(), `\n${password}`);
  });
  it('silence a finding with a comment that says why', async () => {
    const { document } = await openFile('silenced.sh', password);
    await waitForRules(document, ['user-password']);
    await choose(await action(document, /^Ignore user-password here/));
    assert.match(document.lineAt(1).text, /^# azmfa: ignore\[user-password\]/);
    await waitForRules(document, []);
  });

  describe('on save', () => {
    const onSave = (value: object | undefined): Thenable<void> =>
      vscode.workspace
        .getConfiguration('editor', folder('samples').uri)
        .update('codeActionsOnSave', value, vscode.ConfigurationTarget.WorkspaceFolder);
    before(() => onSave({ 'source.fixAll': 'explicit' }));
    after(() => onSave(undefined));

    /** Opens a file with a dash that is safe to repair and a password that is not, changes it and saves it. */
    async function save(name: string): Promise<vscode.TextDocument> {
      const editor = await openFile(name, enDash);
      const { document } = editor;
      await waitForRules(document, ['typographic-dash']);
      await editor.edit((edit) => {
        edit.insert(new vscode.Position(2, 0), '# the end\n');
      });
      await document.save();
      return document;
    }
    const prefer = (target: vscode.ConfigurationTarget): Thenable<void> =>
      vscode.workspace
        .getConfiguration('azmfa', folder('samples').uri)
        .update('preferredIdentity', 'federated', target);

    it('only what is safe is applied', async () => {
      const document = await save('safe.sh');
      assert.equal(await onDisk(document.uri), `${repaired}# the end\n`);
      await waitForRules(document, ['user-password']);
    });
    it('an identity that the repository prefers is not', async () => {
      await prefer(vscode.ConfigurationTarget.WorkspaceFolder);
      const document = await save('repository.sh');
      assert.equal(await onDisk(document.uri), `${repaired}# the end\n`);
    });
    it('an identity that the user prefers is, unless the repository has a say in it', async () => {
      await prefer(vscode.ConfigurationTarget.Global);
      const document = await save('user.sh');
      assert.match(await onDisk(document.uri), /--service-principal[^]*--federated-token/);
      await prefer(vscode.ConfigurationTarget.Workspace);
      const other = await save('both.sh');
      assert.equal(await onDisk(other.uri), `${repaired}# the end\n`);
    });
  });
});
