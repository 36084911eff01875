import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import type { IOnigLib } from 'vscode-textmate';
import loadWabt from 'wabt';

const require = createRequire(import.meta.url);

/** The engine of VS Code's regular expressions, and how far it has gone. */
export interface CountedOniguruma extends IOnigLib {
  /** The turns that the engine has taken through any loop of its own: the same for the same work on every machine. */
  readonly steps: () => bigint;
}

/** A global that each loop adds one to; `$steps` is no name of the engine's, which has none. */
const counter = '(global $steps (export "steps") (mut i64) (i64.const 0))';
const count = 'global.get $steps i64.const 1 i64.add global.set $steps';

/** Loads the engine with a counter in each of its loops. */
export async function loadCountedOniguruma(): Promise<CountedOniguruma> {
  const [wabt, engine] = await Promise.all([
    loadWabt(),
    readFile(require.resolve('vscode-oniguruma/release/onig.wasm')),
  ]);
  const text = wabt
    .readWasm(engine, {})
    .toText({})
    .replace(/^ *loop\b.*$/gm, `$&\n${count}`)
    .replace(/\)\s*$/, `${counter})`);
  const { buffer } = wabt.parseWat('onig.wat', text).toBinary({});
  const module = await WebAssembly.compile(new Uint8Array(buffer));
  let steps: WebAssembly.Global<'i64'> | undefined;
  await loadWASM({
    instantiator: async (imports) => {
      const instance = await WebAssembly.instantiate(module, imports);
      steps = instance.exports.steps as WebAssembly.Global<'i64'>;
      return { module, instance };
    },
  });
  return {
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
    steps: () => steps?.value ?? 0n,
  };
}
