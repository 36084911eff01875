import type { Command, ExitStatus, Nesting, Range } from '../../model';
import { above, type Outline, type ReadNode } from './reader';

/** What a command's place in the script says about it. */
export type Surroundings = Pick<Command, 'nesting' | 'statement' | 'operator' | 'exitStatus'>;

/** Says what surrounds a command. */
export function surroundingsOf(text: string, node: ReadNode): Surroundings {
  const outer = [...above(node)].reverse();
  const nesting = outer.map(({ type }) => type).filter(isNesting);
  const statement = statementOf(text, node);
  return {
    nesting,
    statement,
    operator: node.operator,
    exitStatus: exitStatusOf(text, node, statement, nesting),
  };
}

const partsOfStatements: ReadonlySet<string> = new Set(['statement', 'list', 'command', 'comment']);

function isNesting(type: ReadNode['type']): type is Nesting {
  return !partsOfStatements.has(type);
}

/** The statement that holds a command; grows to that around it, unless it has a line of its own in a block. */
function statementOf(text: string, node: ReadNode): Range {
  let { start, end } = node;
  for (const { type, start: outer, end: outerEnd } of above(node)) {
    const isBlock = type === 'branch' || type === 'loop' || type === 'group';
    if (isBlock && /\n[ \t,;=@]*$/.test(text.slice(Math.max(outer, start - 200), start))) break;
    start = Math.min(start, outer);
    end = Math.max(end, outerEnd);
  }
  return { start, end };
}

/** So far behind a statement is looked to tell what becomes of its success. In UTF-16 code units. */
export const lookedBeyond = 200;

const question = /^[\s)]*@?if\s+(?:\/i\s+)?(?:not\s+)?(?:errorlevel\b|["[]?[%!]errorlevel[%!])/i;

/** What becomes of the success of a command. */
function exitStatusOf(
  text: string,
  node: ReadNode,
  statement: Range,
  nesting: readonly Nesting[],
): ExitStatus {
  if (node.isTested) return 'tested';
  const next = text.slice(statement.end, statement.end + lookedBeyond);
  if (/^[\s)]*@?exit\s[^\n]*[%!]errorlevel[%!]/i.test(next)) return 'returned';
  if (question.test(next)) return 'asked';
  const isLast = /^[\s)]*(?:$|@?(?:exit(?:\s+\/b)?|goto\s*:?eof)\s*(?:\n|$))/i.test(next);
  if (!isLast) return 'unused';
  return nesting.includes('loop') ? 'repeated' : 'returned';
}

/** Commands that end a script, or do what its end does. */
const ends = /^(?:exit|endlocal|goto[ \t]*:?[ \t]*eof)\b/i;

/** No script has as many commands of that kind in a row, or on one line. */
const mostInRow = 50;

/**
 * The first command that never runs if a command does not come back: the rest of its line or block still does, and what
 * only ends the script is none. Undefined if the script ends there anyway, or if another cmd runs the command.
 */
export function cutOffBehind(text: string, node: ReadNode, outline: Outline): Range | undefined {
  if (node.isEscaped || [...above(node)].some(({ type }) => type === 'pipeline')) return undefined;
  let { end } = outermost(node);
  let isOnLine = true;
  for (let count = 0; count < mostInRow; count++) {
    const next = outline.commandAfter(end);
    if (next === undefined) return undefined;
    isOnLine &&= /^[ \t,;=]*&[^\n]*$/.test(text.slice(end, next.start));
    const name = ends.exec(text.slice(next.start, next.start + 100))?.[0].toLowerCase();
    if (!isOnLine && name === undefined) return { start: next.start, end: next.end };
    // A condition may decide that it does not end there.
    if (!isOnLine && name !== 'endlocal' && next.parent === undefined) return undefined;
    ({ end } = isOnLine ? outermost(next) : next);
  }
  return undefined;
}

/** The statement at the top of the script that holds a node. */
function outermost(node: ReadNode): ReadNode {
  return [...above(node)].at(-1) ?? node;
}
