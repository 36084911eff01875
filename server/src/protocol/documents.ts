import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type Analysis, type AnalysisInput, type DocumentAnalysis } from '../engine';
import type { HostId } from '../model';
import type { Settings } from '../settings';
import type { Grammar, Grammars, TextChange } from '../shells/shell';
import type { Host } from './host';

/** How long one slice of work may take before waiting messages are served, in milliseconds. */
const slice = 8;

/** An analysis with the version of the document that it read. */
export interface VersionedAnalysis {
  readonly document: TextDocument;
  /** What the engine was asked: the text of that version, and the settings that applied. */
  readonly input: AnalysisInput;
  readonly analysis: Analysis;
  /** Differs from that of every other analysis, also where only the settings changed or a document came back. */
  readonly revision: number;
}

/** The open documents, kept in step with the client, and their analyses. */
export interface OpenDocuments {
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  uris(): readonly string[];
  get(uri: string): TextDocument | undefined;
  /** The grammars that an analysis has needed. */
  readonly grammar: Grammars;
  /** Tells a document's text and settings of this moment from all others; undefined if it is not open. */
  revisionOf(uri: string): number | undefined;
  /** Forgets every analysis, as when settings change. */
  invalidate(): void;
  /**
   * The analysis of the document's newest version under the newest settings; undefined once it is closed.
   * Rejects if it failed; the next call tries anew.
   */
  analysisOf(uri: string): Promise<VersionedAnalysis | undefined>;
}

interface OpenDocument {
  /** The newest version. It is never changed, so that whoever holds it keeps its text. */
  document: TextDocument;
  /** The same text, which is changed from version to version: it need not look for all its line ends each time. */
  readonly latest: TextDocument;
  engine: DocumentAnalysis;
  /** What changed since the engine last took a text; undefined if it must start anew. */
  changes: TextChange[] | undefined;
  /** Changes with everything that a result depends on. */
  revision: number;
  /** The result for `revision`, once there is one. */
  result: VersionedAnalysis | undefined;
  /** The one analysis under way: the engine works on one text at a time. */
  running: Promise<void> | undefined;
}

/** @param settingsFor what applies to a document, and where it runs if the settings say so */
export function openDocuments(
  host: Host,
  settingsFor: (uri: string) => Promise<{ settings: Settings; host: HostId | undefined }>,
): OpenDocuments {
  const documents = new Map<string, OpenDocument>();
  const grammars = new Map<string, Grammar>();
  const grammar: Grammars = (name) => grammars.get(name);
  let revisions = 0;
  const outdate = (opened: OpenDocument): void => {
    opened.revision = ++revisions;
    opened.result = undefined;
  };

  /** Analyses the newest text, from the start again if it or the settings change meanwhile. */
  async function analyse(uri: string, opened: OpenDocument): Promise<void> {
    const isOpen = (): boolean => documents.get(uri) === opened;
    while (isOpen() && opened.result === undefined) {
      const { document, revision } = opened;
      const isStale = (): boolean => !isOpen() || opened.revision !== revision;
      const source = { path: uri, languageId: document.languageId, text: document.getText() };
      const applied = await settingsFor(uri);
      if (isStale()) continue;
      const { changes } = opened;
      opened.changes = [];
      let deadline = host.now() + slice;
      const input = { document: source, ...applied };
      const steps = opened.engine.update(input, changes, () => host.now() > deadline);
      let step = steps.next();
      while (step.done !== true && !isStale()) {
        await host.nextTurn();
        deadline = host.now() + slice;
        if (!isStale()) step = steps.next();
      }
      if (step.done !== true) continue;
      const { value: analysis } = step;
      for (const name of analysis.needs) grammars.set(name, await host.grammar(name));
      if (analysis.needs.length === 0) opened.result = { document, input, analysis, revision };
    }
  }

  /** Runs `analyse`; what a failure leaves of the engine is not used again. */
  async function run(uri: string, opened: OpenDocument): Promise<void> {
    try {
      await analyse(uri, opened);
    } catch (error) {
      const { engine } = opened;
      opened.engine = openDocument(grammar);
      opened.changes = undefined;
      engine.dispose();
      throw error;
    } finally {
      opened.running = undefined;
    }
  }

  return {
    open(uri, languageId, version, text) {
      documents.get(uri)?.engine.dispose();
      documents.set(uri, {
        document: TextDocument.create(uri, languageId, version, text),
        latest: TextDocument.create(uri, languageId, version, text),
        engine: openDocument(grammar),
        changes: undefined,
        revision: ++revisions,
        result: undefined,
        running: undefined,
      });
    },
    change(uri, version, changes) {
      const opened = documents.get(uri);
      if (opened === undefined) return;
      outdate(opened);
      const { latest } = opened;
      for (const change of changes) {
        const textChange = applyChange(latest, change);
        opened.changes = textChange && opened.changes ? [...opened.changes, textChange] : undefined;
      }
      opened.document = TextDocument.create(uri, latest.languageId, version, latest.getText());
    },
    close(uri) {
      documents.get(uri)?.engine.dispose();
      documents.delete(uri);
    },
    uris: () => [...documents.keys()],
    get: (uri) => documents.get(uri)?.document,
    grammar,
    revisionOf: (uri) => documents.get(uri)?.revision,
    invalidate: () => {
      documents.forEach(outdate);
    },
    async analysisOf(uri) {
      for (;;) {
        const opened = documents.get(uri);
        if (opened?.result !== undefined || opened === undefined) return opened?.result;
        opened.running ??= run(uri, opened);
        await opened.running;
      }
    },
  };
}

/** Changes the document, returns the change as the engine wants it; undefined for a whole new text. */
function applyChange(document: TextDocument, change: TextDocumentContentChangeEvent): TextChange | undefined {
  if (!('range' in change)) {
    TextDocument.update(document, [change], document.version);
    return undefined;
  }
  const offsets = [document.offsetAt(change.range.start), document.offsetAt(change.range.end)];
  const start = Math.min(...offsets);
  const oldEnd = Math.max(...offsets);
  TextDocument.update(document, [change], document.version);
  return { start, oldEnd, newEnd: start + change.text.length };
}
