import type { Redirection, Value, Word, WordPart } from '../../model';
import { isDoubleQuote, isSingleQuote } from './reader/characters';
import { isStop, labelLength } from './reader/commands';
import { cursorAt, type Cursor } from './reader/cursor';
import type { Element, ReadRedirection } from './reader';
import {
  bracedVariableLength,
  readDollar,
  readDoubleQuoted,
  readHereString,
  readSingleQuoted,
  variableLength,
} from './reader/pieces';

/**
 * Reads what PowerShell passes to a program for each argument: quotes and backticks gone, variables left open.
 *
 * @param elements a command's arguments, as the outline has them
 */
export function wordsOf(text: string, elements: readonly Element[]): readonly Word[] {
  const words: Word[] = [];
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i];
    if (element === undefined) break;
    const next = elements[i + 1];
    if (isStop(text.slice(element.start, element.end))) continue; // PowerShell keeps it for itself
    if (element.kind === 'verbatim') words.push(...verbatimWords(text, element));
    else if (element.kind === 'parameter' && next?.start === element.end && text[element.end - 1] === ':') {
      words.push(joined(text, wordOf(text, element), wordOf(text, next)));
      i++;
    } else words.push(wordOf(text, element));
  }
  return words;
}

/** Reads one argument. */
export function wordOf(text: string, { start, end, kind }: Element): Word {
  const source = text.slice(start, end);
  const word = (parts: readonly WordPart[], splits = false): Word => ({
    range: { start, end },
    source,
    parts,
    value: valueOf(parts),
    splits,
  });
  switch (kind) {
    case 'parameter':
    case 'verbatim':
      return word([{ kind: 'literal', text: source, range: { start, end } }]);
    case 'list':
      return word([{ kind: 'opaque', quoted: false, range: { start, end } }], true);
    case 'bare':
    case 'name':
      return word(bareParts(text, start, end, kind));
    case 'expression': {
      const parts = stringParts(text, start, end) ?? variableParts(text, start, end);
      if (parts !== undefined) return word(parts);
      return word([{ kind: 'opaque', quoted: false, range: { start, end } }], source.startsWith('@'));
    }
  }
}

/** The target of a redirection; of `2>&1` it is the `1`. */
export function redirectionOf(text: string, { start, operatorEnd, target }: ReadRedirection): Redirection {
  const [, descriptor, operator = '>', merged] =
    /^([1-6*]?)(>>|>&|>|<)([12]?)$/.exec(text.slice(start, operatorEnd)) ?? [];
  const element: Element | undefined =
    merged === undefined || merged === ''
      ? target
      : { start: operatorEnd - merged.length, end: operatorEnd, kind: 'parameter' };
  return {
    range: { start, end: target?.end ?? operatorEnd },
    operator,
    descriptor: descriptor === '' ? undefined : descriptor,
    target: element && wordOf(text, element),
  };
}

/** `-name:value` as one argument. */
function joined(text: string, name: Word, value: Word): Word {
  const range = { start: name.range.start, end: value.range.end };
  const parts = [...name.parts, ...value.parts];
  return {
    range,
    source: text.slice(range.start, range.end),
    parts,
    value: valueOf(parts),
    splits: value.splits,
  };
}

