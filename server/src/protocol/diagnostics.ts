import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { extentOf, type Analysis, type LocatedFinding } from '../engine';
import type { Finding, Range } from '../model';
import { ruleUrl } from '../rules';

const severities: Readonly<Record<Finding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Takes an analysis and the document it read, returns its findings as the editor shows them. */
export function diagnosticsOf({ findings }: Analysis, document: TextDocument): Diagnostic[] {
  return findings.map((finding) => diagnosticOf(finding, document));
}

/** Takes a finding and the document that it is in, returns it as the editor shows it. */
export function diagnosticOf(
  { rule, severity, range, message, related }: Finding,
  document: TextDocument,
): Diagnostic {
  return {
    range: toRange(document, range),
    severity: severities[severity],
    source: 'azmfa',
    code: rule,
    codeDescription: { href: ruleUrl(rule) },
    message,
    ...(related.length > 0 && {
      relatedInformation: related.map((each) => ({
        location: { uri: document.uri, range: toRange(document, each.range) },
        message: each.message,
      })),
    }),
  };
}

/** The findings whose command, comment or step touches a range of the document. */
export function findingsAt({ findings }: Analysis, wanted: Range): readonly LocatedFinding[] {
  const touches = ({ start, end }: Range): boolean => start <= wanted.end && wanted.start <= end;
  // What is underlined may stand outside of the command, in a variable that it is given.
  return findings.filter((finding) => touches(finding.range) || touches(extentOf(finding)));
}

/** Takes offsets, returns the editor's positions (UTF-16). */
export function toRange(document: TextDocument, { start, end }: Range): Diagnostic['range'] {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
