import { MarkupKind, type Hover } from 'vscode-languageserver';
import type { LocatedFinding } from '../engine';
import { explain, explainStep } from '../reports/explain';
import { toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import type { Fixes } from './fixes';

/** Explains the sign-in at an offset, or what is found at a step of the document; null where nothing stands. */
export function hoverAt(versioned: VersionedAnalysis, offset: number, fixes: Fixes): Hover | null {
  const { document, analysis } = versioned;
  const found = analysis.signIns.find(({ script, signIn }) => {
    const range = script.map.toDocument(signIn.command.range);
    return offset >= range.start && offset <= range.end;
  });
  if (found === undefined) return stepHoverAt(versioned, offset, fixes);
  const { signIn, context, findings, script } = found;
  const value = explain({
    signIn,
    context,
    findings,
    refusals: refusalsOf(
      versioned,
      analysis.findings.filter(({ analysed }) => analysed === found),
      fixes,
    ),
  });
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: toRange(document, script.map.toDocument(signIn.command.range)),
  };
}

function stepHoverAt(versioned: VersionedAnalysis, offset: number, fixes: Fixes): Hover | null {
  const { document, analysis } = versioned;
  const findings = analysis.findings.filter(
    ({ step, range }) => step !== undefined && offset >= range.start && offset <= range.end,
  );
  const [first] = findings;
  if (first === undefined) return null;
  const value = explainStep({ findings, refusals: refusalsOf(versioned, findings, fixes) });
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(document, first.range) };
}

/** Why there is no automatic fix, for each finding that has none. */
function refusalsOf(
  versioned: VersionedAnalysis,
  findings: readonly LocatedFinding[],
  fixes: Fixes,
): readonly string[] {
  return findings
    .map((finding) => fixes.remedy(versioned, finding))
    .filter((remedy) => remedy.fixes.length === 0)
    .flatMap(({ refusals }) => refusals);
}
