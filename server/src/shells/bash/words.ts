import type { Assignment, Range, Redirection, Value, Word, WordPart } from '../../model';
import {
  skipAnsiQuoted,
  skipBackticks,
  skipDoubleQuoted,
  skipExpansion,
  skipParentheses,
  skipSingleQuoted,
} from './skip';

/**
 * Reads the words of one simple command.
 *
 * The tree tells where a command stands; its words are read here, because the grammar puts words that follow
 * a redirection under the redirection and loses some (`az login <&- -u a`, `{fd}>x`, `<>c`) without an error.
 */

/** No command that people write has more words; what follows them is not looked at. */
export const mostWords = 10_000;

/** A simple command as read: everything between two separators. */
export interface SimpleCommand {
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
  readonly range: Range;
  /** False if a quote or bracket in it never ends, or its words do not; it is then cut at its line's end. */
  readonly complete: boolean;
}

/** True in `` `…` ``, `nested` in the `` \`…\` `` inside of one. */
export type Backticks = boolean | 'nested';

/** A redirection's operator, with the descriptor in front of it. */
export const redirection = /(\d+|\{[A-Za-z_]\w*\})?(&>>|&>|<<<|<<-|<<|<&|<>|<|>>|>&|>\||>)/y;
/** Characters that mean nothing to the shell in a word, and within double quotes. */
const plain = /[\w\-./:=,@%+]+/y;
const plainInQuotes = /[^"\\$`]+/y;
const assignmentName = /([A-Za-z_]\w*)(\[[^\]\n]*\])?\+?=/y;

/**
 * Reads the simple command that starts at `start`.
 *
 * @param text the script
 * @param start offset of its first assignment, redirection or word
 * @param inBackticks where the command stands, if in backticks, which then end it
 */
export function readSimpleCommand(text: string, start: number, inBackticks: Backticks): SimpleCommand {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  let complete = true;
  let end = start;
  let i = start;
  for (;;) {
    i = skipBlanks(text, i);
    if (endsCommand(text, i, inBackticks)) break;
    const here = readRedirection(text, i, inBackticks);
    if (here !== undefined) {
      redirections.push(here);
      i = end = here.range.end;
      continue;
    }
    const assignment = words.length === 0 ? readAssignment(text, i, inBackticks) : undefined;
    if (assignment !== undefined) {
      assignments.push(assignment);
      i = end = assignment.range.end;
      continue;
    }
    const read = readWord(text, i, inBackticks);
    if (read.word.range.end === i) break; // a character that no word may start with
    words.push(read.word);
    i = end = read.word.range.end;
    if (!read.complete) {
      complete = false;
      break;
    }
    if (words.length >= mostWords) {
      complete = false;
      end = lineEnd(text, end);
      break;
    }
  }
  return { assignments, words, redirections, range: { start, end }, complete };
}

/** The offset of the next character that is neither a blank nor a continued line's end. */
export function skipBlanks(text: string, start: number): number {
  let i = start;
  for (;;) {
    const c = text[i];
    if (c === ' ' || c === '\t') i++;
    else if (c === '\\' && text[i + 1] === '\n') i += 2;
    else if (c === '\\' && text[i + 1] === '\r' && text[i + 2] === '\n') i += 3;
    else return i;
  }
}

function endsCommand(text: string, i: number, inBackticks: Backticks): boolean {
  switch (text[i]) {
    case undefined:
    case '\n':
    case ';':
    case '|':
    case ')':
    case '(':
    case '#':
      return true;
    case '\r':
      return text[i + 1] === '\n' || i + 1 === text.length;
    case '&':
      return text[i + 1] !== '>';
    case '`':
      return inBackticks === true;
    case '\\':
      return inBackticks === 'nested' && text[i + 1] === '`';
    default:
      return false;
  }
}

function readRedirection(text: string, start: number, inBackticks: Backticks): Redirection | undefined {
  redirection.lastIndex = start;
  const match = redirection.exec(text);
  const operator = match?.[2];
  if (match === null || operator === undefined) return undefined;
  const afterOperator = start + match[0].length;
  // `<(…)` and `>(…)` are words.
  if ((operator === '<' || operator === '>') && text[afterOperator] === '(' && match[1] === undefined) {
    return undefined;
  }
  const at = skipBlanks(text, afterOperator);
  if (endsCommand(text, at, inBackticks)) {
    return { range: { start, end: afterOperator }, operator, descriptor: match[1], target: undefined };
  }
  const { word } = readWord(text, at, inBackticks);
  const hereDocument = operator === '<<' || operator === '<<-';
  return {
    range: { start, end: word.range.end },
    operator,
    descriptor: match[1],
    target: hereDocument ? undefined : word,
  };
}

