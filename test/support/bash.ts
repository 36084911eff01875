import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The arguments of each call of `az` when bash runs a script in an empty folder with these variables. Globs are
 * off, as where no file matches.
 */
export function recordedCalls(script: string, env: Readonly<Record<string, string>> = {}): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'azmfa-bash-'));
  try {
    writeFileSync(join(folder, 'script.sh'), script);
    mkdirSync(join(folder, 'empty'));
    const recorder =
      'az() { printf "%s\\0" "$#" "$@" >&9; }; exec 9>&1 >/dev/null 2>&1; set -f; . ../script.sh; :';
    const out = execFileSync('bash', ['--norc', '-c', recorder], {
      cwd: join(folder, 'empty'),
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
      timeout: 120_000,
    });
    return callsIn(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads calls that were written down as the number of their words, then these, each with a NUL behind it. */
export function callsIn(text: string): string[][] {
  const fields = text.split('\0');
  const calls: string[][] = [];
  for (let i = 0; i < fields.length - 1;) {
    const count = Number(fields[i]);
    calls.push(fields.slice(i + 1, i + 1 + count));
    i += 1 + count;
  }
  return calls;
}
