import { Language, Parser } from 'web-tree-sitter';
import type { Grammar } from './shells/shell';

/**
 * Makes a loader of grammars: each is compiled once, when first asked for.
 *
 * @param read gives the bytes of a WebAssembly file that ships beside the bundle, by its name
 */
export function grammarLoader(
  read: (file: string) => Promise<Uint8Array>,
): (name: string) => Promise<Grammar> {
  let runtime: Promise<void> | undefined;
  const grammars = new Map<string, Promise<Grammar>>();
  const load = async (name: string): Promise<Grammar> => {
    runtime ??= read('web-tree-sitter.wasm').then((wasmBinary) => Parser.init({ wasmBinary }));
    await runtime;
    const language = await Language.load(await read(`${name}.wasm`));
    return { createParser: () => new Parser().setLanguage(language) };
  };
  return (name) => {
    const grammar = grammars.get(name) ?? load(name);
    grammars.set(name, grammar);
    return grammar;
  };
}
