import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionAt,
  choose,
  cleanUp,
  eventually,
  findings,
  onDisk,
  openFile,
  save,
  waitForRules,
} from './support';

/** A document of each format, at a path that it has in real life; VS Code knows no language of its own for most. */
const documents: Readonly<Record<string, string>> = {
  '.github/workflows/found.yml':
    'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          az login -u "$USER" -p "$PASSWORD"\n          az group list\n',
  'composite/action.yml':
    'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: az login -u "$USER" -p "$PASSWORD"\n',
};

describe('a script in another document, in an extension host', () => {
  afterEach(cleanUp);

  for (const [name, text] of Object.entries(documents)) {
    it(`is found, and its sign-in underlined: ${name}`, async () => {
      const document = await openFile(name, text);
      await waitForRules(document, ['user-password']);
      assert.equal(document.getText(findings(document)[0]?.range), 'az login');
    });
  }

  it('becomes a step azure/login in a workflow, with the permission that it needs', async () => {
    const document = await openFile(
      '.github/workflows/rewritten.yml',
      documents['.github/workflows/found.yml'] ?? '',
    );
    await waitForRules(document, ['user-password']);
    const at = document.positionAt(document.getText().indexOf('az login') + 4);
    await choose(await actionAt(document, at, /azure\/login and OpenID Connect/));
    await waitForRules(document, []);
    await eventually('the fix is applied', () => document.getText().includes('azure/login') || undefined);
    await save(document);
    assert.equal(
      await onDisk(document.uri),
      `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
      contents: read
      packages: read
    steps:
      - name: Sign in to Azure
        uses: azure/login@v3
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
      - run: |
          az group list
`,
    );
  });

  it('keeps a finding away by a comment of its document', async () => {
    const text = (documents['composite/action.yml'] ?? '').replace(
      '      run:',
      '      # azmfa: ignore[user-password] -- why\n      run:',
    );
    const document = await openFile('quiet/action.yml', text);
    await waitForRules(document, []);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(document.lineCount - 1, 0),
      '    - shell: bash\n      run: az login -u b -p "$PASSWORD"\n',
    );
    await vscode.workspace.applyEdit(edit);
    await waitForRules(document, ['user-password']);
  });
});
