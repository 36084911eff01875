import { Language, Parser } from 'web-tree-sitter';
import type { Grammar } from './shells/shell';

/**
 * Makes a loader of grammars: each is compiled once, when first asked for; what fails is tried anew.
 *
 * @param read gives the bytes of a WebAssembly file that ships beside the bundle, by its name
 */
export function grammarLoader(
  read: (file: string) => Promise<Uint8Array>,
): (name: string) => Promise<Grammar> {
  const runtime = once(async () =>
    // It works out an address even of what it is given, and in a worker that came from a blob it can have none.
    Parser.init({ wasmBinary: await read('web-tree-sitter.wasm'), locateFile: (file: string) => file }),
  );
  const grammar = once(async (name): Promise<Grammar> => {
    await runtime('');
    const language = await Language.load(await read(`${name}.wasm`));
    return { createParser: () => new Parser().setLanguage(language) };
  });
  return grammar;
}

/** Remembers what was made for each name, but no failures. */
function once<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const making = make(name);
    made.set(name, making);
    making.catch(() => made.delete(name));
    return making;
  };
}
