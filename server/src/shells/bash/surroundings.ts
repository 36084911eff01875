import type { Command, ExitStatus, Nesting, Operator, Range } from '../../model';
import type { Ancestor } from './paths';
import { hereDocumentsOf } from './hereDocuments';
import { lineEnd } from '../../lines';
import { skipBlanks } from './blanks';

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
 * @param command the command's range and redirections
 * @param above the nodes that the command's own node stands in
 * @param node the command's own node; undefined for text that the tree has none for
 * @param commentAt gives the comment that holds an offset, or undefined if none does
 */
export function surroundingsOf(
  text: string,
  command: Pick<Command, 'range' | 'redirections'>,
  above: readonly Ancestor[],
  node: Ancestor | undefined,
  commentAt: (offset: number) => Range | undefined,
): Surroundings {
  return {
    nesting: nestingOf(text, above, node),
    statement: statementOf(command.range, above),
    operator: operatorBefore(text, command.range.start, commentAt),
    exitStatus: exitStatusOf(text, command, above),
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

/** Further back no operator is looked for. */
const longestGap = 2_000;

/** The list or pipeline operator in front of a command, whatever comments and line ends stand between. */
function operatorBefore(
  text: string,
  start: number,
  commentAt: (offset: number) => Range | undefined,
): Operator | undefined {
  let at = start;
  while (start - at < longestGap) {
    const c = text[at - 1];
    if (c === ' ' || c === '\t' || c === '\r') at--;
    else if (c === '!' && /[ \t]/.test(text.charAt(at))) at--;
    else if (c === '\n') {
      at = text[at - 2] === '\\' ? at - 2 : text.slice(at - 3, at - 1) === '\\\r' ? at - 3 : at - 1;
      const line = text.lastIndexOf('\n', at - 1) + 1;
      if (at > line && text.slice(line, at).includes('#')) at = commentAt(at - 1)?.start ?? at;
    } else break;
  }
  const [two, one] = [text.slice(Math.max(0, at - 2), at), text[at - 1]];
  if (two === '&&' || two === '||' || two === '|&') return two;
  return one === '|' ? one : undefined;
}

/** A word or sign that ends a block of commands. */
const blockEnd = /;;|;&|(?:else|elif|fi|done|esac)(?![\w-])|[})`]|$/y;

/** Says whether nothing but separators and comments stands between `end` and the end of a block or script. */
function isLastInBlock(text: string, end: number, hereDocuments: Range | undefined): boolean {
  blockEnd.lastIndex = skipSeparators(text, end, hereDocuments);
  return blockEnd.test(text);
}

/**
 * The offset of what comes after separators of statements, blanks and comments; `;;` is no separator.
 *
 * @param hereDocuments text in between that is no part of the commands there
 */
export function skipSeparators(text: string, start: number, hereDocuments: Range | undefined): number {
  let i = start;
  for (;;) {
    const c = text[i];
    if (i === hereDocuments?.start && hereDocuments.end > i) i = hereDocuments.end;
    else if (c === ' ' || c === '\t' || c === '\r' || c === '\n') i++;
    else if (c === ';' && text[i + 1] !== ';' && text[i + 1] !== '&') i++;
    else if (c === '\\' && text[i + 1] === '\n') i += 2;
    else if (c === '\\' && text[i + 1] === '\r' && text[i + 2] === '\n') i += 3;
    else if (c === '#') i = lineEnd(text, i);
    else return i;
  }
}

/** What becomes of the exit status of a command. */
function exitStatusOf(
  text: string,
  command: Pick<Command, 'range' | 'redirections'>,
  above: readonly Ancestor[],
): ExitStatus {
  const hereDocuments = hereDocumentsOf(text, command);
  let { end } = command.range;
  let returned: ExitStatus = 'returned';
  // Outwards as long as the status of the command is that of what it stands in.
  for (let i = above.length - 1; i >= 0; i--) {
    const node = above[i];
    if (node === undefined) break;
    const follows = operatorAfter(text, end);
    if (follows === '&&' || follows === '||' || tests(node)) return 'tested';
    if (follows === '&' || node.type === 'function_definition') return returned;
    if (node.type === 'ERROR') return 'unused';
    if (blockTypes.has(node.type) && !isClause(above[i + 1])) {
      if (!isLastInBlock(text, end, hereDocuments)) {
        const asked = whoAsks(text, end, hereDocuments);
        return asked === 'asked' && isTested(text, above.slice(0, i + 1)) ? 'tested' : asked;
      }
      if (node.type === 'do_group') returned = 'repeated';
      if (returningTypes.has(node.type)) return returned;
    }
    end = Math.max(end, node.end);
  }
  const follows = operatorAfter(text, end);
  if (follows === '&&' || follows === '||') return 'tested';
  if (follows === '&' || isLastInBlock(text, end, hereDocuments)) return returned;
  return whoAsks(text, end, hereDocuments);
}

/** Nodes that end with a status of their own. */
const returningTypes: ReadonlySet<string> = new Set([
  'subshell',
  'command_substitution',
  'process_substitution',
]);

/** Nodes that hold statements one after the other. */
const blockTypes: ReadonlySet<string> = new Set([
  ...returningTypes,
  'if_statement',
  'elif_clause',
  'else_clause',
  'case_item',
  'do_group',
  'compound_statement',
]);

/** Says whether a node is part of a compound command that it ends with. */
function isClause(node: Ancestor | undefined): boolean {
  return node?.type === 'elif_clause' || node?.type === 'else_clause' || node?.type === 'do_group';
}

/** Says whether a node looks at the status of what the path goes on into. */
function tests({ type, condition }: Ancestor): boolean {
  return type === 'negated_command' || (condition && type !== 'ERROR');
}

/** Says whether something looks at the status of one of these nodes, so that `set -e` is off inside; not beyond a function. */
function isTested(text: string, above: readonly Ancestor[]): boolean {
  for (const node of above.toReversed()) {
    if (node.type === 'function_definition') return false;
    const follows = operatorAfter(text, node.end);
    if (tests(node) || follows === '&&' || follows === '||') return true;
  }
  return false;
}

/** What the statement after `end` does with the status of what ends there. */
function whoAsks(
  text: string,
  end: number,
  hereDocuments: Range | undefined,
): 'asked' | 'returned' | 'unused' {
  const at = skipSeparators(text, end, hereDocuments);
  const [statement = ''] = /^[^;&|]*/.exec(text.slice(at, lineEnd(text, at))) ?? [];
  if (/^(?:return|exit)[ \t]*(?:"?\$\?"?[ \t]*)?(?:[#}]|$)/.test(statement)) return 'returned';
  return /\$\?|\$\{\?\}|PIPESTATUS|pipestatus/.test(statement) ? 'asked' : 'unused';
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
