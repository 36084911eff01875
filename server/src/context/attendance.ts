import type { Attendance, Command, SignIn } from '../model';
import { commandsMatching, hasOption, known, program, type ScriptFacts } from './facts';
import { hosts } from './hosts';

/**
 * Says whether anybody is there when a sign-in runs.
 *
 * A closed standard input settles it, then the host, then whether the script asks its user anything.
 */
export function attendanceOf(signIn: SignIn, host: ScriptFacts['host'], asksSomebody: boolean): Attendance {
  if (inputIsClosed(signIn.command)) return 'unattended';
  const { attended } = hosts[host];
  return attended === 'unknown' && asksSomebody ? 'attended' : attended;
}

function inputIsClosed(command: Command): boolean {
  return command.redirections.some(({ operator, descriptor, target }) => {
    if (descriptor !== undefined && descriptor !== '0') return false;
    if (operator === '<&-') return true;
    return (
      (operator === '<' && /^(?:\/dev\/null|nul)$/i.test(known(target) ?? '')) ||
      (operator === '<&' && target?.source === '-')
    );
  });
}

/** More of a `[[ … ]]` is not looked at. */
const longestTest = 400;

/** Words that may ask somebody, or ask whether somebody is there; of the many tests, those with a `-t`. */
const questions =
  /(?:\[|\btest)\s(?=[^\n]{0,200}(?:-t\b|\$-|\bPS1\b))|\b(?:tty|read)\b|\bselect\s+\w+\s+in\b[^;\n]{0,200}[;\n]\s*do\s+([\w."$/])|\bGet-Credential\b|\bset\s{1,20}\/p\b|\b(?:pause|choice)\b/g;

/** Says whether a script checks for a terminal or prompts its user, in its first 400 places where it might. */
export function asksSomebody(facts: Pick<ScriptFacts, 'script' | 'matches' | 'syntax'>): boolean {
  for (const command of commandsMatching(facts, questions, 0, facts.script.text.length, 400)) {
    const { text } = facts.script;
    if (isTerminalCheck(text, command) || isPrompt(command) || isMenuBody(text, command)) return true;
  }
  return false;
}

/** `tty -s`, and tests of a descriptor (`-t 0`) or of the shell's own options (`$-`, `$PS1`). */
function isTerminalCheck(text: string, command: Command): boolean {
  const name = program(command);
  if (name === 'tty') return hasOption(command, /^(-s|--silent|--quiet)$/);
  if (name === '[[') {
    // `&&` and `||` go on in a test, where they end a command.
    const test = text.slice(command.range.start, command.range.start + longestTest);
    const inside = test.slice(0, /\s\]\]/.exec(test)?.index);
    return /[\s(]-t\s|\$-|\$\{?PS1\b/.test(inside);
  }
  if (name !== '[' && name !== 'test') return false;
  return command.words.some((word) => known(word) === '-t' || /\$-|\$\{?PS1\b/.test(word.source));
}

/** What asks somebody in PowerShell. */
const asks: ReadonlySet<string> = new Set(['read-host', 'get-credential']);

/** What asks somebody unless its input comes from elsewhere, with what else is true of it then. */
const asksOfInput: Readonly<Record<string, (command: Command) => boolean>> = {
  read: isReadPrompt,
  pause: () => true,
  // With a time it goes on by itself.
  choice: (command) => !hasOption(command, /^\/t$/i),
  set: ({ words }) => /^\/p$/i.test(known(words[1]) ?? ''),
};

/** A command that somebody answers. */
function isPrompt(command: Command): boolean {
  const name = program(command) ?? '';
  const asksHere = Object.hasOwn(asksOfInput, name) ? asksOfInput[name] : undefined;
  if (asksHere === undefined) return asks.has(name);
  const isFed =
    command.nesting.includes('pipeline') ||
    command.redirections.some(({ operator }) => operator.startsWith('<'));
  return !isFed && asksHere(command);
}

/** A `read` that somebody answers: with a prompt or hidden typing, or plainly from the terminal. */
function isReadPrompt(command: Command): boolean {
  if (hasOption(command, /^-\w*u/)) return false;
  if (hasOption(command, /^-[a-zA-Z]*[ps]/)) return true;
  const plain = !command.nesting.some((nesting) => nesting !== 'function' && nesting !== 'branch');
  return plain && command.words.length > 1;
}

/** The first command of a `select … do` body. */
function isMenuBody(text: string, command: Command): boolean {
  if (!command.nesting.includes('loop')) return false;
  const before = text.slice(Math.max(0, command.range.start - 300), command.range.start);
  return /\bselect\s+\w+\s+in\b[^;\n]*[;\n]\s*do\s+$/.test(before);
}
