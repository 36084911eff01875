import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Locator, type Page } from 'playwright-core';
import { cache, vsix } from '../../scripts/project.mjs';
import { startWorkbench } from '../../scripts/workbench.mjs';
import { launch, patience } from './browser';

/** A real VS Code on a folder of its own, with the packaged extension installed, driven as a user drives it. */
export interface Session {
  /** For what the functions here do not cover. */
  readonly page: Page;
  readonly folder: string;
  /** Opens a file of the folder and waits until its text is shown. */
  openFile(name: string): Promise<void>;
  /** Waits for a squiggle in the active editor, of that severity. */
  waitForSquiggle(severity: 'error' | 'warning' | 'info' | 'hint'): Promise<void>;
  /** Waits until the active editor has no squiggle of any severity. */
  waitForNoSquiggle(): Promise<void>;
  /** Puts the cursor there, ready to type; both count from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Opens the quick fix menu at the cursor and returns its rows, headers left out. */
  quickFixes(): Promise<readonly string[]>;
  /** Picks a row of the open quick fix menu. */
  pickQuickFix(title: string): Promise<void>;
  /** Runs a command from the palette by its full title, with nothing but keys. */
  runCommand(title: string): Promise<void>;
  /** Presses a key until something is there, or gone: it is lost while the focus is on its way. */
  press(key: string, until: Locator, state?: 'visible' | 'detached'): Promise<void>;
  /** Waits for a quick pick with rows, ready to type. */
  waitForList(): Promise<void>;
  /** Picks a row of the open quick pick that contains the text. */
  pick(text: string): Promise<void>;
  /** Shows the Problems panel, waits until it has so many rows, and returns them. */
  problems(count: number): Promise<readonly string[]>;
  /** Waits for a notification that contains the text, and returns all of its text. */
  notification(text: string): Promise<string>;
  /** Shows what the mouse would at the cursor, waits until it contains the text, and returns all of it. */
  hover(text: string): Promise<string>;
  /** Waits until the active editor has a change that is not saved, and saves it. */
  save(): Promise<void>;
  /** What the file holds on disk. */
  read(name: string): Promise<string>;
  /** Waits until the file on disk contains the text. Throws with its content if it does not come. */
  waitForFile(name: string, text: string): Promise<void>;
  /** Keeps a picture as .vscode-test/screenshots/<name>.png. */
  screenshot(name: string): Promise<void>;
  /** Ends the browser and the server, and removes the folder. */
  stop(): Promise<void>;
}

/** Text as the editor and its lists show it has non-breaking spaces and line breaks between its parts. */
const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

const textsOf = async (rows: Locator) => (await rows.allInnerTexts()).map(flat).filter((text) => text !== '');

/**
 * @param files the folder's files, by relative path
 * @param settings user settings
 */
