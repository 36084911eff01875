// npm start: builds the extension and opens VS Code with it on samples/.
//   npm start -- --port 8080    the port of the VS Code in the browser, where there is no desktop one
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { makePackage } from './package.mjs';
import { cleanEnvironment, installDependencies, root, run, vsix } from './project.mjs';
import { installWorkbench, startWorkbench, unsupported } from './workbench.mjs';

const samples = path.join(root, 'samples');

/** Where `code` is on PATH, or undefined. Looked up by hand, since asking a shell differs by platform. */
function findCode() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((directory) => names.map((name) => path.join(directory, name)))
    .find((file) => existsSync(file));
}

/**
 * Opens the desktop VS Code; the window belongs to the user's own VS Code and stays when this script ends.
 * @param {string} code
 */
async function openDesktop(code) {
  await build({ production: false });
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, samples];
  // A .cmd file needs a shell, and a shell needs the quotes.
  const shell = code.endsWith('.cmd');
  const { code: status, output } = await run(
    shell ? `"${code}"` : code,
    shell ? args.map((arg) => `"${arg}"`) : args,
    {
      env: cleanEnvironment(),
      shell,
    },
  );
  if (status === 0) console.log('VS Code opens a new window on samples/, with the extension in it.');
  else console.log(`VS Code could not be opened (${code}):\n${output.trim()}\n`);
  return status === 0;
}

/**
 * Serves VS Code for a browser until it is told to stop.
 * @param {number} port
 */
async function openInBrowser(port) {
  await makePackage();
  await installWorkbench();
  const workbench = await startWorkbench({ folder: samples, vsix, port });
  console.log(`VS Code with the extension on samples/ is at

  ${workbench.address}

Open it in a browser on this machine. Only who knows this address gets in. Press Ctrl+C to stop.`);
  await stopRequest();
  await workbench.stop();
  console.log('Stopped.');
}

/** Resolves on Ctrl+C, on a request to end, when the terminal closes, and when npm is gone without a word. */
async function stopRequest() {
  const parent = process.ppid;
  const controller = new AbortController();
  const watch = setInterval(() => {
    if (process.ppid !== parent) controller.abort();
  }, 1000);
  const gone = once(controller.signal, 'abort');
  await Promise.race([gone, ...['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => once(process, name))]);
  clearInterval(watch);
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  throw new Error(`--port: ${values.port} is not a port`);
await installDependencies();
const code = findCode();
// Without a display a desktop VS Code on Linux cannot show itself; inside WSL or a remote VS Code `code` reaches the outer one.
const display = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'VSCODE_IPC_HOOK_CLI'].some(
  (name) => process.env[name],
);
if (code === undefined || (process.platform === 'linux' && !display) || !(await openDesktop(code))) {
  if (unsupported === undefined) await openInBrowser(port);
  else {
    console.error(`${unsupported}.
Install VS Code from https://code.visualstudio.com, put its command \`code\` on PATH
(macOS: "Shell Command: Install 'code' command in PATH" in the command palette), and run npm start again.`);
    process.exitCode = 1;
  }
}
