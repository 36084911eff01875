import type { Dialect } from '../../model';
import { shellOfCommand } from './languages';

/** How a shell asks for a command, and for the rest of one. */
interface Prompt {
  readonly dialect: Dialect;
  /** Finds the prompt at the start of a line. */
  readonly asks: RegExp;
  /** Finds what the shell asks for the rest with. */
  readonly asksOn: RegExp;
  /** Finds the end of a line that the next one goes on with. */
  readonly goesOn: RegExp;
}

/** What may stand in front of the sign of a prompt: `[root@host folder]`, `user@host:~/folder`, `bash-5.2`. */
const places = [
  String.raw`\[[^\]$#%]{1,100}\]`,
  String.raw`[\w.-]{1,60}@[^$#% ]{1,100}(?: [^$#% ]{1,100})?`,
  String.raw`(?:ba|z)?sh-[\d.]{1,8}`,
].join('|');

/** `$ `, `(venv) $ `, `user@host:~$ `, `~/folder % `, and those of themes: `❯ `, `➜  folder git:(main) `. */
const bash: Prompt = {
  dialect: 'bash',
  asks: new RegExp(
    String.raw`^(?:\([\w .-]{1,40}\)[ \t]*)?` +
      String.raw`(?:[$%❯]|(?:${places})[ \t]?[$#%]|[~/][^$#% ]{0,100}[ \t]?[$%])(?:[ \t]+|$)` +
      String.raw`|^➜[ \t]+\S+[ \t]+(?:git:\(\S+\)[ \t]+)?(?:✗[ \t]+)?`,
  ),
  asksOn: /^>(?:[ \t]|$)/,
  goesOn: /(?<!\\)(?:\\\\)*\\$/,
};

const root: Prompt = { ...bash, asks: /^#[ \t]+/ };

const powershell: Prompt = {
  dialect: 'powershell',
  asks: /^PS(?:[ \t][^>]{0,200})?>[ \t]?/,
  asksOn: /^>>[ \t]?/,
  goesOn: /`$/,
};

const cmd: Prompt = {
  dialect: 'cmd',
  asks: /^[A-Za-z]:\\[^>]{0,200}>[ \t]?/,
  asksOn: /^More\?[ \t]?/,
  goesOn: /\^$/,
};

/** `> `, which documentation has for any shell of Windows. */
const windows: Prompt = { ...powershell, asks: /^>[ \t]+/ };

/** A line of a session that was typed. */
export interface TypedLine {
  readonly index: number;
  /** What the line begins with, before what was typed. */
  readonly prompt: string;
}

export interface Session {
  readonly dialect: Dialect;
  /** What a new command stands behind, and the rest of one. */
  readonly prompt: string;
  readonly promptOn: string;
  readonly typed: readonly TypedLine[];
  /** Finds the end of a line that the next one goes on with. */
  readonly goesOn: RegExp;
}

/**
 * Takes the lines of a block, returns what was typed in it at a prompt; undefined if it has none.
 *
 * @param isSession true if the block says that it is a session: then output may come first, and prompts count that
 *   mean something else in a script
 */
export function sessionIn(lines: readonly string[], isSession: boolean): Session | undefined {
  const prompt = promptOf(lines, isSession);
  if (prompt === undefined) return undefined;
  const typed: TypedLine[] = [];
  let promptOn = '';
  let before: 'output' | 'typed' | 'continued' = 'output';
  for (const [index, line] of lines.entries()) {
    const text = line.trimStart();
    const askedOn = before === 'output' ? null : prompt.asksOn.exec(text);
    const asked = prompt.asks.exec(text) ?? askedOn;
    if (asked === null && before !== 'continued') {
      before = 'output';
      continue;
    }
    before = prompt.goesOn.test(line) ? 'continued' : 'typed';
    const blanks = line.slice(0, line.length - text.length);
    typed.push({ index, prompt: asked === null ? '' : blanks + asked[0] });
    if (asked !== null && asked === askedOn) promptOn = blanks + asked[0];
  }
  const { dialect, goesOn } = prompt;
  return { dialect, prompt: typed[0]?.prompt ?? '', promptOn, typed, goesOn };
}

function promptOf(lines: readonly string[], isSession: boolean): Prompt | undefined {
  const firstLine = firstCode(lines);
  const known = [bash, powershell, cmd].find(({ asks }) =>
    isSession
      ? lines.some((line) => asks.test(line.trimStart()))
      : firstLine !== undefined && asks.test(firstLine.trimStart()),
  );
  if (known !== undefined || !isSession) return known;
  const asksForSignIn = ({ asks }: Prompt): boolean =>
    lines.some((line) => asks.test(line) && shellOfCommand(line.replace(asks, '')) !== undefined);
  if (asksForSignIn(windows)) {
    return lines.some((line) => /^>.*%\w+%/.test(line))
      ? { ...windows, dialect: 'cmd', goesOn: cmd.goesOn }
      : windows;
  }
  // A root's prompt is the sign of a comment, too.
  const isScript = lines.some((line) => shellOfCommand(line.trimStart()) !== undefined);
  return asksForSignIn(root) && !isScript ? root : undefined;
}

/** The first line that is neither empty nor a comment. */
export function firstCode(lines: readonly string[]): string | undefined {
  return lines.find((line) => !/^\s*(?:#|::|rem\b|$)/i.test(line));
}
