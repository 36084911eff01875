import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisInput } from '../../server/src/engine';
import type { Fix } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { cmdFixtures } from '../support/fixtures';
import { batchesOf, fixesOf, followers, rewritten, type Batch, type Proof } from '../support/matrix';
import { markedProgram } from '../support/runs';
import { describeWithWine, runInCmd, type CmdRun } from '../support/wine';

const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-cmd-'));
const tokenFile = path.join(folder, 'to ken');

/** What the variables of fixes hold: recognisable, and with what quotes have to protect. */
const env: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values<string>({ ...defaultVariables }).map((name) => [name, `${name} & x=;, '|<>()`]),
  ),
  [defaultVariables.tenantId]: 'a tenant.example',
  [defaultVariables.federatedTokenFile]: tokenFile,
  ...{
    USER: 'user',
    PASS: 'pass',
    ID: 'id',
    SECRET: 'secret',
    CLIENT_ID: 'client',
    AZ_PASS: 'pass',
  },
};

const noGrammar = (): never => {
  throw new Error('cmd needs no grammar.');
};

/** Where fixes are refused, and why. */
const refusals: readonly RegExp[] = [];

/** Wine's cmd runs what stands behind `&&` and `||` however the command before has ended: no run tells what follows a failure. */
describeWithWine('every fix in every fixture of cmd, run before and after', function () {
  this.timeout(600_000);
  const batches: Batch[] = [];
  const refused: string[] = [];
  const runs = new Map<string, CmdRun>();

  before(async () => {
    writeFileSync(tokenFile, 'the token\n');
    const analyse = await loadAnalyser();
    for (const { name, path: file, text } of cmdFixtures()) {
      const input: AnalysisInput = {
        document: { path: file, languageId: 'bat', text },
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
    const programs = ['az', ...Array.from({ length: 60 }, (_, i) => markedProgram(i))];
    const scripts = texts.map((text) => ({ text, args: ['one', 'two'] }));
    runInCmd(scripts, { env, programs }).forEach((run, i) => runs.set(texts[i] ?? '', run));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const callsOf = (text: string): CmdRun['calls'] => {
    const run = runs.get(text);
    assert.ok(run);
    return run.calls;
  };
  /** It says itself why. */
  const cannotRun = ({ name }: Batch): boolean => name === 'notInWine.cmd';

  it('covers every identity and most fixes', () => {
    const proofs = batches.flatMap((batch) => batch.proofs);
    assert.equal(new Set(proofs.flatMap(({ fix }) => fix.identity ?? [])).size, 8);
    assert.ok(proofs.length > 400, String(proofs.length));
    assert.deepEqual(
      refused.filter((each) => !refusals.some((reason) => reason.test(each))),
      [],
    );
  });

  it('calls the same programs with the same arguments, but for what the fixes declare', () => {
    let compared = 0;
    for (const batch of batches) {
      if (cannotRun(batch)) continue;
      const expected = expectedCalls(batch);
      compared += expected.filter(({ fix }) => fix !== undefined).length;
      assert.deepEqual(
        callsOf(batch.after),
        expected.map(({ call }) => call),
        `${batch.name}\n${batch.after}`,
      );
    }
    assert.ok(compared > 200, String(compared));
  });

  /** What must be called after a batch of fixes, computed from what was called before, with the fix that says so. */
  function expectedCalls({
    marked,
    signIns,
    proofs,
  }: Batch): readonly { call: readonly string[]; fix?: Fix }[] {
    return callsOf(marked).flatMap(([program = '', ...argv]) => {
      const signIn = signIns[signIns.findIndex((_, i) => program === markedProgram(i))];
      if (signIn === undefined) return [{ call: [program, ...argv] }];
      const { start } = signIn.command.range;
      const proof = proofs.find(({ finding }) => finding.signIn?.command.range.start === start);
      if (proof === undefined) return [{ call: ['az', ...argv] }];
      const { finding, fix } = proof;
      const command = finding.signIn?.command ?? signIn.command;
      const now = rewritten(argv, command, fix.changes, env, `${fix.id}: ${argv.join(' ')}`);
      const next = followers(fix.changes, env);
      return [{ call: ['az', ...now], fix }, ...next.map((call) => ({ call, fix }))];
    });
  }
});
