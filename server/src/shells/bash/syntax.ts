import { Edit, type Node, type Parser, type Tree } from 'web-tree-sitter';
import type { Assignment, Command, Comment, Confidence, Nesting, Range } from '../../model';
import type { Grammar, Syntax, TextChange } from '../shell';
import { programIndex } from '../wrappers';
import { readSimpleCommand } from './words';

/** Deeper syntax than any script has; below it nothing is looked up, so that hostile nesting stays cheap. */
const maxDepth = 400;

/**
 * Shapes of text that the grammar needs quadratic time for, and far beyond what any script holds; measured:
 * 20,000 `<` take 1.6 s, 20,000 nested `a=(` over 8 s, other repetitions milliseconds.
 */
const tangled = /[<>]{4096}|(?:=\([^()\n]{0,20}){500}/;

/** More conditions than that in one `if` are not looked through. */
const longestCondition = 64;

/** At most so many commands that the grammar glued together are told apart. */
const longestGlued = 1000;

/** A node on the way from the root to an offset: plain data, so that nothing of the tree is kept. */
interface Ancestor {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly hasError: boolean;
  /** True if the path goes on into its condition: before the `then` of an `if`, the `do` of a `while`. */
  readonly condition: boolean;
}

/** Nodes whose text is one simple command. */
const commandTypes = new Set(['command', 'declaration_command', 'test_command', 'unset_command']);

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

const textTypes = new Set(['string', 'raw_string', 'ansi_c_string', 'heredoc_body', 'heredoc_content']);

/** Opens a script in a shell of the POSIX family. */
export function openSyntax(grammar: Grammar): Syntax {
  const parser: Parser = grammar.createParser();
  let tree: Tree | undefined;
  let text = '';
  let gaveUp = false;

  const dropTree = (): void => {
    tree?.delete();
    tree = undefined;
  };

  function* parseFrom(newText: string, old: Tree | null, pause: () => boolean): Generator<void, Tree> {
    const options = { progressCallback: pause };
    parser.reset();
    for (;;) {
      const parsed = parser.parse(newText, old, options);
      if (parsed !== null) return parsed;
      yield;
    }
  }

  function* parse(newText: string, pause: () => boolean): Generator<void, void> {
    text = newText;
    gaveUp = tangled.test(newText);
    if (gaveUp) {
      dropTree();
      return;
    }
    // A tree with an error may depend on how the text was typed; from scratch it depends on the text alone.
    const old = tree !== undefined && !tree.rootNode.hasError ? tree : null;
    let parsed = yield* parseFrom(newText, old, pause);
    if (old !== null && parsed.rootNode.hasError) {
      parsed.delete();
      parsed = yield* parseFrom(newText, null, pause);
    }
    dropTree();
    tree = parsed;
  }

  const pathsTo = (offsets: readonly number[]): { offset: number; path: readonly Ancestor[] }[] => {
    const root = tree?.rootNode;
    return root === undefined ? [] : offsets.map((offset) => ({ offset, path: pathTo(root, offset) }));
  };
  const every = (types: ReadonlySet<string>): { offset: number; path: readonly Ancestor[] }[] => {
    const offsets = tree === undefined ? [] : [...startsOf(tree, types)];
    return pathsTo(offsets);
  };

  /** The commands at the offsets, or every one: each is read once, from the offset where its node starts. */
  const readAt = (paths: Iterable<{ offset: number; path: readonly Ancestor[] }>): readonly Command[] => {
    const found = new Map<number, Command>();
    for (const { offset, path } of paths) {
      const at = commandStart(text, path, offset);
      if (at === undefined || offset < (found.get(at.start)?.range.end ?? 0)) continue;
      const start = reaching(text, at.start, offset);
      if (start === undefined || found.has(start)) continue;
      const command = readCommand(text, path, start, at.depth, at.confidence);
      if (command !== undefined) found.set(start, command);
    }
    return [...found.values()].sort((a, b) => a.range.start - b.range.start);
  };

  return {
    get broken() {
      return tree?.rootNode.hasError ?? false;
    },
    changed(change: TextChange) {
      tree?.edit(toEdit(change));
    },
    parse,
    commandsAt: (offsets) => readAt(pathsTo(offsets)),
    commands: () => readAt(every(commandTypes)),
    commentsAt: (offsets) => commentsOn(text, pathsTo(offsets)),
    comments: () => commentsOn(text, every(new Set(['comment']))),
    commentedCommandsAt(offsets) {
      const found = new Map<number, { comment: Comment; command: Command }>();
      for (const { offset, path } of pathsTo(offsets)) {
        const leaf = path.at(-1);
        if (leaf?.type !== 'comment') continue;
        const commented = commentedCommand(text, commentOf(text, leaf), offset);
        if (commented !== undefined) found.set(commented.command.range.start, commented);
      }
      return [...found.values()].sort((a, b) => a.command.range.start - b.command.range.start);
    },
    get gaveUp() {
      return gaveUp;
    },
    assignmentsAt(offsets) {
      const found = new Map<number, Assignment>();
      for (const { path } of pathsTo(offsets)) {
        const node = path.findLast(({ type }) => type === 'variable_assignment');
        const read = node && readSimpleCommand(text, node.start, false).assignments[0];
        if (node !== undefined && read !== undefined) found.set(node.start, read);
      }
      return [...found.values()].sort((a, b) => a.range.start - b.range.start);
    },
    dispose() {
      dropTree();
      parser.delete();
    },
  };
}

/** The nodes from below the root to the leaf that holds the offset. */
function pathTo(root: Node, offset: number): readonly Ancestor[] {
  const path: Ancestor[] = [];
  let child: Node | undefined;
  let node: Node | null = root.descendantForIndex(offset);
  while (node !== null && path.length < maxDepth && node.id !== root.id) {
    path.push({
      type: node.type,
      start: node.startIndex,
      end: node.endIndex,
      hasError: node.hasError,
      condition: child !== undefined && holdsAsCondition(node, child),
    });
    child = node;
    node = node.parent;
  }
  return path.reverse();
}

/** Says whether a child stands before the `then` or `do` of its parent. */
function holdsAsCondition(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'while_statement':
      return child.type !== 'do_group';
    case 'if_statement':
    case 'elif_clause':
      for (let i = 1; i < longestCondition; i++) {
        const sibling = parent.child(i);
        if (sibling === null || sibling.type === 'then') return child.startIndex < (sibling?.startIndex ?? 0);
      }
      return false;
    default:
      return false;
  }
}

