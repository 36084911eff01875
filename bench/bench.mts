// npm run bench: measures the built product, prints tables in Markdown, and leaves every figure in out/bench.json.
//   npm run bench -- typing start     only these: typing, pipelines, actions, start, commandLine
//   npm run bench -- typing cmd       only these dialects: bash, powershell, cmd
// Every time stands beside a baseline that was measured in turn with it: their ratio holds on a slower or busier machine too.
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildForNode } from '../scripts/build.mjs';
import { makePackage } from '../scripts/package.mjs';
import { cache, root } from '../scripts/project.mjs';
import { installOnce } from '../scripts/workbench.mjs';
import { measureActions } from './actions';
import { dialects } from './dialects';
import { table, type Measurement, type Subjects } from './measurement';
import { measureCommandLine, measureStart } from './processes';
import { measurePipelines } from './pipelines';
import { measureTyping } from './typing';

const measurements: Readonly<Record<string, (subjects: Subjects) => Promise<Measurement>>> = {
  typing: measureTyping,
  pipelines: measurePipelines,
  actions: measureActions,
  start: measureStart,
  commandLine: measureCommandLine,
};

/** Where the programs and grammars are installed that are measured beside ours, or why they cannot be had. */
async function installedPeers(): Promise<{ readonly folder: string } | { readonly missing: string }> {
  try {
    await installOnce('peers', () => Promise.resolve());
    return { folder: path.join(cache, 'peers', 'node_modules') };
  } catch (error) {
    return { missing: String(error).split('\n')[0] ?? '' };
  }
}

const names = process.argv.slice(2);
const unknown = names.filter(
  (name) => !(name in measurements) && !dialects.some(({ dialect }) => dialect === name),
);
if (unknown.length > 0) {
  const known = [...Object.keys(measurements), ...dialects.map(({ dialect }) => dialect)];
  throw new Error(`No such measurement or dialect: ${unknown.join(', ')} (there are ${known.join(', ')})`);
}
/** Says whether a name is asked for: with none of its kind all of them are. */
const isWanted = (name: string, kind: readonly string[]): boolean =>
  names.includes(name) || !names.some((each) => kind.includes(each));
console.error('Building and packaging …');
const size = await makePackage();
const out = path.join(root, 'out', 'bench');
await buildForNode(out, ['bench/baseline/server.ts', 'bench/baseline/parse.ts']);
const peers = await installedPeers();
if ('missing' in peers) console.error(`Only bash is measured, and alone: ${peers.missing}`);
const subjects: Subjects = {
  dialects: dialects.flatMap((each) => {
    const { dialect, grammar } = each;
    if (
      !isWanted(
        dialect,
        dialects.map((known) => known.dialect),
      )
    )
      return [];
    // That of bash is our own, and lies beside the bundles.
    if (dialect === 'bash') return { ...each, grammarPath: grammar.file };
    return 'missing' in peers
      ? []
      : { ...each, grammarPath: path.join(peers.folder, grammar.name, grammar.file) };
  }),
  server: path.join(root, 'dist', 'server.js'),
  commandLine: path.join(root, 'dist', 'azmfa.js'),
  baselineServer: path.join(out, 'server.js'),
  baselineParse: path.join(out, 'parse.js'),
  peer: 'missing' in peers ? peers : { module: path.join(peers.folder, 'bash-language-server/out/cli.js') },
};

const done: Measurement[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (!isWanted(name, Object.keys(measurements))) continue;
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
