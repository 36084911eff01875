import { LSPErrorCodes, ResponseError, type TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LocatedFinding } from '../engine';
import { identities } from '../identities';
import type { Edit, Fix, Refusal, Remedy } from '../model';
import { proveFix, type Proven } from '../rewrites';
import { remedyOf, suppressionsOf } from '../rules/remedies';
import type { Grammars } from '../shells/shell';
import { toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import type { FixReference, FixResult, SetUp } from './messages';

/** Turns fixes into proven edits, each once for a version of a document. */
export interface Fixes {
  /** What repairs a finding, without the fixes that were tried and could not be proven. */
  remedy(found: VersionedAnalysis, finding: LocatedFinding): Remedy;
  prove(found: VersionedAnalysis, finding: LocatedFinding, fix: Fix): Proven | Refusal;
}

/** @param grammar gives the grammars that the analyses needed */
export function provenFixes(grammar: Grammars): Fixes {
  // Keyed by the analysis itself, so that nothing outlives the version that it belongs to.
  const proofs = new WeakMap<VersionedAnalysis['analysis'], Map<string, Proven | Refusal>>();
  const proofsOf = ({ analysis }: VersionedAnalysis): Map<string, Proven | Refusal> => {
    const known = proofs.get(analysis) ?? new Map<string, Proven | Refusal>();
    proofs.set(analysis, known);
    return known;
  };
  const key = ({ rule, range }: LocatedFinding, { id }: Fix): string => `${rule} ${range.start} ${id}`;

  return {
    remedy(found, finding) {
      const known = proofsOf(found);
      const { fixes, refusals } = remediesOf(found, finding);
      const refused = fixes.flatMap((fix) => {
        const proof = known.get(key(finding, fix));
        return proof !== undefined && 'refused' in proof ? [{ fix, reason: proof.refused }] : [];
      });
      return {
        fixes: fixes.filter((fix) => !refused.some((each) => each.fix === fix)),
        refusals: [...refusals, ...refused.map(({ fix, reason }) => `${fix.title}: ${reason}`)],
      };
    },
    prove(found, finding, fix) {
      const known = proofsOf(found);
      const proof = known.get(key(finding, fix)) ?? proveFix(found.input, grammar, finding, fix);
      known.set(key(finding, fix), proof);
      return proof;
    },
  };
}

/** What repairs a finding, before anything is proven. */
export function remediesOf({ input }: VersionedAnalysis, finding: LocatedFinding): Remedy {
  return remedyOf(finding, finding.analysed?.context, input.settings);
}

/** Names a fix, so that a client can ask for it later. */
export function referenceTo(
  { document }: VersionedAnalysis,
  { rule, range }: LocatedFinding,
  { id }: Fix,
): FixReference {
  return { uri: document.uri, version: document.version, rule, start: range.start, fix: id };
}

/**
 * Finds the fix that a client names.
 *
 * @throws {ResponseError} if the document has changed since, or if there is no such fix
 */
export function fixNamed(
  found: VersionedAnalysis | undefined,
  { version, rule, start, fix: id }: FixReference,
): { readonly found: VersionedAnalysis; readonly finding: LocatedFinding; readonly fix: Fix } {
  const same = sameVersion(found, version);
  const finding = same.analysis.findings.find((each) => each.rule === rule && each.range.start === start);
  const fix =
    finding &&
    [...remediesOf(same, finding).fixes, ...suppressionsOf(finding, finding.script)].find(
      (each) => each.id === id,
    );
  if (finding === undefined || fix === undefined) {
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'There is no such fix here.');
  }
  return { found: same, finding, fix };
}

/** Takes an analysis, returns it if it is of that version. Throws a `ResponseError` for any other. */
export function sameVersion(found: VersionedAnalysis | undefined, version: number): VersionedAnalysis {
  if (found?.document.version === version) return found;
  throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed. Try again.');
}

/** Takes a proof, returns what a client is told of it. */
export function fixResult(proof: Proven | Refusal, document: TextDocument): FixResult {
  return 'refused' in proof ? proof : { edits: toTextEdits(document, proof.edits) };
}

/** Takes edits of a document, returns them as the editor takes them. */
export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: toRange(document, range), newText }));
}

/** What sets up what a fix signs in as; null if it changes nobody's identity. */
export function setUpOf({ input }: VersionedAnalysis, { analysed }: LocatedFinding, fix: Fix): SetUp | null {
  if (fix.identity === undefined || analysed === undefined) return null;
  const { context, signIn, script } = analysed;
  const { dialect } = script;
  return {
    text: identities[fix.identity].setUp({ ...context, tool: signIn.tool, dialect }, input.settings),
    dialect,
  };
}
