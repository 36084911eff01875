import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { dialectRows, scriptOf, type DialectRow } from '../dialects';
import { start, type Session } from '../workbench';

const password = '#!/bin/bash\naz login -u "$AZURE_USER" -p "$AZURE_PASSWORD" --output none\naz group list\n';

/** The column of the word `login` in the sign-in of a row. */
const columnOf = ({ signIn }: DialectRow): number => signIn.indexOf('login') + 1;

for (const row of dialectRows) {
  const { dialect, extensions, head, signIn, federated, comment } = row;
  const files = {
    problems: `problems${extensions[0]}`,
    typed: `typed${extensions[0]}`,
    fixed: `fixed${extensions[0]}`,
    silenced: `silenced${extensions[0]}`,
  };

  describe(`a sign-in of ${dialect} in the workbench`, () => {
    let session: Session;
    before(async () => {
      session = await start({
        [files.problems]: scriptOf(row),
        [files.typed]: `${head}\n`,
        [files.fixed]: `\ufeff${scriptOf(row, '\r\n')}`,
        [files.silenced]: scriptOf(row),
      });
    });
    after(() => session.stop());

    it('is underlined, and stands in the Problems panel with rule and place', async () => {
      // As most people open a file; everywhere else it is by name.
      await session.page
        .locator('.explorer-folders-view .monaco-list-row', { hasText: files.problems })
        .click();
      await session.waitForSquiggle('error');
      const rows = await session.problems(2);
      await session.screenshot(`problems-${dialect}`);
      match(rows[0] ?? '', new RegExp(`^${files.problems}`));
      const column = signIn.indexOf('az login') + 1;
      match(rows[1] ?? '', new RegExp(`AADSTS50076.*azmfa user-password \\[Ln 2, Col ${column}\\]`));
    });
    it('is explained by the hover', async () => {
      await session.openFile(files.problems);
      await session.waitForSquiggle('error');
      await session.goTo(2, columnOf(row));
      const shown = await session.hover('--username');
      await session.screenshot(`hover-${dialect}`);
      match(shown, /AADSTS50076.*--username.*--password/);
      await session.page.keyboard.press('Escape');
    });
    it('is underlined while it is typed', async () => {
      await session.openFile(files.typed);
      await session.goTo(2, 1);
      await session.page.keyboard.type(signIn);
      await session.waitForSquiggle('error');
      await session.save();
      equal(await session.read(files.typed), `${head}\n${signIn}`);
    });
    it('is rewritten by Ctrl+. and saved, with its line breaks and byte order mark', async () => {
      await session.openFile(files.fixed);
      await session.waitForSquiggle('error');
      await session.goTo(2, columnOf(row));
      const offered = await session.quickFixes();
      await session.screenshot(`quick-fixes-${dialect}`);
      deepEqual(offered, [
        'Sign in as a managed identity, user-assigned (on Azure)',
        'Sign in with a federated token (CI, AKS, cloud)',
        'Sign in with a certificate (anywhere)',
        'More ways to sign in…',
        'Choose where this script runs…',
        'Copy what must exist first…',
        'Ignore user-password here',
        'Ignore user-password in this whole script',
      ]);
      await session.pickQuickFix('Sign in with a federated token');
      await session.waitForNoSquiggle();
      await session.screenshot(`fixed-${dialect}`);
      await session.save();
      equal(await session.read(files.fixed), `\ufeff${scriptOf(row, '\r\n', federated)}`);
    });
    it('is silenced by a comment', async () => {
      await session.openFile(files.silenced);
      await session.waitForSquiggle('error');
      await session.goTo(2, columnOf(row));
      await session.quickFixes();
      await session.pickQuickFix('Ignore user-password here');
      await session.waitForNoSquiggle();
      await session.screenshot(`silenced-${dialect}`);
      await session.save();
      const [first, added = '', ...rest] = (await session.read(files.silenced)).split('\n');
      ok(added.startsWith(`${comment} azmfa: ignore[user-password] -- `), added);
      deepEqual([first, ...rest], scriptOf(row).split('\n'));
    });
  });
}

