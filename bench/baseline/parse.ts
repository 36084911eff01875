// What a command-line run is compared with: a process that parses a file and ends.
//   node parse.js FILE                as the command line does it
//   node parse.js FILE --optimising   with V8's defaults, which optimise the grammar in the background
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { grammarLoader } from '../../server/src/grammars';

const [file = '', mode] = process.argv.slice(2);
if (mode !== '--optimising') setFlagsFromString('--liftoff-only');

async function parse(): Promise<void> {
  const grammar = await grammarLoader((name) => readFile(path.join(__dirname, name)))('tree-sitter-bash');
  const text = await readFile(file, 'utf8');
  const parser = grammar.createParser();
  console.log(parser.parse(text)?.rootNode.endIndex === text.length);
}

parse().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
