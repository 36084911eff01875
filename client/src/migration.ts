import * as vscode from 'vscode';
import {
  migrateMethod,
  migrationTargetsMethod,
  type Migration,
  type MigrationTarget,
  type MigrationTargets,
} from '../../server/src/protocol/messages';
import { targetOf, tell, type Target } from './commands';
import type { LanguageServer } from './languageServer';
import type { Previews } from './previews';
import { nameOfDocument } from './scripts';

/** Asks what the sign-ins of a script are to become, and shows every edit before any is made. */
export async function migrateFile(server: LanguageServer, previews: Previews, given: unknown): Promise<void> {
  const target = await targetOf(given);
  if (target === undefined) return;
  const { document } = target;
  const name = nameOfDocument(document);
  const uri = document.uri.toString();
  const offered = await server.request<MigrationTargets | null>(migrationTargetsMethod, { uri });
  const nothing = whyNothing(offered, name);
  if (offered === null || nothing !== undefined) {
    tell(nothing ?? '');
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    offered.targets.map((each) => ({
      label: each.title,
      description: `${each.count} of ${offered.broken}`,
      detail: each.description,
      target: each,
    })),
    {
      title: `Migrate Sign-ins in ${name} (Where It Runs: ${offered.hostTitle})`,
      placeHolder: 'Choose what the script signs in as; you see every edit before it is made',
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen !== undefined) await previewMigration(server, previews, target, chosen.target);
}

/** Shows what a migration to a target would make of a script. */
async function previewMigration(
  server: LanguageServer,
  previews: Previews,
  { document, viewColumn }: Target,
  target: MigrationTarget,
): Promise<void> {
  const uri = document.uri.toString();
  const migration = await server.request<Migration | null>(migrateMethod, { uri, target: target.id });
  if (migration === null || migration.edits.length === 0) {
    const reasons = (migration?.left ?? []).map(
      ({ range, reason }) => `Line ${range.start.line + 1}: ${reason}`,
    );
    tell([`${nameOfDocument(document)} stays as it is: ${target.title}.`, ...reasons].join(' '));
    return;
  }
  await previews.show({
    document,
    viewColumn,
    title: target.title,
    migration,
    again: () => previewMigration(server, previews, { document, viewColumn }, target),
  });
}

/** Why there is nothing to choose, as a plain sentence; undefined if there is. */
function whyNothing(offered: MigrationTargets | null, name: string): string | undefined {
  if (offered === null || offered.signIns === 0) return `There is no Azure sign-in in ${name}.`;
  if (offered.broken === 0) {
    return `Nothing to migrate: no Azure sign-in in ${name} is known to break under multifactor authentication.`;
  }
  if (offered.targets.length === 0) {
    return [`No sign-in in ${name} can be rewritten automatically.`, ...offered.refusals].join(' ');
  }
  return undefined;
}
