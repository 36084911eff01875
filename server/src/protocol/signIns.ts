import { principalOf } from '../reports/principal';
import { toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import type { SignInItem } from './messages';

/** Takes an analysis, returns its sign-ins in source order as the client lists them. */
export function signInItems({ document, analysis }: VersionedAnalysis): readonly SignInItem[] {
  return analysis.signIns.map(({ script, signIn, findings }) => ({
    range: toRange(document, script.map.toDocument(signIn.command.range)),
    tool: signIn.tool,
    flow: signIn.flow,
    principal: principalOf(signIn),
    findings: findings.map(({ rule }) => rule),
  }));
}
