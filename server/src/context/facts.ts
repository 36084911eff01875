import { countBefore, type Matches } from '../matches';
import type { Command, HostId, Script, SignIn, Word } from '../model';
import type { Syntax } from '../shells/shell';

/** What the context of a script's sign-ins is read from. */
export interface ScriptFacts {
  readonly script: Script;
  /** What is found in its text. */
  readonly matches: Matches;
  readonly syntax: Pick<Syntax, 'commandsAt' | 'assignmentsAt'>;
  /** The script's sign-ins in source order. */
  readonly signIns: readonly SignIn[];
  /** The host that the user's settings name for the document, else the script's own. */
  readonly host: HostId;
}

/** Takes a word, returns what it certainly says, or undefined. */
export function known(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}

/**
 * Takes a command, returns the name of the program it runs without path and `.cmd` and the like, or undefined.
 * The folder may be unknown (`"$BIN/az"`, `~/bin/az`).
 */
export function program(command: Command): string | undefined {
  const word = command.words[0];
  const last = word?.parts.at(-1);
  const tail = last?.kind === 'literal' && /[/\\]/.test(last.text) ? last.text : undefined;
  const name = known(word) ?? tail;
  if (name === undefined) return undefined;
  return name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.(cmd|exe|bat)$/, '');
}

/**
 * Takes an `az` command, returns its command group and verb: the known words up to the first option
 * (`['group', 'create']`).
 */
export function azPath(command: Command): readonly string[] {
  const path: string[] = [];
  for (const word of command.words.slice(1)) {
    const text = known(word)?.toLowerCase();
    if (text === undefined || !/^[a-z][a-z0-9-]*$/.test(text)) break;
    path.push(text);
  }
  return path;
}

/** No command that people write has more words. */
const mostWords = 500;

/** Takes a command and an option's name or unique prefixes of it, says whether the command has it. */
export function hasOption(command: Command, option: RegExp): boolean {
  return command.words.slice(0, mostWords).some((word) => {
    const text =
      word.value.kind === 'unknown' ? '' : word.value.kind === 'known' ? word.value.text : word.value.prefix;
    return option.test(text);
  });
}

/**
 * The commands that stand where a pattern matches, in source order, looked up one by one so that a caller who
 * has seen enough stops early.
 *
 * @param pattern its match, or its group 1, which ends it, starts inside a word of the command
 * @param from where the first match may start, `to` where none may any more
 * @param limit how many matches to look at
 */
export function* commandsMatching(
  { matches, syntax }: Pick<ScriptFacts, 'matches' | 'syntax'>,
  pattern: RegExp,
  from: number,
  to: number,
  limit: number,
): Generator<Command, void> {
  const all = matches(pattern);
  const first = countBefore(all, from);
  let last: Command | undefined;
  for (let at = first; at < first + limit; at++) {
    const match = all[at];
    if (match === undefined || match.start >= to) return;
    for (const command of syntax.commandsAt([match.inner])) {
      if (last && command.range.start <= last.range.start) continue;
      last = command;
      yield command;
    }
  }
}
