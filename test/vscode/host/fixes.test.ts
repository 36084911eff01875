import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dialectRows, scriptOf } from '../dialects';
import {
  acceptUntil,
  actionAt,
  actionsAt,
  choose,
  cleanUp,
  configure,
  eventually,
  folder,
  insert,
  onDisk,
  openFile,
  save,
  undo,
  waitForRules,
} from './support';

const password = '#!/bin/bash\naz login -u "$USER" -p "$PASSWORD" --output none\naz group list\n';
const enDash = '#!/bin/bash\naz login --username $username –password $password\n';
const repaired = '#!/bin/bash\naz login --username $username --password $password\n';
const atSignIn = new vscode.Position(1, 8);

for (const row of dialectRows) {
  const { dialect, extensions, comment, signIn, managedIdentity, federated } = row;
  const [extension] = extensions;

  describe(`fixes in ${dialect} in an extension host`, () => {
    afterEach(cleanUp);

    it('stand beside the finding that they repair, ordered by where the script runs', async () => {
      const name = `ordered${extension}`;
      const document = await openFile(name, scriptOf(row));
      await waitForRules(document, ['user-password']);
      const titles = async (): Promise<readonly string[]> =>
        (await actionsAt(document, atSignIn)).map(({ title }) => title);
      assert.deepEqual(
        (await titles()).filter((title) => title.startsWith('Sign in')),
        [
          'Sign in as a managed identity, user-assigned (on Azure)',
          'Sign in with a federated token (CI, AKS, cloud)',
          'Sign in with a certificate (anywhere)',
        ],
      );
      await configure(document.uri, 'azmfa.hosts', { [name]: 'github-hosted' });
      const first = await eventually('the host decides', async () =>
        (await titles()).find((title) => /federated token \(GitHub/i.test(title)),
      );
      assert.equal((await titles())[0], first);
      assert.ok(!(await titles()).some((title) => /managed identity|Choose where/.test(title)));
    });
    it('are written in its syntax, as one step of undo, and are saved', async () => {
      const document = await openFile(`applied${extension}`, scriptOf(row));
      await waitForRules(document, ['user-password']);
      await choose(await actionAt(document, atSignIn, /federated token/));
      const fixed = scriptOf(row, '\n', federated);
      await eventually('the fix is applied', () => document.getText() === fixed || undefined);
      await waitForRules(document, []);
      await save(document);
      assert.equal(await onDisk(document.uri), fixed);
      await undo(document);
      assert.equal(document.getText(), scriptOf(row));
    });
    it('keep CRLF and the byte order mark', async () => {
      const document = await openFile(`kept${extension}`, `\ufeff${scriptOf(row, '\r\n')}`);
      await waitForRules(document, ['user-password']);
      await choose(await actionAt(document, atSignIn, /managed identity, user-assigned/));
      await waitForRules(document, []);
      await save(document);
      assert.equal(await onDisk(document.uri), `\ufeff${scriptOf(row, '\r\n', managedIdentity)}`);
    });
    it('leave a checklist whose commands are for it', async () => {
      const document = await openFile(`listed${extension}`, scriptOf(row));
      await waitForRules(document, ['user-password']);
      await choose(await actionAt(document, atSignIn, /federated token/));
      await vscode.commands.executeCommand('azmfa.showChecklist');
      const checklist = await eventually('the checklist is shown', () =>
        vscode.workspace.textDocuments
          .find(({ uri }) => uri.scheme === 'azmfa-checklist' && uri.query === document.uri.toString())
          ?.getText(),
      );
      const [, fence, first] = /^```(\w+)\n(\S+) 1\. /m.exec(checklist) ?? [];
      assert.deepEqual([fence, first], [row.fence, row.setUpComment]);
      assert.match(checklist, /^az identity create --name <identity> --resource-group <resource-group>$/m);
    });
    it('silence a finding with a comment that says why', async () => {
      const document = await openFile(`silenced${extension}`, scriptOf(row));
      await waitForRules(document, ['user-password']);
      await choose(await actionAt(document, atSignIn, /^Ignore user-password here/));
      await waitForRules(document, []);
      const added = document.lineAt(1).text;
      assert.ok(added.startsWith(`${comment} azmfa: ignore[user-password] -- `), added);
      assert.equal(document.getText(), scriptOf(row, '\n', [added, signIn]));
    });
  });
}

describe('fixes in an extension host', () => {
  afterEach(cleanUp);

  it('keep how the command goes over several lines', async () => {
    const document = await openFile(
      'lines.ps1',
      '# nightly\naz login -u $user `\n    -p $password\naz vm list\n',
    );
    await waitForRules(document, ['user-password']);
    await choose(await actionAt(document, atSignIn, /managed identity, user-assigned/));
    await waitForRules(document, []);
    assert.equal(
      document.getText(),
      '# nightly\naz login --identity `\n    --client-id $env:AZURE_MANAGED_IDENTITY_CLIENT_ID\n' +
        'if ($LASTEXITCODE -eq 0) { az account set --subscription $env:AZURE_SUBSCRIPTION_ID }\naz vm list\n',
    );
  });
  it('follow the settings of the folder before those of the user', async () => {
    const document = await openFile('nearest.sh', password);
    await waitForRules(document, ['user-password']);
    await configure(
      document.uri,
      'azmfa.hosts',
      { '**': 'github-hosted' },
      vscode.ConfigurationTarget.Global,
    );
    await configure(document.uri, 'azmfa.hosts', { '*.sh': 'azure-vm' });
    await actionAt(document, atSignIn, /\(Azure VM\)$/);
  });
  it('from the whole list are one step of undo too, and refused once the document has changed', async () => {
    const document = await openFile('whole.sh', password);
    await waitForRules(document, ['user-password']);
    const place = { uri: document.uri.toString(), position: { line: 1, character: 4 } };
    await Promise.all([
      vscode.commands.executeCommand('azmfa.moreIdentities', place),
      acceptUntil('the fix is applied', () => (document.getText() === password ? undefined : true)),
    ]);
    assert.match(document.getText(), /az login --identity/);
    await undo(document);
    assert.equal(document.getText(), password);

    let isDone = false;
    void vscode.commands.executeCommand('azmfa.moreIdentities', place).then(() => (isDone = true));
    // The server has told of the fixes once it answers what it is asked later: they are of a version that is gone then.
    await actionsAt(document, atSignIn);
    await insert(document, 0, '\n');
    await acceptUntil('the list is closed', () => isDone || undefined);
    assert.equal(document.getText(), `\n${password}`);
  });

  describe('on save', () => {
    const onSave = (value: object | undefined): Promise<void> =>
      configure(folder('samples').uri, 'editor.codeActionsOnSave', value);
    before(() => onSave({ 'source.fixAll': 'explicit' }));
    after(() => onSave(undefined));

    /** Opens a file with a dash that is safe to repair and a password that is not, changes it and saves it. */
    async function saveChanged(name: string): Promise<vscode.TextDocument> {
      const document = await openFile(name, enDash);
      await waitForRules(document, ['typographic-dash']);
      await insert(document, 2, '# the end\n');
      await save(document);
      return document;
    }
    const prefer = (target: vscode.ConfigurationTarget): Promise<void> =>
      configure(folder('samples').uri, 'azmfa.preferredIdentity', 'federated', target);

    it('only what is safe is applied', async () => {
      const document = await saveChanged('safe.sh');
      assert.equal(await onDisk(document.uri), `${repaired}# the end\n`);
      await waitForRules(document, ['user-password']);
    });
    it('an identity that the repository prefers is not', async () => {
      await prefer(vscode.ConfigurationTarget.WorkspaceFolder);
      const document = await saveChanged('repository.sh');
      assert.equal(await onDisk(document.uri), `${repaired}# the end\n`);
    });
    it('an identity that the user prefers is, unless the repository has a say in it', async () => {
      await prefer(vscode.ConfigurationTarget.Global);
      const document = await saveChanged('user.sh');
      assert.match(await onDisk(document.uri), /--service-principal[^]*--federated-token/);
      await prefer(vscode.ConfigurationTarget.Workspace);
      const other = await saveChanged('both.sh');
      assert.equal(await onDisk(other.uri), `${repaired}# the end\n`);
    });
  });
});
