import type { Command, Edit, NewWord, Refusal } from '../../../model';
import { wrappersOf } from '../../wrappers';
import { outlinePiece, type Ancestor } from '../reader';
import { indentation, lineBreakAt, lineEnd, lineStart } from '../../../lines';
import { quotedAll } from './quote';

/**
 * Runs a further command right after one, only if that succeeds, so that whoever looks at `$LASTEXITCODE` or `$?`
 * sees what they saw before: the failure of the first, or else that of the second.
 *
 * `if ($LASTEXITCODE -eq 0) { … }` does that in every PowerShell, and leaves both as they are where it does not run.
 * Where `&&` and `||` look at the success already, `&&` it is; a value gets a block of both.
 */
export function writeAfter(
  text: string,
  command: Command,
  words: readonly NewWord[],
  isOneLine: boolean,
): readonly Edit[] | Refusal {
  const next = nextCommand(text, command, words);
  if (typeof next !== 'string') return next;
  const { range, statement } = command;
  const path = outlinePiece(text, statement.start, statement.end).pathTo(range.start);
  const at = path.findIndex(({ type, start }) => type === 'command' && start === range.start);
  const above = path.slice(0, at);
  if (at < 0 || above.some(({ type }) => type === 'background')) {
    return { refused: 'It runs in the background, so no command can run after it.' };
  }
  const insert = (offset: number, newText: string): Edit => ({
    range: { start: offset, end: offset },
    newText,
  });
  const pipeline = above.at(-1)?.type === 'pipeline' ? above.at(-1) : undefined;
  const isFirst = pipeline === undefined || pipeline.start === range.start;
  const list = above.findLast(({ type }) => type !== 'pipeline');
  if (list?.type === 'list' && command.operator !== '||') {
    return [insert(pipeline?.end ?? range.end, ` && ${next}`)];
  }
  const guarded = `if ($LASTEXITCODE -eq 0) { ${next} }`;
  if (isPlain(text, above) && endsInCmdlets(text, range.end, pipeline)) {
    return [afterStatement(text, command, guarded, isOneLine)];
  }
  if (!isFirst) return { refused: 'It reads what a pipeline gives it, so no command can run after it.' };
  const asks = command.exitStatus === 'asked' || (list?.type === 'list' && command.exitStatus === 'tested');
  if (asks)
    return { refused: 'What follows asks whether it has succeeded, so no command can run in between.' };
  return [insert(range.start, '. { '), insert(range.end, `; ${guarded} }`)];
}

/** Says whether a command is a statement, or the value that one assigns. */
function isPlain(text: string, above: readonly Ancestor[]): boolean {
  const outer = above[0];
  const first = outer === undefined ? '' : text.slice(outer.start, outer.start + 7);
  return (
    !/^(?:return|throw|exit)\b/i.test(first) &&
    above.every(({ type }) => type === 'statement' || type === 'assignment' || type === 'pipeline')
  );
}

/** Says whether what a command is piped to are commands of PowerShell, which leave `$LASTEXITCODE` as it is. */
function endsInCmdlets(text: string, from: number, pipeline: Ancestor | undefined): boolean {
  if (pipeline === undefined) return true;
  const { end } = pipeline;
  const names = Array.from(text.slice(from, end).matchAll(/\|\s*([^\s|]+)/g), ([, name = '']) => name);
  return names.every((name) => /^(?:[a-z]+-[a-z]+|select|where|foreach|tee|sort|%|\?)$/i.test(name));
}

/** Puts a statement after the one that holds a command: on a line of its own, if that has its own lines. */
function afterStatement(text: string, { statement }: Command, added: string, isOneLine: boolean): Edit {
  const start = lineStart(text, statement.start);
  const indent = indentation(text, start);
  const end = lineEnd(text, statement.end);
  const isAlone =
    !isOneLine &&
    start + indent.length === statement.start &&
    /^[ \t]*;?[ \t]*(?:#.*)?$/.test(text.slice(statement.end, end));
  return isAlone
    ? { range: { start: end, end }, newText: `${lineBreakAt(text, statement.end)}${indent}${added}` }
    : { range: { start: statement.end, end: statement.end }, newText: `; ${added}` };
}

/** Programs that may stand before a command and need not stand before the next one. */
const dropped: ReadonlySet<string> = new Set(
  'time timeout nohup nice ionice command stdbuf chronic caffeinate'.split(' '),
);

/** Writes the second command, called and led as the first one is. */
function nextCommand(
  text: string,
  { wrapper, words: first, range }: Command,
  words: readonly NewWord[],
): string | Refusal {
  const lead: string[] = [];
  for (const each of wrappersOf(wrapper, first)) {
    const name = each[0]?.source.replace(/^.*[/\\]/, '') ?? '';
    if (dropped.has(name)) continue;
    if (name !== 'sudo' && name !== 'doas') {
      return { refused: `It runs behind \`${name}\`, which may not run it in this session.` };
    }
    lead.push(...each.map(({ source }) => source));
  }
  const written = quotedAll(text, words);
  if (typeof written !== 'string') return written;
  const call = /^&\s*/.exec(text.slice(range.start, range.start + 10))?.[0].trimEnd();
  return [...(call === undefined ? [] : [call]), ...lead, written].join(' ');
}
