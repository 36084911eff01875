import assert from 'node:assert/strict';
import type { Command } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import { applied, setSubscription, signInsOf } from '../support/changes';
import { loadGrammar } from '../support/grammar';
import { runScripts, type Run } from '../support/runs';

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
  interface Case {
    readonly text: string;
    readonly after: string;
    /** Before, where the sign-in works and where it fails; after, where both work, or one of them fails. */
    readonly runs: { works: Run; fails: Run; bothWork: Run; loginFails: Run; setFails: Run };
    readonly command: Command;
  }
  const cases: Case[] = [];

  before(async () => {
    const grammar: Grammar = await loadGrammar('tree-sitter-bash');
    const written = prefixes.flatMap((prefix) =>
      scripts.map((script) => {
        const text = `${prefix}${script}\n`;
        const command = signInsOf(grammar, text).at(-1)?.command;
        assert.ok(command, text);
        const edits = bash.write(text, [setSubscription(command)]);
        assert.ok(!('refused' in edits), text);
        return { text, after: applied(text, edits), command };
      }),
    );
    const env = { SUBSCRIPTION: 's ub' };
    const runs = runScripts(
      written.flatMap(({ text, after }) => [
        { text, env },
        { text, env, loginStatus: 1 },
        { text: after, env },
        { text: after, env, loginStatus: 1 },
        { text: after, env, setStatus: 1 },
      ]),
    );
    written.forEach((each, i) => {
      const [works, fails, bothWork, loginFails, setFails] = runs.slice(i * 5);
      assert.ok(works && fails && bothWork && loginFails && setFails);
      cases.push({ ...each, runs: { works, fails, bothWork, loginFails, setFails } });
    });
  });

  const isSet = ([program, first, second]: readonly string[]): boolean =>
    program === 'az' && first === 'account' && second === 'set';
  /** What a run did, apart from choosing the subscription; who is led to the program by `sudo` counts with it. */
  const trace = ({ calls, status }: Run): unknown => {
    const others = calls.filter(
      (call, i) => !isSet(call) && !(call[0] === 'sudo' && isSet(calls[i + 1] ?? [])),
    );
    return { others, status };
  };

  it('does the same as before if both work, and as if the sign-in had failed if one fails', () => {
    assert.equal(cases.length, scripts.length * prefixes.length);
    for (const { text, after, runs } of cases) {
      const message = `${text}---\n${after}`;
      assert.deepEqual(trace(runs.bothWork), trace(runs.works), `works: ${message}`);
      assert.deepEqual(trace(runs.loginFails), trace(runs.fails), `login fails: ${message}`);
      assert.deepEqual(trace(runs.setFails), trace(runs.fails), `set fails: ${message}`);
    }
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
