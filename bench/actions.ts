import type { CodeAction, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { keyPresses } from './keyPresses';
import { startLanguageServer } from './languageServer';
import { milliseconds, shown, summary, type Measurement, type Subjects } from './measurement';
import { generateScript } from './script';

const uri = 'file:///bench/script.sh';
const lines = 1000;
const densities = [10, 500];
const turns = 200;
const warmUp = 40;

/** Measures the list of code actions at a sign-in, as it is asked for once the text has changed and is analysed. */
export async function measureActions({ server }: Subjects): Promise<Measurement> {
  const measured: { readonly title: string; readonly samples: readonly number[] }[] = [];
  for (const signIns of densities) {
    const title = `${lines.toLocaleString('en')} lines, ${signIns} sign-ins`;
    console.error(`  ${title}`);
    measured.push({ title, samples: await measureCase(generateScript({ lines, signIns }), server) });
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

async function measureCase(text: string, module: string): Promise<readonly number[]> {
  const server = await startLanguageServer(module, [], { transport: 'ipc' });
  const { connection } = server;
  const textDocument = { uri };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'shellscript', version: 1, text },
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
