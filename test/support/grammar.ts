import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import type { Grammar } from '../../server/src/shells/shell';

const require = createRequire(import.meta.url);

/** Loads a grammar from its npm package, as the hosts load it from the bundle's folder. */
export async function loadGrammar(name: string): Promise<Grammar> {
  await Parser.init();
  const language = await Language.load(await readFile(require.resolve(`${name}/${name}.wasm`)));
  return { createParser: () => new Parser().setLanguage(language) };
}

/** Stands for the loaded grammars where a shell must ask for none. */
export function noGrammar(name: string): never {
  throw new Error(`${name} is not wanted.`);
}
