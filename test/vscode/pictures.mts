/**
 * Makes the pictures of README.md and the icon in docs/images/, from the packaged extension on a sample. Usage: npm run pictures
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { makePackage } from '../../scripts/package.mjs';
import { root } from '../../scripts/project.mjs';
import { install } from './browser';
import { start, type Session } from './workbench';

const images = path.join(root, 'docs/images');

/** Pages load all of them. */
const limit = 150_000;

/** A prompt whose answer is a key: a sign-in in a script. */
const icon = `
<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128">
  <rect x="4" y="4" width="120" height="120" rx="24" fill="#0b5cad"/>
  <path d="M28 42 L50 64 L28 86" fill="none" stroke="#fff" stroke-width="12" stroke-linecap="round" stroke-linejoin="round"/>
  <circle cx="76" cy="64" r="15" fill="none" stroke="#ffd43b" stroke-width="10"/>
  <path d="M91 64 H112 M106 64 V78" fill="none" stroke="#ffd43b" stroke-width="10" stroke-linecap="round"/>
</svg>`;

async function pictureOf({ page }: Session, name: string): Promise<void> {
  const file = path.join(images, `${name}.png`);
  // Out of the way, so that nothing lights up under it.
  await page.mouse.move(480, 5);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = await stat(file);
  if (size > limit) throw new Error(`${name}.png has ${size} bytes, more than the ${limit} allowed`);
  console.log(`docs/images/${name}.png (${Math.ceil(size / 1000)} kB)`);
}

await makePackage();
await install();
const sample = await readFile(path.join(root, 'samples/deploy.sh'), 'utf8');
const session = await start(
  { 'deploy.sh': sample },
  {
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'editor.occurrencesHighlight': 'off',
    'editor.wordWrap': 'on',
    'diffEditor.wordWrap': 'on',
    'window.commandCenter': false,
    'workbench.activityBar.location': 'hidden',
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.layoutControl.enabled': false,
    'workbench.navigationControl.enabled': false,
  },
);
try {
  const { page } = session;
  await session.openFile('deploy.sh');
  await session.waitForSquiggle('error');
  await session.runCommand('View: Toggle Primary Side Bar Visibility');
  await page.setViewportSize({ width: 960, height: 480 });

  await session.goTo(7, 4);
  await session.runCommand('Show or Focus Hover');
  await page.locator('.monaco-hover-content', { hasText: 'AADSTS50076' }).first().waitFor();
  await pictureOf(session, 'squiggle');
  await page.keyboard.press('Escape');

  await session.quickFixes();
  await pictureOf(session, 'quick-fixes');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 1200, height: 500 });
  await session.runCommand('Azure MFA: Migrate Sign-ins in This File…');
  await session.pick('federated token');
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'Azure sign-in needs' }).waitFor();
  await pictureOf(session, 'migration');

  await page.setViewportSize({ width: 128, height: 128 });
  await page.setContent(`<body style="margin: 0">${icon}</body>`);
  await page.screenshot({ path: path.join(images, 'icon.png'), omitBackground: true });
} finally {
  await session.stop();
}
