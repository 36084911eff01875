import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateClient } from './client';

const wasmFiles = ['web-tree-sitter.wasm', 'tree-sitter-bash.wasm'];

/** Starts the extension in a browser. */
export function activate(context: vscode.ExtensionContext): void {
  activateClient(context, async (options) => {
    const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
    const wasm = await Promise.all(
      wasmFiles.map(async (file) => [
        file,
        await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, file)),
      ]),
    );
    const worker = new Worker(vscode.Uri.joinPath(dist, 'server.js').toString(true));
    worker.postMessage({ wasm: Object.fromEntries(wasm) as unknown });
    return new LanguageClient('azmfa', 'Azure MFA', worker, options);
  });
}
