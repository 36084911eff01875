// npm test: installs, builds, and runs every suite. The last line counts them: `N passed, N failed, N skipped`.
//   npm test -- unit            only these suites: check, unit, host, ui; `vscode` is host and ui
//   npm test -- --grep <text>   only the cases whose title matches
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';
import { makePackage } from './package.mjs';
import { cache, installDependencies, root, runTool } from './project.mjs';

/**
 * @typedef {{ title: string, file?: string, detail?: string }} Case
 * @typedef {{ passed: readonly Case[], failed: readonly Case[], skipped: readonly Case[] }} Outcome
 * @typedef {{ fullTitle: string, file?: string, err?: { message?: string, stack?: string } }} MochaCase
 * @typedef {{ passes: readonly MochaCase[], failures: readonly MochaCase[], pending: readonly MochaCase[] }} MochaResult
 */

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const grep = values.grep === undefined ? [] : ['--grep', values.grep];

/** The exit status by which a suite says that this machine cannot run it; the reason is the last line it printed. */
const cannotRun = 77;

/** Forty minutes: far beyond any suite, so that one that hangs fails. */
const timeout = 40 * 60_000;

/** How long one case may take, in milliseconds: only what hangs takes that long, also on a busy machine. */
const patience = 600_000;

/**
 * Runs a suite in a process of its own, which leaves its cases in a file as mocha's JSON reporter writes them.
 * @param {string} name
 * @param {string} tool
 * @param {(results: string) => readonly string[]} argsFor
 * @returns {Promise<Outcome>}
 */
async function runSuite(name, tool, argsFor) {
  const results = path.join(cache, 'results', `${name}.json`);
  await mkdir(path.dirname(results), { recursive: true });
  await rm(results, { force: true });
  const { code, output } = await runTool(tool, argsFor(results), { timeout });
  if (code === cannotRun) {
    const reason = output.trim().split('\n').at(-1) ?? '';
    return { passed: [], failed: [], skipped: [{ title: `every case of this suite: ${reason}` }] };
  }
  const written = await readFile(results, 'utf8').catch(() => undefined);
  if (written === undefined)
    return {
      passed: [],
      failed: [{ title: `the suite ended early (exit ${code})`, detail: output.trim() }],
      skipped: [],
    };
  const { passes, failures, pending } = /** @type {MochaResult} */ (JSON.parse(written));
  const toCase = (/** @type {MochaCase} */ { fullTitle, file, err }) => ({
    title: fullTitle,
    file,
    detail: err?.stack ?? err?.message,
  });
  const failed = failures.map(toCase);
  // An error outside every case, such as one while loading a file.
  if (code !== 0 && failed.length === 0)
    failed.push({ title: `exit ${code}`, file: undefined, detail: output.trim() });
  return { passed: passes.map(toCase), failed, skipped: pending.map(toCase) };
}

/** @type {Readonly<Record<string, () => Promise<Outcome>>>} */
const suites = {
  check: async () => {
    const failed = await check();
    return {
      passed: failed.length === 0 ? [{ title: 'check' }] : [],
      failed: failed.map((title) => ({ title })),
      skipped: [],
    };
  },
  unit: () =>
    runSuite('unit', 'mocha/bin/mocha.js', (results) => [
      '--import=tsx',
      '--exit',
      '--forbid-only',
      ...[
        '--timeout',
        String(patience),
        '--reporter',
        'json',
        '--reporter-option',
        `output=${results}`,
        '--ignore',
        'test/vscode/**',
      ],
      ...grep,
      'test/**/*.test.ts',
    ]),
  host: () =>
    runSuite('host', 'tsx/dist/cli.mjs', (results) => ['test/vscode/runInHost.mts', results, ...grep]),
  ui: () =>
    runSuite('ui', 'mocha/bin/mocha.js', (results) => [
      '--import=tsx',
      '--exit',
      '--forbid-only',
      ...['--timeout', String(patience), '--reporter', 'json', '--reporter-option', `output=${results}`],
      ...['--require', 'test/vscode/prepare.ts'],
      ...grep,
      'test/vscode/ui/**/*.test.ts',
    ]),
};

/** The room that a test file is about, or the suite itself where its cases have no file. */
const roomOf = (/** @type {string} */ suite, /** @type {Case} */ { file }) =>
  suite === 'unit' && file !== undefined
    ? `unit ${path.relative(path.join(root, 'test'), file).split(path.sep)[0] ?? ''}`
    : suite;

/** Prints what happened in a suite, one line for each room. */
function report(/** @type {string} */ suite, /** @type {Outcome} */ outcome) {
  const all = Object.values(outcome).flat();
  for (const room of new Set(all.map((one) => roomOf(suite, one)))) {
    const count = (/** @type {readonly Case[]} */ cases) =>
      cases.filter((one) => roomOf(suite, one) === room).length;
    const { passed, failed, skipped } = outcome;
    console.log(`${room}: ${count(passed)} ok, ${count(failed)} wrong, ${count(skipped)} not run`);
  }
  for (const { title, detail } of outcome.failed)
    console.log(`  FAILED ${title}\n${(detail ?? '').replace(/^/gm, '    ')}`);
}

const wanted = positionals.flatMap((name) => (name === 'vscode' ? ['host', 'ui'] : [name]));
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0)
  throw new Error(
    `No such suite: ${unknown.join(', ')} (there are ${Object.keys(suites).join(', ')}, vscode)`,
  );

await installDependencies();
console.log('Building and packaging …');
await makePackage();
/** @type {{ suite: string, outcome: Outcome }[]} */
const outcomes = [];
for (const [suite, runIt] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(suite)) continue;
  const outcome = await runIt();
  report(suite, outcome);
  outcomes.push({ suite, outcome });
}
const total = (/** @type {keyof Outcome} */ kind) =>
  outcomes.reduce((sum, { outcome }) => sum + outcome[kind].length, 0);
for (const { suite, outcome } of outcomes)
  for (const { title } of outcome.skipped) console.log(`SKIPPED ${suite}: ${title}`);
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
