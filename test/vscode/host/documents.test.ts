import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type manifest from '../../../package.json';
import { formats } from '../../../server/src/documents';
import { documentFixtures, type Expected } from '../../support/fixtures';
import {
  actionAt,
  choose,
  cleanUp,
  eventually,
  findings,
  folder,
  onDisk,
  openFile,
  save,
  waitForRules,
} from './support';

const workflow =
  'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          az login -u "$USER" -p "$PASSWORD"\n          az group list\n';
const compositeAction =
  'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: az login -u "$USER" -p "$PASSWORD"\n';

const extension = vscode.extensions.getExtension('azmfa.azmfa');
assert.ok(extension);
const { activationEvents } = extension.packageJSON as typeof manifest;

/** What the diagnostics of a document say, as the markers of fixtures say it. */
function shownIn(document: vscode.TextDocument): readonly Expected[] {
  return findings(document).map(({ range, code, severity }) => ({
    line: range.start.line + 1,
    rule: typeof code === 'object' ? String(code.value) : String(code),
    severity: vscode.DiagnosticSeverity[severity].toLowerCase(),
    text: document.getText(range),
  }));
}

const nameOf = ({ line, rule, severity }: Expected): string => `${line}: ${rule} ${severity}`;

describe('a document of each format, where no other extension is', () => {
  afterEach(cleanUp);

  for (const { name, text, expected } of documentFixtures(extension.extensionPath)) {
    it(`shows its findings as soon as it is opened: ${name}`, async () => {
      const document = await openFile(`formats/${name}`, text, 'other');
      const wanted = expected.map(nameOf).sort();
      await eventually('just what is marked is shown', () => {
        assert.deepEqual(shownIn(document).map(nameOf).sort(), wanted);
        return true;
      });
      for (const each of expected.filter((one) => one.text !== undefined)) {
        const texts = shownIn(document).flatMap((one) => (nameOf(one) === nameOf(each) ? one.text : []));
        assert.ok(texts.includes(each.text), `${nameOf(each)}: ${texts.join()}`);
      }
    });
  }

  const names = formats.flatMap(({ extensions, fileNames }) => [
    ...extensions.map((each) => `named${each}`),
    ...fileNames,
  ]);
  for (const name of new Set(names)) {
    it(`wakes the extension by its name: ${name}`, async () => {
      const uri = vscode.Uri.joinPath(folder('other').uri, 'names', name);
      await vscode.workspace.fs.writeFile(uri, new Uint8Array());
      const { languageId } = await vscode.workspace.openTextDocument(uri);
      assert.ok(activationEvents.includes(`onLanguage:${languageId}`), languageId);
    });
  }
});

describe('a script in another document, in an extension host', () => {
  afterEach(cleanUp);

  it('becomes a step azure/login in a workflow, with the permission that it needs', async () => {
    const document = await openFile('.github/workflows/rewritten.yml', workflow);
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
    const text = compositeAction.replace(
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
