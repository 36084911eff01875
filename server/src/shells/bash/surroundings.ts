import type { Command, ExitStatus, Nesting, Operator, Range } from '../../model';
import type { Ancestor } from './paths';
import { lineEnd, skipBlanks } from './words';

/** What a command's place in the script says about it. */
export type Surroundings = Pick<Command, 'nesting' | 'statement' | 'operator' | 'exitStatus'>;

/** Nodes that a statement may consist of; the outermost of them below a container is the statement. */
const statementTypes = new Set([
  'command',
  'declaration_command',
  'test_command',
  'unset_command',
  'variable_assignment',
  'variable_assignments',
  'redirected_statement',
  'heredoc_redirect',
  'negated_command',
  'pipeline',
  'list',
]);

/** Compound commands that are the statement of what stands in their conditions. */
const compoundTypes = new Set(['if_statement', 'while_statement']);

/**
 * Says what surrounds a command.
 *
 * @param command the command's range, redirections included
 * @param above the nodes that the command's own node stands in
 * @param node the command's own node; undefined for text that the tree has none for
 * @param commentAt gives where the comment starts that holds an offset, or undefined if none does
 */
export function surroundingsOf(
  text: string,
  command: Range,
  above: readonly Ancestor[],
  node: Ancestor | undefined,
  commentAt: (offset: number) => number | undefined,
): Surroundings {
  return {
    nesting: nestingOf(text, above, node),
    statement: statementOf(command, above),
    operator: operatorBefore(text, command.start, commentAt),
    exitStatus: exitStatusOf(text, command.end, above),
  };
}

/** The construct that each ancestor puts a command into; most put it into none. */
function nestingOf(text: string, above: readonly Ancestor[], command: Ancestor | undefined): Nesting[] {
  const nesting: Nesting[] = [];
  for (const node of above) {
    const kind = nestingKind(node);
    if (kind !== undefined) nesting.push(kind);
  }
  const outermost = above.find((a) => statementTypes.has(a.type)) ?? command;
  if (outermost !== undefined && /^[ \t]*&(?![&>])/.test(text.slice(outermost.end, outermost.end + 40))) {
    nesting.push('background');
  }
  return nesting;
}

function nestingKind(node: Ancestor): Nesting | undefined {
  switch (node.type) {
    case 'if_statement':
    case 'elif_clause':
      return node.condition ? 'condition' : 'branch';
    case 'while_statement':
      return node.condition ? 'condition' : 'loop';
    case 'for_statement':
    case 'c_style_for_statement':
      return 'loop';
    case 'case_item':
    case 'else_clause':
      return 'branch';
    case 'function_definition':
      return 'function';
    case 'compound_statement':
      return 'group';
    case 'subshell':
      return 'subshell';
    case 'command_substitution':
    case 'process_substitution':
      return 'substitution';
    case 'pipeline':
      return 'pipeline';
    case 'negated_command':
      return 'negation';
    default:
      return undefined;
  }
}

/** The statement that holds a command: grows while the ancestors are parts of one statement. */
function statementOf(command: Range, above: readonly Ancestor[]): Range {
  let statement: Range = command;
  for (let i = above.length - 1; i >= 0; i--) {
    const node = above[i];
    if (node === undefined) break;
    if (statementTypes.has(node.type) || (compoundTypes.has(node.type) && node.condition)) {
      statement = { start: Math.min(node.start, statement.start), end: Math.max(node.end, statement.end) };
    } else if (!isTransparent(node)) break;
  }
  return statement;
}

/** Nodes inside a statement that hold a further command: a substitution and what it stands in. */
function isTransparent(node: Ancestor): boolean {
  return (
    node.type.endsWith('_substitution') ||
    node.type === 'string' ||
    node.type === 'concatenation' ||
    node.type === 'command_name' ||
    node.type === 'elif_clause' ||
    node.type.endsWith('_redirect') ||
    node.type === 'array' ||
    node.type === 'expansion' ||
    node.type === 'heredoc_body'
  );
}

