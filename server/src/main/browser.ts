import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { grammarLoader } from '../grammars';
import { startServer } from '../protocol/server';

declare const self: DedicatedWorkerGlobalScope;

/** The client's first message brings the WebAssembly files: a worker that starts from a blob has no folder. */
self.addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly wasm: Readonly<Record<string, Uint8Array>> }>) => {
    const read = (file: string): Promise<Uint8Array> => {
      const bytes = data.wasm[file];
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${file} was not handed over.`));
    };
    startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
      grammar: grammarLoader(read),
      now: () => performance.now(),
      nextTurn: () => new Promise((resolve) => setTimeout(resolve)),
    });
  },
  { once: true },
);