export async function start(
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Session> {
  const own = await mkdtemp(path.join(os.tmpdir(), 'azmfa-ui-'));
  const folder = path.join(own, 'workspace');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const workbench = await startWorkbench({ folder, vsix, settings });
  const { context, page } = await launch(path.join(own, 'profile'));
  const editor = page.locator('.editor-instance .monaco-editor').first();
  const menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
  const input = page.locator('.quick-input-widget input').first();
  const rows = page.locator('.quick-input-widget .monaco-list-row');

  /** Does something until it shows (or puts away) what it should; puts away what it showed instead. */
  const retry = async (
    wanted: Locator,
    action: () => Promise<unknown>,
    state: 'visible' | 'detached' = 'visible',
  ) => {
    for (let attempt = 1; attempt < 8; attempt++) {
      await action();
      const isShown = await wanted.waitFor({ state, timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (isShown) return;
      await page.keyboard.press('Escape');
    }
    await action();
    await wanted.waitFor({ state });
  };
  /** Opens a list by a key and types into it. Says if it did: one that closes just then takes the key. */
  const type = async (key: string, text: string) => {
    await page.keyboard.press(key);
    return input.fill(text, { timeout: 3000 }).then(
      () => true,
      () => false,
    );
  };
  const runCommand = async (title: string) => {
    const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    const row = rows.filter({ has: page.locator('.label-name', { hasText: exactly }) }).first();
    // It lists what is known when it opens, which soon after the start is not everything yet.
    await retry(row, () => type('F1', `>${title}`));
    for (let step = 0; step < 20 && !/\bfocused\b/.test((await row.getAttribute('class')) ?? ''); step++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    // The command may open a list of its own in the same place.
    await page.locator('.quick-input-widget input[aria-label^="Type the name of a command"]').waitFor({
      state: 'hidden',
    });
  };
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');

  await page.goto(workbench.address);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor();

  return {
    page,
    folder,
    async openFile(name) {
      const row = rows.filter({ hasText: path.basename(name) }).first();
      await retry(row, () => type('Control+P', name));
      await row.click();
      await page.locator('.tab.active', { hasText: path.basename(name) }).waitFor();
      // The tab is there before the text is.
      const shown = page.locator(`.editor-instance .monaco-editor[data-uri$="/${encodeURI(name)}"]`);
      await shown.locator('.view-line').first().waitFor();
    },
    async waitForSquiggle(severity) {
      await editor.locator(`.squiggly-${severity}`).first().waitFor();
    },
    async waitForNoSquiggle() {
      await editor.locator('[class*="squiggly-"]').first().waitFor({ state: 'detached' });
    },
    async goTo(line, column) {
      const place = page.locator('.statusbar-item', {
        hasText: new RegExp(`Ln ${line}, Col ${column}(?!\\d)`),
      });
      await retry(place, async () => {
        if (await type('Control+G', `:${line}:${column}`)) await page.keyboard.press('Enter');
      });
      await input.waitFor({ state: 'hidden' });
      await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    },
    async quickFixes() {
      const actions = menu.locator('.monaco-list-row.action');
      // A key is lost while a list that was just closed still has the focus.
      await retry(actions.first(), () => page.keyboard.press('Control+.'));
      return textsOf(actions);
    },
    async pickQuickFix(title) {
      await menu.locator('.monaco-list-row.action', { hasText: title }).first().click();
      await menu.waitFor({ state: 'hidden' });
    },
    runCommand,
    press: (key, until, state) => retry(until, () => page.keyboard.press(key), state),
    async waitForList() {
      await rows.first().waitFor();
      await page.locator('.quick-input-widget input:focus').first().waitFor();
    },
    async pick(text) {
      await rows.filter({ hasText: text }).first().click();
    },
    async problems(count) {
      await runCommand('Problems: Focus on Problems View');
      const found = page.locator('.markers-panel .monaco-list-row');
      await found.nth(count - 1).waitFor();
      return textsOf(found);
    },
    async notification(text) {
      // Waits for it and reads it at once: it goes by itself.
      return flat(await page.locator('.notification-toast', { hasText: text }).first().innerText());
    },
    async hover(text) {
      const shown = page.locator('.monaco-hover-content', { hasText: text }).first();
      await retry(shown, () => runCommand('Show or Focus Hover'));
      return flat(await shown.innerText());
    },
    async save() {
      await page.locator('.tab.active.dirty').waitFor();
      await retry(page.locator('.tab.active:not(.dirty)'), () => page.keyboard.press('Control+S'));
    },
    read,
    async waitForFile(name, text) {
      const deadline = Date.now() + patience;
      for (;;) {
        const found = await read(name).catch(() => '');
        if (found.includes(text)) return;
        if (Date.now() > deadline) throw new Error(`${name} does not contain ${text}:\n${found}`);
        await page.waitForTimeout(100);
      }
    },
    async screenshot(name) {
      await page.screenshot({
        path: path.join(cache, 'screenshots', `${name}.png`),
        animations: 'disabled',
      });
    },
    async stop() {
      await context.close();
      await workbench.stop();
      await rm(own, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
