import type { CodeAction, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { scriptOf, type DialectSubject } from './dialects';
import { keyPresses } from './keyPresses';
import { startLanguageServer } from './languageServer';
import { milliseconds, shown, summary, type Measurement, type Subjects } from './measurement';

const lines = 1000;
const densities = [10, 500];
const turns = 200;
const warmUp = 40;

/** Measures the list of code actions at a sign-in, as it is asked for once the text has changed and is analysed. */
export async function measureActions({ dialects, server }: Subjects): Promise<Measurement> {
  const measured: { readonly title: string; readonly samples: readonly number[] }[] = [];
  for (const subject of dialects) {
    for (const signIns of densities) {
      const title = `${subject.name}, ${lines.toLocaleString('en')} lines, ${signIns} sign-ins`;
      console.error(`  ${title}`);
      const text = scriptOf(subject, { lines, signIns });
      measured.push({ title, samples: await measureCase(text, subject, server) });
    }
  }
  return {
    title: 'From a lightbulb to its code actions',
    header: ['script', 'azmfa'],
    rows: measured.map(({ title, samples }) => [title, shown(summary(samples))]),
    targets: measured.map(({ title, samples }) => {
      const { p95 } = summary(samples);
      return {
        text: `${title}: code actions within 30 ms (p95)`,
        measured: milliseconds(p95),
        met: p95 <= 30,
      };
    }),
    figures: measured.map(({ title, samples }) => ({ title, ...summary(samples) })),
  };
}

async function measureCase(
  text: string,
  { languageId, extension }: DialectSubject,
  module: string,
): Promise<readonly number[]> {
  const server = await startLanguageServer(module, [], { transport: 'ipc' });
  const { connection } = server;
  const uri = `file:///bench/script${extension}`;
  const textDocument = { uri };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text },
  });
  const samples: number[] = [];
  const keys = keyPresses(text);
  for (let turn = -warmUp; turn < turns; turn++) {
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: turn + warmUp + 2 },
      contentChanges: [keys.next().value],
    });
    const diagnostics = await connection
      .sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
      .then((report): readonly Diagnostic[] => (report.kind === 'full' ? report.items : []));
    const diagnostic = diagnostics[(turn + warmUp) % diagnostics.length];
    if (diagnostic === undefined) throw new Error('There is nothing to act on.');
    const start = performance.now();
    const actions = await connection.sendRequest<readonly CodeAction[] | null>('textDocument/codeAction', {
      textDocument,
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    if (turn >= 0) samples.push(performance.now() - start);
    if (actions === null || actions.length === 0) throw new Error('There are no actions.');
  }
  await server.stop();
  return samples;
}
