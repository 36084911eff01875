import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertSame, isSet, runFollowed, type Followed } from '../support/followed';
import { loadGrammar } from '../support/grammar';

/**
 * Scripts in which somebody looks at the exit status of the sign-in, or nobody does. `step` and other unknown
 * programs are written down and succeed; `fail` fails.
 */
const scripts: readonly string[] = [
  'az login\nstep 1',
  'az login; step 1',
  'step 0; az login; step 1',
  'az login',
  'az login # comment\nstep 1',
  'az login \\\n  -o none \\\n  >out\nstep 1',
  'az login\nif [ $? -ne 0 ]; then step failed; exit 4; fi\nstep 1',
  'az login\n# why\n\n[ $? -eq 0 ] || exit 4\nstep 1',
  'az login; rc=$?; step "$rc"',
  'if true; then\n  az login\nfi\nstep "$?"',
  'az login && step 1\nstep 2',
  'az login || step failed\nstep 2',
  'az login || exit 4\nstep 1',
  'az login && step ok || step failed\nstep 2',
  'az login || { step failed; exit 4; }\nstep 1',
  'true && az login\nstep 1',
  'false && az login\nstep 1',
  'false || az login\nstep 1',
  'true || az login\nstep 1',
  'false || az login && step 1\nstep 2',
  'false || az login || step failed\nstep 2',
  'true &&\n  # why\n  az login\nstep 1',
  'if az login; then step ok; else step failed; fi\nstep 1',
  'if ! az login; then step failed; exit 4; fi\nstep 1',
  'if false; then step 0; elif az login; then step ok; else step failed; fi',
  'if true && az login; then step ok; else step failed; fi',
  'if false || az login; then step ok; else step failed; fi',
  'if true\n  az login\nthen step ok; else step failed; fi',
  'n=0; until az login || [ $n -ge 2 ]; do n=$((n+1)); step $n; done\nstep done',
  'n=0; while ! az login; do n=$((n+1)); step $n; [ $n -lt 2 ] || break; done\nstep done',
  'for i in 1 2; do az login && break; step again; done\nstep done',
  'for i in 1 2; do az login; done\nstep done',
  'for i in 1 2; do az login || continue; step ok; done\nstep done',
  '! az login\nstep 1',
  '! az login | cat\nstep 1',
  'az login | cat\nstep 1',
  'set -o pipefail; az login 2>&1 | cat || exit 4\nstep 1',
  'set -o pipefail\nif az login | cat; then step ok; else step failed; fi',
  'true | az login\nstep 1',
  'true | az login || exit 4\nstep 1',
  '(az login)\nstep "$?"',
  '(az login) || exit 4\nstep 1',
  '(az login; step 1) || exit 4\nstep 2',
  '{ az login; }\nstep 1',
  '{ az login; } || exit 4\nstep 1',
  '{ az login; step 1; } || exit 4\nstep 2',
  'x=$(az login)\nstep 1',
  'x=$(az login) || exit 4\nstep 1',
  'x="$(az login -o tsv)" && step ok\nstep 1',
  'x=`az login` || exit 4\nstep 1',
  'step "$(az login)"\nstep 1',
  'f() { az login; }\nf || exit 4\nstep 1',
  'f() { az login; }\nf\nstep 1',
  'f() {\n  az login\n  step 1\n}\nif f; then step ok; else step failed; fi',
  'f() {\n  az login\n}\nif f; then step ok; else step failed; fi',
  'f() {\n  az login\n  return\n}\nf || exit 4\nstep 1',
  'f() {\n  az login\n  return $?\n}\nf || exit 4\nstep 1',
  'f() {\n  az login\n  return $?\n}\nf\nstep 1',
  'f() {\n  az login\n  local rc=$?\n  [ "$rc" = 0 ] || step failed\n  return "$rc"\n}\nf || exit 4\nstep 1',
  'f() {\n  if true; then\n    az login\n  else\n    step 0\n  fi\n}\nf || exit 4\nstep 1',
  'f() { case x in x) az login ;; esac; }\nf || exit 4\nstep 1',
  'f() {\n  local x\n  x=$(az login)\n}\nf || exit 4\nstep 1',
  'case x in\n  x) az login ;;\nesac\nstep 1',
  'case x in\n  x)\n    az login\n    ;;\nesac\nstep 1',
  'az login &\nwait $! || exit 4\nstep 1',
  'az login <<E\nhello\nE\nstep 1',
  'time az login\nstep 1',
  'timeout 60 az login || exit 4\nstep 1',
  'env A=b az login && step 1',
  'sudo -u x az login || exit 4\nstep 1',
  'az login\nexit',
  'az login; exit $?',
  "trap 'step trap' ERR\naz login\nstep 1",
  "trap 'step trap; exit 5' ERR\nstep 0; az login",
  'az login >/dev/null 2>&1 || step failed; step 2',
];

const prefixes = ['', 'set -euo pipefail\n'];

