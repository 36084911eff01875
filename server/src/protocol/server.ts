import {
  DidChangeConfigurationNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { version } from '../../../package.json';
import { codeActionProvider, type ClientSupport } from './codeActions';
import { configurations } from './configuration';
import { openDocuments, type OpenDocuments, type VersionedAnalysis } from './documents';
import { provenFixes } from './fixes';
import { serveFixes } from './fixing';
import { isOwn } from './folders';
import type { Host } from './host';
import { hoverAt } from './hover';
import { signInsMethod, type InitializationOptions } from './messages';
import { publishing } from './publishing';
import { signInItems } from './signIns';

/** Serves the language server protocol on a connection until it closes. */
export function startServer(connection: Connection, host: Host): void {
  let capabilities: ClientCapabilities = {};
  let folders: readonly WorkspaceFolder[] = [];
  let settings = configurations(connection, false, () => folders);
  const documents: OpenDocuments = openDocuments(host, (uri) => settings.of(uri));
  const fixes = provenFixes(documents.grammar);
  let support: ClientSupport = { commands: false, versionedEdits: false, resolves: false };
  const pulls = (): boolean => capabilities.textDocument?.diagnostic !== undefined;
  const diagnostics = publishing({
    connection,
    documents,
    configurations: () => settings,
    isOwn: (uri) => isOwn(uri, folders),
    pulls,
    refreshes: () => capabilities.workspace?.diagnostics?.refreshSupport === true,
  });

  /**
   * The analysis of a document's newest version; undefined for what is closed or not the user's own.
   *
   * @throws {ResponseError} as soon as the client no longer wants it
   */
  async function analysisOf(uri: string, token: CancellationToken): Promise<VersionedAnalysis | undefined> {
    if (!isOwn(uri, folders)) return undefined;
    const cancelled = new Promise<never>((_, reject) => {
      token.onCancellationRequested(() => {
        reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'The client has cancelled the request.'));
      });
    });
    return Promise.race([documents.analysisOf(uri), cancelled]);
  }

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities;
    folders = params.workspaceFolders ?? [];
    settings = configurations(connection, capabilities.workspace?.configuration === true, () => folders);
    const options = params.initializationOptions as InitializationOptions | null | undefined;
    const resolved = capabilities.textDocument?.codeAction?.resolveSupport?.properties;
    support = {
      commands: options?.commands === true,
      versionedEdits: capabilities.workspace?.workspaceEdit?.documentChanges === true,
      resolves: resolved?.includes('edit') === true && resolved.includes('command'),
    };
    return {
      serverInfo: { name: 'azmfa', version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: codeActionProvider(support),
        ...(capabilities.workspace?.workspaceFolders === true && {
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        }),
        ...(pulls() && {
          diagnosticProvider: {
            identifier: 'azmfa',
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }),
      },
    };
  });
  connection.onInitialized(async () => {
    if (capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...added];
        refresh();
      });
    }
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'azmfa' });
    }
  });
  connection.onShutdown(() => {
    for (const uri of documents.uris()) documents.close(uri);
  });

  function refresh(): void {
    settings.clear();
    documents.invalidate();
    diagnostics.refresh();
  }
  connection.onDidChangeConfiguration((params) => {
    settings.receive(params.settings);
    refresh();
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    documents.open(uri, languageId, version, text);
    diagnostics.opened(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    documents.change(uri, version, contentChanges);
    diagnostics.changed(uri);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    diagnostics.saved(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    diagnostics.closed(uri);
  });

  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
    diagnostics.report(uri, previousResultId, (each) => analysisOf(each, token)),
  );
  connection.onHover(async ({ textDocument: { uri }, position }, token) => {
    const analysed = await analysisOf(uri, token);
    return analysed === undefined ? null : hoverAt(analysed, analysed.document.offsetAt(position), fixes);
  });
  serveFixes({ connection, analysisOf, fixes, grammar: documents.grammar, support: () => support });
  connection.onRequest(signInsMethod, async ({ uri }: { readonly uri: string }, token: CancellationToken) => {
    const analysed = await analysisOf(uri, token);
    return analysed === undefined ? [] : signInItems(analysed);
  });
  connection.listen();
}
