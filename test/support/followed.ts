import assert from 'node:assert/strict';
import type { Command } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import { applied, setSubscription, signInsOf } from './changes';
import { runScripts, type Run } from './runs';

/** A script with one sign-in that a further command is put after, and what bash does with it. */
export interface Followed {
  readonly text: string;
  readonly after: string;
  /** The sign-in. */
  readonly command: Command;
  /** Before, where the sign-in works and where it fails; after, where both work, or one of them fails. */
  readonly runs: {
    readonly works: Run;
    readonly fails: Run;
    readonly bothWork: Run;
    readonly loginFails: Run;
    readonly setFails: Run;
  };
}

/** Puts `az account set` after the sign-in of each script and runs both in bash. */
export function runFollowed(grammar: Grammar, texts: readonly string[]): readonly Followed[] {
  const written = texts.map((text) => {
    const command = signInsOf(grammar, text).at(-1)?.command;
    assert.ok(command, text);
    const edits = bash.write(text, [setSubscription(command)]);
    assert.ok(!('refused' in edits), text);
    return { text, after: applied(text, edits), command };
  });
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
  return written.map((each, i) => {
    const [works, fails, bothWork, loginFails, setFails] = runs.slice(i * 5);
    assert.ok(works && fails && bothWork && loginFails && setFails);
    return { ...each, runs: { works, fails, bothWork, loginFails, setFails } };
  });
}

/** Says whether a call is the one that was put after the sign-in. */
export function isSet([program, first, second]: readonly string[]): boolean {
  return program === 'az' && first === 'account' && second === 'set';
}

/** Fails if the script does not do the same as before, or as if the sign-in had failed where one of the two fails. */
export function assertSame({ text, after, runs }: Followed): void {
  const message = `${text}---\n${after}`;
  assert.deepEqual(trace(runs.bothWork), trace(runs.works), `works: ${message}`);
  assert.deepEqual(trace(runs.loginFails), trace(runs.fails), `login fails: ${message}`);
  assert.deepEqual(trace(runs.setFails), trace(runs.fails), `set fails: ${message}`);
}

/** What a run did, apart from choosing the subscription; what leads to the program, such as `sudo`, counts with it. */
function trace({ calls, status }: Run): unknown {
  const others = calls.filter(
    (call, i) => !isSet(call) && !(call[0] === 'sudo' && isSet(calls[i + 1] ?? [])),
  );
  return { others, status };
}
