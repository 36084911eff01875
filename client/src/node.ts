import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateClient } from './client';

/** Starts the extension in Node. */
export function activate(context: vscode.ExtensionContext): void {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  activateClient(context, (options) =>
    Promise.resolve(
      new LanguageClient('azmfa', 'Azure MFA', { module, transport: TransportKind.ipc }, options),
    ),
  );
}
