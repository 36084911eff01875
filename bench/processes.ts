import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptOf, type DialectSubject } from './dialects';
import { startLanguageServer } from './languageServer';
import { milliseconds, ratio, shown, summary, times, type Measurement, type Subjects } from './measurement';

/** Turns that are not counted: the first ones read files that the system has not at hand yet. */
const warmUp = 2;

/** Measures some things in turn, and adds what each took in milliseconds to its samples. */
async function inTurn(
  turns: number,
  things: readonly (readonly [samples: number[], measure: () => Promise<number>])[],
): Promise<void> {
  for (let turn = -warmUp; turn < turns; turn++) {
    for (const [samples, measure] of turn % 2 === 0 ? things : things.toReversed()) {
      const taken = await measure();
      if (turn >= 0) samples.push(taken);
    }
  }
}

type Samples<Name extends string> = Readonly<Record<Name, number[]>>;

/** Measures from the start of a server's process to the first diagnostics. */
export async function measureStart({ dialects, server, baselineServer }: Subjects): Promise<Measurement> {
  const measured = [];
  for (const subject of dialects) {
    console.error(`  ${subject.name}`);
    const samples: Samples<'ours' | 'loading' | 'empty'> = { ours: [], loading: [], empty: [] };
    await inTurn(25, [
      [samples.ours, () => firstDiagnostics(server, [], subject)],
      [samples.loading, () => firstDiagnostics(baselineServer, [subject.grammarPath], subject)],
      [samples.empty, () => firstDiagnostics(baselineServer, [], subject)],
    ]);
    measured.push({ subject, samples });
  }
  return {
    title: 'From the start of the server to the first diagnostics',
    header: [
      'script',
      'azmfa',
      'an empty server that loads a grammar',
      '÷ it',
      'one that loads none',
      '÷ it',
    ],
    rows: measured.map(({ subject, samples: { ours, loading, empty } }) => [
      subject.name,
      shown(summary(ours)),
      `${shown(summary(loading))}, ${subject.grammar.name}`,
      times(ratio(ours, loading)),
      shown(summary(empty)),
      times(ratio(ours, empty)),
    ]),
    targets: measured.flatMap(({ subject: { name, grammar }, samples: { ours, loading } }) => {
      const toLoading = ratio(ours, loading);
      const { median } = summary(ours);
      return [
        {
          text: `start, ${name}: ≤ 1.5 × an empty server that loads ${grammar.name}`,
          measured: times(toLoading),
          met: toLoading <= 1.5,
        },
        { text: `start, ${name}: about 150 ms`, measured: milliseconds(median), met: median <= 165 },
      ];
    }),
    figures: measured.map(({ subject: { dialect }, samples }) => ({ dialect, ...summaries(samples) })),
  };
}

async function firstDiagnostics(
  module: string,
  args: readonly string[],
  subject: DialectSubject,
): Promise<number> {
  const text = scriptOf(subject, { lines: 100, signIns: 10 });
  const uri = `file:///bench/script${subject.extension}`;
  const start = performance.now();
  const server = await startLanguageServer(module, args, { transport: 'ipc' });
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: subject.languageId, version: 1, text },
  });
  await server.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  const taken = performance.now() - start;
  await server.stop();
  return taken;
}

/** What the command line is run on: so many scripts of one dialect in a folder. */
interface Folder {
  readonly files: number;
  readonly lines: number;
  readonly signIns: number;
}

const folders: readonly Folder[] = [
  { files: 1, lines: 100, signIns: 10 },
  { files: 100, lines: 200, signIns: 5 },
];

/** Measures whole runs of the command line, up to the exit of the process. */
export async function measureCommandLine(subjects: Subjects): Promise<Measurement> {
  const measured = [];
  for (const subject of subjects.dialects) {
    for (const folder of folders) {
      const { files, lines, signIns } = folder;
      const count = files === 1 ? 'one script' : `${files} scripts`;
      const title = `${subject.name}, ${count} of ${lines} lines and ${signIns} sign-ins`;
      console.error(`  ${title}`);
      measured.push({ title, samples: await measureRuns(folder, subject, subjects) });
    }
  }
  return {
    title: 'A whole run of the command line, up to its exit',
    header: [
      'scripts',
      'azmfa check',
      'a process that only parses them',
      '÷ it',
      'the same with V8’s defaults',
      '`node -e 0`',
    ],
    rows: measured.map(({ title, samples: { ours, parse, optimising, node } }) => [
      title,
      shown(summary(ours)),
      shown(summary(parse)),
      times(ratio(ours, parse)),
      shown(summary(optimising)),
      shown(summary(node)),
    ]),
    targets: measured.map(({ title, samples: { ours, parse } }) => {
      const toParse = ratio(ours, parse);
      return {
        text: `command line, ${title}: ≤ 1.5 × a process that only parses`,
        measured: times(toParse),
        met: toParse <= 1.5,
      };
    }),
    figures: measured.map(({ title, samples }) => ({ title, ...summaries(samples) })),
  };
}

type RunSamples = Samples<'ours' | 'parse' | 'optimising' | 'node'>;

async function measureRuns(
  { files, lines, signIns }: Folder,
  subject: Subjects['dialects'][number],
  { commandLine, baselineParse }: Subjects,
): Promise<RunSamples> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'azmfa-bench-'));
  try {
    const folder = path.join(temporary, 'scripts');
    await mkdir(folder);
    const paths = Array.from({ length: files }, (_, i) => path.join(folder, `${i}${subject.extension}`));
    for (const [i, file] of paths.entries()) {
      await writeFile(file, scriptOf(subject, { lines, signIns, seed: i + 1 }));
    }
    const parse = [subject.grammarPath, ...paths];
    const samples: RunSamples = { ours: [], parse: [], optimising: [], node: [] };
    await inTurn(files === 1 ? 20 : 10, [
      [samples.ours, () => runToExit([commandLine, 'check', '--fail-on', 'none', folder])],
      [samples.parse, () => runToExit([baselineParse, ...parse])],
      [samples.node, () => runToExit(['-e', '0'])],
    ]);
    // That takes seconds.
    await inTurn(3, [[samples.optimising, () => runToExit([baselineParse, '--optimising', ...parse])]]);
    return samples;
  } finally {
    await rm(temporary, { recursive: true });
  }
}

/** Runs this Node with some arguments; how long it took to its exit. */
async function runToExit(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ').slice(0, 300)} ended with ${code}`);
  return performance.now() - start;
}

function summaries(samples: Readonly<Record<string, readonly number[]>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, summary(of)]));
}