/** Where nodes of these types start, in source order. */
function* startsOf(tree: Tree, types: ReadonlySet<string>): Generator<number> {
  const cursor = tree.walk();
  try {
    for (;;) {
      if (types.has(cursor.nodeType)) yield cursor.startIndex;
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return;
    }
  } finally {
    cursor.delete();
  }
}

function commentsOn(text: string, paths: readonly { path: readonly Ancestor[] }[]): readonly Comment[] {
  const found = new Map<number, Comment>();
  for (const { path } of paths) {
    const leaf = path.at(-1);
    if (leaf?.type === 'comment') found.set(leaf.start, commentOf(text, leaf));
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

/**
 * Where the command that holds the offset starts, and how deep in the path its node is. Text that is only
 * data has none, unless a quote or here-document around it never ends: then a line that reads like a command
 * may be one.
 */
function commandStart(
  text: string,
  path: readonly Ancestor[],
  offset: number,
): { start: number; depth: number; confidence: Confidence } | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i];
    if (node === undefined || node.type === 'comment') return undefined;
    if (node.type === 'heredoc_body') {
      return path.slice(0, i + 1).some((a) => a.hasError)
        ? recovered(text, offset, i, 'possible')
        : undefined;
    }
    if (commandTypes.has(node.type)) {
      const inText = path.slice(i).some((a) => textTypes.has(a.type));
      if (inText && node.hasError && text.slice(node.start, offset).includes('\n')) {
        const found = recovered(text, offset, i, 'possible');
        if (found !== undefined) return found;
      }
      return { start: node.start, depth: i, confidence: 'certain' };
    }
    if (node.type === 'redirected_statement') {
      // A word after a redirection hangs below it; the command itself is the statement's first child.
      return { start: node.start, depth: i + 1, confidence: 'certain' };
    }
    if (node.type === 'variable_assignment' || node.type === 'array') return undefined;
    if (node.type === 'ERROR') return recovered(text, offset, i, 'likely');
  }
  return undefined;
}