describe('bash: what runs after a sign-in leaves exit statuses alone, in bash itself', function () {
  this.timeout(600_000);
  let cases: readonly Followed[] = [];
  before(async () => {
    const texts = prefixes.flatMap((prefix) => scripts.map((script) => `${prefix}${script}\n`));
    cases = runFollowed(await loadGrammar('tree-sitter-bash'), texts);
  });

  it('does the same as before if both work, and as if the sign-in had failed if one fails', () => {
    assert.equal(cases.length, scripts.length * prefixes.length);
    cases.forEach(assertSame);
  });

  it('runs once after each sign-in that works', () => {
    let followed = 0;
    for (const { text, after, runs } of cases) {
      const { calls } = runs.bothWork;
      const signIns = calls.flatMap((call, i) => (call[1] === 'login' ? [i] : []));
      for (const i of signIns) {
        const next = calls.slice(i + 1).find(([program]) => program !== 'sudo');
        assert.deepEqual(next, ['az', 'account', 'set', '--subscription', 's ub'], `${text}---\n${after}`);
      }
      assert.equal(calls.filter(isSet).length, signIns.length, `${text}---\n${after}`);
      followed += signIns.length;
    }
    assert.ok(followed > scripts.length, String(followed));
  });

  it('does not run after one that fails, where anything depends on that', () => {
    for (const { text, after, command, runs } of cases) {
      const stops = text.startsWith('set -e') || text.includes("exit 5' ERR");
      const nobodyLooks =
        command.exitStatus === 'unused' && command.operator === undefined && !text.includes('$?');
      if (nobodyLooks && !(stops && command.nesting.length === 0)) continue;
      assert.ok(!runs.loginFails.calls.some(isSet), `${text}---\n${after}`);
    }
  });
});

describe('bash: what runs after a sign-in leaves exit statuses alone, wherever it stands', function () {
  this.timeout(600_000);

  /** Scripts with one sign-in in blocks, lists and pipelines of any depth. */
  function scriptsWith(leaves: readonly string[], prefix: string): fc.Arbitrary<string> {
    const leaf = fc.constantFrom(...leaves);
    const signIn = fc.constantFrom(
      'az login',
      'az login \\\n  -o none',
      '>/dev/null az login -o none 2>&1',
      'A=1 az login',
      'sudo az login',
    );
    const { statement } = fc.letrec<{ statement: string; block: string }>((tie) => {
      const within = (...forms: string[]): fc.Arbitrary<string> =>
        fc
          .tuple(tie('statement'), fc.constantFrom(...forms))
          .map(([inner, form]) => form.replace('@', () => inner));
      const around = (...forms: string[]): fc.Arbitrary<string> =>
        fc
          .tuple(tie('block'), fc.constantFrom(...forms))
          .map(([inner, form]) => form.replaceAll('f#', `f${inner.length}`).replace('@', () => inner));
      return {
        block: fc
          .tuple(
            fc.array(leaf, { maxLength: 2 }),
            tie('statement'),
            fc.array(leaf, { maxLength: 2 }),
            fc.constantFrom('; ', '\n', '\n\n  # why\n  '),
          )
          .map(([before, inner, after, separator]) => {
            const plain = (leaf: string): string => (separator === '; ' ? leaf.replace(/ #.*/, '') : leaf);
            return [...before.map(plain), inner, ...after.map(plain)].join(separator);
          }),
        statement: fc.oneof(
          { maxDepth: 4 },
          signIn,
          within('true && @', 'false || @', 'true || @', '@ && step 2', '@ ||\n  # why\n  step 3'),
          within('@ | cat', 'true | @', '@ >/dev/null', '@ | cat || step 4'),
          around('{ @\n}', '(@\n)', 'if @\nthen step 5; else step 6; fi', 'if true; then @\nelse step 7; fi'),
          around('if false; then step 8; elif @\nthen step 9; fi', 'case x in x) @\n;; *) step 10;; esac'),
          around('f#() { @\n}; f#', 'f#() { @\n}; f# || step 11', 'f#() { @\n}; if f#; then step 12; fi'),
          around('x=$(@\n)', 'step "$(@\n)"', 'x="$(@\n)" || step 13', '{ ! { @\n}\n}'),
        ),
      };
    });
    return fc
      .tuple(fc.array(leaf, { maxLength: 1 }), statement, fc.array(leaf, { maxLength: 2 }))
      .map(([before, inner, after]) => `${prefix}${[...before, inner, ...after].join('\n')}\n`);
  }

  const leaves = ['step 1', 'true', 'x=1', 'echo "a && b" # c || d'];
  for (const [title, scripts] of [
    ['where errors do not end the script', scriptsWith([...leaves, 'false', 'step "$?"'], '')],
    ['where they do', scriptsWith(leaves, 'set -euo pipefail\n')],
  ] as const) {
    it(title, async () => {
      const grammar = await loadGrammar('tree-sitter-bash');
      fc.assert(
        fc.property(fc.array(scripts, { minLength: 40, maxLength: 40 }), (texts) => {
          runFollowed(grammar, texts).forEach(assertSame);
        }),
        { numRuns: 2, endOnFailure: true },
      );
    });
  }
});
