import type { DocumentDiagnosticReport, TextDocumentItem } from 'vscode-languageserver-protocol';
import type { Dialect } from '../server/src/model';
import { editMethod, type EditResult } from './baseline/messages';
import { scriptOf, type DialectSubject } from './dialects';
import { keyPresses, type KeyPress } from './keyPresses';
import { startLanguageServer, type LanguageServer } from './languageServer';
import {
  milliseconds,
  ratio,
  shown,
  summary,
  times,
  type Measurement,
  type Subjects,
  type Target,
} from './measurement';

interface Case {
  readonly lines: number;
  readonly signIns: number;
  /** True if something essential is missing in the middle of the script all the while. */
  readonly broken?: boolean;
  readonly turns: number;
  /** In this dialect alone: what the others are spared for the time that it takes. */
  readonly only?: Dialect;
}

/** A script of 100 lines has no room for 500 sign-ins. */
const cases: readonly Case[] = [
  { lines: 100, signIns: 0, turns: 300, only: 'bash' },
  { lines: 100, signIns: 10, turns: 300, only: 'bash' },
  { lines: 1000, signIns: 0, turns: 200 },
  { lines: 1000, signIns: 10, turns: 200 },
  { lines: 1000, signIns: 500, turns: 100 },
  { lines: 1000, signIns: 10, turns: 100, broken: true },
  { lines: 20_000, signIns: 0, turns: 30 },
  { lines: 20_000, signIns: 10, turns: 30 },
  { lines: 20_000, signIns: 500, turns: 30 },
  { lines: 20_000, signIns: 10, turns: 15, broken: true, only: 'bash' },
];

/** Before that, V8 still compiles what is measured. */
const warmUp = 40;

/** What one case came to: times in milliseconds, turn by turn. */
interface Samples {
  readonly ours: number[];
  /** The parser alone. */
  readonly parse: number[];
  /** The parser behind a language server that does nothing else. */
  readonly bareServer: number[];
  readonly peer: number[];
  /** The longest that a message to ours had to wait. */
  readonly slices: number[];
}

/** Measures from a key press to its diagnostics. */
export async function measureTyping(subjects: Subjects): Promise<Measurement> {
  const measured: { readonly title: string; readonly each: Case; readonly samples: Samples }[] = [];
  for (const subject of subjects.dialects) {
    for (const each of cases) {
      const { lines, signIns, broken, only = subject.dialect } = each;
      if (only !== subject.dialect) continue;
      const lack = broken ? `, ${subject.essential.name} missing` : '';
      const title = `${subject.name}, ${lines.toLocaleString('en')} lines, ${signIns} sign-ins${lack}`;
      console.error(`  ${title}`);
      measured.push({ title, each, samples: await measureCase(each, subject, subjects) });
    }
  }
  return {
    title: 'From a key press to its diagnostics',
    header: [
      'script',
      'azmfa',
      'bare incremental parse',
      '÷ it',
      'the same behind an empty server',
      '÷ it',
      'longest slice of azmfa',
      'bash-language-server',
      'azmfa is faster',
    ],
    rows: measured.map(({ title, samples: { ours, parse, bareServer, peer, slices } }) => [
      title,
      shown(summary(ours)),
      shown(summary(parse)),
      times(ratio(ours, parse)),
      shown(summary(bareServer)),
      times(ratio(ours, bareServer)),
      shown(summary(slices)),
      ...(peer.length > 0 ? [shown(summary(peer)), times(ratio(peer, ours))] : ['–', '–']),
    ]),
    targets: measured.flatMap(({ title, each, samples }) => targetsOf(title, each, samples)),
    figures: measured.map(({ each, samples }) => ({
      ...each,
      ...Object.fromEntries(
        Object.entries(samples).map(([name, of]: [string, number[]]) => [name, summary(of)]),
      ),
      ratio: ratio(samples.ours, samples.parse),
    })),
  };
}

function targetsOf(title: string, { lines, signIns, broken }: Case, samples: Samples): readonly Target[] {
  if (broken) return [];
  const targets: Target[] = [];
  const add = (text: string, measured: string, met: boolean): void => {
    targets.push({ text: `${title}: ${text}`, measured, met });
  };
  const { median } = summary(samples.ours);
  const slice = summary(samples.slices);
  const toParse = ratio(samples.ours, samples.parse);
  if (signIns === 0) add('under 1 ms', milliseconds(median), median < 1);
  else if (lines === 1000) {
    add('≤ 1.5 × the bare parse', times(toParse), toParse <= 1.5);
    add('about 5 ms', milliseconds(median), median <= 5.5);
  } else if (lines === 20_000) {
    add('≤ 2.5 × the bare parse', times(toParse), toParse <= 2.5);
    add('no slice over 15 ms (p95)', milliseconds(slice.p95), slice.p95 <= 15);
  }
  if (samples.peer.length > 0 && lines >= 1000) {
    const faster = ratio(samples.peer, samples.ours);
    add('at least 4 × faster than bash-language-server', times(faster), faster >= 4);
  }
  return targets;
}

