import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisInput } from '../../server/src/engine';
import type { Fix } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { powershellFixtures } from '../support/fixtures';
import { noGrammar } from '../support/grammar';
import {
  batchesOf,
  fixesOf,
  followers,
  programOf,
  rewritten,
  type Batch,
  type Proof,
} from '../support/matrix';
import { describeWithPowershell, runInPowershell, type PowershellRun } from '../support/powershell';
import { markedProgram } from '../support/runs';

const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-powershell-'));
const tokenFile = path.join(folder, 'to ken');

/** What the variables of fixes hold: recognisable, and with all that quotes have to protect. */
const env: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values<string>({ ...defaultVariables }).map((name) => [name, `${name} * $x "'\`\\ ;|`]),
  ),
  ...{ AZ_USER: 'the user', AZ_PASS: 'the pass', SECRET: 'the secret' },
  [defaultVariables.tenantId]: 'a tenant.example',
  [defaultVariables.federatedTokenFile]: tokenFile,
};

/** What the variables of the fixtures hold. */
const variables: Readonly<Record<string, string>> = Object.fromEntries(
  'u p t s id secret User'.split(' ').map((name) => [name, `value of ${name}`]),
);

describeWithPowershell('every fix in every PowerShell fixture, run before and after', function () {
  this.timeout(600_000);
  const batches: Batch[] = [];
  const refused: string[] = [];
  /** What came of each text where the sign-ins succeed, and where they fail. */
  const runs = new Map<string, PowershellRun>();
  const failing = new Map<string, PowershellRun>();

  before(async () => {
    writeFileSync(tokenFile, 'the token\n');
    const analyse = await loadAnalyser();
    for (const { name, path: file, text } of powershellFixtures()) {
      const input: AnalysisInput = {
        document: { path: file, languageId: 'powershell', text },
        settings: defaultSettings,
      };
      const analysis = analyse(text, { path: file });
      const proofs: Proof[] = [];
      for (const finding of analysis.findings) {
        for (const fix of fixesOf(finding)) {
          const proof = proveFix(input, noGrammar, finding, fix);
          const line = text.slice(0, finding.range.start).split('\n').length;
          if ('refused' in proof) refused.push(`${name}:${line} ${fix.id}: ${proof.refused}`);
          else proofs.push({ finding, fix, edits: proof.edits });
        }
      }
      const signIns = analysis.signIns.map(({ signIn }) => signIn);
      batches.push(...batchesOf(name, text, signIns, proofs));
    }
    const texts = [...new Set(batches.flatMap(({ marked, after }) => [marked, after]))];
    const all = texts.map((text) => text.replace(/^\ufeff/, ''));
    runInPowershell(all, env, variables).forEach((run, i) => runs.set(texts[i] ?? '', run));
    const failed = runInPowershell(all, { ...env, LOGIN_STATUS: '7' }, variables);
    failed.forEach((run, i) => failing.set(texts[i] ?? '', run));
  });
  after(() => rmSync(folder, { recursive: true }));

  const runOf = (text: string, from: ReadonlyMap<string, PowershellRun> = runs): PowershellRun => {
    const run = from.get(text);
    assert.ok(run);
    return run;
  };
  const callsOf = (batch: Batch, from = runs): readonly (readonly string[])[] =>
    runOf(batch.after, from).calls.map(([program = '', ...argv]) => [
      program.replace(/^az\.cmd$/, 'az'),
      ...argv,
    ]);
  /** Its programs are in folders that are not there. */
  const cannotRun = ({ name }: Batch): boolean => name === 'program.ps1';

  it('covers every identity and most fixes', () => {
    const proofs = batches.flatMap((batch) => batch.proofs);
    assert.equal(new Set(proofs.flatMap(({ fix }) => fix.identity ?? [])).size, 8);
    assert.ok(proofs.length > 700, String(proofs.length));
    const expected = [
      /^halfTyped\.ps1:.*The syntax of the script is broken/,
      /^layouts\.ps1:24 .*Comments of the script would change/,
      /^unusual.variables\.ps1:(?:14|30) .*No array would be left of the one that holds its arguments/,
      /^signIns\.ps1:\d+ .*`--%` has PowerShell pass the rest of the line as it stands/,
    ];
    assert.deepEqual(
      refused.filter((each) => !expected.some((reason) => reason.test(each))),
      [],
    );
  });

  it('calls the same programs with the same arguments, but for what the fixes declare', () => {
    let compared = 0;
    for (const batch of batches) {
      if (cannotRun(batch)) continue;
      const expected = expectedCalls(batch, runs);
      compared += expected.filter(({ fix }) => fix !== undefined).length;
      const ids = batch.proofs.map(({ fix }) => fix.id).join(', ');
      assert.deepEqual(
        callsOf(batch),
        expected.map(({ call }) => call),
        `${batch.name}: ${ids}\n${batch.after}`,
      );
    }
    assert.ok(compared > 600, String(compared));
  });

  it('runs nothing behind a sign-in that fails, and ends as before', () => {
    for (const batch of batches) {
      if (cannotRun(batch)) continue;
      const expected = expectedCalls(batch, failing).filter(({ fix, call }) => !fix || call[1] !== 'account');
      assert.deepEqual(
        callsOf(batch, failing),
        expected.map(({ call }) => call),
        `${batch.name}\n${batch.after}`,
      );
      const status = ({ output }: PowershellRun): string => output.slice(output.lastIndexOf('\n'));
      assert.equal(status(runOf(batch.after, failing)), status(runOf(batch.marked, failing)), batch.after);
    }
  });

  it('leaves syntax as valid or broken as it was', () => {
    for (const { name, marked, after } of batches) {
      assert.equal(runOf(after).broken, runOf(marked).broken, `${name}\n${after}`);
    }
  });

  /** What must be called after a batch of fixes, computed from what was called before, with the fix that says so. */
  function expectedCalls(
    { marked, signIns, proofs }: Batch,
    from: ReadonlyMap<string, PowershellRun>,
  ): readonly { call: readonly string[]; fix?: Fix }[] {
    return runOf(marked, from).calls.flatMap(([program = '', ...argv]) => {
      const signIn = signIns[signIns.findIndex((_, i) => program === markedProgram(i))];
      if (signIn === undefined) return [{ call: [program, ...argv] }];
      const { start } = signIn.command.range;
      const proof = proofs.find(({ finding }) => finding.signIn?.command.range.start === start);
      if (proof === undefined) return [{ call: [programOf(signIn), ...argv] }];
      const { finding, fix } = proof;
      const command = finding.signIn?.command ?? signIn.command;
      const now = rewritten(argv, command, fix.changes, env, fix.id);
      const next = followers(fix.changes, env);
      return [{ call: [programOf(signIn), ...now], fix }, ...next.map((call) => ({ call, fix }))];
    });
  }
});
