import { option } from '../signIns/option';
import type { AnalysedSignIn } from '../engine';
import { locator, signInRange, type CheckedDocument, type ReadError } from './model';

/**
 * Writes the JSON report, version 1. Within a version keys are only ever added; every place is 1-based and
 * counts columns in UTF-16 code units.
 *
 * @param findings whether to list the findings with their messages, as `check` does
 */
export function jsonReport(
  checked: readonly CheckedDocument[],
  errors: readonly ReadError[],
  findings: boolean,
): string {
  const report = {
    version: 1,
    signIns: checked.flatMap(({ document, analysis }) => {
      const locate = locator(document.text);
      return analysis.signIns.map((analysed) => ({
        path: document.path,
        ...locate(signInRange(analysed)),
        tool: analysed.signIn.tool,
        flow: analysed.signIn.flow,
        possibleFlows: analysed.signIn.possibleFlows,
        tenant: option(analysed.signIn, 'tenant') !== undefined,
        dialect: analysed.script.dialect,
        host: analysed.context.host,
        attended: analysed.context.attended,
        principal: principalOf(analysed),
        confidence: analysed.signIn.confidence,
        findings: analysed.findings.map(({ rule }) => rule),
      }));
    }),
    ...(findings && {
      findings: checked.flatMap(({ document, analysis }) => {
        const locate = locator(document.text);
        return analysis.findings.map(({ rule, severity, confidence, range, message }) => ({
          path: document.path,
          ...locate(range),
          rule,
          severity,
          confidence,
          message,
        }));
      }),
    }),
    errors,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Who signs in, as the script says it: never a secret. */
function principalOf({ signIn }: AnalysedSignIn): string | null {
  const name =
    signIn.flow === 'managed-identity'
      ? (option(signIn, 'client-id') ?? option(signIn, 'object-id') ?? option(signIn, 'resource-id'))
      : option(signIn, 'username');
  const value = name?.value;
  if (value === undefined) return null;
  return value.value.kind === 'known' ? value.value.text : value.source;
}
