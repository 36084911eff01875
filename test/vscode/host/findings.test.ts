import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { dialectRows, scriptOf, text } from '../dialects';
import {
  cleanUp,
  configure,
  eventually,
  findings,
  folder,
  insert,
  openFile,
  openUntitled,
  replace,
  rules,
  save,
  show,
  waitForRules,
} from './support';

const password = '#!/bin/bash\naz login -u "$USER" -p "$PASSWORD"\naz group create -n web -l westeurope\n';

for (const row of dialectRows) {
  const { dialect, languageId, extensions, head, signIn, underlined, comment } = row;

  describe(`findings in ${dialect} in an extension host`, () => {
    afterEach(cleanUp);

    for (const extension of extensions) {
      it(`stand in a file with ${extension}, under the sign-in`, async () => {
        const document = await openFile(`found${extension}`, scriptOf(row));
        assert.equal(document.languageId, languageId);
        await waitForRules(document, ['user-password']);
        const [finding] = findings(document);
        assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
        assert.equal(document.getText(finding.range), underlined);
        assert.equal(finding.range.start.line, 1);
      });
    }
    it('come while typing in an untitled script, and go with the sign-in', async () => {
      const document = await openUntitled(languageId, `${head}\n`);
      for (let at = 0; at < signIn.length; at++) {
        await replace(document, new vscode.Range(1, at, 1, at), signIn.charAt(at));
      }
      assert.equal(document.getText(), `${head}\n${signIn}`);
      await waitForRules(document, ['user-password']);
      await replace(document, document.lineAt(1).range, '');
      await waitForRules(document, []);
    });
    it('stand where they are behind CRLF and a byte order mark', async () => {
      const document = await openFile(`crlf${extensions[0]}`, `\ufeff${scriptOf(row, '\r\n')}`);
      await waitForRules(document, ['user-password']);
      assert.equal(document.getText(findings(document)[0]?.range), underlined);
    });
    it('are hidden by a comment, and come back without it', async () => {
      const ignored = `${comment} azmfa: ignore[user-password] -- moved next week`;
      const document = await openFile(`suppressed${extensions[0]}`, text([head, ignored, signIn, signIn]));
      await waitForRules(document, ['user-password']);
      assert.equal(findings(document)[0]?.range.start.line, 3);
      await replace(document, new vscode.Range(1, 0, 2, 0), '');
      await waitForRules(document, ['user-password', 'user-password']);
    });
    it('are explained when the mouse rests on the sign-in', async () => {
      const document = await openFile(`hovered${extensions[0]}`, scriptOf(row));
      await waitForRules(document, ['user-password']);
      const at = document.positionAt(document.getText().indexOf('login'));
      const shown = await eventually('the hover is there', async () => {
        const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          at,
        );
        const markdown = hovers
          .flatMap(({ contents }) => contents)
          .map((each) => (each instanceof vscode.MarkdownString ? each.value : ''))
          .join('\n');
        return markdown.includes('user with a password') ? markdown : undefined;
      });
      assert.match(shown, /AADSTS50076[^]*--username[^]*--password/);
    });
  });
}

describe('findings in an extension host', () => {
  afterEach(cleanUp);

  it('stand in the diagnostics with their rule, page and what they lead to', async () => {
    const document = await openFile('complete.sh', password);
    await waitForRules(document, ['user-password']);
    const [finding] = findings(document);
    assert.ok(finding);
    const { code, relatedInformation, message } = finding;
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'user-password');
    assert.match(code.target.toString(), /^https:\/\/.*user-password\.md$/);
    assert.match(message, /AADSTS50076/);
    assert.deepEqual(
      relatedInformation?.map(({ location }) => location.range.start.line),
      [2],
    );
  });
  it('stand in a file without an extension that begins as a script', async () => {
    const document = await openFile('deploy', password);
    await waitForRules(document, ['user-password']);
  });
  it('follow a changed setting at once, in its folder alone', async () => {
    const document = await openFile('here.sh', password);
    const elsewhere = await openFile('there.sh', password, 'other');
    await waitForRules(document, ['user-password']);
    await waitForRules(elsewhere, ['user-password']);
    await configure(folder('other').uri, 'azmfa.rules', { 'user-password': 'off' });
    await waitForRules(elsewhere, []);
    assert.deepEqual(rules(document), ['user-password']);
    await configure(folder('other').uri, 'azmfa.rules', { 'user-password': 'warning' });
    await waitForRules(elsewhere, ['user-password']);
    assert.equal(findings(elsewhere)[0]?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(findings(document)[0]?.severity, vscode.DiagnosticSeverity.Error);
  });
  it('wait for the document to be saved where the settings say so', async () => {
    await configure(folder('other').uri, 'azmfa.run', 'onSave');
    const other = await openFile('typed.sh', password);
    const document = await openFile('saved.sh', password, 'other');
    await waitForRules(document, ['user-password']);
    await insert(document, 2, 'az login -u b -p "$Q"\n');
    // What is typed later elsewhere, where nothing is held back, is looked at meanwhile.
    await insert(other, 2, 'az login -u b -p "$Q"\n');
    await show(other);
    await waitForRules(other, ['user-password', 'user-password']);
    await show(document);
    assert.deepEqual(rules(document), ['user-password']);
    await save(document);
    await waitForRules(document, ['user-password', 'user-password']);
  });
  it('are there again after the server was restarted', async () => {
    const document = await openFile('restarted.sh', password);
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
    const open = (scheme: string): Promise<vscode.TextDocument> =>
      show(vscode.Uri.from({ scheme, path: '/deploy.sh' }));
    const readOnly = await open('azmfa-readonly');
    const writable = await open('azmfa-writable');
    await waitForRules(writable, ['user-password']);
    assert.deepEqual(rules(readOnly), []);
    vscode.Disposable.from(...registered).dispose();
  });
});
