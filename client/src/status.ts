import * as vscode from 'vscode';
import type { LanguageServer, ServerState } from './languageServer';
import { documentSelector } from './scripts';

const show: vscode.Command = { title: 'Show Output', command: 'azmfa.showOutput' };
const restart: vscode.Command = { title: 'Restart Server', command: 'azmfa.restartServer' };

type Status = Pick<vscode.LanguageStatusItem, 'text' | 'busy' | 'severity' | 'command'>;

const { Information, Error: Failure } = vscode.LanguageStatusSeverity;
const statuses: Readonly<Record<ServerState, Status>> = {
  starting: { text: 'Starting', busy: true, severity: Information, command: show },
  running: { text: 'Looks for Azure sign-ins', busy: false, severity: Information, command: show },
  stopped: { text: 'Stopped', busy: false, severity: Information, command: restart },
  failed: { text: 'The server does not start', busy: false, severity: Failure, command: restart },
};

/** Shows the state of the server among the language's status, once it has been started. */
export function serverStatus(server: LanguageServer): { dispose(): void } {
  let item: vscode.LanguageStatusItem | undefined;
  const listener = server.onDidChangeState((state) => {
    item ??= vscode.languages.createLanguageStatusItem('azmfa.server', documentSelector);
    Object.assign(item, { name: 'Azure MFA', detail: 'Azure MFA' }, statuses[state]);
  });
  return {
    dispose() {
      listener.dispose();
      item?.dispose();
    },
  };
}
