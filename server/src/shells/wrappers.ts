import type { Word } from '../model';

/** A program that runs the command in its arguments. */
interface Wrapper {
  /** Options that take the next word as their value. */
  readonly valued?: readonly string[];
  /** How many words stand before the command, options aside. */
  readonly operands?: number;
  /** True if `NAME=value` words may stand before the command. */
  readonly assignments?: true;
  /** Options that make it do something else than run a command. */
  readonly notRunning?: readonly string[];
}

/**
 * The programs that commonly stand before a command, with the options that take a value.
 * Source: their manual pages (POSIX, GNU coreutils and findutils, util-linux, sudo, bash).
 */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  builtin: {},
  caffeinate: { valued: ['-t', '-w'] },
  chronic: {},
  command: { notRunning: ['-v', '-V'] },
  coproc: {},
  doas: { valued: ['-u', '-C'] },
  env: { valued: ['-u', '--unset', '-C', '--chdir'], assignments: true },
  exec: { valued: ['-a'] },
  ionice: { valued: ['-c', '-n', '--class', '--classdata'] },
  nice: { valued: ['-n', '--adjustment'] },
  nohup: {},
  noglob: {},
  nocorrect: {},
  setsid: {},
  stdbuf: { valued: ['-i', '-o', '-e', '--input', '--output', '--error'] },
  sudo: {
    valued: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-r', '-t', '-T', '-U'].concat(
      ['--user', '--group', '--host', '--prompt', '--close-from', '--chdir', '--chroot'],
      ['--role', '--type', '--command-timeout', '--other-user'],
    ),
    assignments: true,
    notRunning: ['-l', '--list', '-v', '--validate', '-e', '--edit', '-V', '--version'],
  },
  time: { valued: ['-f', '--format', '-o', '--output'] },
  timeout: { valued: ['-k', '--kill-after', '-s', '--signal'], operands: 1 },
  unbuffer: {},
  winpty: {},
  xargs: {
    valued: ['-a', '-d', '-E', '-I', '-L', '-n', '-P', '-s'].concat([
      '--arg-file',
      '--delimiter',
      '--replace',
      '--max-lines',
      '--max-args',
      '--max-procs',
      '--max-chars',
    ]),
  },
};

/** Programs that take what follows `--` as text or files, not as a command. */
export const takesText = new Set(
  'az basename bat cat cd cp diff dirname echo egrep fgrep find getopt git grep head ls make mkdir mv npm printf read rg rm sed set sort tail tar tee test touch wc yarn'.split(
    ' ',
  ),
);

/**
 * Splits a command's words into what only leads to the program and the program with its arguments.
 *
 * @param words a simple command's words in source order
 * @returns the index of the word that names the program which finally runs
 */
export function programIndex(words: readonly Word[]): number {
  let at = 0;
  for (let next = innerProgram(words, at); next !== undefined; next = innerProgram(words, at)) at = next;
  return at;
}

/**
 * Splits the words that lead to a program into those of each wrapper.
 *
 * @param wrapper the words in front of the program
 * @param words the program and its arguments
 */
export function wrappersOf(wrapper: readonly Word[], words: readonly Word[]): readonly (readonly Word[])[] {
  const all = [...wrapper, ...words];
  const split: (readonly Word[])[] = [];
  let at = 0;
  for (
    let next = innerProgram(all, at);
    next !== undefined && at < wrapper.length;
    next = innerProgram(all, at)
  ) {
    split.push(all.slice(at, next));
    at = next;
  }
  return split;
}

/** The index of the program that the wrapper at `at` runs; undefined if there is no wrapper. */
function innerProgram(words: readonly Word[], at: number): number | undefined {
  const name = baseName(words[at]);
  if (name === undefined) return undefined;
  const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  if (wrapper === undefined) return takesText.has(name) ? undefined : afterDoubleDash(words, at);
  let operands = wrapper.operands ?? 0;
  for (let i = at + 1; i < words.length; i++) {
    const text = knownText(words[i]);
    if (text === '--') return operands === 0 ? present(words, i + 1) : present(words, i + 1 + operands);
    if (text !== undefined && text.startsWith('-') && text.length > 1) {
      if (wrapper.notRunning?.includes(text) === true) return undefined;
      if (wrapper.valued?.includes(text) === true) i++;
    } else if (wrapper.assignments === true && text !== undefined && /^[A-Za-z_]\w*=/.test(text)) continue;
    else if (wrapper.assignments === true && startsLikeAssignment(words[i])) continue;
    else if (operands > 0) operands--;
    else return i;
  }
  return undefined;
}

/** `any-wrapper … -- az login`: the word after the first `--`, if it looks like a program. */
function afterDoubleDash(words: readonly Word[], at: number): number | undefined {
  const dashes = words.findIndex((word, i) => i > at && knownText(word) === '--');
  if (dashes < 0) return undefined;
  const program = knownText(words[dashes + 1]);
  return program !== undefined && /^[\w./\\]/.test(program) ? dashes + 1 : undefined;
}

function startsLikeAssignment(word: Word | undefined): boolean {
  return word?.value.kind === 'partly-known' && /^[A-Za-z_]\w*=/.test(word.value.prefix);
}

function present(words: readonly Word[], i: number): number | undefined {
  return i < words.length ? i : undefined;
}

function knownText(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}

/** The program's name without its folders, or undefined if it is not known. */
function baseName(word: Word | undefined): string | undefined {
  return knownText(word)?.replace(/^.*[/\\]/, '');
}
