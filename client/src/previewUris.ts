import * as vscode from 'vscode';

/** The scheme of the documents that show what a migration would make of a script. */
export const previewScheme = 'azmfa-preview';

/** The URI of a script's preview, its `count`th: of the same name, so that tabs and icons tell what it is. */
export function previewOf({ uri }: vscode.TextDocument, count: number): vscode.Uri {
  return vscode.Uri.from({
    scheme: previewScheme,
    path: uri.path,
    query: uri.toString(),
    fragment: String(count),
  });
}

/** The script that a preview is of; undefined for a URI that is no preview's. */
export function sourceOfPreview(uri: vscode.Uri): vscode.Uri | undefined {
  return uri.scheme === previewScheme ? vscode.Uri.parse(uri.query, true) : undefined;
}
