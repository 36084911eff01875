import type { DialectSubject } from './dialects';

/** What is measured; programs as paths of their JavaScript. */
export interface Subjects {
  /** Each with the path of its grammar's WebAssembly, without extension. */
  readonly dialects: readonly (DialectSubject & { readonly grammarPath: string })[];
  readonly server: string;
  readonly commandLine: string;
  /** A language server that does nothing but the bare parse: see baseline/server.ts. */
  readonly baselineServer: string;
  /** A process that only parses: see baseline/parse.ts. */
  readonly baselineParse: string;
  /** bash-language-server's main file, or why there is none on this machine. */
  readonly peer: { readonly module: string } | { readonly missing: string };
}

/** One kind of measurement, done. */
export interface Measurement {
  readonly title: string;
  readonly header: readonly string[];
  /** Cells as they are printed, as many as the header has. */
  readonly rows: readonly (readonly string[])[];
  readonly targets: readonly Target[];
  /** Every figure, for the JSON. */
  readonly figures: unknown;
}

/** What we have set ourselves. */
export interface Target {
  readonly text: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What many measurements of one thing come to, in milliseconds. */
export interface Summary {
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
}

/** Takes measurements in milliseconds, returns what they come to. */
export function summary(samples: readonly number[]): Summary {
  return { median: quantile(samples, 0.5), p95: quantile(samples, 0.95), samples: samples.length };
}

/**
 * Takes measurements of two things that were made in turn, returns how many times the first is the second: the
 * median over the turns, so that a machine which is slow for a while is slow for both.
 */
export function ratio(samples: readonly number[], baseline: readonly number[]): number {
  return quantile(
    samples.map((sample, turn) => sample / (baseline[turn] ?? NaN)),
    0.5,
  );
}

function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** `1.23 ms`, `123 ms`. */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** `1.23 ms (p95 2.34)`. */
export function shown({ median, p95 }: Summary): string {
  return `${milliseconds(median)} (p95 ${milliseconds(p95).replace(' ms', '')})`;
}

/** `1.5 ×`. */
export function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ×`;
}

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
