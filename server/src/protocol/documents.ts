import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  grammarsFor,
  openDocument,
  type Analysis,
  type AnalysisInput,
  type DocumentAnalysis,
} from '../engine';
import type { HostId } from '../model';
import type { Settings } from '../settings';
import type { Grammar, TextChange } from '../shells/shell';
import type { Host } from './host';

/** How long one slice of work may take before waiting messages are served, in milliseconds. */
const slice = 8;

/** An analysis with the version of the document that it read. */
export interface VersionedAnalysis {
  readonly document: TextDocument;
  /** What the engine was asked: the text of that version, and the settings that applied. */
  readonly input: AnalysisInput;
  readonly analysis: Analysis;
}

/** The open documents, kept in step with the client, and their analyses. */
export interface OpenDocuments {
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  uris(): readonly string[];
  get(uri: string): TextDocument | undefined;
  /** A grammar that an analysis has needed; throws for any other. */
  grammar(name: string): Grammar;
  /** Forgets every analysis, as when settings change. */
  invalidate(): void;
  /** The analysis of the document's newest version; undefined once it is closed. */
  analysisOf(uri: string): Promise<VersionedAnalysis | undefined>;
}

interface OpenDocument {
  document: TextDocument;
  readonly engine: DocumentAnalysis;
  /** What changed since the engine last took a text; undefined if it must start anew. */
  changes: TextChange[] | undefined;
  result: Promise<VersionedAnalysis | undefined> | undefined;
}

/** @param settingsFor what applies to a document, and where it runs if the settings say so */
export function openDocuments(
  host: Host,
  settingsFor: (uri: string) => Promise<{ settings: Settings; host: HostId | undefined }>,
): OpenDocuments {
  const documents = new Map<string, OpenDocument>();
  const grammars = new Map<string, Grammar>();

  const grammarNamed = (name: string): Grammar => {
    const grammar = grammars.get(name);
    if (grammar === undefined) throw new Error(`The grammar ${name} is not loaded.`);
    return grammar;
  };

  /** Analyses the newest text, from the start again if it changes meanwhile. */
  async function analyse(uri: string, opened: OpenDocument): Promise<VersionedAnalysis | undefined> {
    while (documents.get(uri) === opened) {
      const { document } = opened;
      const isStale = (): boolean => documents.get(uri) !== opened || opened.document !== document;
      const source = { path: uri, languageId: document.languageId, text: document.getText() };
      const applied = await settingsFor(uri);
      for (const name of grammarsFor(source)) grammars.set(name, await host.grammar(name));
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
      if (step.done === true) return { document, input, analysis: step.value };
    }
    return undefined;
  }

  return {
    open(uri, languageId, version, text) {
      documents.get(uri)?.engine.dispose();
      documents.set(uri, {
        document: TextDocument.create(uri, languageId, version, text),
        engine: openDocument(grammarNamed),
        changes: undefined,
        result: undefined,
      });
    },
    change(uri, version, changes) {
      const opened = documents.get(uri);
      if (opened === undefined) return;
      for (const change of changes) {
        const before = opened.document;
        // A copy, so that whoever holds the old version keeps its text.
        opened.document = TextDocument.update(
          TextDocument.create(uri, before.languageId, before.version, before.getText()),
          [change],
          version,
        );
        const textChange = textChangeOf(before, opened.document, change);
        opened.changes = textChange && opened.changes ? [...opened.changes, textChange] : undefined;
      }
      opened.result = undefined;
    },
    close(uri) {
      documents.get(uri)?.engine.dispose();
      documents.delete(uri);
    },
    uris: () => [...documents.keys()],
    get: (uri) => documents.get(uri)?.document,
    grammar: grammarNamed,
    invalidate() {
      for (const opened of documents.values()) opened.result = undefined;
    },
    async analysisOf(uri) {
      const opened = documents.get(uri);
      if (opened === undefined) return undefined;
      const running = opened.result;
      opened.result ??= analyse(uri, opened);
      const result = await opened.result;
      if (running === undefined || result === undefined || result.document === opened.document) return result;
      return this.analysisOf(uri);
    },
  };
}

/** The change as a parser wants it; undefined for a whole new text. */
function textChangeOf(
  before: TextDocument,
  after: TextDocument,
  change: TextDocumentContentChangeEvent,
): TextChange | undefined {
  if (!('range' in change)) return undefined;
  const start = before.offsetAt(change.range.start);
  const oldEnd = Math.max(start, before.offsetAt(change.range.end));
  const newEnd = start + change.text.length;
  const point = (document: TextDocument, offset: number) => {
    const { line, character } = document.positionAt(offset);
    return { row: line, column: character };
  };
  return {
    start,
    oldEnd,
    newEnd,
    startPosition: point(before, start),
    oldEndPosition: point(before, oldEnd),
    newEndPosition: point(after, newEnd),
  };
}
