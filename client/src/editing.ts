import * as vscode from 'vscode';
import type { Span, SpanEdit } from '../../server/src/protocol/messages';
import { nameOfDocument } from './scripts';

/** Takes a span, returns it as the editor takes it. */
export function toRange({ start, end }: Span): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/**
 * Applies edits to a document as one step, which one undo takes back.
 *
 * @param version the version that the edits were made for
 * @returns false if the document is closed or has changed since; nothing is changed then
 */
export async function applyEdits(
  document: vscode.TextDocument,
  version: number,
  edits: readonly SpanEdit[],
): Promise<boolean> {
  if (document.isClosed || document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(document.uri, toRange(range), newText);
  return vscode.workspace.applyEdit(edit);
}

/** What to say where `applyEdits` refused. */
export function changedMeanwhile(document: vscode.TextDocument): string {
  return `${nameOfDocument(document)} has changed meanwhile, so nothing was applied.`;
}
