import type { WorkspaceFolder } from 'vscode-languageserver';
import { isVendored } from '../documents/vendored';

/** Schemes of read-only views: another version of a document, or text that is no file. */
const views =
  /^(git|gitfs|gitlens|output|debug|review|pr|vscode-(local-history|scm|[\w-]*chat[\w-]*)|azmfa-preview):/i;

/** Takes a document's URI, says whether it is the user's own and thus to be looked at. */
export function isOwn(uri: string, folders: readonly WorkspaceFolder[]): boolean {
  return !views.test(uri) && !isVendored(pathInFolder(uri, folders) ?? decoded(uri));
}

/** Takes a document's URI, returns its path in the innermost workspace folder, or undefined outside all of them. */
export function pathInFolder(uri: string, folders: readonly WorkspaceFolder[]): string | undefined {
  const path = decoded(uri);
  const bases = folders
    .map((folder) => decoded(folder.uri).replace(/\/*$/, '/'))
    .filter((base) => path.startsWith(base));
  return bases.length === 0 ? undefined : path.slice(Math.max(...bases.map((base) => base.length)));
}

/** Takes a document's URI, returns its name without the folders. */
export function nameOf(uri: string): string {
  const path = decoded(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
