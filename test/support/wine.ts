import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callsIn } from './bash';

/** Wine's own files, which it takes some seconds to make. */
const prefix = path.join(tmpdir(), 'azmfa-wine');

const environment = { WINEPREFIX: prefix, WINEDEBUG: '-all', LC_ALL: 'C.UTF-8' };

/** Says whether there is a Wine that runs scripts of cmd. */
function hasWine(): boolean {
  try {
    const answer = execFileSync('wine', ['cmd', '/c', 'echo', 'here'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
      timeout: 120_000,
    });
    return answer.includes('here');
  } catch {
    return false;
  }
}

/** A suite that compares with Wine's cmd; where there is none it is skipped, and its title says why. */
export function describeWithWine(title: string, suite: (this: Mocha.Suite) => void): void {
  if (hasWine()) describe(title, suite);
  else describe.skip(`${title} (no wine on the path)`, suite);
}

/** A script for cmd to run. */
export interface CmdScript {
  readonly text: string;
  /** Its own arguments, which need no quotes. */
  readonly args?: readonly string[];
}

/** Every call of a program that a script makes: its name and its arguments. */
export type Calls = readonly (readonly string[])[];

/**
 * Writes down how it was called, with its name first. As the Azure CLI does, it takes `@file` for what the file
 * says. It tells by a file that it has ended, since Wine waits for no program of Unix.
 */
const recorder = `#!/bin/sh
printf '%s\\0' "$#" >>calls
for each in "$@"; do
  case "$each" in
    @?*) if [ -f "\${each#@}" ]; then each=$(cat "\${each#@}"); fi ;;
  esac
  printf '%s\\0' "$each" >>calls
done
echo '{}'
touch exited
`;

/** Passes its arguments on as `az.cmd` does. */
const passOn = (program: string): string =>
  [
    '@echo off',
    'if exist exited del exited',
    `"%~dp0recorder.exe" ${program} %*`,
    ':wait',
    'if not exist exited goto wait',
    'exit /b 0',
    '',
  ].join('\r\n');

/**
 * Runs scripts in Wine's cmd, one after the other, with programs that only write down how they were called. They are
 * batch files that pass their arguments on as `az.cmd` does: by `%*`, to a program that splits them itself.
 */
export function runInCmd(
  scripts: readonly CmdScript[],
  {
    env = {},
    programs = ['az'],
  }: { env?: Readonly<Record<string, string>>; programs?: readonly string[] } = {},
): readonly Calls[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-cmd-'));
  try {
    mkdirSync(path.join(folder, 'bin'));
    writeFileSync(path.join(folder, 'bin', 'recorder.exe'), recorder, { mode: 0o755 });
    for (const program of programs) {
      writeFileSync(path.join(folder, 'bin', `${program}.cmd`), passOn(program));
    }
    const driver = scripts.map(({ text, args = [] }, i) => {
      mkdirSync(path.join(folder, String(i)));
      writeFileSync(path.join(folder, String(i), 'calls'), '');
      writeFileSync(path.join(folder, String(i), 'case.cmd'), text);
      const call = ['cmd', '/c', 'case.cmd', ...args].join(' ');
      return `cd ${i}\r\n${call} >nul 2>&1 <nul\r\ncd ..\r\n`;
    });
    writeFileSync(
      path.join(folder, 'driver.cmd'),
      `@echo off\r\nset PATH=%~dp0bin;%PATH%\r\n${driver.join('')}exit 0\r\n`,
    );
    execFileSync('wine', ['cmd', '/c', 'driver.cmd'], {
      cwd: folder,
      env: { ...process.env, ...environment, ...env },
      stdio: 'ignore',
      timeout: 600_000,
    });
    return scripts.map((_, i) => callsIn(readFileSync(path.join(folder, String(i), 'calls'), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
