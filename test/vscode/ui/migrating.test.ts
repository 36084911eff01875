import { equal, match } from 'node:assert/strict';
import { dialectRows, scriptOf } from '../dialects';
import { start, type Session } from '../workbench';

const script = `#!/bin/bash
az login -u "$AZURE_USER" -p "$AZURE_PASSWORD"
az group create --name web --location westeurope
az login -u "$OTHER_USER" -p "$OTHER_PASSWORD" "$@"
`;
const migrate = 'Azure MFA: Migrate Sign-ins in This File…';

const previewIn = ({ page }: Session) => page.locator('.monaco-diff-editor');
const button = ({ page }: Session, title: string) =>
  page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
const undo = async (session: Session): Promise<void> => {
  await session.press('Control+Z', session.page.locator('.tab.active.dirty'));
  await session.save();
};

describe('migration of every shell in the workbench', () => {
  const nameOf = (dialect: string, extension: string) => `${dialect}${extension}`;
  let session: Session;
  before(async () => {
    session = await start(
      Object.fromEntries(
        dialectRows.map((row) => [
          nameOf(row.dialect, row.extensions[0]),
          scriptOf(row, '\r\n', [row.signIn, row.next, row.unclear]),
        ]),
      ),
    );
  });
  after(() => session.stop());

  for (const row of dialectRows) {
    const { dialect, extensions, signIn, next, unclear, federated } = row;
    it(`shows every edit of ${dialect}, says what is left, and is saved once it is applied`, async () => {
      const name = nameOf(dialect, extensions[0]);
      await session.openFile(name);
      await session.waitForSquiggle('error');
      await session.runCommand(migrate);
      await session.pick('federated token');
      await previewIn(session).locator('.line-insert').first().waitFor();
      match(await session.notification('Left to you'), /line 4/);
      await session.screenshot(`migration-${dialect}`);
      await button(session, 'Apply Migration').click();
      await previewIn(session).waitFor({ state: 'detached' });
      await session.save();
      equal(await session.read(name), scriptOf(row, '\r\n', [...federated, next, unclear]));
      await undo(session);
      equal(await session.read(name), scriptOf(row, '\r\n', [signIn, next, unclear]));
      await session.runCommand('Notifications: Clear All Notifications');
    });
  }
});

describe('migration in the workbench', () => {
  let session: Session;
  before(async () => {
    session = await start({
      'clicked.sh': script,
      'typed.sh': script,
      'changed.sh': script,
      'quiet.sh': '#!/bin/bash\n',
    });
  });
  after(() => session.stop());

  it('says so where there is no editor', async () => {
    await session.runCommand(migrate);
    await session.notification('Open a script');
    await session.runCommand('Notifications: Clear All Notifications');
  });
  it('says so where there is no sign-in, and the server starts only once there may be one', async () => {
    const status = session.page.locator('[id="status.languageStatus"]');
    await session.openFile('quiet.sh');
    await session.runCommand(migrate);
    await session.notification('There is no Azure sign-in in quiet.sh');
    equal(await status.count(), 0);
    await session.goTo(2, 1);
    await session.page.keyboard.type('az login');
    await session.page
      .locator('[id="status.languageStatus"][aria-label*="Looks for Azure sign-ins"]')
      .waitFor();
    await session.save();
    await session.runCommand('Notifications: Clear All Notifications');
  });
  it('shows every edit, says what is left and what must exist, and applies on a click', async () => {
    await session.openFile('clicked.sh');
    await session.runCommand(migrate);
    await session.waitForList();
    await session.screenshot('targets');
    await session.pick('federated token');
    await previewIn(session).locator('.line-insert').first().waitFor();
    match(await session.notification('Left to you'), /line 4.*"\$@"/);
    await session.page.locator('.statusbar-item', { hasText: 'Azure sign-in needs' }).waitFor();
    await session.screenshot('migration');
    equal(await session.read('clicked.sh'), script);
    await button(session, 'Apply Migration').click();
    await previewIn(session).waitFor({ state: 'detached' });
    await session.save();
    const text = await session.read('clicked.sh');
    match(text, /--federated-token/);
    match(text, /az login -u "\$OTHER_USER" -p "\$OTHER_PASSWORD" "\$@"\n$/);
    await undo(session);
    equal(await session.read('clicked.sh'), script);
    await session.runCommand('Notifications: Clear All Notifications');
  });
  it('works from the keyboard alone', async () => {
    const { keyboard } = session.page;
    await session.openFile('typed.sh');
    await session.runCommand(migrate);
    await session.waitForList();
    await keyboard.type('client secret');
    await keyboard.press('Enter');
    await previewIn(session).locator('.line-insert').first().waitFor();
    await session.press('Control+Enter', previewIn(session), 'detached');
    await session.save();
    match(await session.read('typed.sh'), /--password="\$AZURE_CLIENT_SECRET"/);
    await undo(session);
    equal(await session.read('typed.sh'), script);

    await session.runCommand(migrate);
    await session.waitForList();
    await keyboard.press('Enter');
    await previewIn(session).locator('.line-insert').first().waitFor();
    await session.runCommand('Azure MFA: Cancel Migration');
    await previewIn(session).waitFor({ state: 'detached' });
    equal(await session.read('typed.sh'), script);
    await session.runCommand('Notifications: Clear All Notifications');
  });
  it('refuses to apply to a text that has changed', async () => {
    await session.openFile('changed.sh');
    await session.runCommand(migrate);
    await session.waitForList();
    await session.page.keyboard.press('Enter');
    await previewIn(session).locator('.line-insert').first().waitFor();
    // The left side is the script itself.
    const original = session.page.locator('.editor.original .monaco-editor').first();
    await original.click();
    await original.and(session.page.locator('.focused')).waitFor();
    await session.page.keyboard.press('Control+Home');
    await session.page.keyboard.type('#');
    await session.screenshot('changed');
    await session.runCommand('Azure MFA: Apply Migration');
    await session.notification('has changed');
    await session.page.locator('.notification-toast a', { hasText: 'Preview Again' }).click();
    await session.page.locator('.editor.modified .view-line', { hasText: '##!/bin/bash' }).waitFor();
    await session.press('Control+Enter', previewIn(session), 'detached');
    await session.save();
    match(await session.read('changed.sh'), /^##!\/bin\/bash\naz login --identity/);
  });
});
