import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { grammarLoader } from '../grammars';
import { startServer } from '../protocol/server';

// Optimising a grammar takes seconds in the background, which delays the exit; it parses as fast without.
setFlagsFromString('--liftoff-only');

startServer(createConnection(ProposedFeatures.all), {
  grammar: grammarLoader((file) => readFile(path.join(__dirname, file))),
  now: () => performance.now(),
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
});
