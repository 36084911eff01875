import type * as vscode from 'vscode';

/** Called by VS Code: on the desktop and on remote hosts in Node, else in a browser. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  // Either part brings its own transport; in one bundle they share the rest.
  const { activate } = await (typeof process === 'undefined' ? import('./browser') : import('./node'));
  activate(context);
}
