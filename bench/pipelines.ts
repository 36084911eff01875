import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseAllDocuments } from 'yaml';
import { keyPresses } from './keyPresses';
import { startLanguageServer } from './languageServer';
import { ratio, shown, summary, times, type Measurement, type Subjects } from './measurement';
import { generateScript } from './scripts';
import { open, timed, typist } from './typing';

/** A pipeline that holds scripts, as it is measured. */
export interface Pipeline {
  readonly name: string;
  readonly uri: string;
  /** What stands in front of the steps. */
  readonly head: string;
  /** The line that begins the script of a step, and the indentation of its lines. */
  readonly step: string;
  readonly indentation: string;
}

export const pipelines: readonly Pipeline[] = [
  {
    name: 'a workflow of GitHub',
    uri: 'file:///bench/.github/workflows/deploy.yml',
    head: 'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n',
    step: '      - run: |',
    indentation: '          ',
  },
  {
    name: 'a pipeline of Azure DevOps',
    uri: 'file:///bench/azure-pipelines.yml',
    head: 'trigger: none\npool:\n  vmImage: ubuntu-latest\nsteps:\n',
    step: '  - bash: |',
    indentation: '      ',
  },
];

const steps = 100;
const signIns = 10;
const linesOfStep = 19;
const turns = 100;
const warmUp = 40;

/** Writes a pipeline of about 2,000 lines: every tenth of its hundred steps signs in. */
export function pipelineOf({ head, step, indentation }: Pipeline): string {
  const scripts = Array.from({ length: steps }, (_, index) => {
    const signsIn = index % (steps / signIns) === 0;
    const seed = index + 1;
    const script = generateScript({ dialect: 'bash', lines: linesOfStep, signIns: signsIn ? 1 : 0, seed });
    return `${step}\n${script.replace(/^(?=.)/gm, indentation)}`;
  });
  return head + scripts.join('');
}

/** Measures from a key press in a pipeline to its diagnostics, beside the bare parse of the same text as YAML. */
export async function measurePipelines({ server }: Subjects): Promise<Measurement> {
  const measured: { readonly name: string; readonly ours: number[]; readonly parse: number[] }[] = [];
  for (const pipeline of pipelines) {
    console.error(`  ${pipeline.name}`);
    measured.push({ name: pipeline.name, ...(await measurePipeline(pipeline, server)) });
  }
  return {
    title: 'From a key press in a pipeline to its diagnostics',
    header: ['pipeline', 'azmfa', 'bare parse of YAML', '÷ it'],
    rows: measured.map(({ name, ours, parse }) => [
      name,
      shown(summary(ours)),
      shown(summary(parse)),
      times(ratio(ours, parse)),
    ]),
    targets: measured.map(({ name, ours, parse }) => ({
      text: `${name}: ≤ 2 × the bare parse of YAML`,
      measured: times(ratio(ours, parse)),
      met: ratio(ours, parse) <= 2,
    })),
    figures: measured.map(({ name, ours, parse }) => ({ name, ours: summary(ours), parse: summary(parse) })),
  };
}

async function measurePipeline(
  pipeline: Pipeline,
  module: string,
): Promise<{ readonly ours: number[]; readonly parse: number[] }> {
  const text = pipelineOf(pipeline);
  const document = { uri: pipeline.uri, languageId: 'yaml', version: 1, text };
  const server = await startLanguageServer(module, [], { transport: 'ipc' });
  await open(server, document);
  const type = typist(server, document);
  const typed = TextDocument.create(document.uri, 'yaml', 1, text);
  const keys = keyPresses(text);
  const ours: number[] = [];
  const parse: number[] = [];
  for (let turn = -warmUp; turn < turns; turn++) {
    const { value: key } = keys.next();
    const taken = await timed(() => type(key));
    TextDocument.update(typed, [key], turn);
    const start = performance.now();
    parseAllDocuments(typed.getText());
    if (turn < 0) continue;
    parse.push(performance.now() - start);
    ours.push(taken);
  }
  await server.stop();
  return { ours, parse };
}
