import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisInput, LocatedFinding } from '../../server/src/engine';
import type { Change, Command, Edit, Fix, Flow, NewWord, SignIn } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { collide } from '../../server/src/rewrites/edits';
import { remedyOf, suppressionsOf } from '../../server/src/rules/remedies';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadAnalyser } from '../support/analyse';
import { applied, signInsOf } from '../support/changes';
import { fixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';
import { leads, markedProgram, parsesInBash, runScripts, type Run } from '../support/runs';

/** A fix of a fixture, with the edits that are proven for it. */
interface Proof {
  readonly finding: LocatedFinding;
  readonly fix: Fix;
  readonly edits: readonly Edit[];
}

/** Fixes of one fixture whose edits are apart, so that bash can run them together. */
interface Batch {
  readonly name: string;
  readonly before: string;
  /** `before` with a program of its own in the place of `az` in each sign-in. */
  readonly marked: string;
  readonly after: string;
  readonly signIns: readonly SignIn[];
  readonly proofs: readonly Proof[];
}

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
      const [name = ''] =
        signIn.tool === 'token request' ? signIn.site.map(({ source }) => source) : signIn.tool.split(' ');
      if (proof === undefined) return [{ call: [name, ...argv] }];
      const { finding, fix } = proof;
      const now = rewritten(argv, finding.signIn?.command ?? signIn.command, fix.changes, fix.id);
      return [{ call: [name, ...now], fix }, ...followers(fix.changes).map((call) => ({ call, fix }))];
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
  return text.slice(0, place.range.end).match(/login/gi)?.length ?? 0;
}

function fixesOf(finding: LocatedFinding): readonly Fix[] {
  const { analysed } = finding;
  const repairs = analysed ? remedyOf(finding, analysed.context, defaultSettings).fixes : [];
  return [...repairs, ...suppressionsOf(finding)];
}

/** Puts fixes together whose edits are apart: each sign-in once in a batch. */
function batchesOf(
  name: string,
  before: string,
  signIns: readonly SignIn[],
  proofs: readonly Proof[],
): readonly Batch[] {
  const groups: { proofs: Proof[]; edits: Edit[] }[] = [];
  for (const proof of proofs) {
    const isApart = ({ proofs, edits }: (typeof groups)[number]): boolean =>
      !collide(edits, proof.edits) &&
      proofs.every(({ finding }) => finding.analysed !== proof.finding.analysed);
    let group = groups.find(isApart);
    if (group === undefined) groups.push((group = { proofs: [], edits: [] }));
    group.proofs.push(proof);
    group.edits.push(...proof.edits);
  }
  const marks = signIns.flatMap(({ site }, i): Edit[] =>
    site[0] ? [{ range: site[0].range, newText: markedProgram(i) }] : [],
  );
  const marked = applied(before, marks);
  return groups.map(({ proofs, edits }) => {
    const sorted = [...edits].sort((a, b) => a.range.start - b.range.start);
    return { name, before, marked, after: applied(before, sorted), signIns, proofs };
  });
}

/** The arguments that a sign-in must get, computed from those that bash passed before. */
function rewritten(
  argv: readonly string[],
  command: Command,
  changes: readonly Change[],
  message: string,
): readonly string[] {
  const own = changes.filter(({ kind }) => kind === 'setWords' || kind === 'replaceText');
  if (own.length === 0) return argv;
  assert.equal(argv.length, command.words.length - 1, message);
  const words = command.words.map((word, i) => ({
    word,
    text: argv[i - 1] ?? 'az',
    gone: false,
    after: [] as string[],
  }));
  for (const change of own) {
    if (change.kind === 'setWords') {
      for (const { remove, after, insert } of change.edits) {
        const removed = words.filter(({ word }) => remove.includes(word));
        const place = removed[0] ?? words.find(({ word }) => word === after);
        removed.forEach((each) => (each.gone = true));
        const texts = insert.flat().map((word) => expanded(word, words));
        if (texts.length > 0) assert.ok(place, message);
        place?.after.push(...texts);
      }
    } else if (change.kind === 'replaceText') {
      const { start, end } = change.range;
      const touched = words.filter(({ word }) => word.range.start <= end && start <= word.range.end);
      const [first, second] = touched;
      assert.ok(first, message);
      if (second === undefined) {
        // Text at the start of a word: what is plain is the same in the source and in the argument.
        const lead = start - first.word.range.start;
        first.text = first.text.slice(0, lead) + change.text + first.text.slice(lead + end - start);
      } else if (start === first.word.range.start && end === first.word.range.end) {
        first.text = change.text;
      } else {
        first.text = `${start === first.word.range.start ? '' : first.text}${change.text}${second.text}`;
        second.gone = true;
      }
    }
  }
  return words
    .slice(1)
    .flatMap(({ text, gone, after }) => [...(gone ? [] : [text]), ...after])
    .flatMap((text) => (/^--\w[\w-]*( --?\w[\w-]*)+$/.test(text) ? text.split(' ') : [text]));
}

/** What a new word comes to when bash runs it. */
function expanded(
  parts: NewWord,
  words: readonly { word: Command['words'][number]; text: string }[],
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('variable' in part) return env[part.variable] ?? '';
      if ('contentOfFileIn' in part) return 'the token';
      assert.ok('source' in part);
      const { start, end } = part.source;
      const from = words.find(({ word }) => word.range.start <= start && end <= word.range.end);
      assert.ok(from);
      return from.text.slice(start - from.word.range.start);
    })
    .join('');
}

/** The calls that must follow a sign-in. */
function followers(changes: readonly Change[]): string[][] {
  return changes.flatMap((change) => {
    if (change.kind !== 'runAfter') return [];
    const [, ...words] = change.words;
    return [['az', ...words.map((word) => expanded(word, []))]];
  });
}

/** Without the calls of what only leads to a program: those may come with a second command. */
function withoutLeads(calls: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return calls.filter(([program]) => !leads.includes(program ?? ''));
}
