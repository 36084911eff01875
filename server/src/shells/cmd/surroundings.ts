import type { Command, ExitStatus, Nesting, Range } from '../../model';
import { above, type ReadNode } from './reader';

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
