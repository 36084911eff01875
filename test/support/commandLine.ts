import { ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const bundle = path.resolve('dist', 'azmfa.js');

/** What a run of the command line leaves. */
export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the built command line as a process, to its end; one that hangs is killed and has no status. */
export function azmfa(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  ok(existsSync(bundle), `${bundle} is missing: run \`npm run build\` first.`);
  return run(process.execPath, [bundle, ...args], options);
}

/** Runs a line of bash, in which `azmfa` is the built command line. */
export function inBash(line: string, options: RunOptions = {}): Promise<Outcome> {
  const define = `azmfa() { ${JSON.stringify(process.execPath)} ${JSON.stringify(bundle)} "$@"; }\n`;
  return run('bash', ['-c', define + line], options);
}

function run(command: string, args: readonly string[], { cwd, input, env }: RunOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: undefined, ...env },
      stdio: 'pipe',
      timeout: 300_000,
      killSignal: 'SIGKILL',
    });
    const outcome = { out: '', errors: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.errors += text));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ ...outcome, status });
    });
    // Who refuses its arguments may be gone before its input comes.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Makes a folder with these files for as long as the body runs. A name that ends with a slash is a folder. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(file, content);
    }
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The JSON report, as far as tests look into it. */
export interface Report {
  readonly version: number;
  readonly signIns: readonly (Readonly<Record<string, unknown>> & { readonly path: string })[];
  readonly findings?: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export function reportIn({ out }: Outcome): Report {
  return JSON.parse(out) as Report;
}