/** What follows `--%`: words between blanks, in which only `%NAME%` is more than what it says. */
function verbatimWords(text: string, { start, end }: Element): readonly Word[] {
  return Array.from(text.slice(start, end).matchAll(/(?:[^\s"]|"[^"]*"?)+/g), (match) => {
    const range = { start: start + match.index, end: start + match.index + match[0].length };
    const [source] = match;
    const parts: readonly WordPart[] = /%[^%\s]+%/.test(source)
      ? [{ kind: 'opaque', quoted: true, range }]
      : [{ kind: 'literal', text: source.replaceAll('"', ''), range }];
    return { range, source, parts, value: valueOf(parts), splits: false };
  });
}

/** The parts of a string that is an argument of its own; undefined for anything else. */
function stringParts(text: string, start: number, end: number): readonly WordPart[] | undefined {
  const code = text.charCodeAt(start);
  const isHere = text[start] === '@' && /["'\u2018-\u201e]/.test(text.charAt(start + 1));
  const string = isHere
    ? { read: readHereString, take: takeHereString }
    : isSingleQuote(code)
      ? { read: readSingleQuoted, take: takeQuoted }
      : isDoubleQuote(code)
        ? { read: readDoubleQuoted, take: takeExpanded }
        : undefined;
  if (string === undefined || endOfPiece(text, start, end, string.read) !== end) return undefined;
  const parts = gather(text, start);
  string.take(text, parts, end);
  return parts.done();
}

/** The parts of a variable that is an argument of its own; undefined for anything else. */
function variableParts(text: string, start: number, end: number): readonly WordPart[] | undefined {
  if (text[start] !== '$') return undefined;
  const cursor = cursorAt(text, start, end);
  const length = text[start + 1] === '{' ? bracedVariableLength(cursor) : variableLength(cursor);
  if (start + length !== end) return undefined;
  const name = variableName(text.slice(start, end));
  // What the environment holds is one text, other variables may hold several.
  return [{ kind: 'variable', name, quoted: !name.startsWith('variable:'), range: { start, end } }];
}

function bareParts(text: string, start: number, end: number, kind: 'bare' | 'name'): readonly WordPart[] {
  const parts = gather(text, start);
  if (/^~(?:[/\\]|$)/.test(text.slice(start, Math.min(end, start + 2)))) parts.opaque(start + 1, false);
  const label = labelLength(cursorAt(text, start, end));
  if (label > 0) parts.literal(text.slice(start, start + label), start + label);
  for (let at = parts.at(); at < end; at = parts.at()) {
    const code = text.charCodeAt(at);
    if (code === 0x60) parts.escape(end);
    else if (isSingleQuote(code) || isDoubleQuote(code)) takeString(text, parts, end);
    else if (code === 0x24 && kind === 'bare') parts.dollar(end, false);
    else takeRun(text, parts, plainInBareWord, end);
  }
  return parts.done();
}

const plainInBareWord = /^[^`'\u2018-\u201b"\u201c-\u201e$]+/;
const plainInQuotes = /^[^`"\u201c-\u201e$]+/;
const plainInHereString = /^[^`$]+/;

/** Takes characters that stand for themselves: as many as there are of a kind, at least one. */
function takeRun(text: string, parts: Gatherer, kind: RegExp, end: number): void {
  const at = parts.at();
  const length = kind.exec(text.slice(at, end))?.[0].length ?? 1;
  parts.literal(text.slice(at, at + length), at + length);
}

/** Where a piece of text ends that starts at an offset; undefined if it does not end before `end`. */
function endOfPiece(
  text: string,
  start: number,
  end: number,
  read: (cursor: Cursor) => void,
): number | undefined {
  const cursor = cursorAt(text, start, end);
  read(cursor);
  return cursor.broken ? undefined : cursor.offset;
}

/** Gathers the parts of a word, from its start on. */
interface Gatherer {
  /** Up to where the word is read. */
  at(): number;
  /** Takes text up to an offset for the characters that it stands for. */
  literal(stands: string, end: number): void;
  /** Takes text up to an offset for what only the run knows. */
  opaque(end: number, quoted: boolean): void;
  /** Takes a backtick and what it escapes. */
  escape(end: number): void;
  /** Takes a `$` in text that expands. */
  dollar(end: number, isHere: boolean): void;
  done(): readonly WordPart[];
}

function gather(text: string, start: number): Gatherer {
  const parts: WordPart[] = [];
  let literal: { text: string; start: number } | undefined;
  let at = start;
  const flush = (): void => {
    if (literal === undefined) return;
    parts.push({ kind: 'literal', text: literal.text, range: { start: literal.start, end: at } });
    literal = undefined;
  };
  const push = (part: WordPart): void => {
    flush();
    parts.push(part);
    at = part.range.end;
  };
  const takeLiteral = (stands: string, end: number): void => {
    literal = { text: (literal?.text ?? '') + stands, start: literal?.start ?? at };
    at = end;
  };
  return {
    at: () => at,
    literal: takeLiteral,
    opaque(end, quoted) {
      push({ kind: 'opaque', quoted, range: { start: at, end } });
    },
    escape(end) {
      const escaped = /^`(?:u\{([\da-fA-F]{1,6})\}|([^]))/.exec(text.slice(at, Math.min(end, at + 10)));
      const [all = '`', code, char = '`'] = escaped ?? [];
      const stands = code === undefined ? (escapes[char] ?? char) : codePoint(Number.parseInt(code, 16));
      takeLiteral(stands, at + all.length);
    },
    dollar(end, isHere) {
      const cursor = cursorAt(text, at, end);
      readDollar(cursor, isHere);
      const range = { start: at, end: cursor.offset };
      if (range.end === at + 1) takeLiteral('$', range.end);
      else if (text[at + 1] === '(') push({ kind: 'opaque', quoted: true, range });
      else push({ kind: 'variable', name: variableName(text.slice(at, range.end)), quoted: true, range });
    },
    done() {
      flush();
      return parts;
    },
  };
}

/** Reads the string that starts here, within a bare word. */
function takeString(text: string, parts: Gatherer, limit: number): void {
  const isSingle = isSingleQuote(text.charCodeAt(parts.at()));
  const end = endOfPiece(text, parts.at(), limit, isSingle ? readSingleQuoted : readDoubleQuoted);
  if (end === undefined) parts.opaque(limit, false);
  else if (isSingle) takeQuoted(text, parts, end);
  else takeExpanded(text, parts, end);
}

/** Reads a `'…'` that ends at an offset. */
function takeQuoted(text: string, parts: Gatherer, end: number): void {
  const inside = text.slice(parts.at() + 1, end - 1);
  parts.literal(inside.replace(/['\u2018-\u201b](['\u2018-\u201b])/g, '$1'), end);
}

/** Reads a `"…"` that ends at an offset. */
function takeExpanded(text: string, parts: Gatherer, end: number): void {
  parts.literal('', parts.at() + 1);
  for (let at = parts.at(); at < end - 1; at = parts.at()) {
    const code = text.charCodeAt(at);
    if (code === 0x60) parts.escape(end - 1);
    else if (code === 0x24) parts.dollar(end - 1, false);
    // Of two quotes in a row the second one counts.
    else if (isDoubleQuote(code)) parts.literal(text.charAt(at + 1), at + 2);
    else takeRun(text, parts, plainInQuotes, end - 1);
  }
  parts.literal('', end);
}

/** Reads `@"…"@` and `@'…'@`: the lines between the first and the last. */
function takeHereString(text: string, parts: Gatherer, end: number): void {
  const start = parts.at();
  const source = text.slice(start, end);
  const expands = isDoubleQuote(text.charCodeAt(start + 1));
  const first = /\r\n|[\r\n]/.exec(source);
  const last = /(?:\r\n|[\r\n])..$/.exec(source);
  const from = start + (first === null ? 0 : first.index + first[0].length);
  const to = Math.max(from, start + (last?.index ?? 0));
  parts.literal('', from);
  for (let at = from; at < to; at = parts.at()) {
    const code = text.charCodeAt(at);
    if (expands && code === 0x60) parts.escape(to);
    else if (expands && code === 0x24) parts.dollar(to, true);
    else takeRun(text, parts, plainInHereString, to);
  }
  parts.literal('', end);
}

/** What a backtick makes of a letter. Source: about_Special_Characters. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/**
 * The name of a variable: of one of the environment just that, of PowerShell's own with the name of their drive,
 * `variable:user`, since both may have the same.
 */
export function variableName(source: string): string {
  const name = source.replace(/^[$@]\{?|\}$/g, '').replace(/`([^])/g, '$1');
  const environment = /^env:([^]+)$/i.exec(name)?.[1];
  return environment ?? `variable:${name.replace(/^variable:/i, '')}`;
}

/** What the parts of a word come to. */
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
