import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisInput } from '../../server/src/engine';
import type { Fix } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { applied } from '../support/changes';
import { cmdFixtures, type Fixture } from '../support/fixtures';
import {
  batchesOf,
  fixesOf,
  followers,
  programOf,
  rewritten,
  type Batch,
  type Proof,
} from '../support/matrix';
import { markedProgram } from '../support/runs';
import { describeWithWine, runInCmd, type Calls } from '../support/wine';

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

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  writeFileSync(tokenFile, 'the token\n');
  analyse = await loadAnalyser();
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** Every fix of a fixture with its edits, and those that are refused. */
function proven({ name, path: file, text }: Fixture): {
  proofs: readonly Proof[];
  refused: readonly string[];
} {
  const input: AnalysisInput = {
    document: { path: file, languageId: 'bat', text },
    settings: defaultSettings,
  };
  const proofs: Proof[] = [];
  const refused: string[] = [];
  for (const finding of analyse(text, { path: file }).findings) {
    for (const fix of fixesOf(finding)) {
      const proof = proveFix(input, noGrammar, finding, fix);
      if ('refused' in proof) refused.push(`${name} ${fix.id}: ${proof.refused}`);
      else proofs.push({ finding, fix, edits: proof.edits });
    }
  }
  return { proofs, refused };
}

describe('every fix in every fixture of cmd', () => {
  it('is proven', () => {
    const all = cmdFixtures().map(proven);
    const proofs = all.flatMap((each) => each.proofs);
    assert.equal(new Set(proofs.flatMap(({ fix }) => fix.identity ?? [])).size, 8);
    assert.ok(proofs.length > 400, String(proofs.length));
    assert.deepEqual(
      all.flatMap((each) => each.refused),
      [],
    );
  });
  it('repairs what it is for, and then is there no more', () => {
    for (const fixture of cmdFixtures()) {
      const countOf = (text: string, rule: string): number =>
        analyse(text, { path: fixture.path }).findings.filter((each) => each.rule === rule).length;
      for (const { finding, fix, edits } of proven(fixture).proofs) {
        const after = applied(fixture.text, edits);
        const { rule } = finding;
        const left = countOf(after, rule);
        const isFile = fix.id.includes('file');
        assert.ok(isFile ? left === 0 : left < countOf(fixture.text, rule), `${fix.id}\n${after}`);
        assert.equal(/[^\r]\n/.test(after), /[^\r]\n/.test(fixture.text), fix.id);
      }
    }
  }).timeout(60_000);
});

/** Wine's cmd runs what stands behind `&&` and `||` however the command before has ended, so only success is compared. */
describeWithWine('every fix in every fixture of cmd, run before and after', function () {
  this.timeout(600_000);
  const batches: Batch[] = [];
  const runs = new Map<string, Calls>();

  before(() => {
    for (const fixture of cmdFixtures()) {
      const { name, path: file, text } = fixture;
      const signIns = analyse(text, { path: file }).signIns.map(({ signIn }) => signIn);
      // A sign-in that gets a `call` has more commands run behind it; that rule's own suite runs those.
      const proofs = proven(fixture).proofs.filter(({ fix }) => fix.id !== 'batch-without-call');
      batches.push(...batchesOf(name, text, signIns, proofs));
    }
    const texts = [...new Set(batches.flatMap(({ marked, after }) => [marked, after]))];
    const programs = ['az', ...Array.from({ length: 60 }, (_, i) => markedProgram(i))];
    const scripts = texts.map((text) => ({ text, args: ['one', 'two'] }));
    runInCmd(scripts, { env, programs }).forEach((calls, i) => runs.set(texts[i] ?? '', calls));
  });

  const callsOf = (text: string): Calls => {
    const calls = runs.get(text);
    assert.ok(calls);
    return calls;
  };
  /** It says itself why. */
  const cannotRun = ({ name }: Batch): boolean => name.endsWith('notInWine.cmd');

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
      if (proof === undefined) return [{ call: [programOf(signIn), ...argv] }];
      const { finding, fix } = proof;
      const command = finding.signIn?.command ?? signIn.command;
      const now = rewritten(argv, command, fix.changes, env, `${fix.id}: ${argv.join(' ')}`);
      const next = followers(fix.changes, env);
      return [{ call: [programOf(signIn), ...now], fix }, ...next.map((call) => ({ call, fix }))];
    });
  }
});
