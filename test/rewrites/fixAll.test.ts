import assert from 'node:assert/strict';
import type { LocatedFinding } from '../../server/src/engine';
import type { Fix, IdentityId, Refusal } from '../../server/src/model';
import { fixAll } from '../../server/src/rewrites';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadAnalyser } from '../support/analyse';
import { applied, replaceOptions } from '../support/changes';
import { fixtures, powershellFixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';
import { fixWith, inputOf, signInOf } from '../support/prove';

let grammar: Grammar;
let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
  analyse = await loadAnalyser();
});

const fixesOf = (finding: LocatedFinding): readonly Fix[] =>
  finding.analysed === undefined ? [] : remedyOf(finding, finding.analysed.context, defaultSettings).fixes;

/** What is safe, and else the fix to an identity. */
const towards =
  (id: IdentityId) =>
  (finding: LocatedFinding): Fix | undefined =>
    fixesOf(finding).find(({ safety }) => safety === 'safe') ??
    fixesOf(finding).find(({ identity }) => identity === id);

const all = (
  text: string,
  choose: (finding: LocatedFinding) => Fix | Refusal | undefined,
  path = 'script.sh',
) => fixAll(inputOf(text, undefined, path), () => grammar, choose);

describe('fix all', () => {
  it('repairs in rounds what one repair reveals, and gives edits of the first text', () => {
    const text = 'az login -u "$U" –password "$P"\naz login -u a -p "$P" || az login -u b -p "$P"\n';
    const { edits, text: after, fixed, left } = all(text, towards('user-assigned'));
    const signIn = 'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"';
    assert.equal(after, `${signIn}\n${signIn} || ${signIn}\n`);
    assert.equal(applied(text, edits), after);
    assert.deepEqual(
      fixed.map(({ finding, fix }) => [fix.id, text.slice(finding.range.start, finding.range.end)]),
      [
        ['typographic-dash', '–password'],
        ['sign-in:user-assigned', 'az login'],
        ['sign-in:user-assigned', 'az login'],
        ['sign-in:user-assigned', 'az login'],
      ],
    );
    assert.deepEqual(left, []);
  });

  it('leaves out what cannot be proven, and says why', () => {
    const text = ['a', 'b', 'c', 'd', 'e'].map((name) => `az login -u ${name} -p "$P" -o none\n`).join('');
    const {
      text: after,
      fixed,
      left,
    } = all(text, (finding) => {
      const user = signInOf(finding).options[0]?.value?.source;
      if (user === 'b' || user === 'd') {
        return fixWith([
          replaceOptions(signInOf(finding), ['username', 'password', 'output'], [[['--identity']]]),
        ]);
      }
      if (user === 'e') return { refused: 'Not this one.' };
      return towards('system-assigned')(finding);
    });
    assert.equal(after, text.replace('-u a -p "$P"', '--identity').replace('-u c -p "$P"', '--identity'));
    assert.deepEqual(
      fixed.map(({ finding }) => finding.range.start),
      [0, text.indexOf('az login -u c')],
    );
    assert.deepEqual(
      left.map(({ finding, reason }) => [finding.range.start, reason]).sort(),
      [
        [text.indexOf('az login -u b'), '--output would be lost or changed.'],
        [text.indexOf('az login -u d'), '--output would be lost or changed.'],
        [text.indexOf('az login -u e'), 'Not this one.'],
      ].sort(),
    );
  });

  it('ends where a fix would be chosen again and again', () => {
    const { edits, left } = all('az login -u a -p "$P"', (finding) =>
      fixWith([{ kind: 'commentBefore', command: finding.place, text: 'look' }], { promises: 'ropc' }),
    );
    assert.deepEqual(edits, []);
    assert.deepEqual(
      left.map(({ reason }) => reason),
      ['The result would still be user-password.'],
    );
  });

  it('comes to the same whatever was done before, and then has nothing more to do', () => {
    for (const { name, path, text } of [...fixtures(), ...powershellFixtures()]) {
      for (const id of ['user-assigned', 'federated', 'certificate', 'secret', 'system-assigned'] as const) {
        const first = all(text, towards(id), path);
        assert.equal(applied(text, first.edits), first.text, name);
        assert.deepEqual(all(text, towards(id), path).edits, first.edits);
        const again = all(first.text, towards(id), path);
        assert.deepEqual([again.edits, again.fixed], [[], []], `${name} ${id}\n${first.text}`);
        const identities = analyse(first.text, { path }).findings.filter(
          (finding) => towards(id)(finding) !== undefined,
        );
        assert.equal(identities.length, first.left.length, `${name} ${id}`);
      }
    }
  }).timeout(600_000);

  it('changes nothing in a text that is no script, or too broken to read', () => {
    for (const text of [
      '',
      'az login -h',
      'az login -u "',
      '\0\ufffdlogin',
      `"${'<'.repeat(10_000)}\naz login -u a -p b\n`,
    ]) {
      assert.equal(all(text, towards('user-assigned')).text, text);
    }
  });

  it('comes to an end in a long script', () => {
    const block = 'if x; then\n  az group list -o tsv # now\nfi\n';
    const signIn = 'az login -u "$U" -p "$P" -o none\n';
    const { fixed } = all((block.repeat(60) + signIn).repeat(100), towards('federated'));
    assert.equal(fixed.length, 100);
  });
});
