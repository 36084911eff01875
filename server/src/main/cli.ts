import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { run } from '../cli/run';
import { grammarLoader } from '../grammars';

// Optimising a grammar takes seconds in the background, which delays the exit; it parses as fast without.
setFlagsFromString('--liftoff-only');

// Whoever reads the output may stop reading, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    fail(`The output could not be written: ${error.message}`);
    process.exit();
  });
}

/** Says why no report can be had. */
function fail(reason: string): void {
  process.stderr.write(`azmfa failed: ${reason}\n`);
  process.exitCode = 4;
}

async function stdin(most: number): Promise<Uint8Array> {
  // Node takes a folder for an empty stream.
  if (fstatSync(process.stdin.fd).isDirectory()) throw new Error('It is a folder.');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    length += chunks[chunks.push(chunk as Buffer) - 1]?.length ?? 0;
    if (length >= most) break;
  }
  return Buffer.concat(chunks);
}

run(process.argv.slice(2), {
  grammar: grammarLoader((file) => readFile(path.join(__dirname, file))),
  stdin,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  colours: process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '',
}).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  },
);
