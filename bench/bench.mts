// npm run bench: measures the built product, prints tables in Markdown, and leaves every figure in out/bench.json.
//   npm run bench -- typing start     only these: typing, actions, start, commandLine
// Every time stands beside a baseline that was measured in turn with it: their ratio holds on a slower or busier machine too.
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildForNode } from '../scripts/build.mjs';
import { makePackage } from '../scripts/package.mjs';
import { cache, root } from '../scripts/project.mjs';
import { installOnce } from '../scripts/workbench.mjs';
import { measureActions } from './actions';
import { table, type Measurement, type Subjects } from './measurement';
import { measureCommandLine, measureStart } from './processes';
import { measureTyping } from './typing';

const measurements: Readonly<Record<string, (subjects: Subjects) => Promise<Measurement>>> = {
  typing: measureTyping,
  actions: measureActions,
  start: measureStart,
  commandLine: measureCommandLine,
};

/** The main file of bash-language-server, or why it cannot be had. */
async function installedPeer(): Promise<Subjects['peer']> {
  const name = 'bash-language-server';
  try {
    await installOnce(name, () => Promise.resolve());
    return { module: path.join(cache, name, 'node_modules', name, 'out/cli.js') };
  } catch (error) {
    return { missing: String(error).split('\n')[0] ?? '' };
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  throw new Error(
    `No such measurement: ${unknown.join(', ')} (there are ${Object.keys(measurements).join(', ')})`,
  );
}
console.error('Building and packaging …');
const size = await makePackage();
const out = path.join(root, 'out', 'bench');
await buildForNode(out, ['bench/baseline/server.ts', 'bench/baseline/parse.ts']);
const subjects: Subjects = {
  server: path.join(root, 'dist', 'server.js'),
  commandLine: path.join(root, 'dist', 'azmfa.js'),
  baselineServer: path.join(out, 'server.js'),
  baselineParse: path.join(out, 'parse.js'),
  peer: await installedPeer(),
};

const done: Measurement[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`Measuring ${name} …`);
  done.push(await measure(subjects));
}
const targets = [
  ...done.flatMap((each) => each.targets),
  { text: 'VSIX: ≤ 0.85 MB', measured: `${(size / 1e6).toFixed(2)} MB`, met: size <= 850_000 },
];
const machine = `${os.cpus().length} cores, Node ${process.versions.node.split('.')[0] ?? ''}`;
for (const { title, header, rows } of done) console.log(`### ${title}\n\n${table(header, rows)}\n`);
console.log(`### Targets\n
${table(
  ['target', 'measured', ''],
  targets.map(({ text, measured, met }) => [text, measured, met ? 'met' : '**missed**']),
)}

Machine: ${machine}.`);
const figures = Object.fromEntries(done.map((each) => [each.title, each.figures]));
await writeFile(
  path.join(root, 'out', 'bench.json'),
  `${JSON.stringify({ machine, size, targets, figures }, undefined, 2)}\n`,
);
