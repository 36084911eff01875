import * as vscode from 'vscode';
import { bySigns } from '../../server/src/documents/signs';
import { isOwn } from '../../server/src/protocol/folders';
import { formats, signInCandidate } from './formats';

/** The languages of the documents that the server is told of; plain text may turn out to be a script by its first line. */
const languages: ReadonlySet<string> = new Set([
  ...formats.flatMap(({ languageIds }) => languageIds),
  'plaintext',
]);

/** What the server is told of, as the editor's selectors want it. */
export const documentSelector = [...languages].map((language) => ({ language }));

/** Says whether a document is the user's own, and not another version of it or text that is no file. */
export function isOwnDocument({ uri }: vscode.TextDocument): boolean {
  const isWritable =
    uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (
    isWritable &&
    isOwn(
      uri.toString(),
      folders.map((each) => ({ uri: each.uri.toString(), name: each.name })),
    )
  );
}

/** Says whether a document holds scripts that are to be looked at. */
export function isScript(document: vscode.TextDocument): boolean {
  const { languageId, uri } = document;
  if (!languages.has(languageId)) return false;
  const text = document.lineAt(0).text;
  return (
    bySigns(formats, { path: uri.toString(), languageId, text }) !== undefined && isOwnDocument(document)
  );
}

/** Says whether a word that may be a sign-in stands in a document, or in some lines of it (from 0, both included). */
export function holdsSignInWord(
  document: vscode.TextDocument,
  first = 0,
  last = document.lineCount - 1,
): boolean {
  return document.getText(new vscode.Range(first, 0, last + 1, 0)).search(signInCandidate) >= 0;
}

/** Takes a document, returns its name as messages call it. */
export function nameOfDocument({ uri }: Pick<vscode.TextDocument, 'uri'>): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
