import {
  DocumentDiagnosticReportKind,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Configurations } from './configuration';
import { diagnosticsOf } from './diagnostics';
import type { OpenDocuments, VersionedAnalysis } from './documents';

/** Who brings the diagnostics to the client: it asks for them, or they are sent; never both. */
export interface Publishing {
  opened(uri: string): void;
  changed(uri: string): void;
  saved(uri: string): void;
  closed(uri: string): void;
  /** Whatever was shown may be wrong, as after a change of settings. */
  refresh(): void;
  /** Answers a client that asks. */
  report(
    uri: string,
    previousResultId: string | undefined,
    analysisOf: (uri: string) => Promise<VersionedAnalysis | undefined>,
  ): Promise<DocumentDiagnosticReport>;
}

/** What a session knows of its client and its documents. */
export interface Session {
  readonly connection: Connection;
  readonly documents: OpenDocuments;
  readonly configurations: () => Configurations;
  /** True if a document is the user's own. */
  readonly isOwn: (uri: string) => boolean;
  /** True if the client asks for diagnostics. */
  readonly pulls: () => boolean;
  /** True if the client can be told to ask again. */
  readonly refreshes: () => boolean;
}

export function publishing(session: Session): Publishing {
  const { connection, documents, configurations, isOwn, pulls, refreshes } = session;
  /** The documents that changed since they were last saved, for those that are checked on save only. */
  const unsaved = new Set<string>();
  /** The revision that was last sent of each document. */
  const sent = new Map<string, number>();
  /** What a client that asks was last given for each document. */
  const given = new Map<string, { readonly resultId: string; readonly items: string }>();

  const waitsForSave = async (uri: string): Promise<boolean> =>
    unsaved.has(uri) && (await configurations().of(uri)).settings.run === 'onSave';

  /** The documents that the log says were not looked at. */
  const told = new Set<string>();

  const clear = (uri: string): void => {
    if (sent.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  };
  const diagnosticsFor = ({ document, analysis }: VersionedAnalysis): Diagnostic[] => {
    if (analysis.skipped !== undefined && !told.has(document.uri)) {
      told.add(document.uri);
      connection.console.warn(`${document.uri}: ${analysis.skipped}`);
    }
    return diagnosticsOf(analysis, document);
  };

  async function send(uri: string): Promise<void> {
    if (!isOwn(uri)) {
      clear(uri);
      return;
    }
    if (await waitsForSave(uri)) return;
    const analysed = await documents.analysisOf(uri);
    // Several changes may have waited for this one result, or another change may have come.
    if (analysed === undefined || documents.revisionOf(uri) !== analysed.revision) return;
    if (sent.get(uri) === analysed.revision) return;
    sent.set(uri, analysed.revision);
    const diagnostics = diagnosticsFor(analysed);
    await connection.sendDiagnostics({ uri, version: analysed.document.version, diagnostics });
  }
  const sendSoon = (uri: string): void => {
    if (pulls()) return;
    send(uri).catch((error: unknown) => {
      connection.console.error(`${uri} could not be checked: ${String(error)}`);
    });
  };

  return {
    opened(uri) {
      unsaved.delete(uri);
      sendSoon(uri);
    },
    changed(uri) {
      unsaved.add(uri);
      sendSoon(uri);
    },
    saved(uri) {
      unsaved.delete(uri);
      sendSoon(uri);
    },
    closed(uri) {
      unsaved.delete(uri);
      told.delete(uri);
      given.delete(uri);
      clear(uri);
    },
    refresh() {
      // New settings apply at once, also to what waits for its save.
      unsaved.clear();
      if (!pulls()) documents.uris().forEach(sendSoon);
      else if (refreshes()) {
        connection.languages.diagnostics.refresh().catch((error: unknown) => {
          connection.console.warn(`The client did not take new diagnostics: ${String(error)}`);
        });
      }
    },
    async report(uri, previousResultId, analysisOf) {
      const { Full, Unchanged } = DocumentDiagnosticReportKind;
      if (previousResultId !== undefined) {
        const isSame = previousResultId === String(documents.revisionOf(uri));
        if (isSame || (await waitsForSave(uri))) return { kind: Unchanged, resultId: previousResultId };
      }
      const analysed = await analysisOf(uri);
      if (analysed === undefined) return { kind: Full, items: [] };
      const diagnostics = diagnosticsFor(analysed);
      const items = JSON.stringify(diagnostics);
      const last = given.get(uri);
      // Most key presses move nothing to another line or column: the client then keeps what it has.
      if (last !== undefined && last.resultId === previousResultId && last.items === items) {
        return { kind: Unchanged, resultId: previousResultId };
      }
      const resultId = String(analysed.revision);
      given.set(uri, { resultId, items });
      return { kind: Full, resultId, items: diagnostics };
    },
  };
}
