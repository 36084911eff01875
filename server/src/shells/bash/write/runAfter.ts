import type { Command, Edit, NewWord, Refusal, Word } from '../../../model';
import { functionLead, wrappersOf } from '../../wrappers';
import { hereDocumentsOf } from '../hereDocuments';
import { operatorAfter } from '../surroundings';
import type { ErrorStops } from './errorStops';
import { indentation, lineBreakAt, lineEnd, lineStart } from '../../../lines';
import { quotedAll } from './quote';

/**
 * Runs a further command right after one, only if that succeeds, so that whoever looks at the exit status sees
 * what they saw before: the failure of the first, or else that of the second.
 *
 * `a && b` does that wherever the status is looked at. It would keep `set -e` from ending the script if `a`
 * fails, so where nothing but `set -e` looks at it the second command gets a line of its own.
 */
export function writeAfter(
  text: string,
  command: Command,
  words: readonly NewWord[],
  { stops, isOneLine }: { readonly stops: ErrorStops; readonly isOneLine: boolean },
): readonly Edit[] | Refusal {
  const next = nextCommand(text, command, words);
  if (typeof next !== 'string') return next;
  if (command.nesting.includes('substitution') && hereDocumentsOf(text, command) !== undefined) {
    // bash 5.2 prints a substitution before it runs it, and misplaces what follows a here-document.
    return {
      refused: 'It has a here-document in a substitution, where bash may misread a command after it.',
    };
  }
  const { range, operator } = command;
  const follows = operatorAfter(text, range.end);
  const isNegated = /![ \t]+$/.test(text.slice(Math.max(0, range.start - 40), range.start));
  const isPiped = [operator, follows].some((each) => each === '|' || each === '|&');
  const isUsed = isPiped || isNegated || follows === '&' || statusIsUsed(command, stops);
  const joiner = isUsed ? '&&' : ';';

  const insert = (at: number, newText: string): Edit => ({ range: { start: at, end: at }, newText });
  if (isPiped || isNegated || operator === '||' || (operator === '&&' && joiner === ';')) {
    const inside = joiner === '&&' ? ` && ${next}; }` : `; ${next}; }`;
    return [insert(range.start, '{ '), insert(range.end, inside)];
  }
  const line = isOneLine ? undefined : ownLine(text, command);
  if (line === undefined) return [insert(range.end, joiner === '&&' ? ` && ${next}` : `; ${next}`)];
  const lineBreak = lineBreakAt(text, range.end);
  return joiner === '&&'
    ? [insert(range.end, ` &&${lineBreak}${line.indent}${unitOf(line.indent)}${next}`)]
    : [insert(line.end, `${lineBreak}${line.indent}${next}`)];
}

/** Says whether the exit status of a command matters to anything else than `set -e` or a trap. */
function statusIsUsed(command: Command, stops: ErrorStops): boolean {
  if (command.exitStatus === 'tested') return true;
  if (stops.traps(command)) return false;
  switch (command.exitStatus) {
    case 'returned':
      return true;
    case 'repeated':
      return !stops.exits(command);
    case 'asked':
      // Where `set -e` ends the script nobody comes to ask, but for whoever tests what a function returns.
      return !stops.exits(command) || command.nesting.includes('function');
    case 'unused':
      return !stops.exits(command) && command.operator !== undefined;
  }
}

/** The end of the line, and its indentation, if nothing else but a comment stands on the lines of a command. */
function ownLine(text: string, { range }: Command): { end: number; indent: string } | undefined {
  const start = lineStart(text, range.start);
  const indent = indentation(text, start);
  const end = lineEnd(text, range.end);
  const after = text.slice(range.end, end);
  const isAlone = start + indent.length === range.start && /^[ \t]*(?:;[ \t]*)?(?:#.*)?$/.test(after);
  // A here-document starts at the end of the line.
  return isAlone && !text.slice(start, end).includes('<<') ? { end, indent } : undefined;
}

/** One step of indentation, judged by what is there. */
function unitOf(indent: string): string {
  if (indent.includes('\t')) return '\t';
  return indent.length > 0 && indent.length % 4 === 0 ? '    ' : '  ';
}

/** What becomes of a wrapper of the first command: it leads the second one too, or it does not. */
const wrapperRoles: Readonly<Record<string, 'dropped' | 'carried' | Refusal>> = {
  ...Object.fromEntries(
    ['time', 'timeout', 'nohup', 'nice', 'ionice', 'command', 'stdbuf', 'unbuffer', 'chronic', 'caffeinate']
      .concat(['noglob', 'nocorrect', 'winpty', 'builtin', 'strace', 'taskset', 'chrt', 'xvfb-run'])
      .map((name) => [name, 'dropped'] as const),
  ),
  sudo: 'carried',
  doas: 'carried',
  env: 'carried',
  exec: { refused: '`exec` replaces the shell, so no command can run after it.' },
  coproc: { refused: '`coproc` does not wait for the sign-in, so no command can run after it.' },
  find: { refused: '`find` runs the sign-in once for each file, so no command can run once after it.' },
  watch: { refused: '`watch` runs the sign-in again and again, so no command can run after it.' },
  xargs: { refused: '`xargs` may run the sign-in more than once, so no command can run once after it.' },
  setsid: { refused: '`setsid` may not wait for the sign-in, so no command can run after it.' },
};

/** Variables that decide where the tool keeps its session, and which tool runs. */
const sessionVariables = /^(?:AZURE_CONFIG_DIR|HOME|PATH)$/;

/** Writes the second command, led by what decides where the first one keeps its session. */
function nextCommand(text: string, command: Command, words: readonly NewWord[]): string | Refusal {
  const lead: string[] = [];
  const carry = (source: string): Refusal | undefined => {
    lead.push(source);
    if (/[`(]/.test(source)) {
      return { refused: 'What leads to the sign-in runs a command of its own, which must not run twice.' };
    }
    if (/pass|pwd|secret|token|key/i.test(source)) {
      return { refused: 'What leads to the sign-in may hold a secret, which must not be written twice.' };
    }
    return undefined;
  };
  for (const { name, range } of command.assignments) {
    if (!sessionVariables.test(name)) continue;
    const refusal = carry(text.slice(range.start, range.end));
    if (refusal !== undefined) return refusal;
  }
  for (const wrapper of wrappersOf(command.wrapper, command.words)) {
    const name = wrapper[0]?.source.replace(/^.*\//, '') ?? '';
    const role = Object.hasOwn(wrapperRoles, name) ? wrapperRoles[name] : roleOfUnknown(name, wrapper);
    if (role === undefined || role === 'dropped') continue;
    if (role !== 'carried') return role;
    const kept = wrapper.filter(({ source }) => {
      const variable = /^([A-Za-z_]\w*)=/.exec(source)?.[1];
      return variable === undefined || sessionVariables.test(variable);
    });
    if (name === 'env' && kept.length === 1) continue;
    for (const { source } of kept) {
      const refusal = carry(source);
      if (refusal !== undefined) return refusal;
    }
  }
  for (const { source } of functionLead(command.wrapper, command.words)) {
    const refusal = carry(source);
    if (refusal !== undefined) return refusal;
  }
  const written = quotedAll(text, words, command);
  return typeof written === 'string' ? [...lead, written].join(' ') : written;
}

function roleOfUnknown(name: string, wrapper: readonly Word[]): 'carried' | Refusal {
  return /^(?:docker|podman|nerdctl|docker-compose)$/.test(name) &&
    wrapper.some(({ source }) => source === 'run')
    ? { refused: 'Each `run` starts a new container, which knows nothing of the sign-in before.' }
    : 'carried';
}
