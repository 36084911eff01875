import { MarkupKind, type Hover } from 'vscode-languageserver';
import { explain } from '../reports/explain';
import { toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import type { Fixes } from './fixes';

/** Explains the sign-in at an offset; null where none stands. */
export function hoverAt(versioned: VersionedAnalysis, offset: number, fixes: Fixes): Hover | null {
  const { document, analysis } = versioned;
  const found = analysis.signIns.find(({ script, signIn }) => {
    const range = script.map.toDocument(signIn.command.range);
    return offset >= range.start && offset <= range.end;
  });
  if (found === undefined) return null;
  const { signIn, context, findings, script } = found;
  const remedies = analysis.findings
    .filter(({ analysed }) => analysed === found)
    .map((finding) => fixes.remedy(versioned, finding));
  const value = explain({
    signIn,
    context,
    findings,
    refusals: remedies.filter((each) => each.fixes.length === 0).flatMap((each) => each.refusals),
  });
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: toRange(document, script.map.toDocument(signIn.command.range)),
  };
}