/** The start of the line that holds the offset, or of what follows a separator on it. */
function recovered(
  text: string,
  offset: number,
  depth: number,
  confidence: Confidence,
): { start: number; depth: number; confidence: Confidence } | undefined {
  let line = text.lastIndexOf('\n', offset - 1) + 1;
  while (line > 0 && /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) {
    line = text.lastIndexOf('\n', line - 2) + 1;
  }
  const before = text.slice(line, offset);
  const separator = /^(?:.*(?:[;&|({]|\b(?:then|do|else|if|while|until|elif)\b|!))?\s*/s.exec(before);
  const start = line + (separator?.[0].length ?? 0);
  return start <= offset ? { start, depth, confidence } : undefined;
}

/** Reserved words and separators that may stand between two commands. */
const between = /(?:[ \t\r\n;&|]|#[^\n]*|(?:then|do|else|elif|if|while|until|time|[!{])(?=\s))*/y;

/**
 * Where the command starts that reaches an offset. That is `start`, unless the grammar took several commands
 * for one, as it does with a line that begins with a backslash and with `$'…\\'`.
 */
function reaching(text: string, start: number, offset: number): number | undefined {
  let at = start;
  for (let commands = 0; commands < longestGlued; commands++) {
    const { end } = readSimpleCommand(text, at, false).range;
    if (offset < end || end === at) return at;
    between.lastIndex = end;
    at = end + (between.exec(text)?.[0].length ?? 0);
    if (at === end || at > offset) return undefined;
  }
  return undefined;
}

function readCommand(
  text: string,
  path: readonly Ancestor[],
  start: number,
  depth: number,
  confidence: Confidence,
): Command | undefined {
  const above = path.slice(0, depth);
  const inBackticks = above.some((a) => a.type === 'command_substitution' && text[a.start] === '`');
  const read = readSimpleCommand(text, start, inBackticks);
  const program = programIndex(read.words);
  if (read.words.length === 0) return undefined;
  return {
    wrapper: read.words.slice(0, program),
    words: read.words.slice(program),
    assignments: read.assignments,
    redirections: read.redirections,
    nesting: nestingOf(text, above, path[depth]),
    range: read.range,
    statement: statementOf(read.range, above),
    confidence: read.complete ? confidence : confidence === 'certain' ? 'likely' : confidence,
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

function commentOf(text: string, node: Ancestor): Comment {
  const end = text[node.end - 1] === '\r' ? node.end - 1 : node.end;
  return { range: { start: node.start, end }, text: text.slice(node.start + 1, end) };
}

/** The command in a comment that holds the offset: what the comment starts with, else what follows a blank. */
function commentedCommand(
  text: string,
  comment: Comment,
  offset: number,
): { comment: Comment; command: Command } | undefined {
  const inside = text.slice(comment.range.start, offset);
  const lead = /^[#\s]*/.exec(inside)?.[0].length ?? 0;
  const program = inside.search(/\S+\s*$/);
  if (program < 0) return undefined;
  const start = comment.range.start + Math.max(program, lead);
  const command = readCommand(text, [], start, 0, program <= lead ? 'certain' : 'possible');
  return command === undefined ? undefined : { comment, command };
}

function toEdit(change: TextChange): Edit {
  return new Edit({
    startIndex: change.start,
    oldEndIndex: change.oldEnd,
    newEndIndex: change.newEnd,
    startPosition: change.startPosition,
    oldEndPosition: change.oldEndPosition,
    newEndPosition: change.newEndPosition,
  });
}
