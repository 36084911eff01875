import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  ConfigurationRequest,
  createMessageConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  UnregistrationRequest,
  type ClientCapabilities,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeResult,
  type Position,
  type MessageConnection,
  type PublishDiagnosticsParams,
  type Registration,
  type TextDocumentContentChangeEvent,
  type TextEdit,
  type WorkspaceFolder,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  signInsMethod,
  type InitializationOptions,
  type SignInItem,
} from '../../server/src/protocol/messages';

const workspace = {
  configuration: true,
  workspaceFolders: true,
  didChangeConfiguration: { dynamicRegistration: true },
} satisfies ClientCapabilities['workspace'];

/** What kinds of clients say of themselves. */
export const clients = {
  /** Asks for diagnostics, as VS Code does. */
  pulling: {
    workspace: { ...workspace, diagnostics: { refreshSupport: true } },
    textDocument: { diagnostic: { dynamicRegistration: true }, publishDiagnostics: {} },
  },
  /** Lists code actions first and asks for their edits later, as VS Code does. */
  resolving: {
    workspace: { ...workspace, workspaceEdit: { documentChanges: true } },
    textDocument: {
      diagnostic: { dynamicRegistration: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
    },
  },
  /** Waits for diagnostics to be sent. */
  waiting: { workspace, textDocument: { publishDiagnostics: { versionSupport: true } } },
  /** Can nothing beyond what the protocol demands. */
  bare: {},
} as const satisfies Record<string, ClientCapabilities>;

export interface ServerOptions {
  /** `clients.pulling` if not given. */
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: InitializationOptions;
  readonly folders?: readonly WorkspaceFolder[];
  /** Answers the server's questions for the `azmfa` section; may throw. Nothing is set if not given. */
  readonly settings?: (scopeUri: string | undefined) => unknown;
  /** The server's requests that are answered with an error, by their methods. */
  readonly refuse?: readonly string[];
  /** The bundle to start; `dist/server.js` if not given. */
  readonly bundle?: string;
}

/** A message that the server sent on its own account. */
export interface Message {
  readonly method: string;
  readonly params: unknown;
}

/** The built server in a process of its own, behind a client that is not ours. */
export interface TestServer {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** What the server registered for since the start. */
  readonly registrations: readonly Registration[];
  /** The server's process. */
  readonly pid: number;

  /** Opens a document with version 1; the language is `shellscript` unless given. */
  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** Changes an open document, here and there, in one notification. */
  change(uri: string, ...changes: readonly TextDocumentContentChangeEvent[]): Promise<void>;
  /** Replaces the first occurrence of some text in an open document. */
  replace(uri: string, text: string, newText: string): Promise<void>;
  /** Applies the edits of an answer to an open document, as an editor does, and returns the new text. */
  applyEdits(uri: string, edits: readonly TextEdit[]): Promise<string>;
  save(uri: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** Lets the end of the test come while the server is still at work on a document. */
  forget(uri: string): void;
  /** The client's own copy of an open document. */
  document(uri: string): TextDocument;
  /** Where some text first stands in an open document, plus an offset. */
  position(uri: string, text: string, offset?: number): Position;

  /** Asks for a document's diagnostics. */
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** Asks for a document's diagnostics, which must be a full report. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  signIns(uri: string): Promise<readonly SignInItem[]>;

  /** Changes what `workspace/configuration` answers, and says that it changed. */
  configure(settings: (scopeUri: string | undefined) => unknown): Promise<void>;
  changeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void>;

  /** Waits for the next message of a method that was not read yet, and reads it. */
  next(method: string): Promise<unknown>;
  /** Waits for the next `textDocument/publishDiagnostics`, and reads it. */
  published(): Promise<PublishDiagnosticsParams>;
  /** What was sent and not read yet, once all open documents are analysed. */
  unread(): Promise<readonly Message[]>;
  /** Answers the server's next requests of a method with an error. */
  refuse(method: string): void;
}

/** How long a message may take, in milliseconds: far longer than it does. */
const patience = 120_000;

/**
 * Starts the built server, runs the body, and shuts the server down. Fails if the server sent anything that the
 * body did not read, printed anything, or does not end with status 0.
 */
export async function withServer<T>(
  options: ServerOptions,
  body: (server: TestServer) => Promise<T>,
): Promise<T> {
  const bundle = options.bundle ?? path.join('dist', 'server.js');
  ok(existsSync(bundle), `${bundle} is missing: run \`npm run build\` first.`);
  const child = spawn(process.execPath, [bundle, '--stdio'], { stdio: 'pipe' });
  const exited = once(child, 'close') as Promise<[code: number | null]>;
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
    { error: (text) => (printed += text), warn: () => 0, info: () => 0, log: () => 0 },
  );
  try {
    const { server, settle, unread } = await initialize(connection, options, child.pid ?? 0);
    const result = await body(server);
    await settle();
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    const [code] = await soon(exited, 'the end of the server');
    deepEqual(unread(), [], 'The server sent messages that nobody read.');
    equal(printed, '', 'The server printed something.');
    equal(code, 0);
    return result;
  } finally {
    connection.dispose();
    child.kill('SIGKILL');
  }
}

async function initialize(connection: MessageConnection, options: ServerOptions, pid: number) {
  let settings = options.settings ?? (() => null);
  const documents = new Map<string, TextDocument>();
  const registrations: Registration[] = [];
  const refused = new Set<string>(options.refuse);
  const messages: Message[] = [];
  /** Called whenever a message came. */
  const waiting = new Set<() => void>();

  const note = (method: string, params: unknown): void => {
    messages.push({ method, params });
    for (const wake of waiting) wake();
  };
  const refuseIf = (method: string): void => {
    if (refused.has(method)) throw new Error('refused by the test');
  };
  connection.onNotification((method, params) => {
    note(method, params);
  });
  // What a client always has to answer is no news to the test.
  connection.onRequest(ConfigurationRequest.type, ({ items }) => {
    refuseIf(ConfigurationRequest.method);
    return items.map(({ scopeUri, section }) => (section === 'azmfa' ? settings(scopeUri) : null));
  });
  connection.onRequest(RegistrationRequest.type, (params) => {
    refuseIf(RegistrationRequest.method);
    registrations.push(...params.registrations);
  });
  connection.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
    const gone = new Set(unregisterations.map(({ id }) => id));
    registrations.splice(0, Infinity, ...registrations.filter(({ id }) => !gone.has(id)));
  });
  connection.onRequest((method, params) => {
    note(method, params);
    refuseIf(method);
    return null;
  });
  connection.listen();
  const initialized = await soon(
    connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- its type demands it
      rootUri: null,
      capabilities: options.capabilities ?? clients.pulling,
      initializationOptions: options.initializationOptions,
      workspaceFolders: options.folders === undefined ? null : [...options.folders],
    }),
    'the answer to initialize',
  );
  await connection.sendNotification(InitializedNotification.type, {});

  const documentOf = (uri: string): TextDocument => {
    const document = documents.get(uri);
    ok(document, `${uri} is not open`);
    return document;
  };
  const signIns = (uri: string) =>
    soon(connection.sendRequest<readonly SignInItem[]>(signInsMethod, { uri }), 'the sign-ins');
  /** Returns once what the server does of its own accord is done: its messages stand before its answers. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) {
      for (const uri of [...documents.keys(), 'file:///nowhere']) await signIns(uri);
    }
  };
  const pull = (uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    soon(
      connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
        ...(previousResultId !== undefined && { previousResultId }),
      }),
      'the diagnostics',
    );
  async function next(method: string): Promise<unknown> {
    const take = (): Message | undefined => {
      const index = messages.findIndex((message) => message.method === method);
      return index < 0 ? undefined : messages.splice(index, 1)[0];
    };
    const found = take();
    if (found !== undefined) return found.params;
    let wake = (): void => undefined;
    const coming = new Promise<Message>((resolve) => {
      wake = () => {
        const message = take();
        if (message === undefined) return;
        waiting.delete(wake);
        resolve(message);
      };
      waiting.add(wake);
    });
    return (await soon(coming, method)).params;
  }

  const server: TestServer = {
    connection,
    initialized,
    registrations,
    pid,
    async open(uri, text, languageId = 'shellscript') {
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    async change(uri, ...changes) {
      const document = documentOf(uri);
      TextDocument.update(document, [...changes], document.version + 1);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: document.version },
        contentChanges: [...changes],
      });
    },
    async replace(uri, text, newText) {
      const [start, end] = [server.position(uri, text), server.position(uri, text, text.length)];
      await server.change(uri, { range: { start, end }, text: newText });
    },
    async applyEdits(uri, edits) {
      const newText = TextDocument.applyEdits(documentOf(uri), [...edits]);
      // From the last to the first, so that none moves another.
      const changes = [...edits]
        .sort((a, b) => documentOf(uri).offsetAt(b.range.start) - documentOf(uri).offsetAt(a.range.start))
        .map(({ range, newText: text }) => ({ range, text }));
      await server.change(uri, ...changes);
      equal(documentOf(uri).getText(), newText);
      return newText;
    },
    async save(uri) {
      await connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    },
    async close(uri) {
      documents.delete(uri);
      await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    },
    forget: (uri) => documents.delete(uri),
    document: documentOf,
    position(uri, text, offset = 0) {
      const index = documentOf(uri).getText().indexOf(text);
      ok(index >= 0, `${JSON.stringify(text)} does not stand in ${uri}`);
      return documentOf(uri).positionAt(index + offset);
    },
    pull,
    async diagnostics(uri) {
      const report = await pull(uri);
      ok(report.kind === 'full', 'an unchanged report');
      return report.items;
    },
    hover: (uri, position) =>
      soon(connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }), 'the hover'),
    signIns,
    async configure(changed) {
      settings = changed;
      await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    async changeFolders(added, removed) {
      await connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
        event: { added: [...added], removed: [...removed] },
      });
    },
    next,
    published: async () => (await next('textDocument/publishDiagnostics')) as PublishDiagnosticsParams,
    async unread() {
      await settle();
      return [...messages];
    },
    refuse: (method) => refused.add(method),
  };
  return { server, settle, unread: () => messages };
}

/** Waits for something, and fails with its name if it takes too long. */
async function soon<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Waited in vain for ${what}.`));
    }, patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
