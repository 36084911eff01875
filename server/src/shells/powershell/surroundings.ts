import type { Command, ExitStatus, Nesting, Operator, Range } from '../../model';
import type { Ancestor } from './reader';

/** What a command's place in the script says about it. */
export type Surroundings = Pick<Command, 'nesting' | 'statement' | 'operator' | 'exitStatus'>;

/** So far beyond a statement is looked for what asks whether it has succeeded. In UTF-16 code units. */
export const lookedBeyond = 400;

/** How a command runs the block that it is given, by its name in lower case; other blocks are functions. */
const blockRunners: Readonly<Record<string, Nesting>> = {
  'foreach-object': 'loop',
  foreach: 'loop',
  '%': 'loop',
  'where-object': 'condition',
  where: 'condition',
  '?': 'condition',
  'start-job': 'background',
  sajb: 'background',
  'start-threadjob': 'background',
  'measure-command': 'group',
};

/**
 * Says what surrounds a command.
 *
 * @param command the command's range
 * @param above the nodes that the command's own node stands in
 * @param commentAt gives where the comment starts that holds an offset, or undefined if none does
 */
export function surroundingsOf(
  text: string,
  command: Range,
  above: readonly Ancestor[],
  commentAt: (offset: number) => number | undefined,
): Surroundings {
  const guarded = guardedBlock(text, command, above);
  const nesting = above.flatMap((node, i): readonly Nesting[] =>
    node === guarded ? [] : nestingOf(text, node, above[i - 1]),
  );
  return {
    nesting,
    statement: statementOf(command, above),
    operator: guarded === undefined ? operatorBefore(text, command.start, commentAt) : '&&',
    exitStatus: exitStatusOf(text, command, above, nesting),
  };
}

function nestingOf(text: string, node: Ancestor, parent: Ancestor | undefined): readonly Nesting[] {
  switch (node.type) {
    case 'statement':
    case 'list':
    case 'command':
    case 'comment':
      return [];
    case 'assignment':
      return ['substitution'];
    case 'function': {
      if (parent?.type !== 'command') return [node.type];
      const [name] = parent.elements;
      if (name === undefined || name.start === node.start) return ['group'];
      const known = text.slice(name.start, Math.min(name.end, name.start + 20)).toLowerCase();
      return [(Object.hasOwn(blockRunners, known) ? blockRunners[known] : undefined) ?? node.type];
    }
    default:
      return [node.type];
  }
}

const guard = /^if\s*\(\s*(?:\$\?|\$(?:global:)?LASTEXITCODE\s+-eq\s+0)\s*\)\s*\{\s*$/i;

/**
 * The block of an `if ($?) { … }` or `if ($LASTEXITCODE -eq 0) { … }` that holds a command and nothing else: that
 * is how `&&` is written where a PowerShell before 7 has to understand it.
 */
function guardedBlock(text: string, command: Range, above: readonly Ancestor[]): Ancestor | undefined {
  const [condition, block, statement] = above.slice(-3);
  if (condition?.type !== 'statement' || block?.type !== 'branch' || statement?.type !== 'statement') {
    return undefined;
  }
  const isAlone =
    command.start - condition.start < 100 &&
    guard.test(text.slice(condition.start, command.start)) &&
    /^\s*\}$/.test(text.slice(command.end, block.end)) &&
    condition.end === block.end;
  return isAlone ? block : undefined;
}

/** The statement that holds a command: grows as long as what is around is part of one statement. */
function statementOf(command: Range, above: readonly Ancestor[]): Range {
  let statement: Range = { start: command.start, end: command.end };
  for (const { type, start, end } of above.toReversed()) {
    if (type === 'branch' || type === 'loop' || type === 'function' || type === 'group') break;
    statement = { start: Math.min(start, statement.start), end: Math.max(end, statement.end) };
  }
  return statement;
}

/** The operator in front of a command, whatever comments and line ends stand between. */
function operatorBefore(
  text: string,
  start: number,
  commentAt: (offset: number) => number | undefined,
): Operator | undefined {
  let at = start;
  for (;;) {
    const c = text.charAt(at - 1);
    if (c === '>' && text[at - 2] === '#') {
      const comment = commentAt(at - 1);
      if (comment === undefined) return undefined;
      at = comment;
    } else if (c === '\n' || c === '\r') {
      at--;
      const line = text.lastIndexOf('\n', at - 1) + 1;
      if (at > line && text.slice(line, at).includes('#')) at = commentAt(at - 1) ?? at;
    } else if (c !== '' && (/\s/.test(c) || (c === '`' && /[\r\n]/.test(text.charAt(at))))) at--;
    else break;
  }
  const two = text.slice(Math.max(0, at - 2), at);
  if (two === '&&' || two === '||') return two;
  return text[at - 1] === '|' ? '|' : undefined;
}

/** What becomes of the success of a command. */
function exitStatusOf(
  text: string,
  command: Range,
  above: readonly Ancestor[],
  nesting: readonly Nesting[],
): ExitStatus {
  const isInner = nesting.includes('condition') || nesting.includes('negation');
  if (isInner || isLeftOfOperator(text, command, above)) return 'tested';
  const { end } = statementOf(command, above);
  const next = /^[\s;]*([^;\r\n]*)/.exec(text.slice(end, end + lookedBeyond))?.[1] ?? '';
  if (/\$\?|\$(?:\w+:)?LASTEXITCODE\b/i.test(next)) {
    return /^(?:exit|return)\b/i.test(next) ? 'returned' : 'asked';
  }
  const isLast = /^[\s;]*(?:\}|$)/.test(text.slice(end, end + lookedBeyond));
  if (!isLast) return 'unused';
  return nesting.includes('loop') ? 'repeated' : 'returned';
}

/** So much may stand between the end of a command and that of the block which it is the last one of. */
const longestEnd = 200;

/** Says whether a command, or what it is the last one of, stands to the left of `&&` or `||`. */
function isLeftOfOperator(text: string, command: Range, above: readonly Ancestor[]): boolean {
  let { end } = command;
  for (const node of above.toReversed()) {
    if (node.type === 'list') {
      const behind = text.slice(end, Math.min(node.end, end + longestEnd));
      if (/^(?:\s|`\r?\n|<#[^#]*#>|#[^\r\n]*[\r\n])*(?:&&|\|\|)/.test(behind)) return true;
    }
    const isLast = node.end - end < longestEnd && /^[\s;)}]*$/.test(text.slice(end, node.end));
    if (node.type !== 'pipeline' && !isLast) return false;
    ({ end } = node);
  }
  return false;
}
