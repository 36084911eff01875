import type { Finding, Range } from '../model';
import {
  locator,
  severities,
  signInRange,
  type CheckedDocument,
  type Location,
  type ReadError,
} from './model';
import { principalOf } from './principal';
import { printable } from './printable';
import { secretMasker } from './secrets';

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

/** Writes the findings with the lines they stand on, and a summary. Secrets on those lines are masked. */
export function textReport(
  checked: readonly CheckedDocument[],
  errors: readonly ReadError[],
  paint: Paint,
): string {
  const blocks = checked.flatMap((each) => {
    const { document, analysis } = each;
    const locate = locator(document.text);
    const masked = secretMasker(each);
    return analysis.findings.map((finding) => {
      const location = locate(finding.range);
      const head = [
        paint.bold(placeOf(document.path, location)),
        paint.severity(finding.severity, finding.severity),
        printable(finding.message),
        paint.dim(finding.rule),
      ];
      return [head.join(' '), ...frame(document.text, finding, location, masked, paint)].join('\n');
    });
  });
  return `${[...blocks, summary(checked, errors)].join('\n\n')}\n`;
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
      const principal = principalOf(signIn);
      const flows = signIn.flow === 'unknown' ? ` (${signIn.possibleFlows.join(' or ')})` : '';
      const details = [
        `${signIn.flow}${flows}`,
        ...(principal === null ? [] : [`as ${printable(principal)}`]),
        ...(context.attended === 'unknown' ? [] : [context.attended]),
        ...(signIn.confidence === 'certain' ? [] : [signIn.confidence]),
      ];
      const rules = findings.map(({ rule }) => rule).join(', ');
      return [
        paint.bold(placeOf(document.path, locate(signInRange(analysed)))),
        `${signIn.tool}: ${details.join(', ')}`,
        ...(rules === '' ? [] : [paint.dim(`[${rules}]`)]),
      ].join(' ');
    });
  });
  return `${[...lines, summary(checked, errors)].join('\n')}\n`;
}

/** Writes a line for everything that could not be read. */
export function errorText(errors: readonly ReadError[]): string {
  return errors.map(({ path, message }) => `${shownPath(path)}: ${printable(message)}\n`).join('');
}

function placeOf(path: string, { line, column }: Location): string {
  return `${shownPath(path)}:${line}:${column}`;
}

/** A path at the beginning of a line, where GitHub Actions would take `::` for a command of the workflow. */
function shownPath(path: string): string {
  return printable(path).replace(/^(?=\s*::)/, './');
}

function summary(checked: readonly CheckedDocument[], errors: readonly ReadError[]): string {
  const signIns = checked.reduce((sum, { analysis }) => sum + analysis.signIns.length, 0);
  const findings = checked.flatMap(({ analysis }) => analysis.findings);
  const counts = severities
    .map(
      (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) =>
      severity === 'information' ? `${count} information` : counted(count, severity),
    );
  const found = counts.length === 0 ? 'nothing to report' : counts.join(', ');
  const unread = errors.length === 0 ? '' : ` ${errors.length} could not be read.`;
  return `${counted(checked.length, 'file')}, ${counted(signIns, 'sign-in')}: ${found}.${unread}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The line that a finding starts on, and what is underlined in it. */
function frame(
  text: string,
  { range, severity }: Finding,
  { line, column }: Location,
  masked: (part: Range) => string,
  paint: Paint,
): string[] {
  const start = range.start - (column - 1);
  const newline = text.slice(range.start, range.start + frameWidth).indexOf('\n');
  const end = newline < 0 ? Math.min(text.length, range.start + frameWidth) : range.start + newline;
  const from = Math.max(start, Math.min(range.start - 40, end - frameWidth));
  const to = Math.min(end, from + frameWidth);
  const shown = printable(masked({ start: from, end: to }).replaceAll('\t', ' ').replace(/\r$/, ''));
  const cut = from > start ? '…' : '';
  const underlined = Math.max(1, Math.min(range.end, to) - range.start);
  const gutter = ' '.repeat(String(line).length);
  const indent = ' '.repeat(cut.length + range.start - from);
  return [
    `${paint.dim(`${line} |`)} ${cut}${shown}${/[^\r\n]/.test(text.charAt(to)) ? '…' : ''}`,
    `${paint.dim(`${gutter} |`)} ${indent}${paint.severity(severity, '~'.repeat(underlined))}`,
  ];
}
