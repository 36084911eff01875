import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLanguageServer } from './languageServer';
import { milliseconds, ratio, shown, summary, times, type Measurement, type Subjects } from './measurement';
import { generateScript } from './script';

const turns = 25;
const uri = 'file:///bench/script.sh';
const text = generateScript({ lines: 100, signIns: 10 });

/** Measures from the start of a server's process to the first diagnostics. */
export async function measureStart({ server, baselineServer }: Subjects): Promise<Measurement> {
  const ours: number[] = [];
  const empty: number[] = [];
  for (let turn = -2; turn < turns; turn++) {
    const both = [
      { module: server, samples: ours },
      { module: baselineServer, samples: empty },
    ];
    for (const { module, samples } of turn % 2 === 0 ? both : both.toReversed()) {
      const taken = await firstDiagnostics(module);
      if (turn >= 0) samples.push(taken);
    }
  }
  const toEmpty = ratio(ours, empty);
  const { median } = summary(ours);
  return {
    title: 'From the start of the server to the first diagnostics',
    header: ['azmfa', 'an empty server that loads the grammar', '÷ it'],
    rows: [[shown(summary(ours)), shown(summary(empty)), times(toEmpty)]],
    targets: [
      { text: 'start: ≤ 1.5 × an empty server', measured: times(toEmpty), met: toEmpty <= 1.5 },
      { text: 'start: about 150 ms', measured: milliseconds(median), met: median <= 165 },
    ],
    figures: { ours: summary(ours), empty: summary(empty), ratio: toEmpty },
  };
}

async function firstDiagnostics(module: string): Promise<number> {
  const start = performance.now();
  const server = await startLanguageServer(module, [], { transport: 'ipc' });
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'shellscript', version: 1, text },
  });
  await server.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  const taken = performance.now() - start;
  await server.stop();
  return taken;
}

/** Measures whole runs of the command line, up to the exit of the process. */
export async function measureCommandLine(subjects: Subjects): Promise<Measurement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azmfa-bench-'));
  try {
    const file = path.join(folder, 'script.sh');
    await writeFile(file, text);
    const programs = {
      azmfa: [subjects.commandLine, 'check', '--fail-on', 'none', file],
      parse: [subjects.baselineParse, file],
      optimising: [subjects.baselineParse, file, '--optimising'],
      node: ['-e', '0'],
    } as const satisfies Record<string, readonly string[]>;
    const samples: Record<keyof typeof programs, number[]> = {
      azmfa: [],
      parse: [],
      optimising: [],
      node: [],
    };
    for (let turn = -2; turn < turns; turn++) {
      for (const name of Object.keys(programs) as (keyof typeof programs)[]) {
        const start = performance.now();
        const child = spawn(process.execPath, programs[name], { stdio: 'ignore' });
        const [code] = (await once(child, 'close')) as [number | null];
        if (code !== 0) throw new Error(`${programs[name].join(' ')} ended with ${code}`);
        if (turn >= 0) samples[name].push(performance.now() - start);
      }
    }
    const toParse = ratio(samples.azmfa, samples.parse);
    return {
      title: 'A whole run of the command line on one file, up to its exit',
      header: [
        'azmfa check',
        'a process that only parses the file',
        '÷ it',
        'the same with V8’s defaults',
        '`node -e 0`',
      ],
      rows: [
        [
          shown(summary(samples.azmfa)),
          shown(summary(samples.parse)),
          times(toParse),
          shown(summary(samples.optimising)),
          shown(summary(samples.node)),
        ],
      ],
      targets: [
        {
          text: 'command line: ≤ 1.5 × a process that only parses',
          measured: times(toParse),
          met: toParse <= 1.5,
        },
      ],
      figures: Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, summary(of)])),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
