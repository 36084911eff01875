import * as vscode from 'vscode';
import {
  hostsMethod,
  remediesMethod,
  type HostItem,
  type Remedies,
  type SignInPlace,
} from '../../server/src/protocol/messages';
import { openDocument, tell } from './commands';
import { scopesOf, withHost } from './hostGlobs';
import type { LanguageServer } from './languageServer';
import { nameOfDocument } from './scripts';

/** Asks where a script runs and for which scripts that holds, and writes it to the setting `azmfa.hosts`. */
export async function chooseHost(server: LanguageServer, place: SignInPlace): Promise<void> {
  const document = openDocument(place.uri);
  if (document === undefined) return;
  if (document.isUntitled) {
    tell('Save the script first: where it runs is kept in your settings, by its path.');
    return;
  }
  const { uri, position } = place;
  const [hosts, remedies] = await Promise.all([
    server.request<readonly HostItem[]>(hostsMethod),
    server.request<Remedies | null>(remediesMethod, { uri, position }),
  ]);
  const name = nameOfDocument(document);
  const host = await pick(
    `Where ${name} Runs (1/2)`,
    hosts.map(({ id, title, description }) => ({
      label: title,
      description: id === remedies?.host ? 'current' : '',
      detail: description,
      value: { id, title },
    })),
  );
  if (host === undefined) return;

  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const path = folder === undefined ? name : vscode.workspace.asRelativePath(document.uri, false);
  const where = folder === undefined ? 'Your Settings' : `the Settings of ${folder.name}`;
  const glob = await pick(
    `Which Scripts Run There (2/2), Kept in ${where}`,
    scopesOf(path).map(({ title, glob: value }) => ({ label: title, description: value, value })),
  );
  if (glob === undefined) return;

  const settings = vscode.workspace.getConfiguration('azmfa', document.uri);
  const made = settings.inspect<Readonly<Record<string, unknown>>>('hosts');
  const [before, level] =
    folder === undefined
      ? [made?.globalValue, vscode.ConfigurationTarget.Global]
      : vscode.workspace.workspaceFile === undefined
        ? // A folder that is opened by itself is the workspace: its settings cannot be named otherwise.
          [made?.workspaceValue, vscode.ConfigurationTarget.Workspace]
        : [made?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder];
  await settings.update('hosts', withHost(before ?? {}, { glob, host: host.id, path }), level);
  vscode.window.setStatusBarMessage(`$(check) ${glob}: ${host.title}`, 5000);
}

/** A quick pick that stays open while the user looks elsewhere for the answer. */
async function pick<T>(
  title: string,
  items: readonly (vscode.QuickPickItem & { readonly value: T })[],
): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return chosen?.value;
}
