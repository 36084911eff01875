import * as vscode from 'vscode';
import {
  fixMethod,
  remediesMethod,
  type FixApplied,
  type FixResult,
  type Remedies,
  type RemedyItem,
  type SignInPlace,
} from '../../server/src/protocol/messages';
import type { Checklists } from './checklists';
import { needs } from './checklistText';
import { openDocument, tell } from './commands';
import { applyEdits, changedMeanwhile } from './editing';
import type { LanguageServer } from './languageServer';
import { nameOfDocument } from './scripts';

const nothingHere = 'There is no Azure sign-in with a problem here any more.';

/** Offers every fix of a sign-in, says why others cannot be had, and applies the chosen one. */
export async function moreIdentities(
  server: LanguageServer,
  checklists: Checklists,
  place: SignInPlace,
): Promise<void> {
  const document = openDocument(place.uri);
  if (document === undefined) return;
  const remedies = await remediesAt(server, place);
  if (remedies === undefined) return;
  const chosen = await pickRemedy(remedies, `Ways to Sign In (Where It Runs: ${remedies.hostTitle})`);
  if (chosen === undefined) return;
  if (document.isClosed || document.version !== remedies.version) {
    tell(changedMeanwhile(document), 'warning');
    return;
  }
  const result = await server.request<FixResult>(fixMethod, chosen.reference);
  if ('refused' in result) {
    tell(`${chosen.title}: ${result.refused}`, 'warning');
    return;
  }
  if (!(await applyEdits(document, remedies.version, result.edits))) {
    tell(changedMeanwhile(document), 'warning');
    return;
  }
  if (chosen.prerequisites.length > 0) fixApplied(checklists, { ...place, ...chosen });
}

/** Copies the text that sets up what a fix signs in as. */
export async function copySetUp(server: LanguageServer, place: SignInPlace): Promise<void> {
  const remedies = await remediesAt(server, place);
  if (remedies === undefined) return;
  const fixes = remedies.fixes.filter(({ setUp }) => setUp !== null);
  const [only] = fixes;
  const chosen =
    fixes.length === 1 ? only : await pickRemedy({ fixes, refusals: [] }, 'Copy What Must Exist First for…');
  if (chosen === undefined || chosen.setUp === null) return;
  await vscode.env.clipboard.writeText(chosen.setUp.text);
  vscode.window.setStatusBarMessage(`$(check) Copied what must exist first: ${chosen.title}`, 5000);
}

/** Says why a sign-in has no automatic fix, or not all of them. */
export async function explainNoFix(server: LanguageServer, place: SignInPlace): Promise<void> {
  const remedies = await remediesAt(server, place);
  if (remedies === undefined) return;
  const beginning =
    remedies.fixes.length === 0 ? 'There is no automatic fix here.' : 'Not every fix can be applied here.';
  tell([beginning, ...remedies.refusals].join(' '));
}

/** Keeps what a fix that was applied needs before the script runs again. */
export function fixApplied(checklists: Checklists, applied: FixApplied): void {
  const uri = vscode.Uri.parse(applied.uri, true);
  const { title, prerequisites, notes, setUp } = applied;
  checklists.set(uri, { script: nameOfDocument({ uri }), title, prerequisites, notes, setUp, left: [] });
}

async function remediesAt(server: LanguageServer, place: SignInPlace): Promise<Remedies | undefined> {
  const { uri, position } = place;
  const remedies = await server.request<Remedies | null>(remediesMethod, { uri, position });
  if (remedies === null) tell(nothingHere);
  return remedies ?? undefined;
}

/** A row that says why something cannot be had: what, and below it the reason. */
function refusalItem(refusal: string): vscode.QuickPickItem {
  const colon = refusal.indexOf(': ');
  return colon < 0
    ? { label: `$(circle-slash) ${refusal}` }
    : { label: `$(circle-slash) ${refusal.slice(0, colon)}`, detail: refusal.slice(colon + 2) };
}

/** A quick pick of fixes, each with what it needs; what cannot be had stands at its end, to be read. */
async function pickRemedy(
  { fixes, refusals }: Pick<Remedies, 'fixes' | 'refusals'>,
  title: string,
): Promise<RemedyItem | undefined> {
  const items: (vscode.QuickPickItem & { readonly remedy?: RemedyItem })[] = fixes.map((remedy) => ({
    label: remedy.title,
    description: needs(remedy),
    detail: remedy.description,
    remedy,
  }));
  if (refusals.length > 0) {
    items.push({ label: 'Not possible here', kind: vscode.QuickPickItemKind.Separator });
    items.push(...refusals.map(refusalItem));
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Choose what the script signs in as',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.remedy;
}
