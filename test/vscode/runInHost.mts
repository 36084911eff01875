/**
 * Runs test/vscode/host/*.test.ts inside an extension host, with the built extension.
 * Usage: runInHost.mts RESULTS [--grep TEXT]. RESULTS gets the cases as mocha's JSON reporter writes them.
 *
 * On Linux x64 the host is that of the workbench from the npm registry; elsewhere, or where VSCODE_TEST_ELECTRON is set, a desktop
 * VS Code: the one at that path, or with `1` one that @vscode/test-electron downloads.
 */
import { build } from 'esbuild';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { cache, root } from '../../scripts/project.mjs';
import { startWorkbench, unsupported } from '../../scripts/workbench.mjs';
import { install, launch } from './browser';

interface Run {
  /** The bundle with the tests; exports `run()`. */
  readonly tests: string;
  /** The file that names the workspace's folders. */
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Bundles the tests and mocha into one script, since a host can load neither TypeScript nor mocha's ES modules. */
async function bundleTests(): Promise<string> {
  const files = (await readdir(path.join(root, 'test/vscode/host')))
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const outfile = path.join(cache, 'hostTests.js');
  await build({
    absWorkingDir: root,
    stdin: {
      resolveDir: path.join(root, 'test/vscode'),
      loader: 'ts',
      // In this order: mocha's browser build first makes `describe` and `it`.
      contents: [
        `export { run } from './hostEntry';`,
        ...files.map((name) => `import './host/${name}';`),
      ].join('\n'),
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Not cjs: mocha's own wrapper would then overwrite the exports.
    format: 'iife',
    globalName: 'hostTests',
    footer: { js: 'module.exports = hostTests;' },
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Returns the exit status of the tests. */
async function runInWorkbench({ tests, workspace, env }: Run): Promise<number> {
  await install().catch((error: unknown) => {
    console.log(String(error instanceof Error ? error.message : error).replace(/\s*\n\s*/g, ' '));
    process.exit(77);
  });
  const workbench = await startWorkbench({ driver: true, env });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'azmfa-browser-'));
  const { context, page } = await launch(profile);
  try {
    const remote = (file: string) => `vscode-remote://${workbench.authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(tests)],
    ];
    const exited = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      // The server's optional native modules are not built; it says so at length, and does without.
      if (!args.join(' ').includes('Could not locate the bindings file')) console.log(...args);
    });
    const query = new URLSearchParams({ workspace, payload: JSON.stringify(payload) });
    await page.goto(`${workbench.address}&${query.toString()}`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('The tests in the extension host did not end within half an hour'));
      }, 1_800_000);
    });
    return await Promise.race([exited, late]).finally(() => {
      clearTimeout(timer);
    });
  } finally {
    await context.close();
    await workbench.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Returns the exit status of the tests. */
async function runInDesktop({ tests, workspace, env }: Run): Promise<number> {
  const given = process.env.VSCODE_TEST_ELECTRON;
  return await runTests({
    ...(given === undefined || given === '1' ? {} : { vscodeExecutablePath: given }),
    cachePath: path.join(cache, 'desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [
      workspace,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
    ],
  });
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const [results] = positionals;
if (results === undefined) throw new Error('Usage: runInHost.mts RESULTS [--grep TEXT]');
const directory = await mkdtemp(path.join(os.tmpdir(), 'azmfa-workspace-'));
try {
  // Two folders, since settings belong to each; adding one later would start the host anew.
  const folders = ['samples', 'other'];
  await cp(path.join(root, 'samples'), path.join(directory, 'samples'), { recursive: true });
  await mkdir(path.join(directory, 'other'));
  const workspace = path.join(directory, 'two.code-workspace');
  await writeFile(workspace, JSON.stringify({ folders: folders.map((name) => ({ path: name })) }));
  const env = { AZMFA_TEST_RESULTS: path.resolve(results), AZMFA_TEST_GREP: values.grep ?? '' };
  const run = { tests: await bundleTests(), workspace, env };
  const desktop = process.env.VSCODE_TEST_ELECTRON !== undefined || unsupported !== undefined;
  process.exitCode = desktop ? await runInDesktop(run) : await runInWorkbench(run);
} finally {
  await rm(directory, { recursive: true, force: true, maxRetries: 10 });
}
