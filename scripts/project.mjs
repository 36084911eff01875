// What every script here shares. Node built-ins only: these run before `npm ci` has.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root directory. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Everything that is downloaded or produced for running a real VS Code; ignored by git. */
export const cache = path.join(root, '.vscode-test');

/** package.json, as far as the scripts read it. */
export const manifest = /** @type {{ name: string, version: string, publisher: string }} */ (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
);

/** Where `npm run package` puts the extension. */
export const vsix = path.join(root, 'dist', `${manifest.name}-${manifest.version}.vsix`);

/**
 * The environment without what npm and a surrounding VS Code put there, both of which would steer the programs started with it.
 * @param {NodeJS.ProcessEnv} [extra]
 */
export function cleanEnvironment(extra) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/i.test(name),
  );
  return { ...Object.fromEntries(own), ...extra };
}

/**
 * Runs a program to its end, without standard input.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeout?: number }} [options] `timeout` in milliseconds, after which it is killed
 * @returns {Promise<{ code: number, output: string }>} the exit status (127 if it could not be started) and what it printed
 */
export function run(command, args, { cwd = root, env = process.env, shell = false, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program of the project's own dependencies (`tsc`, `eslint`, …) with this Node.
 * @param {string} script the path of its JavaScript under node_modules
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(script, args, options) {
  return run(process.execPath, [path.join(root, 'node_modules', script), ...args], options);
}

/**
 * Runs npm's `ci` or `install` in a directory that has a package.json and a lockfile; never the packages' own install scripts.
 * @param {string} directory
 * @param {'ci' | 'install'} command
 * @param {readonly string[]} [options]
 * @throws {Error} with npm's output
 */
export async function npm(directory, command, options = []) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = [command, '--ignore-scripts', ...quiet, ...options];
  // Under `npm start` npm says where it is; elsewhere it is on PATH, on Windows as npm.cmd, which needs a shell.
  const own = process.env.npm_execpath;
  const { code, output } = own?.endsWith('npm-cli.js')
    ? await run(process.execPath, [own, ...args], { cwd: directory })
    : await run('npm', args, { cwd: directory, shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`npm ${command} failed in ${directory}:\n${output.trim()}`);
}

/** Installs the project's dependencies unless node_modules already holds what the lockfile says. */
export async function installDependencies() {
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci) …');
  await npm(root, 'ci');
}

function isInstalled() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  /** @typedef {Record<string, { integrity?: string, optional?: boolean }>} Packages */
  const packagesOf = (/** @type {string} */ file) => {
    const { packages } = /** @type {{ packages: Packages }} */ (JSON.parse(readFileSync(file, 'utf8')));
    return packages;
  };
  const present = packagesOf(record);
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(
    // Optional packages are those of other platforms; '' is the project itself.
    ([name, { integrity, optional }]) =>
      name === '' || (present[name] ? present[name].integrity === integrity : optional === true),
  );
}
