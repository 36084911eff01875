import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisInput, LocatedFinding } from '../../server/src/engine';
import type { Fix, Flow } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadAnalyser } from '../support/analyse';
import { signInsOf } from '../support/changes';
import { fixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';
import {
  batchesOf,
  fixesOf,
  followers,
  programOf,
  rewritten,
  type Batch,
  type Proof,
} from '../support/matrix';
import { leads, markedProgram, parsesInBash, runScripts, type Run } from '../support/runs';

/** What the scripts' variables hold: recognisable, and for those of a fix with all that quotes have to protect. */
const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-matrix-'));
const tokenFile = path.join(folder, 'to ken');
const env: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'U P U2 P2 T S ID SECRET ME TOKEN CERT_PATH CERT_PASSWORD username password USER_NAME APP_ID'
      .split(' ')
      .map((name) => [name, `value-of-${name}`]),
  ),
  ...{ TENANT: 'a.example', TENANT_ID: 'contoso.example', BIN: 'bin', TOOL: 'az' },
  ...Object.fromEntries(
    Object.values<string>({ ...defaultVariables }).map((name) => [name, `${name} * $x "'\\`]),
  ),
  [defaultVariables.clientSecret]: '-s3 cr"\'et$x\\',
  [defaultVariables.tenantId]: 'a tenant.example',
  [defaultVariables.federatedTokenFile]: tokenFile,
};

describe('every fix in every fixture, run by bash before and after', function () {
  this.timeout(600_000);
  let grammar: Grammar;
  let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
  const batches: Batch[] = [];
  const refused: string[] = [];
  const runs = new Map<string, Run>();

  before(async () => {
    grammar = await loadGrammar('tree-sitter-bash');
    analyse = await loadAnalyser();
    writeFileSync(tokenFile, 'the token\n');
    for (const fixture of fixtures()) {
      const input: AnalysisInput = {
        document: { path: fixture.path, languageId: 'shellscript', text: fixture.text },
        settings: defaultSettings,
      };
      const proofs: Proof[] = [];
      const analysis = analyse(fixture.text, { path: fixture.path });
      for (const finding of analysis.findings) {
        for (const fix of fixesOf(finding)) {
          const proof = proveFix(input, () => grammar, finding, fix);
          const line = fixture.text.slice(0, finding.range.start).split('\n').length;
          if ('refused' in proof) refused.push(`${fixture.name}:${line} ${fix.id}: ${proof.refused}`);
          else proofs.push({ finding, fix, edits: proof.edits });
        }
      }
      const signIns = analysis.signIns.map(({ signIn }) => signIn);
      batches.push(...batchesOf(fixture.name, fixture.text, signIns, proofs));
    }
    const texts = [...new Set(batches.flatMap(({ marked, after }) => [marked, after]))];
    const scripts = texts.map((text) => ({
      text: asBashReads(text),
      env,
      callFunctions: true as const,
    }));
    runScripts(scripts).forEach((run, i) => runs.set(texts[i] ?? '', run));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('covers every identity and most fixes', () => {
    const proofs = batches.flatMap((batch) => batch.proofs);
    const identities = new Set(proofs.flatMap(({ fix }) => fix.identity ?? []));
    // One that would change how broken text is recovered.
    assert.equal(refused.filter((each) => !each.startsWith('halfTyped.sh')).length, 0, refused.join('\n'));
    assert.ok(refused.length <= 1, refused.join('\n'));
    assert.equal(identities.size, 8);
    assert.ok(proofs.length > 1500, String(proofs.length));
  });

  it('calls the same programs with the same arguments, but for what the fixes declare', () => {
    let compared = 0;
    for (const batch of batches) {
      const found = runOf(batch.after).map(([program = '', ...argv]) => [
        program.replace(/^az\.cmd$/, 'az'),
        ...argv,
      ]);
      const expected = expectedCalls(batch);
      compared += expected.filter(({ fix }) => fix !== undefined).length;
      // Jobs in the background are in no order.
      const order = (calls: readonly (readonly string[])[]): unknown =>
        /[^&>]&(?![&>\d])/.test(batch.marked) ? calls.map((call) => JSON.stringify(call)).sort() : calls;
      const ids = batch.proofs.map(({ fix }) => fix.id).join(', ');
      assert.deepEqual(
        order(withoutLeads(found)),
        order(withoutLeads(expected.map(({ call }) => call))),
        `${batch.name}: ${ids}\n${batch.after}`,
      );
    }
    assert.ok(compared > 1500, String(compared));
  });

  it('signs in as the fixes promise, as the arguments show that bash passes', () => {
    const flows = new Set<Flow>();
    for (const { call, fix } of batches.flatMap(expectedCalls)) {
      if (fix?.promises === undefined || !/^azd? (auth )?login( |$)/i.test(call.join(' '))) continue;
      const line = call.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
      assert.equal(signInsOf(grammar, line)[0]?.flow, fix.promises, `${fix.id}: ${line}`);
      flows.add(fix.promises);
    }
    assert.ok(flows.size >= 5, [...flows].join());
  });

  it('leaves syntax as valid or broken as it was, as `bash -n` sees it', () => {
    const texts = [...new Set(batches.flatMap(({ before, after }) => [before, after]))];
    const parses = new Map(parsesInBash(texts.map(asBashReads)).map((ok, i) => [texts[i], ok]));
    for (const { name, before, after } of batches) {
      assert.equal(parses.get(after), parses.get(before), `${name}\n${after}`);
    }
  });

  it('has nothing more to do when it is applied again', () => {
    for (const { name, before, after, proofs } of batches) {
      const findings = analyse(after, { path: name }).findings;
      for (const { finding, fix } of proofs) {
        const number = signInNumber(before, finding);
        const again = findings
          .filter((each) => each.rule === finding.rule && signInNumber(after, each) === number)
          .flatMap((each) => fixesOf(each).map(({ id }) => id));
        assert.ok(!again.includes(fix.id), `${name}: ${fix.id} twice\n${after}`);
      }
    }
  });

  /** What must be called after a batch of fixes, computed from what bash called before, with the fix that says so. */
  function expectedCalls({
    marked,
    signIns,
    proofs,
  }: Batch): readonly { call: readonly string[]; fix?: Fix }[] {
    return runOf(marked).flatMap(([program = '', ...argv]) => {
      const signIn = signIns[signIns.findIndex((_, i) => program === markedProgram(i))];
      if (signIn === undefined) return [{ call: [program, ...argv] }];
      const { start } = signIn.command.range;
      const proof = proofs.find(({ finding }) => finding.signIn?.command.range.start === start);
      const name = programOf(signIn);
      if (proof === undefined) return [{ call: [name, ...argv] }];
      const { finding, fix } = proof;
      const now = rewritten(argv, finding.signIn?.command ?? signIn.command, fix.changes, env, fix.id);
      return [{ call: [name, ...now], fix }, ...followers(fix.changes, env).map((call) => ({ call, fix }))];
    });
  }

  function runOf(text: string): readonly (readonly string[])[] {
    const run = runs.get(text);
    assert.ok(run);
    return run.calls;
  }
});

/** Bash itself knows neither a byte order mark nor Windows line ends: git takes them out before it runs a script. */
function asBashReads(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}

/** Which of the sign-ins of a text a finding is about, comments included; no fix adds or removes one. */
function signInNumber(text: string, { place }: LocatedFinding): number {
  return text.slice(0, place.range.end).match(/login|sqlcmd/gi)?.length ?? 0;
}

/** Without the calls of what only leads to a program: those may come with a second command. */
function withoutLeads(calls: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return calls.filter(([program]) => !leads.includes(program ?? ''));
}
