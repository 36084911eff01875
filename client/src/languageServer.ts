import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../../server/src/protocol/messages';
import { configuration } from './configuration';
import { documentSelector, isOwnDocument } from './scripts';

/** Makes the client of a server that is not started yet. */
export type CreateClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

/** The language server: there once somebody needs it. */
export interface LanguageServer {
  /** True if it was started, even if it failed then. */
  readonly isWanted: boolean;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Starts it, unless that has happened or been tried. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Sends a message of `messages.ts`, and starts the server for it if need be. */
  request<Answer>(method: string, params?: object): Promise<Answer>;
  dispose(): void;
}

const states: Readonly<Record<State, ServerState>> = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'failed',
};

export function languageServer(create: CreateClient, output: vscode.LogOutputChannel): LanguageServer {
  const changed = new vscode.EventEmitter<ServerState>();
  let client: Promise<BaseLanguageClient> | undefined;

  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: output,
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: false },
    initializationOptions: { commands: true } satisfies InitializationOptions,
    middleware: {
      workspace: { configuration },
      didOpen: async (document, next) => {
        if (isOwnDocument(document)) await next(document);
      },
    },
  };
  async function begin(): Promise<BaseLanguageClient> {
    changed.fire('starting');
    try {
      const created = await create(options);
      created.onDidChangeState(({ newState }) => {
        changed.fire(states[newState]);
      });
      await created.start();
      return created;
    } catch (error) {
      output.error(`The language server could not be started: ${String(error)}`);
      changed.fire('failed');
      throw error;
    }
  }
  const running = (): Promise<BaseLanguageClient> => (client ??= begin());
  const stop = async (): Promise<void> => {
    const stopping = client;
    client = undefined;
    try {
      await (await stopping)?.dispose();
    } catch (error) {
      // One that failed to start, or whose process is gone: either way it is stopped.
      output.warn(`The language server did not stop in order: ${String(error)}`);
    }
  };

  return {
    get isWanted() {
      return client !== undefined;
    },
    onDidChangeState: changed.event,
    async start() {
      await running();
    },
    async restart() {
      await stop();
      await running();
    },
    async request<Answer>(method: string, params?: object): Promise<Answer> {
      const started = await running();
      return params === undefined
        ? started.sendRequest<Answer>(method)
        : started.sendRequest<Answer>(method, params);
    },
    dispose() {
      void stop();
      changed.dispose();
    },
  };
}
