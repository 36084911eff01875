import assert from 'node:assert/strict';
import type { LocatedFinding } from '../../server/src/engine';
import type { Change, Fix } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { suppressionsOf } from '../../server/src/rules/remedies';
import type { Grammar } from '../../server/src/shells/shell';
import { loadAnalyser } from '../support/analyse';
import { applied, managedIdentity, replaceOptions, setSubscription, wordsOf } from '../support/changes';
import { loadGrammar } from '../support/grammar';
import { fixWith, inputOf, signInOf } from '../support/prove';

let grammar: Grammar;
let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
  analyse = await loadAnalyser();
});

/** What a fix of the first finding makes of a script; the reason if it is refused. */
function fixed(text: string, fixOf: (finding: LocatedFinding) => Fix): string {
  const finding = analyse(text).findings[0];
  assert.ok(finding, text);
  const proof = proveFix(inputOf(text), () => grammar, finding, fixOf(finding));
  if ('refused' in proof) return `refused: ${proof.refused}`;
  assert.equal(applied(text, proof.edits), proof.text);
  return proof.text;
}

const credentials = ['username', 'password'];

/** The fix that does what it should: a managed identity in the place of a user. */
const toManagedIdentity = (
  finding: LocatedFinding,
  further: readonly Change[] = [],
  rest: Partial<Fix> = {},
): Fix => fixWith([replaceOptions(signInOf(finding), credentials, managedIdentity), ...further], rest);

describe('proof: what holds', () => {
  it('gives the edits and the whole text', () => {
    assert.equal(
      fixed('\ufeffaz login -u "$U" -p "$P" -o none\r\necho\r\n', (finding) =>
        toManagedIdentity(finding, [setSubscription(signInOf(finding).command)]),
      ),
      '\ufeffaz login --identity --client-id "$ID" -o none\r\naz account set --subscription "$SUBSCRIPTION"\r\necho\r\n',
    );
  });

  it('lets go of commands in words that go, and keeps those in words that stay', () => {
    assert.equal(
      fixed('az login -u "$(cat user)" -p "$P" --query "$(cat query)"', (finding) =>
        toManagedIdentity(finding),
      ),
      'az login --identity --client-id "$ID" --query "$(cat query)"',
    );
  });

  it('takes what a fix reveals', () => {
    const repair = (finding: LocatedFinding, reveals: Fix['reveals']): Fix => {
      const { command } = signInOf(finding);
      const word = command.words.find(({ source }) => source.startsWith('–'));
      assert.ok(word);
      const range = { start: word.range.start, end: word.range.start + 1 };
      return fixWith([{ kind: 'replaceText', command, range, text: '--' }], { promises: 'ropc', reveals });
    };
    const text = 'az login -u "$U" –password "$P"';
    assert.equal(
      fixed(text, (finding) => repair(finding, ['user-password'])),
      'az login -u "$U" --password "$P"',
    );
    assert.equal(
      fixed(text, (finding) => repair(finding, [])),
      'refused: It would cause user-password.',
    );
  });
});

