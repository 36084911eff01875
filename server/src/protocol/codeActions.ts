import {
  CodeActionKind,
  type CodeAction,
  type CodeActionOptions,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LocatedFinding } from '../engine';
import type { Edit, Fix, Range } from '../model';
import { suppressionsOf } from '../rules/remedies';
import type { Grammars } from '../shells/shell';
import { diagnosticOf, findingsAt } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import { fixNamed, referenceTo, sameVersion, setUpOf, toTextEdits, type Fixes } from './fixes';
import { clientCommands, type FixApplied, type FixReference, type SignInPlace } from './messages';
import { canFixUnasked, fixUnasked } from './migration';

/** The kind of the action that applies every safe fix of a document. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.azmfa`;

/** At most so many identities stand in the menu; the others are behind "More ways to sign in…". */
const mostIdentities = 3;

/** What the server says of its code actions. */
export function codeActionProvider({ resolves }: Pick<ClientSupport, 'resolves'>): CodeActionOptions {
  return { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: resolves };
}

/** What an action carries from the list to its resolution. */
export type ActionData =
  FixReference | { readonly uri: string; readonly version: number; readonly fixAll: true };

/** What the client asks for. */
export interface ActionRequest {
  /** In UTF-16 code units of the document. */
  readonly range: Range;
  readonly diagnostics: readonly Diagnostic[];
  /** The kinds that are wanted; undefined for all. */
  readonly only: readonly string[] | undefined;
  readonly support: ClientSupport;
}

/** What a client can do with actions. */
export interface ClientSupport {
  /** True if it has the commands of `clientCommands`. */
  readonly commands: boolean;
  /** True if its edits can name the version that they are for. */
  readonly versionedEdits: boolean;
  /** True if it asks for an action's edit and command once it is chosen. */
  readonly resolves: boolean;
}

/** The actions at a place, best first; their edits come with `resolve`. */
export function codeActionsAt(
  found: VersionedAnalysis,
  fixes: Fixes,
  { range, diagnostics, only, support }: ActionRequest,
): readonly CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined ||
    only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(found, fixes, range, diagnostics, support) : []),
    ...(wants(fixAllKind) && canFixUnasked(found)
      ? [
          {
            title: 'Fix all Azure sign-ins that are safe to fix',
            kind: fixAllKind,
            data: {
              uri: found.document.uri,
              version: found.document.version,
              fixAll: true,
            } satisfies ActionData,
          },
        ]
      : []),
  ];
}

function quickFixes(
  found: VersionedAnalysis,
  fixes: Fixes,
  range: Range,
  diagnostics: readonly Diagnostic[],
  { commands }: ClientSupport,
): readonly CodeAction[] {
  const here = findingsAt(found.analysis, range);
  const action = (finding: LocatedFinding, fix: Fix): CodeAction => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnosticsFor(found, finding, diagnostics),
    ...(fix.preferred && { isPreferred: true }),
    data: referenceTo(found, finding, fix) satisfies ActionData,
  });
  const repairs: CodeAction[] = [];
  const further: CodeAction[] = [];
  const given = new Set<string>();
  for (const finding of here) {
    const remedy = fixes.remedy(found, finding);
    const own = remedy.fixes.filter(({ identity }) => identity === undefined);
    const identities = remedy.fixes.filter(({ identity }) => identity !== undefined);
    const shown = [...own, ...identities.slice(0, mostIdentities)].filter(({ id }) => !given.has(id));
    shown.forEach(({ id }) => given.add(id));
    repairs.push(...shown.map((fix) => action(finding, fix)));
    if (!commands) continue;
    const command = (title: string, name: string): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnosticsFor(found, finding, diagnostics),
      command: { title, command: name, arguments: [placeOf(found, finding)] },
    });
    const offered: readonly (readonly [title: string, command: string, when: boolean])[] = [
      ['More ways to sign in…', clientCommands.moreIdentities, identities.length > mostIdentities],
      [
        'Choose where this script runs…',
        clientCommands.chooseHost,
        identities.length > 0 && !hostIsKnown(finding),
      ],
      ['Copy what must exist first…', clientCommands.copySetUp, identities.length > 0],
      ['Why is there no automatic fix here…', clientCommands.explainNoFix, remedy.fixes.length === 0],
    ];
    for (const [title, name, when] of offered) {
      if (!when || given.has(name)) continue;
      given.add(name);
      further.push(command(title, name));
    }
  }
  const silencing = here.flatMap((finding) =>
    suppressionsOf(finding, finding.script).map((fix) => action(finding, fix)),
  );
  return [...repairs, ...further, ...silencing];
}

function hostIsKnown({ analysed }: LocatedFinding): boolean {
  return analysed !== undefined && analysed.context.host !== 'shell';
}

/** The client's own diagnostic for a finding, so that it can tell which squiggle the action belongs to. */
function diagnosticsFor(
  { document }: VersionedAnalysis,
  finding: LocatedFinding,
  given: readonly Diagnostic[],
): Diagnostic[] {
  const own = diagnosticOf(finding, document);
  const same = given.filter(
    ({ code, range }) => code === own.code && JSON.stringify(range) === JSON.stringify(own.range),
  );
  return same.length > 0 ? same : [own];
}

function placeOf({ document }: VersionedAnalysis, { range }: LocatedFinding): SignInPlace {
  return { uri: document.uri, position: document.positionAt(range.start) };
}

/**
 * Fills in what an action does: edits for the version that it was listed for, and what to tell the user then. A fix
 * that cannot be proven leads to the reasons instead; undefined if the client has no way to show them.
 *
 * @throws {ResponseError} if the document has changed since the action was listed
 */
export function resolvedAction(
  action: CodeAction,
  found: VersionedAnalysis | undefined,
  fixes: Fixes,
  grammar: Grammars,
  support: ClientSupport,
): CodeAction | undefined {
  const data = action.data as ActionData | undefined;
  if (data === undefined) return action;
  if ('fixAll' in data) {
    const same = sameVersion(found, data.version);
    const { edits } = fixUnasked(same, grammar);
    return { ...action, edit: workspaceEdit(same.document, edits, support.versionedEdits) };
  }
  const { found: same, finding, fix } = fixNamed(found, data);
  const proof = fixes.prove(same, finding, fix);
  const place = placeOf(same, finding);
  const { title } = fix;
  if ('refused' in proof) {
    const command = clientCommands.explainNoFix;
    return support.commands ? { ...action, command: { title, command, arguments: [place] } } : undefined;
  }
  const edit = workspaceEdit(same.document, proof.edits, support.versionedEdits);
  if (!support.commands || fix.prerequisites.length === 0) return { ...action, edit };
  const applied: FixApplied = {
    ...place,
    title,
    prerequisites: fix.prerequisites,
    notes: fix.notes,
    setUp: setUpOf(same, finding, fix),
  };
  return { ...action, edit, command: { title, command: clientCommands.fixApplied, arguments: [applied] } };
}

/** Edits of one document, for the version that they were made for if the client can check it. */
export function workspaceEdit(
  document: TextDocument,
  edits: readonly Edit[],
  versioned: boolean,
): WorkspaceEdit {
  const textEdits = toTextEdits(document, edits);
  const { uri, version } = document;
  return versioned
    ? { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
    : { changes: { [uri]: textEdits } };
}
