import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { hasCandidate, openDocument, type Analysis } from '../../../server/src/engine';
import { defaultSettings } from '../../../server/src/settings';

const path = '.github/workflows/deploy.yml';
const withInputs = '        with: { client-id: a, tenant-id: b }\n';
const workflow = (on: string, step = `      - uses: azure/login@v3\n${withInputs}`): string =>
  `on: ${on}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n${step}`;

/** Analyses versions of a document one after the other, none of which needs a grammar. */
function analyses(texts: readonly string[], at = path): readonly Analysis[] {
  const open = openDocument(() => {
    throw new Error('no grammar is needed');
  });
  let last: string | undefined;
  return texts.map((text) => {
    const changes = last === undefined ? undefined : [{ start: 0, oldEnd: last.length, newEnd: text.length }];
    last = text;
    const document = { path: at, languageId: undefined, text };
    const steps = open.update({ document, settings: defaultSettings }, changes, () => false);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  });
}

const rulesIn = ({ findings }: Analysis): readonly string[] => findings.map(({ rule }) => rule);

describe('a step that signs in by an action', () => {
  it('is looked at where nothing else of the document is a sign-in, and once it is typed', () => {
    const found = ['missing-id-token-permission'];
    const silent = workflow('push', '      - uses: actions/checkout@v4\n');
    ok(hasCandidate(workflow('push')) && !hasCandidate(silent));
    deepEqual(analyses([silent, workflow('push'), silent, workflow('push')]).map(rulesIn), [
      [],
      found,
      [],
      found,
    ]);
  });
  it('is nothing to other formats', () => {
    for (const other of ['script.sh', 'azure-pipelines.yml', '.gitlab-ci.yml', 'notes.md']) {
      deepEqual(analyses([workflow('push')], other).map(rulesIn), [[]]);
    }
  });
  it('depends on its caller only where nothing else starts its workflow', () => {
    for (const on of [
      'workflow_call',
      '[workflow_call]',
      '{ workflow_call: }',
      '{workflow_call: {inputs: {}}}',
    ]) {
      deepEqual(analyses([workflow(on)]).map(rulesIn), [[]], on);
    }
    for (const on of ['push', '[workflow_call, push]', '{ workflow_call: , push: }', 'workflow_dispatch']) {
      deepEqual(analyses([workflow(on)]).map(rulesIn), [['missing-id-token-permission']], on);
    }
  });
  it('is underlined with what its job may do beside it', () => {
    const text = workflow('push').replace('    steps', '    permissions:\n      contents: read\n    steps');
    const [finding] = analyses([text])[0]?.findings ?? [];
    ok(finding);
    equal(text.slice(finding.range.start, finding.range.end), 'azure/login@v3');
    match(finding.message, /Please make sure to give write permissions to id-token/);
    deepEqual(
      finding.related.map(({ range }) => text.slice(range.start, range.end)),
      ['permissions'],
    );
  });
  it('is read in time from whatever is written', () => {
    const many = (text: string): string => text.repeat(10_000);
    for (const text of [
      workflow('push', many(`      - uses: azure/login@v3\n${withInputs}`)),
      workflow('push', `      - uses: azure/login@v3\n        with: {${many(' a: b,')}}\n`),
      `${workflow('push')}    permissions: {${many(' a: b,')}}\n`,
      `on: push\npermissions: {${many(' a: b,')}}\njobs:\n${many(`  ? a\n  : {steps: [{uses: azure/login@v3}]}\n`)}`,
      `on: push\njobs:\n  a:\n    steps: &s\n${many('      - uses: azure/login@v3\n')}${many('  ? a\n  : {steps: *s}\n')}`,
      `on: {${many(' push: ,')}}\njobs: {a: {steps: [{uses: "${many('azure/login@')}"}]}}`,
    ]) {
      analyses([text]);
    }
  });
});
