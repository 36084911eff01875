import * as vscode from 'vscode';
import type { Migration } from '../../server/src/protocol/messages';
import { uriInFront, type Checklists } from './checklists';
import { tell, type Target } from './commands';
import { applyEdits, changedMeanwhile } from './editing';
import { previewOf, previewScheme } from './previewUris';
import { nameOfDocument } from './scripts';

/** A migration that is shown and not made yet. */
export interface Preview extends Target {
  /** What the script will sign in as. */
  readonly title: string;
  readonly migration: Migration;
  /** Makes the preview anew, for the document as it then is. */
  readonly again: () => Promise<void>;
}

/** Shows migrations in diff editors: left the script, right what it would become. */
export interface Previews {
  show(preview: Preview): Promise<void>;
  /** Makes the edits of a preview: the one given by its URI, else the one in front. */
  apply(given: unknown): Promise<void>;
  /** Closes a preview without making any edit. */
  cancel(given: unknown): Promise<void>;
  dispose(): void;
}

export function previews(checklists: Checklists): Previews {
  const shown = new Map<string, Preview>();
  let made = 0;

  const tabsOf = (uri: string): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri);
  const forget = (uri: vscode.Uri): void => {
    shown.delete(uri.toString());
    checklists.delete(uri);
  };

  function previewFor(given: unknown): { uri: vscode.Uri; preview: Preview } | undefined {
    const uri = given instanceof vscode.Uri && given.scheme === previewScheme ? given : uriInFront();
    const preview = uri && shown.get(uri.toString());
    if (uri !== undefined && preview !== undefined) return { uri, preview };
    tell('There is no preview of a migration here.');
    return undefined;
  }
  /** Closes a preview's tabs and goes back to the script. */
  async function close(uri: vscode.Uri, { document, viewColumn }: Preview): Promise<void> {
    await vscode.window.tabGroups.close(tabsOf(uri.toString()));
    forget(uri);
    await vscode.window.showTextDocument(document, { viewColumn, preview: false });
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
      provideTextDocumentContent: (uri) => shown.get(uri.toString())?.migration.text ?? '',
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) {
        if (!(input instanceof vscode.TabInputTextDiff)) continue;
        if (tabsOf(input.modified.toString()).length === 0) forget(input.modified);
      }
    }),
  );

  return {
    async show(preview) {
      const { document, viewColumn, title, migration } = preview;
      const { left, prerequisites, notes, setUp } = migration;
      const script = nameOfDocument(document);
      const older = [...shown].filter(([, each]) => each.document === document);
      await vscode.window.tabGroups.close(older.flatMap(([uri]) => tabsOf(uri)));
      const uri = previewOf(document, ++made);
      shown.set(uri.toString(), preview);
      const text = await vscode.workspace.openTextDocument(uri);
      if (text.languageId !== document.languageId) {
        await vscode.languages.setTextDocumentLanguage(text, document.languageId);
      }
      await vscode.commands.executeCommand(
        'vscode.diff',
        document.uri,
        uri,
        `${script} → ${title} (Ctrl+Enter applies)`,
        { viewColumn, preview: true } satisfies vscode.TextDocumentShowOptions,
      );
      checklists.set(uri, { script, title, prerequisites, notes, left, setUp });
      const [first] = left;
      if (first === undefined) return;
      const more = left.length === 1 ? '' : ` ${left.length - 1} more in the checklist.`;
      tell(`Left to you, line ${first.range.start.line + 1}: ${first.reason}${more}`, 'information', {
        title: 'Show Checklist',
        run: () => checklists.show(uri),
      });
    },

    async apply(given) {
      const found = previewFor(given);
      if (found === undefined) return;
      const { uri, preview } = found;
      const { document, title, migration, again } = preview;
      if (!(await applyEdits(document, migration.version, migration.edits))) {
        tell(changedMeanwhile(document), 'warning', { title: 'Preview Again', run: again });
        return;
      }
      await close(uri, preview);
      const { prerequisites, notes, left, setUp } = migration;
      if (prerequisites.length > 0 || left.length > 0) {
        checklists.set(document.uri, {
          script: nameOfDocument(document),
          title,
          prerequisites,
          notes,
          left,
          setUp,
        });
      }
    },

    async cancel(given) {
      const found = previewFor(given);
      if (found !== undefined) await close(found.uri, found.preview);
    },

    dispose() {
      listeners.dispose();
    },
  };
}
