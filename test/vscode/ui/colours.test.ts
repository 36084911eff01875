import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { server } from '../../../scripts/workbench.mjs';
import { loadHighlighter, withMarks, withoutMarks } from '../../syntaxes/highlight';
import { dialectRows, scriptOf } from '../dialects';
import { start, type Session } from '../workbench';

const script = `#!/bin/bash
set -euo pipefail
# Sign in: az login -u somebody
if ! az login --service-principal -u "$APP_ID" -p "$SECRET" --tenant "$TENANT"; then
  echo "az login failed" >&2
  exit 1
fi
az login \\
  --username "$AZURE_USER" \\
  --password "$AZURE_PASSWORD" --output none
sudo -u deploy az login --identity --client-id "$CLIENT_ID"
az group create --name demo --location westeurope
az acr login --name registry
`;

describe('the colours of sign-ins in VS Code', () => {
  let session: Session | undefined;
  afterEach(async () => session?.stop());

  /** What VS Code's own inspector says about the text at the cursor. */
  async function inspect(on: Session): Promise<{ scopes: string; colour: string }> {
    await on.runCommand('Developer: Inspect Editor Tokens and Scopes');
    const widget = on.page.locator('.token-inspect-widget');
    await widget.locator('.tiw-metadata-table').first().waitFor();
    const scopes = await widget.innerText();
    await on.press('Escape', widget, 'detached');
    return { scopes, colour: /foreground\s+(#\w+)/.exec(scopes)?.[1] ?? '' };
  }

  for (const theme of ['Default Dark Modern', 'Default Light Modern']) {
    it(`stand out in a shell script in ${theme}`, async () => {
      session = await start({ 'deploy.sh': script }, { 'workbench.colorTheme': theme });
      await session.openFile('deploy.sh');
      await session.goTo(8, 4);
      const signIn = await inspect(session);
      match(signIn.scopes, /support\.class\.azure-sign-in\.shell/);
      await session.goTo(12, 1);
      const command = await inspect(session);
      match(command.scopes, /entity\.name\.function\.call\.shell/);
      await session.goTo(12, 4);
      const colours = [signIn, command, await inspect(session)].map(({ colour }) => colour);
      equal(new Set(colours).size, 3, colours.join());
      await session.screenshot(`colours-${theme.toLowerCase().replaceAll(' ', '-')}`);
    });
  }

  it('stand out in every shell', async () => {
    session = await start(
      Object.fromEntries(dialectRows.map((row) => [`deploy${row.extensions[0]}`, scriptOf(row)])),
    );
    for (const { dialect, extensions, signIn } of dialectRows) {
      await session.openFile(`deploy${extensions[0]}`);
      await session.goTo(2, signIn.indexOf('az') + 1);
      match((await inspect(session)).scopes, /support\.class\.azure-sign-in\.\w+/);
      await session.screenshot(`colours-${dialect}`);
    }
  });

  it('stand out in a scrapbook, which has the comments of a shell', async () => {
    session = await start({ 'demo.azcli': 'az group list\naz login --identity\n' });
    await session.openFile('demo.azcli');
    await session.goTo(2, 1);
    match((await inspect(session)).scopes, /support\.class\.azure-sign-in\.shell/);
    await session.page.keyboard.press('Control+/');
    await session.save();
    await session.waitForFile('demo.azcli', 'az group list\n# az login --identity\n');
  });

  for (const [scope, file, fixtures] of [
    [
      'source.shell',
      'shellscript/syntaxes/shell-unix-bash.tmLanguage.json',
      ['signIns.sh', 'notSignIns.sh', 'halfTyped.sh'],
    ],
    ['source.powershell', 'powershell/syntaxes/powershell.tmLanguage.json', ['signIns.ps1']],
    ['source.batchfile', 'bat/syntaxes/batchfile.tmLanguage.json', ['signIns.cmd', 'notSignIns.cmd']],
  ] as const) {
    it(`are in the grammar ${scope} of this VS Code where they are in the one that the other tests use`, async () => {
      const grammar = await loadHighlighter(scope, { file: path.join(server, 'extensions', file) });
      for (const name of fixtures) {
        const text = readFileSync(path.join('test/syntaxes/fixtures', name), 'utf8');
        deepEqual(withMarks(grammar, withoutMarks(text)).split('\n'), text.split('\n'));
      }
    });
  }
});
