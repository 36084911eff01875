import { access } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { cache, cleanEnvironment, run } from '../../scripts/project.mjs';
import { installOnce, installWorkbench, unsupported } from '../../scripts/workbench.mjs';

/** How long anything may take in it, in milliseconds: only what hangs takes that long, also on a busy machine. */
export const patience = 60_000;

const directory = path.join(cache, 'browser');
const executable = path.join(directory, 'chromium');

/** Unpacks what @sparticuz/chromium carries into TMPDIR; run by a process of its own, since it reads that at load. */
const unpack = `
  import { inflate } from '@sparticuz/chromium';
  import { readdir } from 'node:fs/promises';
  const bin = 'node_modules/@sparticuz/chromium/bin/';
  await Promise.all((await readdir(bin)).map((name) => inflate(bin + name)));
`;

/**
 * Installs the workbench and the browser that shows it, unless they are there.
 * @throws an error that says why this machine cannot run them
 */
export async function install(): Promise<void> {
  if (unsupported !== undefined) throw new Error(unsupported);
  await installWorkbench();
  await installOnce('browser', async (where) => {
    // Not into the system's shared directory, where another user could have put a file of that name.
    const env = cleanEnvironment({ TMPDIR: where });
    const { code, output } = await run(process.execPath, ['--input-type=module', '--eval', unpack], {
      cwd: where,
      env,
    });
    if (code !== 0) throw new Error(`Chromium could not be unpacked:\n${output}`);
  });
}

/** The environment in which Chromium starts: its own libraries and fonts only where the system has none. */
async function browserEnvironment(): Promise<Record<string, string>> {
  const clean = Object.fromEntries(
    Object.entries(cleanEnvironment()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  const hasFonts = await access('/etc/fonts/fonts.conf').then(
    () => true,
    () => false,
  );
  const env = hasFonts ? clean : { ...clean, FONTCONFIG_PATH: path.join(directory, 'fonts') };
  const probe = async (candidate: Record<string, string>) =>
    (await run(executable, ['--no-sandbox', '--version'], { env: candidate, timeout: 30_000 })).code === 0;
  if (await probe(env)) return env;
  const own = { ...env, LD_LIBRARY_PATH: path.join(directory, 'al2023/lib') };
  if (await probe(own)) return own;
  throw new Error('Chromium does not start, neither with the system libraries nor with those it comes with');
}

/** A headless browser with one page and a profile of its own. */
export async function launch(
  profile: string,
  options: { readonly bypassCSP?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    executablePath: executable,
    env: await browserEnvironment(),
    headless: true,
    viewport: { width: 1280, height: 800 },
    // No sandbox: containers and root have none, and it shows nothing but our own workbench.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  context.setDefaultTimeout(patience);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}
