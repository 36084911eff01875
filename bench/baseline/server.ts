// What our server is compared with: a language server that does nothing, but loads a grammar when it is first asked
// for diagnostics, and does the bare incremental parse of an edit. Bundled as ours is.
//   node server.js --node-ipc             without a grammar
//   node server.js GRAMMAR --node-ipc
import { setFlagsFromString } from 'node:v8';
import {
  createConnection,
  ProposedFeatures,
  TextDocumentSyncKind,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import { loadGrammar } from './grammar';
import { editMethod, type EditParams, type EditResult } from './messages';

// As our server does.
setFlagsFromString('--liftoff-only');

const connection = createConnection(ProposedFeatures.all);
const grammar = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const documents = new Map<string, TextDocument>();
const trees = new Map<string, { readonly parser: Parser; readonly tree: Tree | null }>();

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
  },
}));
connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
  documents.set(uri, TextDocument.create(uri, languageId, version, text));
});
connection.languages.diagnostics.on(async () => {
  if (grammar !== undefined) await loadGrammar(grammar);
  return { kind: 'full', items: [] };
});
connection.onRequest(editMethod, async ({ uri, change }: EditParams): Promise<EditResult> => {
  const document = documents.get(uri);
  if (document === undefined) throw new Error(`${uri} is not open.`);
  const { parser, tree } = trees.get(uri) ?? (await parsed(document));
  tree?.edit(update(document, change));
  const text = document.getText();
  const start = performance.now();
  const newTree = parser.parse(text, tree);
  const milliseconds = performance.now() - start;
  tree?.delete();
  trees.set(uri, { parser, tree: newTree });
  return { milliseconds };
});
connection.listen();

async function parsed(document: TextDocument): Promise<{ parser: Parser; tree: Tree | null }> {
  if (grammar === undefined) throw new Error('There is no grammar to parse with.');
  const parser = (await loadGrammar(grammar)).createParser();
  return { parser, tree: parser.parse(document.getText()) };
}

/** Changes the document, returns the edit as the parser wants it. */
function update(document: TextDocument, change: TextDocumentContentChangeEvent): Edit {
  if (!('range' in change)) throw new Error('Only a change with a range can be parsed incrementally.');
  const [startIndex, oldEndIndex] = [
    document.offsetAt(change.range.start),
    document.offsetAt(change.range.end),
  ];
  const newEndIndex = startIndex + change.text.length;
  const point = (offset: number) => {
    const { line, character } = document.positionAt(offset);
    return { row: line, column: character };
  };
  const [startPosition, oldEndPosition] = [point(startIndex), point(oldEndIndex)];
  TextDocument.update(document, [change], document.version + 1);
  return new Edit({
    startIndex,
    oldEndIndex,
    newEndIndex,
    startPosition,
    oldEndPosition,
    newEndPosition: point(newEndIndex),
  });
}
