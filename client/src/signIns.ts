import * as vscode from 'vscode';
import { signInsMethod, type SignInItem } from '../../server/src/protocol/messages';
import { targetOf, tell } from './commands';
import { toRange } from './editing';
import type { LanguageServer } from './languageServer';
import { nameOfDocument } from './scripts';

/** Lists the sign-ins of a script and goes to the chosen one. */
export async function showSignIns(server: LanguageServer, given: unknown): Promise<void> {
  const target = await targetOf(given);
  if (target === undefined) return;
  const { document, viewColumn } = target;
  const signIns = await server.request<readonly SignInItem[]>(signInsMethod, {
    uri: document.uri.toString(),
  });
  if (signIns.length === 0) {
    tell(`There is no Azure sign-in in ${nameOfDocument(document)}.`);
    return;
  }
  const items = signIns.map(({ range, tool, flow, principal, findings }) => ({
    label: `${tool}: ${flow}`,
    description: `line ${range.start.line + 1}${principal === null ? '' : `, as ${principal}`}`,
    detail: findings.length > 0 ? findings.join(', ') : 'Nothing to say against it.',
    range: toRange(range),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Azure Sign-ins in ${nameOfDocument(document)}`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen !== undefined) {
    await vscode.window.showTextDocument(document, { viewColumn, selection: chosen.range });
  }
}
