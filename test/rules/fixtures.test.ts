import { deepEqual, equal, match } from 'node:assert/strict';
import { rules } from '../../server/src/rules';
import { loadAnalyser } from '../support/analyse';
import {
  azurePowerShellFixtures,
  cmdFixtures,
  documentFixtures,
  fixtures,
  pathOf,
  powershellFixtures,
  type Expected,
} from '../support/fixtures';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

/** The findings of a text, in the form that markers have. */
function foundIn(text: string, path: string): readonly (Expected & { text: string })[] {
  return analyse(text, { path }).findings.map(({ rule, severity, range }) => ({
    line: text.slice(0, range.start).split('\n').length,
    rule,
    severity,
    text: text.slice(range.start, range.end),
  }));
}

const shown = ({ line, rule, severity }: Expected) => `${line}: ${rule} ${severity}`;

describe('fixtures', () => {
  for (const { name, path, text, expected } of [
    ...fixtures(),
    ...powershellFixtures(),
    ...azurePowerShellFixtures(),
    ...cmdFixtures(),
    ...documentFixtures(),
  ]) {
    it(`${name}: what is marked is found, and nothing else`, () => {
      const found = foundIn(text, path);
      deepEqual(found.map(shown).sort(), expected.map(shown).sort());
      for (const each of expected.filter((one) => one.text !== undefined)) {
        const texts = found.filter((one) => shown(one) === shown(each)).map((one) => one.text);
        equal(texts.includes(each.text ?? ''), true, `${shown(each)}: ${JSON.stringify(texts)}`);
      }
    });
  }
  it('have a finding of every rule', () => {
    const all = [...fixtures(), ...cmdFixtures(), ...documentFixtures()];
    const marked = new Set(all.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
    deepEqual(
      rules.map(({ id }) => id).filter((id) => !marked.has(id)),
      [],
    );
  });
});

describe('cases of the rules', () => {
  for (const { id, cases } of rules) {
    for (const { title, dialect, path = pathOf(dialect), before: marked, host } of cases) {
      it(`${id}: ${title}`, () => {
        const text = marked.replace(/[⟦⟧]/g, '');
        const wanted = Array.from(marked.matchAll(/⟦([^⟧]*)⟧/g), (each) => each[1] ?? '');
        const { findings } = analyse(text, { path, ...(host && { host }) });
        deepEqual(
          findings.map(({ rule, range }) => [rule, text.slice(range.start, range.end)]),
          wanted.map((each) => [id, each]),
        );
      });
    }
  }
});

describe('messages', () => {
  const cases: readonly (readonly [script: string, message: RegExp])[] = [
    ['az login -u "$U" -p "$P"', /AADSTS50076 .*RequestDisallowedByPolicy/],
    ['az login -u "$U"', /"Please specify both username and password in non-interactive mode\."/],
    ['az login -u "$U" --federated-token "$T"', /--federated-token has no effect .* did you forget it\?/],
    ['az login -u "$APP_ID" -p "$P"', /did you forget --service-principal\?/],
    ['az login -u 11111111-1111-1111-1111-111111111111 -p "$P"', /did you forget --service-principal\?/],
    ['az login </dev/null', /AADSTS53003/],
    ['az login --use-device-code </dev/null', /AADSTS70019.*AADSTS53003/],
    ['T=a.example\nTENANT=$T\naz login', /"Authentication failed against tenant …"/],
    ['az login --identity -u x', /"Passing the managed identity ID with --username is no longer supported\./],
    ['az login -u a –password "$P"', /unrecognized arguments: –password.*exit status 2/],
    ['az login --identity --tenant a.example', /usage error: '--identity' is not applicable .*exit status 1/],
  ];
  for (const [script, message] of cases) {
    it(JSON.stringify(script), () => {
      match(analyse(script).findings[0]?.message ?? 'nothing found', message);
    });
  }
  it('name the first write as related information', () => {
    const script = 'az login -u "$U" -p "$P"\naz group list\naz group create -n a -l b';
    const related = analyse(script).findings[0]?.related ?? [];
    deepEqual(
      related.map(({ range }) => script.slice(range.start, range.end)),
      ['az group create -n a -l b'],
    );
  });
  it('never hold a literal secret', () => {
    const secret = 'q9Zt7Vw2';
    for (const script of [
      `az login -u a -p ${secret}`,
      `az login -u a -p -${secret}`,
      `az login -u a –password ${secret}`,
      `az login -u a -p x ${secret}`,
      `az login --identity --tenant ${secret}`,
      `az login --service-principal -u a --federated-token ${secret} -p ${secret}.pem`,
      `# az login -u a -p ${secret}`,
      `az login --password=${secret} --msi --unknown=${secret}`,
    ]) {
      const findings = analyse(script).findings;
      equal(findings.length > 0, true, script);
      for (const { message, related } of findings) {
        equal([message, ...related.map((each) => each.message)].join().includes(secret), false, script);
      }
    }
  });
});

describe('settings of the rules', () => {
  const script = 'az login -u "$U" -p "$P"\naz login --identity --username x';
  it('turn a rule off, or change its severity', () => {
    const severities = (severity: object) =>
      analyse(script, { settings: { severity } }).findings.map((each) => each.severity);
    deepEqual(severities({}), ['error', 'error']);
    deepEqual(severities({ 'user-password': 'none' }), ['error']);
    deepEqual(severities({ 'user-password': 'hint' }), ['hint', 'error']);
  });
  it('accept for a managed identity what the oldest Azure CLI accepts', () => {
    const found = (version: readonly [number, number]) =>
      analyse(script, { settings: { minimumAzureCliVersion: version } })
        .findings.slice(1)
        .map((each) => each.severity);
    deepEqual(found([2, 68]), []);
    deepEqual(found([2, 70]), ['warning']);
    deepEqual(found([2, 73]), ['error']);
  });
});
