// What a command-line run is compared with: a process that parses files and ends.
//   node parse.js GRAMMAR FILE …                as the command line does it
//   node parse.js --optimising GRAMMAR FILE …   with V8's defaults, which optimise the grammar in the background
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { loadGrammar } from './grammar';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { optimising: { type: 'boolean' } },
});
const [grammarPath = '', ...files] = positionals;
if (!values.optimising) setFlagsFromString('--liftoff-only');

async function parse(): Promise<void> {
  const parser = (await loadGrammar(grammarPath)).createParser();
  for (const file of files) {
    const tree = parser.parse(await readFile(file, 'utf8'));
    if (tree?.rootNode.hasError !== false)
      throw new Error(`The grammar does not know what stands in ${file}.`);
    tree.delete();
  }
}

parse().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
