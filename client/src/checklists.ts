import * as vscode from 'vscode';
import { tell } from './commands';
import { checklistText, needs, type Checklist } from './checklistText';

const scheme = 'azmfa-checklist';

/** Tells what must exist before a rewritten script runs: quietly in the status bar, in full when asked. */
export interface Checklists {
  /** Keeps a checklist for a document; until it is opened, the status bar offers it while that document is in front. */
  set(document: vscode.Uri, checklist: Checklist): void;
  delete(document: vscode.Uri): void;
  /** Opens the checklist of a document, by default of the one in front. */
  show(document?: vscode.Uri): Promise<void>;
  dispose(): void;
}

export function checklists(): Checklists {
  const kept = new Map<string, Checklist>();
  /** The documents whose checklist was opened: the status bar need not remind of it. */
  const opened = new Set<string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const item = vscode.window.createStatusBarItem('azmfa.checklist', vscode.StatusBarAlignment.Left);
  item.name = 'Azure Sign-in Checklist';
  item.command = 'azmfa.showChecklist';

  const checklistUri = (document: string): vscode.Uri =>
    vscode.Uri.from({ scheme, path: '/Before It Runs Again.md', query: document });
  const inFront = (): string | undefined => uriInFront()?.toString();

  function update(): void {
    const checklist = kept.get(inFront() ?? '');
    const needed = checklist === undefined ? '' : needs(checklist);
    void vscode.commands.executeCommand('setContext', 'azmfa.hasChecklist', checklist !== undefined);
    if (checklist === undefined || needed === '' || opened.has(inFront() ?? '')) {
      item.hide();
      return;
    }
    item.text = `$(checklist) Azure sign-in needs: ${needed}`;
    item.tooltip = checklist.prerequisites.map(({ text }) => text).join('\n');
    item.show();
  }

  const listeners = vscode.Disposable.from(
    changed,
    item,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent({ query }) {
        const checklist = kept.get(query);
        return checklist === undefined ? 'This checklist is no longer kept.\n' : checklistText(checklist);
      },
    }),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );

  return {
    set(document, checklist) {
      kept.set(document.toString(), checklist);
      opened.delete(document.toString());
      changed.fire(checklistUri(document.toString()));
      update();
    },
    delete(document) {
      kept.delete(document.toString());
      update();
    },
    async show(uri) {
      const document = uri?.toString() ?? inFront();
      if (document === undefined || !kept.has(document)) {
        tell('No sign-in was rewritten in this file.');
        return;
      }
      opened.add(document);
      const text = await vscode.workspace.openTextDocument(checklistUri(document));
      await vscode.window.showTextDocument(text, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    dispose() {
      listeners.dispose();
    },
  };
}

/** The document in front; of two that are compared, the right one. */
export function uriInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}
