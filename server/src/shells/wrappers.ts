import type { Command, Dialect, Word } from '../model';

/** A program that runs the command in its arguments. */
interface Wrapper {
  /** Options that take a value: the next word, unless it is joined to them. */
  readonly valued?: readonly string[];
  /** How many words stand before the command, options aside. */
  readonly operands?: number;
  /** True if `NAME=value` words may stand before the command. */
  readonly assignments?: true;
  /** Options that make it do something else than run a command. */
  readonly notRunning?: readonly string[];
}

/** The command that finally runs, with what leads to it. */
export interface InnerCommand {
  /** The words of each wrapper before it, the outermost first. */
  readonly wrappers: readonly (readonly Word[])[];
  /** Its own words, the program first. */
  readonly words: readonly Word[];
  /** True if the wrapper adds arguments at the end, as `xargs` does. */
  readonly appends: boolean;
}

/**
 * The programs that commonly stand before a command, with the options that take a value.
 * Source: their manual pages (POSIX, GNU coreutils and findutils, util-linux, sudo, bash, zsh).
 */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  builtin: {},
  busybox: {},
  caffeinate: { valued: ['-t', '-w'] },
  chronic: {},
  chroot: { operands: 1, valued: ['--userspec', '--groups'] },
  chrt: { valued: ['-T', '-P', '-D', '-p'], operands: 1 },
  command: { notRunning: ['-v', '-V'] },
  coproc: {},
  doas: { valued: ['-u', '-C'], notRunning: ['-C', '-L'] },
  env: {
    valued: '-u -C -S --unset --chdir --split-string'.split(' '),
    assignments: true,
    notRunning: '-S --split-string'.split(' '),
  },
  exec: { valued: ['-a'] },
  fakeroot: { valued: '-l -s -i -b --lib --faked'.split(' ') },
  flock: { valued: '-w -E --timeout --wait --conflict-exit-code'.split(' '), operands: 1 },
  gosu: { operands: 1 },
  ionice: { valued: '-c -n --class --classdata'.split(' '), notRunning: ['-p', '-P', '-u'] },
  nice: { valued: '-n --adjustment'.split(' ') },
  nohup: {},
  noglob: {},
  nocorrect: {},
  runuser: {
    valued: '-u -g -G -c -s -w --user --group --supp-group --command --session-command --shell'.split(' '),
    notRunning: '-c --command --session-command'.split(' '),
  },
  setsid: {},
  stdbuf: { valued: '-i -o -e --input --output --error'.split(' ') },
  strace: { valued: ['-a', '-b', '-e', '-E', '-I', '-o', '-p', '-P', '-s', '-S', '-u', '-U', '-X'] },
  'su-exec': { operands: 1 },
  sudo: {
    valued:
      '-u -g -h -p -C -D -R -r -t -T -U --user --group --host --prompt --close-from --chdir --chroot --role --type --command-timeout --other-user'.split(
        ' ',
      ),
    assignments: true,
    notRunning: '-l -v -e -V --list --validate --edit --version'.split(' '),
  },
  taskset: { operands: 1, notRunning: ['-p'] },
  time: { valued: '-f -o --format --output'.split(' ') },
  timeout: { valued: '-k -s --kill-after --signal'.split(' '), operands: 1 },
  unbuffer: {},
  watch: { valued: '-n -q --interval --equexit'.split(' ') },
  winpty: {},
  xargs: {
    valued:
      '-a -d -E -I -L -n -P -s --arg-file --delimiter --max-lines --max-args --max-procs --max-chars'.split(
        ' ',
      ),
  },
  'xvfb-run': {
    valued: '-e -f -n -p -s -w --error-file --auth-file --server-num --server-args --wait'.split(' '),
  },
};

/** Programs that take what follows `--` as text or files, not as a command. */
export const takesText = new Set(
  'az basename bat cat cd cp diff dirname echo egrep fgrep find getopt git grep head ls make mkdir mv npm printf read rg rm sed set sort tail tar tee test touch wc yarn'.split(
    ' ',
  ),
);

/** The names of programs and functions that print what they are given. */
const prints =
  /(?:^|[^a-z])(?:log(?:ger)?|info|warn(?:ing)?|err(?:or)?|die|fail|fatal|abort|panic|debug|trace|notice|note|msg|message|say|print(?:f|ln)?|echo|title|header|banner|usage|help|exit|step|success)(?:$|[^a-z])|echo$/i;

/**
 * Splits a command's words into what only leads to the program and the program with its arguments.
 *
 * @param words a simple command's words in source order
 */
export function innerCommand(words: readonly Word[]): InnerCommand {
  let inner: InnerCommand = { wrappers: [], words, appends: false };
  for (let next = unwrapped(inner.words); next !== undefined; next = unwrapped(inner.words)) {
    inner = {
      wrappers: [...inner.wrappers, inner.words.slice(0, next.at)],
      words: next.words,
      appends: inner.appends || next.appends,
    };
  }
  return inner;
}

/**
 * The words of each wrapper that leads to a program, the outermost first.
 *
 * @param wrapper the words in front of the program
 * @param words the program and its arguments
 */
export function wrappersOf(wrapper: readonly Word[], words: readonly Word[]): readonly (readonly Word[])[] {
  return innerCommand([...wrapper, ...words]).wrappers;
}

/** The words of the function that leads to a program behind the wrappers, with its own arguments; empty if none does. */
export function functionLead(wrapper: readonly Word[], words: readonly Word[]): readonly Word[] {
  return wrapper.slice(wrappersOf(wrapper, words).flat().length);
}

