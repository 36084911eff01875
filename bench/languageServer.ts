import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeResult,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';

/** A language server in a process of its own. */
export interface LanguageServer {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** The longest time, in milliseconds, for which its messages had to wait since the last call. */
  longestSlice(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** `ipc` as VS Code does it for a module of an extension, or `stdio`. */
  readonly transport: 'ipc' | 'stdio';
  readonly initializationOptions?: unknown;
  /** True if `longestSlice` will be asked: it costs the server a timer. */
  readonly watched?: boolean;
}

/** What VS Code says of itself, as far as it changes what a server does. */
const capabilities: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      resolveSupport: { properties: ['edit', 'command'] },
      dataSupport: true,
      isPreferredSupport: true,
    },
  },
};

/**
 * Starts a server and initializes it.
 *
 * @param module the server's JavaScript
 * @param args its arguments but for those of the transport
 */
export async function startLanguageServer(
  module: string,
  args: readonly string[],
  { transport, initializationOptions, watched = false }: ServerOptions,
): Promise<LanguageServer> {
  const preload = watched ? ['--import', path.join(import.meta.dirname, 'slices.mjs')] : [];
  const flag = transport === 'ipc' ? ['--node-ipc'] : [];
  const child = spawn(process.execPath, [...preload, module, ...args, ...flag], {
    stdio: [
      ...(transport === 'ipc' ? (['ignore', 'ignore'] as const) : (['pipe', 'pipe'] as const)),
      'inherit',
      watched ? 'pipe' : 'ignore',
      ...(transport === 'ipc' ? (['ipc'] as const) : []),
    ],
  });
  const exited = once(child, 'close');
  const connection = connect(child, transport);
  // Every setting has its default.
  connection.onRequest('workspace/configuration', ({ items }: { readonly items: readonly unknown[] }) =>
    items.map(() => null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: 'file:///bench', name: 'bench' }],
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});

  const control = watched ? (child.stdio[3] as Socket) : undefined;
  const answers = control && createInterface(control)[Symbol.asyncIterator]();
  return {
    connection,
    initialized,
    async longestSlice() {
      control?.write('?');
      const answer = await answers?.next();
      return answer?.done === false ? Number(answer.value) : NaN;
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
  };
}

function connect(child: ChildProcess, transport: ServerOptions['transport']): MessageConnection {
  if (transport === 'ipc') {
    return createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  }
  if (child.stdout === null || child.stdin === null) throw new Error('The server has no standard streams.');
  return createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
}