describe('a sign-in in the workbench', () => {
  let session: Session;
  before(async () => {
    session = await start({
      'fixed.sh': password,
      // The example of the article that started this, with its dash.
      'mission.sh': 'az login --username $username –password $password\n',
      'further.sh': password,
      'copied.sh': password,
      'unclear.sh': '#!/bin/bash\naz login --username "$U" --password "$P" "$@"\n',
      'ops/hosted.sh': password,
    });
  });
  after(() => session.stop());

  it('says in the status bar what it needs, and in full when asked', async () => {
    await session.openFile('fixed.sh');
    await session.waitForSquiggle('error');
    await session.goTo(2, 4);
    await session.quickFixes();
    await session.pickQuickFix('Sign in with a federated token');
    const item = session.page.locator('.statusbar-item', { hasText: 'Azure sign-in needs' });
    await item.waitFor();
    match(await item.innerText(), /identity.*role/);
    await session.screenshot('needs');
    await item.click();
    await session.page.locator('.tab.active', { hasText: 'Before It Runs Again' }).waitFor();
    await session.screenshot('checklist');
    await session.runCommand('View: Close Editor');
    await session.page.locator('.tab.active', { hasText: 'fixed.sh' }).waitFor();
    await item.waitFor({ state: 'detached' });
    await session.save();
  });
  it('of the mission document is repaired by one action', async () => {
    await session.openFile('mission.sh');
    await session.waitForSquiggle('error');
    await session.goTo(1, 32);
    const [first] = await session.quickFixes();
    await session.screenshot('mission');
    await session.pickQuickFix(first ?? '');
    await session.save();
    equal(await session.read('mission.sh'), 'az login --username $username --password $password\n');
  });
  it('can become any identity, by “More ways to sign in…”', async () => {
    await session.openFile('further.sh');
    await session.waitForSquiggle('error');
    await session.goTo(2, 4);
    await session.quickFixes();
    await session.pickQuickFix('More ways to sign in…');
    await session.waitForList();
    await session.screenshot('more-ways');
    await session.pick('Sign in with a client secret');
    await session.waitForNoSquiggle();
    await session.save();
    await session.waitForFile('further.sh', '--password="$AZURE_CLIENT_SECRET"');
  });
  it('gives what sets its new identity up to the clipboard', async () => {
    await session.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await session.openFile('copied.sh');
    await session.waitForSquiggle('error');
    await session.goTo(2, 4);
    await session.quickFixes();
    await session.pickQuickFix('Copy what must exist first…');
    await session.waitForList();
    await session.pick('federated token');
    await session.page.locator('.statusbar-item', { hasText: 'Copied what must exist first' }).waitFor();
    const copied = await session.page.evaluate<string>('navigator.clipboard.readText()');
    match(copied, /az identity create/);
    match(copied, /az role assignment create/);
  });
  it('that has no fix says why', async () => {
    await session.openFile('unclear.sh');
    await session.waitForSquiggle('warning');
    await session.goTo(2, 4);
    const offered = await session.quickFixes();
    equal(offered[0], 'Why is there no automatic fix here…');
    await session.pickQuickFix('Why is there no automatic fix here…');
    match(await session.notification('no automatic fix'), /"\$@"/);
    await session.screenshot('no-fix');
    await session.page.keyboard.press('Escape');
  });
  it('is offered what suits the place that the user chooses', async () => {
    await session.openFile('ops/hosted.sh');
    await session.waitForSquiggle('error');
    await session.goTo(2, 4);
    await session.quickFixes();
    await session.pickQuickFix('Choose where this script runs…');
    await session.waitForList();
    await session.screenshot('hosts');
    await session.pick('GitHub Actions, hosted runner');
    await session.page.locator('.quick-input-widget', { hasText: '2/2' }).waitFor();
    await session.screenshot('scopes');
    await session.pick('Everything in this folder');
    await session.waitForFile('.vscode/settings.json', 'github-hosted');
    deepEqual(JSON.parse(await session.read('.vscode/settings.json')), {
      'azmfa.hosts': { 'ops/**': 'github-hosted' },
    });
    await session.goTo(2, 4);
    // The setting takes its way through the server.
    let offered = await session.quickFixes();
    for (let attempt = 0; attempt < 10 && offered[0]?.includes('managed identity') === true; attempt++) {
      await session.page.keyboard.press('Escape');
      offered = await session.quickFixes();
    }
    equal(offered[0], 'Sign in with a federated token (GitHub-hosted)');
    ok(!offered.includes('Choose where this script runs…'));
    await session.page.keyboard.press('Escape');
  });
});