function readAssignment(text: string, start: number, inBackticks: Backticks): Assignment | undefined {
  assignmentName.lastIndex = start;
  const match = assignmentName.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const at = start + match[0].length;
  if (text[at] === '(') {
    return { name, value: undefined, range: { start, end: skipParentheses(text, at) ?? lineEnd(text, at) } };
  }
  const { word } = readWord(text, at, inBackticks);
  const empty = word.range.end === at;
  return { name, value: empty ? undefined : word, range: { start, end: word.range.end } };
}

/**
 * Reads the word that starts at `start`, up to the next separator.
 *
 * @returns the word (empty if a separator stands at `start`), and whether its quotes and brackets all end
 */
export function readWord(
  text: string,
  start: number,
  inBackticks: Backticks,
): { word: Word; complete: boolean } {
  const parts: WordPart[] = [];
  let literal = '';
  let literalStart = start;
  let splits = false;
  let complete = true;
  let hasLiteral = false;
  /** The line breaks that were last continued: at a word's end they belong to what follows. */
  let continued = { start, end: start };
  let i = start;

  const addLiteral = (added: string, end: number): void => {
    if (!hasLiteral) literalStart = i;
    hasLiteral = true;
    literal += added;
    i = end;
  };
  const flush = (): void => {
    if (hasLiteral) parts.push({ kind: 'literal', text: literal, range: { start: literalStart, end: i } });
    literal = '';
    hasLiteral = false;
  };
  const addExpansion = (end: number, quoted: boolean): void => {
    flush();
    const part = expansionPart(text, i, end, quoted);
    if (!quoted || /^\$(@|\{[^}]*[@*]\]?\}$)/.test(text.slice(i, end))) splits = true;
    parts.push(part);
    i = end;
  };
  /** Adds characters that stand for themselves, of which one is here, as one piece. */
  const addRun = (run: RegExp): void => {
    run.lastIndex = i;
    const found = run.exec(text)?.[0] ?? text.charAt(i);
    addLiteral(found, i + found.length);
  };
  const addOpaque = (end: number, many: boolean): void => {
    flush();
    parts.push({ kind: 'opaque', quoted: false, range: { start: i, end } });
    if (many) splits = true;
    i = end;
  };
  const isOpen = (): boolean => complete;
  /** What never ends is cut at the end of its line, so that a half-typed line does not swallow the rest. */
  const cut = (): void => {
    complete = false;
    addOpaque(lineEnd(text, i), false);
  };

  while (isOpen() && i < text.length) {
    const c = text.charAt(i);
    if (c === '\\') {
      const length = lineBreakLength(text, i + 1);
      if (inBackticks !== false && text[i + 1] === '`') {
        if (inBackticks === 'nested') break;
        const end = text.indexOf('\\`', i + 2);
        if (end < 0) cut();
        else addExpansion(end + 2, false);
      } else if (length > 0) {
        continued = { start: continued.end === i ? continued.start : i, end: i + 1 + length };
        i = continued.end;
      } else if (i + 1 >= text.length) addLiteral('\\', i + 1);
      else addLiteral(text.charAt(i + 1), i + 2);
    } else if (c === "'") {
      const end = skipSingleQuoted(text, i);
      if (end === undefined) cut();
      else addLiteral(text.slice(i + 1, end - 1), end);
    } else if (c === '"' || (c === '$' && text[i + 1] === '"')) {
      const open = c === '"' ? i : i + 1;
      const end = skipDoubleQuoted(text, open);
      if (end === undefined) cut();
      else {
        addLiteral('', open + 1);
        while (i < end - 1) {
          const q = text.charAt(i);
          if (q === '\\') {
            const length = lineBreakLength(text, i + 1);
            if (length > 0) i += 1 + length;
            else if (/[$`"\\]/.test(text.charAt(i + 1))) addLiteral(text.charAt(i + 1), i + 2);
            else addLiteral('\\', i + 1);
          } else if (q === '$' || q === '`') {
            const expansionEnd = skipExpansion(text, i) ?? end - 1;
            if (expansionEnd === i + 1) addLiteral(q, i + 1);
            else addExpansion(Math.min(expansionEnd, end - 1), true);
          } else addRun(plainInQuotes);
        }
        i = end;
      }
    } else if (c === '$' && text[i + 1] === "'") {
      const end = skipAnsiQuoted(text, i);
      if (end === undefined) cut();
      else addLiteral(decodeAnsi(text.slice(i + 2, end - 1)), end);
    } else if (c === '$' || c === '`') {
      if (c === '`' && inBackticks === true) break;
      const end = c === '`' ? skipBackticks(text, i) : skipExpansion(text, i);
      if (end === undefined) cut();
      else if (end === i + 1) addLiteral(c, end);
      else addExpansion(end, false);
    } else if ((c === '<' || c === '>') && text[i + 1] === '(') {
      const end = skipParentheses(text, i + 1);
      if (end === undefined) cut();
      else addOpaque(end, false);
    } else if (c === '(' && i > start && /[?*+@!]/.test(text.charAt(i - 1))) {
      const end = skipParentheses(text, i); // an extended glob: +(a|b)
      if (end === undefined) cut();
      else addOpaque(end, true);
    } else if (c === '{' && braceListEnd(text, i) !== undefined) {
      addOpaque(braceListEnd(text, i) ?? i + 1, true);
    } else if (c === '~' && i === start) {
      addOpaque(start + (/^~[\w.-]*/.exec(text.slice(start, start + 64))?.[0].length ?? 1), false);
    } else if (c === '\0') {
      i++; // the shell drops it
    } else if (/[\s;&|()<>]/.test(c)) {
      if (c === '\r' && !/^\r(\n|$)/.test(text.slice(i, i + 2))) addLiteral(c, i + 1);
      else if (/[ \t\r\n;&|()<>]/.test(c)) break;
      else addLiteral(c, i + 1);
    } else addRun(plain);
  }
  if (continued.end === i) i = continued.start;
  flush();
  const range = { start, end: i };
  return { word: { range, source: text.slice(start, i), parts, value: valueOf(parts), splits }, complete };
}

function expansionPart(text: string, start: number, end: number, quoted: boolean): WordPart {
  const range = { start, end };
  const name = /^\$(?:([A-Za-z_]\w*|\d)|\{([A-Za-z_]\w*|\d+)\})$/.exec(text.slice(start, end));
  const variable = name?.[1] ?? name?.[2];
  return variable === undefined
    ? { kind: 'opaque', quoted, range }
    : { kind: 'variable', name: variable, quoted, range };
}

/** What the parts of a word come to. A glob counts as itself, which it stays where no file matches. */
function valueOf(parts: readonly WordPart[]): Value {
  let prefix = '';
  for (const part of parts) {
    if (part.kind !== 'literal') {
      return prefix === '' ? { kind: 'unknown' } : { kind: 'partly-known', prefix };
    }
    prefix += part.text;
  }
  return { kind: 'known', text: prefix };
}

/** After a brace list that makes several words, `{a,b}` or `{1..3}`; undefined if the brace is only a brace. */
function braceListEnd(text: string, start: number): number | undefined {
  const match = /^\{[^\s{}'"`$\\;&|()<>]*(,|\.\.)[^\s{}'"`$\\;&|()<>]*\}/.exec(
    text.slice(start, start + 256),
  );
  return match === null ? undefined : start + match[0].length;
}

/** How long the line break is that stands at `i`; 0 if there is none. */
export function lineBreakLength(text: string, i: number): number {
  if (text[i] === '\n') return 1;
  return text[i] === '\r' && text[i + 1] === '\n' ? 2 : 0;
}

/** The offset of the end of the line that holds `start`, before its line break. */
export function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  if (end < 0) return text.length;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}

const ansiEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What the inside of a `$'…'` stands for. Source: bash(1), QUOTING. */
function decodeAnsi(inside: string): string {
  return inside.replace(
    /\\(?:([abeEfnrtv])|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([^])|([^]))/g,
    (
      all: string,
      letter: string | undefined,
      hex: string | undefined,
      u4: string | undefined,
      u8: string | undefined,
      octal: string | undefined,
      control: string | undefined,
      other: string | undefined,
    ) => {
      if (letter !== undefined) return ansiEscapes[letter] ?? all;
      const code = hex ?? u4 ?? u8;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8) & 0xff);
      if (control !== undefined) return codePoint(control.charCodeAt(0) & 0x1f);
      return other !== undefined && /['"\\?]/.test(other) ? other : all;
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