describe('proof: what is refused', () => {
  const cases: readonly (readonly [
    title: string,
    text: string,
    fix: (finding: LocatedFinding) => Fix,
    reason: string,
  ])[] = [
    [
      'another flow than it promises',
      'az login -u a -p "$P"',
      (finding) => toManagedIdentity(finding, [], { promises: 'ropc' }),
      'The command would not sign in as it is meant to.',
    ],
    [
      'arguments that the CLI refuses',
      'az login -u a -p "$P" --tenant b',
      (finding) => toManagedIdentity(finding),
      'The command would not sign in as it is meant to.',
    ],
    [
      'an option that is lost',
      'az login -u a -p "$P" -o none',
      (finding) => fixWith([replaceOptions(signInOf(finding), [...credentials, 'output'], managedIdentity)]),
      '--output would be lost or changed.',
    ],
    [
      'an option of a cluster that is lost',
      'az login -io none -u a',
      (finding) => fixWith([replaceOptions(signInOf(finding), ['identity', 'username'], managedIdentity)]),
      'The command would not sign in as it is meant to.',
    ],
    [
      'a finding that stays',
      'az login -u a -p "$P"',
      (finding) => fixWith([replaceOptions(signInOf(finding), ['password'], [])], { promises: 'ropc' }),
      'The result would still be user-password.',
    ],
    [
      'nothing to change',
      'az login -u a -p "$P"',
      () => fixWith([], { promises: 'ropc' }),
      'There is nothing to change.',
    ],
    [
      'a secret that is carried',
      'az login -u a -p Hunter2demo',
      (finding) => {
        const source = signInOf(finding).options.find(({ name }) => name === 'password')?.value?.range;
        assert.ok(source);
        const insert = [[['--service-principal']], [['--password=', { source }]]];
        return fixWith([replaceOptions(signInOf(finding), ['password'], insert)], {
          promises: 'service-principal-secret',
        });
      },
      'It would write a secret of the script once more.',
    ],
    [
      'a secret that is copied as text',
      'az login -u a -p Hunter2demo',
      (finding) =>
        toManagedIdentity(finding, [
          { kind: 'commentBefore', command: signInOf(finding).command, text: 'was Hunter2demo' },
        ]),
      'It would write a secret of the script once more.',
    ],
    [
      'a value whose quotes start before it',
      'az login -u "a $U x" -p "$P"',
      (finding) => {
        const word = wordsOf(signInOf(finding), 'username')[1];
        assert.ok(word);
        const source = { start: word.range.start + 1, end: word.range.end };
        return fixWith([replaceOptions(signInOf(finding), credentials, [[['--client-id'], [{ source }]]])]);
      },
      'A value cannot be carried over: its quotes start before it.',
    ],
    [
      'a comment where none can stand',
      'x="a\nb"; az login -u a -p "$P"',
      (finding) => fixWith([{ kind: 'commentBefore', command: signInOf(finding).command, text: 'c' }]),
      'The comment would not be one.',
    ],
  ];
  for (const [title, text, fix, reason] of cases) {
    it(title, () => assert.equal(fixed(text, fix), `refused: ${reason}`));
  }

  it('a document that has changed meanwhile', () => {
    const [finding] = analyse('az login -u a -p "$P"').findings;
    assert.ok(finding);
    const proof = proveFix(
      inputOf('az  login -u a -p "$P"'),
      () => grammar,
      finding,
      toManagedIdentity(finding),
    );
    assert.deepEqual(proof, { refused: 'The document has changed since it was analysed.' });
  });

  it('a change of a command that the fix is not about', () => {
    const text = 'az login -u a -p "$P"; az logout --username a';
    const reason = fixed(text, (finding) => {
      const { command } = signInOf(finding);
      const range = { start: text.indexOf('logout'), end: text.indexOf('logout') + 6 };
      return toManagedIdentity(finding, [{ kind: 'replaceText', command, range, text: 'account' }]);
    });
    assert.equal(reason, 'refused: The text to replace is not in the command.');
  });
});

describe('proof: suppressions', () => {
  const suppress =
    (wholeFile: boolean) =>
    (finding: LocatedFinding): Fix => {
      const fix = suppressionsOf(finding, finding.script)[wholeFile ? 1 : 0];
      assert.ok(fix);
      return fix;
    };
  const reason = ' -- why this one may stay';
  const cases: readonly (readonly [title: string, wholeFile: boolean, before: string, after: string])[] = [
    [
      'before a statement',
      false,
      'x\n  y && az login -u a -p "$P"',
      `x\n  # azmfa: ignore[user-password]${reason}\n  y && az login -u a -p "$P"`,
    ],
    [
      'in the comment that stands there',
      false,
      '# azmfa: ignore[interactive] -- a lab\naz login -u a -p "$P"',
      '# azmfa: ignore[interactive, user-password] -- a lab\naz login -u a -p "$P"',
    ],
    [
      'in the comment behind the command',
      false,
      'az login \\\n  -u a -p "$P" # azmfa: ignore[ interactive ]\n',
      'az login \\\n  -u a -p "$P" # azmfa: ignore[ interactive, user-password ]\n',
    ],
    [
      'beside one for the whole script',
      false,
      '# azmfa: ignore-file[interactive]\naz login -u a -p "$P"',
      `# azmfa: ignore-file[interactive]\n# azmfa: ignore[user-password]${reason}\naz login -u a -p "$P"`,
    ],
    [
      'at the top',
      true,
      '#!/bin/sh\n\naz login -u a -p "$P"',
      `#!/bin/sh\n# azmfa: ignore-file[user-password]${reason}\n\naz login -u a -p "$P"`,
    ],
    [
      'in the comment at the top',
      true,
      '#!/bin/sh\n# azmfa: ignore-file[]\naz login -u a -p "$P"',
      '#!/bin/sh\n# azmfa: ignore-file[user-password]\naz login -u a -p "$P"',
    ],
    [
      'of a sign-in in a comment',
      false,
      'x\n\t# az login -u a -p Hunter2demo\n',
      `x\n\t# azmfa: ignore[literal-secret]${reason}\n\t# az login -u a -p Hunter2demo\n`,
    ],
    [
      'that would end a continued line',
      false,
      'y; \\\naz login -u a -p "$P"',
      'refused: The result would still be user-password.',
    ],
  ];
  for (const [title, wholeFile, text, after] of cases) {
    it(title, () => assert.equal(fixed(text, suppress(wholeFile)), after));
  }
});