/** The command that a wrapper runs, which starts at the word `at`. */
interface Unwrapped {
  readonly at: number;
  readonly words: readonly Word[];
  readonly appends: boolean;
}

/** The command that the program of a command runs; undefined if it runs none. */
function unwrapped(words: readonly Word[]): Unwrapped | undefined {
  const name = baseName(words[0]);
  if (name === undefined) return undefined;
  if (name === 'find') return executed(words);
  const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  const at = wrapper === undefined ? afterDoubleDash(name, words) : afterOptions(wrapper, words);
  if (at === undefined || at >= words.length) return undefined;
  const inner = words.slice(at);
  if (name !== 'xargs') return { at, words: inner, appends: false };
  const placeholder = replacedBy(words.slice(1, at));
  return placeholder === undefined
    ? { at, words: inner, appends: true }
    : { at, words: inner.map((word) => replaced(word, placeholder)), appends: false };
}

/** The index of the command behind a wrapper's own options and operands. */
function afterOptions(
  { valued = [], notRunning = [], operands = 0, assignments }: Wrapper,
  words: readonly Word[],
): number | undefined {
  let left = operands;
  for (let i = 1; i < words.length; i++) {
    const text = knownText(words[i]);
    if (text === '--') return i + 1 + left;
    if (text?.startsWith('--') === true) {
      if (notRunning.includes(text.replace(/=.*/s, ''))) return undefined;
      if (valued.includes(text)) i++;
    } else if (text?.startsWith('-') === true) {
      // In `-Hu deploy` the letters share a dash; the first that takes a value ends them.
      const letters = Array.from(text.slice(1), (letter) => `-${letter}`);
      const takes = letters.findIndex((letter) => valued.includes(letter));
      const given = takes < 0 ? letters : letters.slice(0, takes + 1);
      if (given.some((letter) => notRunning.includes(letter))) return undefined;
      if (takes >= 0 && takes === letters.length - 1) i++;
    } else if (assignments === true && isAssignment(words[i])) continue;
    else if (left > 0) left--;
    else return i;
  }
  return undefined;
}

/** `any-wrapper … -- az login`: the word after the first `--`, if it looks like a program. */
function afterDoubleDash(name: string, words: readonly Word[]): number | undefined {
  if (takesText.has(name) || prints.test(name)) return undefined;
  const dashes = words.findIndex((word, i) => i > 0 && knownText(word) === '--');
  if (dashes < 0) return undefined;
  const program = knownText(words[dashes + 1]);
  return program !== undefined && /^[\w./\\]/.test(program) ? dashes + 1 : undefined;
}

/** `find … -exec az login … \;`: the words between, in which `{}` stands for a path. */
function executed(words: readonly Word[]): Unwrapped | undefined {
  const at = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(knownText(word) ?? '')) + 1;
  if (at === 0 || at >= words.length) return undefined;
  const rest = words.slice(at);
  const end = rest.findIndex((word, i) => {
    const text = knownText(word);
    return text === ';' || (text === '+' && knownText(rest[i - 1]) === '{}');
  });
  const inner = end < 0 ? rest : rest.slice(0, end);
  return { at, words: inner.map((word) => replaced(word, '{}')), appends: false };
}

/** What `xargs` replaces by its input; undefined if it adds the input at the end. */
function replacedBy(options: readonly Word[]): string | undefined {
  for (const [i, option] of options.entries()) {
    const text = knownText(option);
    const given = /^(?:-I|--replace=)(.+)$/s.exec(text ?? '')?.[1];
    if (given !== undefined) return given;
    if (text === '-I') return knownText(options[i + 1]);
    if (text === '-i' || text === '--replace') return '{}';
  }
  return undefined;
}

/** A word in which a placeholder stands for what only the run knows. */
function replaced(word: Word, placeholder: string): Word {
  const text = knownText(word);
  const at = text?.indexOf(placeholder) ?? -1;
  if (text === undefined || at < 0) return word;
  const prefix = text.slice(0, at);
  return {
    ...word,
    value: prefix === '' ? { kind: 'unknown' } : { kind: 'partly-known', prefix },
    parts: [{ kind: 'opaque', quoted: true, range: word.range }],
  };
}

function isAssignment(word: Word | undefined): boolean {
  const { value } = word ?? {};
  const text = value?.kind === 'known' ? value.text : value?.kind === 'partly-known' ? value.prefix : '';
  return /^[A-Za-z_]\w*=/.test(text);
}

function knownText(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}

/** The program's name without its folders, or undefined if it is not known. */
function baseName(word: Word | undefined): string | undefined {
  return knownText(word)?.replace(/^.*[/\\]/, '');
}

const readAgain =
  /^(?:eval|ssh|su|watch|parallel|xargs|find|script|cmd|cmd\.exe|pwsh|pwsh\.exe|powershell|powershell\.exe|iex|invoke-expression|saps|start|start-process)$/i;

/**
 * Takes what stands before a program, returns the program there that adds words to it or gives them to another
 * shell; undefined if they run as they stand.
 */
export function secondReader(wrapper: readonly Word[]): string | undefined {
  return wrapper.map((word) => baseName(word)).find((name) => readAgain.test(name ?? ''));
}

/** Takes a command and the shell of its script, returns the shell that runs it in the end. */
export function shellOf({ wrapper }: Pick<Command, 'wrapper'>, dialect: Dialect): Dialect {
  const isPowershell = wrapper.some((word) => /^(?:pwsh|powershell)(?:\.exe)?$/i.test(baseName(word) ?? ''));
  return isPowershell ? 'powershell' : dialect;
}