/** The list or pipeline operator in front of a command, whatever comments and line ends stand between. */
function operatorBefore(
  text: string,
  start: number,
  commentAt: (offset: number) => number | undefined,
): Operator | undefined {
  let at = start;
  for (;;) {
    const c = text[at - 1];
    if (c === ' ' || c === '\t' || c === '\r') at--;
    else if (c === '!' && /[ \t]/.test(text.charAt(at))) at--;
    else if (c === '\n') {
      at = text[at - 2] === '\\' ? at - 2 : text.slice(at - 3, at - 1) === '\\\r' ? at - 3 : at - 1;
      const line = text.lastIndexOf('\n', at - 1) + 1;
      if (at > line && text.slice(line, at).includes('#')) at = commentAt(at - 1) ?? at;
    } else break;
  }
  const [two, one] = [text.slice(Math.max(0, at - 2), at), text[at - 1]];
  if (two === '&&' || two === '||' || two === '|&') return two;
  return one === '|' ? one : undefined;
}

/** A word or sign that ends a block of commands. */
const blockEnd = /;;|;&|(?:else|elif|fi|done|esac)(?![\w-])|[})`]|$/y;

/** Says whether nothing but separators and comments stands between `end` and the end of a block or script. */
function isLastInBlock(text: string, end: number): boolean {
  blockEnd.lastIndex = skipSeparators(text, end);
  return blockEnd.test(text);
}

/** The offset of what comes after separators of statements, blanks and comments; `;;` is no separator. */
export function skipSeparators(text: string, start: number): number {
  let i = start;
  for (;;) {
    const c = text[i];
    if (c === ' ' || c === '\t' || c === '\r' || c === '\n') i++;
    else if (c === ';' && text[i + 1] !== ';' && text[i + 1] !== '&') i++;
    else if (c === '\\' && text[i + 1] === '\n') i += 2;
    else if (c === '\\' && text[i + 1] === '\r' && text[i + 2] === '\n') i += 3;
    else if (c === '#') i = lineEnd(text, i);
    else return i;
  }
}

/** What becomes of the exit status of a command that ends at `end`. */
function exitStatusOf(text: string, end: number, above: readonly Ancestor[]): ExitStatus {
  const isLast = (): boolean => isLastInBlock(text, end);
  // A loop only passes on what its last turn came to.
  let returned: ExitStatus = 'returned';
  for (let i = above.length - 1; i >= 0; i--) {
    const node = above[i];
    if (node === undefined) break;
    const follows = operatorAfter(text, end);
    if (follows === '&&' || follows === '||') return 'tested';
    if (follows === '&') return returned;
    switch (node.type) {
      case 'negated_command':
        return 'tested';
      case 'function_definition':
        return returned;
      case 'subshell':
      case 'command_substitution':
      case 'process_substitution':
        return isLast() ? returned : 'unused';
      case 'if_statement':
      case 'elif_clause':
      case 'while_statement':
        if (node.condition) return 'tested';
        if (!isClause(above[i + 1]) && !isLast()) return 'unused';
        break;
      case 'do_group':
        if (!isLast()) return 'unused';
        returned = 'unused';
        break;
      case 'else_clause':
      case 'case_item':
      case 'compound_statement':
        if (!isLast()) return 'unused';
        break;
      case 'ERROR':
        return 'unused';
    }
    end = Math.max(end, node.end);
  }
  const follows = operatorAfter(text, end);
  if (follows === '&&' || follows === '||') return 'tested';
  return follows === '&' || isLast() ? returned : 'unused';
}

/** Says whether a node is a block of a compound command, which has looked at its own end. */
function isClause(node: Ancestor | undefined): boolean {
  return node?.type === 'elif_clause' || node?.type === 'else_clause' || node?.type === 'do_group';
}

const operator = /&&|\|\||\|&|\||&(?!>)/y;

/**
 * The operator that follows what ends at `end`, on the same line.
 *
 * @returns `&` where it runs in the background; undefined where a new statement or nothing follows
 */
export function operatorAfter(text: string, end: number): Operator | '&' | undefined {
  operator.lastIndex = skipBlanks(text, end);
  return operator.exec(text)?.[0] as Operator | '&' | undefined;
}
