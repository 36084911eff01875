import {
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { version } from '../../../package.json';
import { configurations } from './configuration';
import { diagnosticsOf } from './diagnostics';
import { openDocuments, type OpenDocuments } from './documents';
import type { Host } from './host';
import { hoverAt } from './hover';
import { signInsMethod } from './messages';
import { signInItems } from './signIns';

/** Documents of these schemes are somebody's read-only view, and what lies in these folders is not the user's. */
const notAnalysed =
  /^(git|gitfs|output|debug|vscode-[\w-]+chat[\w-]*|azmfa-preview):|\/(node_modules|\.venv|vendor)\//;

/** Serves the language server protocol on a connection until it closes. */
export function startServer(connection: Connection, host: Host): void {
  let capabilities: ClientCapabilities = {};
  let folders: readonly WorkspaceFolder[] = [];
  let settings = configurations(connection, false, () => folders);
  const documents: OpenDocuments = openDocuments(host, (uri) => settings.of(uri));
  /** The documents that changed since they were last saved, for those that are checked on save only. */
  const unsaved = new Set<string>();

  const pulls = (): boolean => capabilities.textDocument?.diagnostic !== undefined;
  const waitsForSave = async (uri: string): Promise<boolean> =>
    unsaved.has(uri) && (await settings.of(uri)).settings.run === 'onSave';

  /** Sends a document's diagnostics to a client that does not ask for them. */
  async function push(uri: string): Promise<void> {
    if (pulls() || notAnalysed.test(uri) || (await waitsForSave(uri))) return;
    const analysed = await documents.analysisOf(uri);
    if (analysed === undefined || documents.get(uri) !== analysed.document) return;
    const diagnostics = diagnosticsOf(analysed.analysis, analysed.document);
    await connection.sendDiagnostics({ uri, version: analysed.document.version, diagnostics });
  }
  const pushSoon = (uri: string): void => {
    push(uri).catch((error: unknown) => {
      connection.console.error(`Diagnostics failed: ${String(error)}`);
    });
  };

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities;
    folders = params.workspaceFolders ?? [];
    settings = configurations(connection, capabilities.workspace?.configuration === true, () => folders);
    return {
      serverInfo: { name: 'azmfa', version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
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
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'azmfa' });
    }
    if (capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...added];
        refresh();
      });
    }
  });

  function refresh(): void {
    settings.clear();
    documents.invalidate();
    if (!pulls()) documents.uris().forEach(pushSoon);
    else if (capabilities.workspace?.diagnostics?.refreshSupport === true) {
      void connection.languages.diagnostics.refresh();
    }
  }
  connection.onDidChangeConfiguration(refresh);

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    documents.open(uri, languageId, version, text);
    pushSoon(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    documents.change(uri, version, contentChanges);
    unsaved.add(uri);
    pushSoon(uri);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    unsaved.delete(uri);
    pushSoon(uri);
  });
  connection.onDidCloseTextDocument(async ({ textDocument: { uri } }) => {
    documents.close(uri);
    unsaved.delete(uri);
    if (!pulls()) await connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }) => {
    if (previousResultId !== undefined && (await waitsForSave(uri))) {
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previousResultId };
    }
    const analysed = notAnalysed.test(uri) ? undefined : await documents.analysisOf(uri);
    return {
      kind: DocumentDiagnosticReportKind.Full,
      resultId: String(analysed?.document.version ?? 0),
      items: analysed === undefined ? [] : diagnosticsOf(analysed.analysis, analysed.document),
    };
  });
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const analysed = notAnalysed.test(uri) ? undefined : await documents.analysisOf(uri);
    return analysed === undefined ? null : hoverAt(analysed, analysed.document.offsetAt(position));
  });
  connection.onRequest(signInsMethod, async ({ uri }: { readonly uri: string }) => {
    const analysed = await documents.analysisOf(uri);
    return analysed === undefined ? [] : signInItems(analysed);
  });
  connection.listen();
}
