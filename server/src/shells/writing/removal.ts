import type { Command, Edit, Refusal } from '../../model';
import { lineEnd, lineStart } from '../../lines';

/** What may stand around a command in its statement and goes with it, in one shell's syntax. */
export interface RemovalSyntax {
  /** Matches what stands before it, to its end: `$null = `. */
  readonly before: RegExp;
  /** Matches what stands behind it, to its end, and only asks whether it succeeded or drops its output: `|| exit 1`. */
  readonly after: RegExp;
  /** Matches, at the start of what stands behind it, what has the next command run if it succeeded. */
  readonly next: RegExp;
  /** Matches the start of a comment behind the statement. */
  readonly comment: RegExp;
}

const staysWhereItIs: Refusal = {
  refused: 'The sign-in is a part of a longer statement, which would not work without it.',
};

/**
 * Takes a command out of a script, with its statement if nothing else is in that.
 *
 * @returns the edit, or why the command cannot go
 */
export function writeRemoval(
  text: string,
  { range, statement, nesting, exitStatus }: Command,
  syntax: RemovalSyntax,
): readonly Edit[] | Refusal {
  if (nesting.some((kind) => kind !== 'pipeline')) {
    return { refused: 'The sign-in stands in a loop, a function or behind a condition.' };
  }
  if (exitStatus === 'asked') return { refused: 'What follows asks whether the sign-in has succeeded.' };
  const before = text.slice(statement.start, range.start);
  const after = text.slice(range.end, statement.end);
  if (!syntax.before.test(before)) return staysWhereItIs;
  const next = syntax.next.exec(after)?.[0];
  if (next !== undefined && !after.includes('||')) {
    return [{ range: { start: statement.start, end: range.end + next.length }, newText: '' }];
  }
  if (!syntax.after.test(after)) return staysWhereItIs;
  return [{ range: withItsLines(text, statement.start, statement.end, syntax.comment), newText: '' }];
}

/** A statement, with its lines if nothing else stands on them; a comment behind it stays. */
function withItsLines(
  text: string,
  start: number,
  end: number,
  comment: RegExp,
): { readonly start: number; readonly end: number } {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const rest = text.slice(end, to);
  if (text.slice(from, start).trim() !== '') return { start, end };
  const separator = /^[ \t]*;?[ \t]*/.exec(rest)?.[0].length ?? 0;
  if (separator === rest.length) {
    const breaks = text.startsWith('\r\n', to) ? 2 : text.startsWith('\n', to) ? 1 : 0;
    return { start: from, end: to + breaks };
  }
  return comment.test(rest.slice(separator)) || rest.trim().startsWith(';')
    ? { start, end: end + separator }
    : { start, end };
}
