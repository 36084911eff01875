import * as vscode from 'vscode';
import { holdsSignInWord, isScript, nameOfDocument } from './scripts';
import { sourceOfPreview } from './previewUris';

/** What a command acts on, settled when it is invoked: the focus may move before it is done. */
export interface Target {
  readonly document: vscode.TextDocument;
  readonly viewColumn: vscode.ViewColumn | undefined;
}

type Show = (text: string, ...actions: string[]) => Thenable<string | undefined>;

const messages: Readonly<Record<'information' | 'warning' | 'error', Show>> = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

/** Shows a message, with a button where there is something to do. Does not wait until it is closed. */
export function tell(
  text: string,
  kind: keyof typeof messages = 'information',
  action?: { readonly title: string; readonly run: () => Promise<void> | void },
): void {
  const shown = messages[kind](text, ...(action === undefined ? [] : [action.title]));
  void shown.then((answer) => (answer === undefined ? undefined : action?.run()));
}

/** Registers a command whose failures are said in plain words, with the way to the details. */
export function registerCommand(
  output: vscode.LogOutputChannel,
  name: string,
  run: (...args: never[]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (...args: unknown[]) => {
    try {
      await run(...(args as never[]));
    } catch (error) {
      output.error(`${name}: ${String(error)}`);
      const reason = error instanceof Error ? error.message : String(error);
      tell(`Azure MFA: ${reason}`, 'error', { title: 'Show Output', run: () => output.show() });
    }
  });
}

/**
 * The document that a command acts on: the one it is given, or the one of the active editor. Tells the user where
 * there is none, or none with anything that may be a sign-in.
 */
export async function targetOf(given: unknown): Promise<Target | undefined> {
  const editor = vscode.window.activeTextEditor;
  const invoked = given instanceof vscode.Uri ? given : editor?.document.uri;
  if (invoked === undefined) {
    tell('Open a script to see to its Azure sign-ins.');
    return undefined;
  }
  const uri = sourceOfPreview(invoked) ?? invoked;
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isScript(document)) {
    tell(`${nameOfDocument(document)} is not a script that Azure MFA reads.`);
    return undefined;
  }
  if (!holdsSignInWord(document)) {
    tell(`There is no Azure sign-in in ${nameOfDocument(document)}.`);
    return undefined;
  }
  const shown = editor?.document === document ? editor : undefined;
  return { document, viewColumn: shown?.viewColumn };
}

/** The open document with that URI. Tells the user if it is closed. */
export function openDocument(uri: string): vscode.TextDocument | undefined {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
  if (document === undefined) tell('The script was closed; nothing was changed.');
  return document;
}
