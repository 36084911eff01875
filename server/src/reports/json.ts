import { option } from '../signIns/option';
import { locator, signInRange, type CheckedDocument, type ReadError } from './model';
import { principalOf } from './principal';

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
        principal: principalOf(analysed.signIn),
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
  return `${inert(JSON.stringify(report, undefined, 2))}\n`;
}

/** Takes JSON, returns the same data without characters and commands that a terminal or a CI log obeys. */
function inert(json: string): string {
  return json
    .replace(
      /[\x7f-\x9f\p{Bidi_Control}\u2028\u2029]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll('##', '#\\u0023');
}
