import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { hosts } from '../../server/src/context/hosts';
import type { LocatedFinding } from '../../server/src/engine';
import type { Fix, HostId, RuleId } from '../../server/src/model';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings, defaultVariables, type Settings } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { written } from '../support/changes';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

describe('every fix of any sign-in', () => {
  const secret = 'q9Zt7Vw2';
  const values = ['"$X"', '$X', 'a', "'b c'", '"$(cmd)"', '@file', '-x', '""'];
  const valued = (...names: readonly string[]) =>
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(' ', '='), fc.constantFrom(...values))
      .map(([name, joint, value]) => `${name}${joint}${value}`);
  const option = fc.oneof(
    valued('-u', '--username', '–u', '—username'),
    valued('-p', '--password', '–password'),
    fc.constantFrom(`-p ${secret}`, `--password='${secret}'`, `–p ${secret}`, `-p -${secret}`),
    fc.constantFrom(`--federated-token ${secret}`, '--federated-token "$T"', '--certificate c.pem'),
    fc.constantFrom('-t a.b', '--tenant "$T"', '—tenant a.b', '-p sp.pem', '-p "$CERT_PATH"', '-p x.pfx'),
    fc.constantFrom('--identity', '-i', '-iu "$ID"', '-io tsv', '--client-id "$C"', '--resource-id /a'),
    fc.constantFrom('--service-principal', '--service-principal', '--use-device-code'),
    fc.constantFrom('--scope a b', '--claims-challenge x', '--use-cert-sn-issuer', '--skip-sub'),
    fc.constantFrom('--subscription "$S"', '-o none', '–output tsv', '--allow-no-subscriptions', '"$@"'),
  );
  const azScripts = fc
    .tuple(
      fc.constantFrom('', 'MY_TENANT=a.b\n', 'A_TENANT=a.b\nB_TENANT=b.c\n', '[ -t 0 ]\n'),
      fc.array(option, { maxLength: 6 }),
      fc.constantFrom('', ' </dev/null', ' >log'),
      fc.constantFrom('', '\naz group list', '\naz account set -s x\naz group create -n y'),
    )
    .map(([first, options, end, rest]) => `${first}az login ${options.join(' ')}${end}${rest}`);
  const azdOption = fc.oneof(
    valued('--client-id', '--tenant-id', '--client-secret', '--client-certificate', '-C'),
    fc.constantFrom(
      `--client-secret ${secret}`,
      `--client-secret=-${secret}`,
      '--client-id "$C" --tenant-id t',
    ),
    fc.constantFrom('--federated-credential-provider github', '--federated-credential-provider "$P"'),
    valued('–-client-id', '—tenant-id', '−−client-secret', '-–client-certificate'),
    fc.constantFrom('–-managed-identity', '—federated-credential-provider github', '–-debug'),
    fc.constantFrom('--managed-identity', '--managed-identity=false', '--managed-identity=$M'),
    fc.constantFrom('--use-device-code', '--use-device-code=false', '--no-prompt', '--claims x', '"$@"'),
  );
  const azdScripts = fc
    .tuple(
      fc.constantFrom('', 'MY_TENANT=a.b\n', '[ -t 0 ]\n'),
      fc.array(azdOption, { maxLength: 5 }),
      fc.constantFrom('', ' </dev/null'),
      fc.constantFrom('', '\nazd up'),
    )
    .map(([first, options, end, rest]) => `${first}azd auth login ${options.join(' ')}${end}${rest}`);
  const scripts = fc.oneof({ weight: 3, arbitrary: azScripts }, { weight: 1, arbitrary: azdScripts });
  const hostIds = Object.keys(hosts) as HostId[];

  function check(
    script: string,
    host: HostId,
    settings: Partial<Settings>,
    finding: LocatedFinding,
    fix: Fix,
  ) {
    const after = written(script, fix.changes);
    const context = `${host} ${JSON.stringify(script)}\n${fix.id}: ${after}`;
    const analysis = analyse(after, { host, settings });
    const [signIn, another] = analysis.signIns;
    equal(another, undefined, context);
    equal(signIn?.signIn.flow, fix.promises, context);
    const before = analyse(script, { host, settings }).findings.map(({ rule }) => rule);
    const rules = analysis.findings.map(({ rule }) => rule);
    equal(rules.includes(finding.rule), false, `${finding.rule} is still there: ${context}`);
    const known = new Set<RuleId>([...before, ...fix.reveals]);
    deepEqual(
      rules.filter((rule) => !known.has(rule)),
      [],
      `reveals more: ${context}`,
    );
    equal(fix.title.length <= 60, true, fix.title);
    const said = [fix.title, ...fix.notes, ...fix.prerequisites.map(({ text }) => text)].join();
    equal(said.includes(secret), false, said);
    equal(after.split(secret).length <= script.split(secret).length, true, context);
    for (const change of fix.changes) {
      if (change.kind === 'replaceText') equal(change.text.includes(secret), false, context);
      if (change.kind === 'setWords' || change.kind === 'runAfter') {
        equal(
          JSON.stringify(
            change.kind === 'setWords' ? change.edits.map(({ insert }) => insert) : change.words,
          ).includes(secret),
          false,
          context,
        );
      }
    }
    // Once repaired, there is nothing left to repair in this way.
    const again = analysis.findings.flatMap((each) =>
      each.analysed && each.rule === finding.rule
        ? remedyOf(each, each.analysed.context, { ...defaultSettings, ...settings }).fixes
        : [],
    );
    equal(
      again.some(({ id }) => id === fix.id),
      false,
      `fixes again: ${context}`,
    );
  }

  it('repairs what it says, keeps its promise, and carries no secret', function () {
    this.timeout(600_000);
    fc.assert(
      fc.property(
        scripts,
        fc.constantFrom(...hostIds),
        fc.constantFrom(undefined, [2, 60] as const, [2, 70] as const),
        (script, host, minimumAzureCliVersion) => {
          const settings = { minimumAzureCliVersion };
          for (const finding of analyse(script, { host, settings }).findings) {
            if (finding.analysed === undefined) continue;
            const { fixes, refusals } = remedyOf(finding, finding.analysed.context, {
              ...defaultSettings,
              ...settings,
            });
            equal(fixes.length + refusals.length > 0, true, `neither fix nor reason: ${script}`);
            equal(refusals.join().includes(secret), false, refusals.join());
            equal(new Set(fixes.map(({ id }) => id)).size, fixes.length, 'ids are unique');
            for (const fix of fixes) check(script, host, settings, finding, fix);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
  it('reads only variables that the settings name, or the script', () => {
    const variables = Object.fromEntries(
      Object.keys(defaultVariables).map((key) => [key, `MY_${key.toUpperCase()}`]),
    ) as unknown as Settings['variables'];
    for (const script of [
      'az login -u a -p b1c',
      'az login --service-principal -u a -p b1c',
      'az login </dev/null',
    ]) {
      for (const host of hostIds) {
        for (const finding of analyse(`${script}\naz group list`, { host }).findings) {
          if (finding.analysed === undefined) continue;
          for (const fix of remedyOf(finding, finding.analysed.context, { ...defaultSettings, variables })
            .fixes) {
            equal(written(`${script}\naz group list`, fix.changes).includes('AZURE_'), false, fix.id);
          }
        }
      }
    }
  });
});
