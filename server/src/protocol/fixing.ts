import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Grammars } from '../shells/shell';
import { codeActionsAt, resolvedAction, type ActionData, type ClientSupport } from './codeActions';
import type { VersionedAnalysis } from './documents';
import { fixNamed, fixResult, type Fixes } from './fixes';
import {
  fixMethod,
  hostsMethod,
  migrateMethod,
  migrationTargetsMethod,
  remediesMethod,
  type FixReference,
  type SignInPlace,
} from './messages';
import { migrate, migrationTargets, targetNamed } from './migration';
import { hostItems, remediesAt } from './remedies';

/** What the messages about fixes need of the server. */
interface Server {
  readonly connection: Connection;
  /** The analysis of a document's newest version; undefined for what is closed or not the user's own. */
  readonly analysisOf: (uri: string, token: CancellationToken) => Promise<VersionedAnalysis | undefined>;
  readonly fixes: Fixes;
  readonly grammar: Grammars;
  readonly support: () => ClientSupport;
}

interface InDocument {
  readonly uri: string;
}

/** Answers the messages that list fixes, fill them in, and migrate a document. */
export function serveFixes({ connection, analysisOf, fixes, grammar, support }: Server): void {
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const found = await analysisOf(uri, token);
    if (found === undefined) return [];
    const { document } = found;
    const actions = codeActionsAt(found, fixes, {
      range: { start: document.offsetAt(range.start), end: document.offsetAt(range.end) },
      diagnostics: context.diagnostics,
      only: context.only,
      support: support(),
    });
    if (support().resolves) return [...actions];
    return actions.flatMap((action) => resolvedAction(action, found, fixes, grammar, support()) ?? []);
  });
  connection.onCodeActionResolve(async (action, token) => {
    const data = action.data as ActionData | undefined;
    const found = data && (await analysisOf(data.uri, token));
    return resolvedAction(action, found, fixes, grammar, support()) ?? action;
  });
  connection.onRequest(remediesMethod, async ({ uri, position }: SignInPlace, token: CancellationToken) => {
    const found = await analysisOf(uri, token);
    return found === undefined ? null : remediesAt(found, found.document.offsetAt(position), fixes);
  });
  connection.onRequest(fixMethod, async (reference: FixReference, token: CancellationToken) => {
    const { found, finding, fix } = fixNamed(await analysisOf(reference.uri, token), reference);
    return fixResult(fixes.prove(found, finding, fix), found.document);
  });
  connection.onRequest(migrationTargetsMethod, async ({ uri }: InDocument, token: CancellationToken) => {
    const found = await analysisOf(uri, token);
    return found === undefined ? null : migrationTargets(found);
  });
  connection.onRequest(
    migrateMethod,
    async ({ uri, target }: InDocument & { readonly target: string }, token: CancellationToken) => {
      const found = await analysisOf(uri, token);
      const named = targetNamed(target);
      return found === undefined || named === undefined ? null : migrate(found, named, grammar);
    },
  );
  connection.onRequest(hostsMethod, hostItems);
}