async function measureCase(
  { lines, signIns, turns, broken = false }: Case,
  subject: DialectSubject & { readonly grammarPath: string },
  subjects: Subjects,
): Promise<Samples> {
  const document = {
    uri: `file:///bench/script${subject.extension}`,
    languageId: subject.languageId,
    version: 1,
    text: scriptOf(subject, { lines, signIns, broken }),
  };
  const samples: Samples = { ours: [], parse: [], bareServer: [], peer: [], slices: [] };

  const ours = await startLanguageServer(subjects.server, [], { transport: 'ipc' });
  const baseline = await startLanguageServer(subjects.baselineServer, [subject.grammarPath], {
    transport: 'ipc',
  });
  const peer =
    subject.dialect === 'bash' && 'module' in subjects.peer
      ? await startLanguageServer(subjects.peer.module, ['start'], {
          transport: 'stdio',
          initializationOptions: { shellcheckPath: '', shfmt: { path: '' }, backgroundAnalysisMaxFiles: 0 },
        })
      : undefined;
  const servers = [ours, baseline, ...(peer === undefined ? [] : [peer])];
  for (const server of servers) await open(server, document);

  const typeOurs = typist(ours, document);
  const typePeer = peer && waitingTypist(peer, document);
  const keys = keyPresses(document.text);
  for (let turn = -warmUp; turn < turns; turn++) {
    const { value: key } = keys.next();
    const times: Record<'ours' | 'bareServer' | 'peer', number> = { ours: 0, bareServer: 0, peer: 0 };
    let parse = 0;
    const steps = [
      async () => (times.ours = await timed(() => typeOurs(key))),
      async () => {
        times.bareServer = await timed(async () => {
          const edit = { uri: document.uri, change: key };
          const result = await baseline.connection.sendRequest<EditResult>(editMethod, edit);
          parse = result.milliseconds;
        });
      },
      async () => {
        if (typePeer !== undefined) times.peer = await timed(() => typePeer(key));
      },
    ];
    for (const step of turn % 2 === 0 ? steps : steps.toReversed()) await step();
    if (turn < 0) continue;
    samples.ours.push(times.ours);
    samples.parse.push(parse);
    samples.bareServer.push(times.bareServer);
    if (peer !== undefined) samples.peer.push(times.peer);
  }
  for (const server of servers) await server.stop();
  samples.slices.push(...(await measureSlices(document, Math.min(turns, 60), subjects)));
  return samples;
}

/** The longest slice of each of so many key presses. */
async function measureSlices(
  document: TextDocumentItem,
  turns: number,
  { server }: Subjects,
): Promise<readonly number[]> {
  const ours = await startLanguageServer(server, [], { transport: 'ipc', watched: true });
  await open(ours, document);
  const type = typist(ours, document);
  const keys = keyPresses(document.text);
  const slices: number[] = [];
  for (let turn = -warmUp; turn < turns; turn++) {
    await ours.longestSlice();
    await type(keys.next().value);
    const longest = await ours.longestSlice();
    if (turn >= 0) slices.push(longest);
  }
  await ours.stop();
  return slices;
}

/** Opens a document in a server. */
export async function open({ connection }: LanguageServer, textDocument: TextDocumentItem): Promise<void> {
  await connection.sendNotification('textDocument/didOpen', { textDocument });
}

/** Types, and asks for the diagnostics, as VS Code does. */
export function typist(
  { connection }: LanguageServer,
  { uri }: TextDocumentItem,
): (key: KeyPress) => Promise<void> {
  let version = 1;
  let previousResultId: string | undefined;
  return async (key) => {
    void connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [key],
    });
    const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
      identifier: 'azmfa',
      previousResultId,
    });
    previousResultId = report.resultId;
  };
}

/** Types, and waits for the diagnostics of that version to be sent. */
function waitingTypist(
  { connection }: LanguageServer,
  { uri }: TextDocumentItem,
): (key: KeyPress) => Promise<void> {
  let version = 1;
  let done: (() => void) | undefined;
  connection.onNotification('textDocument/publishDiagnostics', (params: { readonly version?: number }) => {
    if (params.version === version) done?.();
  });
  return (key) =>
    new Promise((resolve) => {
      done = resolve;
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [key],
      });
    });
}

/** The milliseconds that something takes. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
