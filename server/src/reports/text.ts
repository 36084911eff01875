import type { Finding } from '../model';
import { option } from '../signIns/option';
import { locator, severities, signInRange, type CheckedDocument, type ReadError } from './model';
import { printable } from './printable';

/** Colours text for a terminal, or does nothing. */
export interface Paint {
  severity(severity: Finding['severity'], text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

export const plain: Paint = { severity: (_, text) => text, dim: (text) => text, bold: (text) => text };

const code = { error: '31;1', warning: '33;1', information: '36;1', hint: '2' } as const;
export const coloured: Paint = {
  severity: (severity, text) => `\x1b[${code[severity]}m${text}\x1b[0m`,
  dim: (text) => `\x1b[2m${text}\x1b[0m`,
  bold: (text) => `\x1b[1m${text}\x1b[0m`,
};

/** Longer lines are cut in a code frame, around what is underlined. */
const frameWidth = 160;

/** Writes the findings with the lines they stand on, and a summary. Literal secrets on those lines are masked. */
export function textReport(
  checked: readonly CheckedDocument[],
  errors: readonly ReadError[],
  paint: Paint,
): string {
  const blocks = checked.flatMap(({ document, analysis }) => {
    const locate = locator(document.text);
    const secrets = secretRanges(analysis);
    return analysis.findings.map((finding) => {
      const { line, column } = locate(finding.range);
      const place = paint.bold(`${printable(document.path)}:${line}:${column}`);
      const head = `${place} ${paint.severity(finding.severity, finding.severity)} ${printable(finding.message)} ${paint.dim(finding.rule)}`;
      return [head, ...frame(document.text, finding, line, secrets, paint)].join('\n');
    });
  });
  return `${[...blocks, ...errorLines(errors), summary(checked)].join('\n\n')}\n`;
}

/** Writes a line for every sign-in, healthy ones too. */
export function inventoryText(
  checked: readonly CheckedDocument[],
  errors: readonly ReadError[],
  paint: Paint,
): string {
  const lines = checked.flatMap(({ document, analysis }) => {
    const locate = locator(document.text);
    return analysis.signIns.map((analysed) => {
      const { signIn, context, findings } = analysed;
      const { line, column } = locate(signInRange(analysed));
      const principal = option(signIn, 'username')?.value?.source;
      const rules = findings.map(({ rule }) => rule).join(', ');
      return [
        paint.bold(`${printable(document.path)}:${line}:${column}`),
        `${signIn.tool} (${signIn.flow}, ${signIn.confidence}, ${context.attended})`,
        ...(principal === undefined ? [] : [`as ${printable(principal)}`]),
        ...(rules === '' ? [] : [paint.dim(rules)]),
      ].join(' ');
    });
  });
  return `${[...lines, ...errorLines(errors), summary(checked)].join('\n')}\n`;
}

function errorLines(errors: readonly ReadError[]): string[] {
  return errors.map(({ path, message }) => `${printable(path)}: ${printable(message)}`);
}

function summary(checked: readonly CheckedDocument[]): string {
  const signIns = checked.reduce((sum, { analysis }) => sum + analysis.signIns.length, 0);
  const findings = checked.flatMap(({ analysis }) => analysis.findings);
  const counts = severities
    .map(
      (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}${count > 1 && severity !== 'information' ? 's' : ''}`);
  const found = counts.length === 0 ? 'nothing to report' : counts.join(', ');
  const files = checked.length === 1 ? '1 file' : `${checked.length} files`;
  return `${files}, ${signIns === 1 ? '1 sign-in' : `${signIns} sign-ins`}: ${found}.`;
}

/** The values of secret options that stand in the document as literals. */
function secretRanges({
  signIns,
  findings,
}: CheckedDocument['analysis']): readonly { start: number; end: number }[] {
  const given = signIns.flatMap(({ script, signIn }) =>
    signIn.options
      .filter(({ name, value }) => (name === 'password' || name === 'federated-token') && value !== undefined)
      .flatMap(({ value }) =>
        value?.value.kind === 'unknown' || value === undefined ? [] : [script.map.toDocument(value.range)],
      ),
  );
  return [...given, ...findings.filter(({ rule }) => rule === 'literal-secret').map(({ range }) => range)];
}

function frame(
  text: string,
  { range, severity }: Finding,
  line: number,
  secrets: readonly { start: number; end: number }[],
  paint: Paint,
): string[] {
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const from = Math.max(start, Math.min(range.start - 40, end - frameWidth));
  const to = Math.min(end, from + frameWidth);
  let shown = '';
  for (let i = from; i < to; i++) {
    shown += secrets.some((secret) => i >= secret.start && i < secret.end) ? '*' : text.charAt(i);
  }
  const underlined = Math.max(1, Math.min(range.end, to) - range.start);
  const gutter = ' '.repeat(String(line).length);
  // Tabs stay in the indentation of the underline, so that it stands below what it means.
  const indent = printable(shown.slice(0, range.start - from).replaceAll('\t', ' ')).replace(/[^ ]/g, ' ');
  return [
    `${paint.dim(`${line} |`)} ${printable(shown.replaceAll('\t', ' ').replace(/\r$/, ''))}`,
    `${paint.dim(`${gutter} |`)} ${indent}${paint.severity(severity, '~'.repeat(underlined))}`,
  ];
}
