import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { grammarLoader } from '../../server/src/grammars';

/**
 * Loads a grammar as our server does.
 *
 * @param grammarPath the path of its WebAssembly without extension; relative to the bundle, where the runtime lies
 */
export const loadGrammar = grammarLoader((file) => readFile(path.resolve(__dirname, file)));
