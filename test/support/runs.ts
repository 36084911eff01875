import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callsIn } from './bash';

/** A script for bash to run, with an `az` that only writes down how it was called. */
export interface Script {
  readonly text: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit statuses of `az login` and `az account set`; 0 if absent. */
  readonly loginStatus?: number;
  readonly setStatus?: number;
  /** True to call every function that the script defines, once it is at its end. */
  readonly callFunctions?: true;
}

/** What came of running it. */
export interface Run {
  /** Every call of a program that is no part of bash: its name without folders, and its arguments. */
  readonly calls: readonly (readonly string[])[];
  readonly status: number;
}

/** So many commands of one script can be told apart, by giving them the name that `markedProgram` says. */
const mostMarks = 80;

/** The name of a program that stands in for `az` where a test has to tell one command from the others. */
export function markedProgram(index: number): string {
  if (index >= mostMarks) throw new Error(`At most ${mostMarks} commands can be marked.`);
  return `azmark${index}`;
}

/** Programs that a command leads to through others: `env`, `timeout` and `sudo` find them on the path. */
const recorders = [
  'az',
  'az.cmd',
  'curl',
  'wget',
  ...Array.from({ length: mostMarks }, (_, i) => markedProgram(i)),
];

/** Stubs that run the program in their arguments. */
export const leads = 'sudo doas retry kubectl wrapper flock runuser gosu su-exec'.split(' ');

/** Stands for whatever is not there: it writes its call down. */
const recorder = `#!/bin/sh
printf '%s\\0' "$(( $# + 1 ))" "\${0##*/}" "$@" >&9
case "$1 $2" in
  [Ll][Oo][Gg][Ii][Nn]*) exit "\${LOGIN_STATUS:-0}" ;;
  'account set') exit "\${SET_STATUS:-0}" ;;
  'account show') exit 1 ;;
esac
`;

/** Functions in the place of programs, since a call of them costs no process. */
const stubs = `
record() { printf '%s\\0' "$#" "$@" >&9; }
result() {
  case "\${1-} \${2-}" in
    [Ll][Oo][Gg][Ii][Nn]*) return "\${LOGIN_STATUS:-0}" ;;
    'account set') return "\${SET_STATUS:-0}" ;;
    'account show') return 1 ;;
  esac
}
${[...recorders, '/usr/bin/az'].map((name) => `function ${name} { record ${name.replace(/.*\//, '')} "$@"; result "$@"; }`).join('\n')}
lead() {
  while [ $# -gt 0 ]; do
    case "$1" in *az|azmark*|env|timeout) break ;; esac
    shift
  done
  "$@"
}
for name in ${leads.join(' ')}; do
  eval "$name() { record $name; lead \\"\\$@\\"; }"
done
sleep() { record sleep "$@"; }
exec() { [ $# -eq 0 ] || "$@"; }
command_not_found_handle() { record "$@"; }
`;

const driver = `
cd empty
. ../stubs
declare -A STUBS
for name in $(compgen -A function); do STUBS[$name]=1; done
for ((n = 0; n < COUNT; n++)); do
  (
    . "../$n.env"
    . "../$n.sh" in </dev/null >/dev/null 2>&1
    status=$?
    if [ -n "$CALL_FUNCTIONS" ]; then
      for name in $(compgen -A function); do
        [ -n "\${STUBS[$name]}" ] || "$name" </dev/null >/dev/null 2>&1
      done
    fi
    wait
    exit "$status"
  ) 9>"../$n.calls" 2>/dev/null
  status=$?
  echo "$status" >"../$n.status"
done
`;

/** Runs scripts one after the other, in one bash and an empty folder, with nothing but stubs in reach. */
export function runScripts(scripts: readonly Script[]): readonly Run[] {
  return inFolder(
    scripts.map(({ text }) => text),
    (folder, bash) => {
      const write = (name: string, text: string, mode = 0o644): void =>
        writeFileSync(join(folder, name), text, { mode });
      for (const name of ['empty', 'empty/bin', 'bin']) mkdirSync(join(folder, name));
      for (const name of recorders) write(`bin/${name}`, recorder, 0o755);
      write('empty/bin/az', recorder, 0o755);
      write('stubs', stubs);
      scripts.forEach((script, n) => write(`${n}.env`, environment(script)));
      bash(driver);
      return scripts.map((_, n) => ({
        calls: callsIn(readFileSync(join(folder, `${n}.calls`), 'utf8')),
        status: Number(readFileSync(join(folder, `${n}.status`), 'utf8')),
      }));
    },
  );
}

/** Says of each script whether `bash -n` accepts it. */
export function parsesInBash(scripts: readonly string[]): readonly boolean[] {
  return inFolder(scripts, (_, bash) =>
    bash('for ((n = 0; n < COUNT; n++)); do bash -n "$n.sh" 2>/dev/null; echo $?; done')
      .trim()
      .split('\n')
      .map((status) => status === '0'),
  );
}

/** Writes scripts to a folder and hands over a bash that starts there. */
function inFolder<T>(
  scripts: readonly string[],
  use: (folder: string, bash: (command: string) => string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'azmfa-runs-'));
  try {
    scripts.forEach((text, n) => writeFileSync(join(folder, `${n}.sh`), text));
    return use(folder, (command) =>
      execFileSync('bash', ['--norc', '-c', command], {
        cwd: folder,
        env: {
          PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
          LC_ALL: 'C.UTF-8',
          HOME: join(folder, 'empty'),
          COUNT: String(scripts.length),
        },
        stdio: ['ignore', 'pipe', 'ignore'],
        encoding: 'utf8',
        timeout: 600_000,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment({ env = {}, loginStatus = 0, setStatus = 0, callFunctions }: Script): string {
  const all = {
    ...env,
    LOGIN_STATUS: String(loginStatus),
    SET_STATUS: String(setStatus),
    CALL_FUNCTIONS: callFunctions === true ? '1' : '',
  };
  return Object.entries(all)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}
