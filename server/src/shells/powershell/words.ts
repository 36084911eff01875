import type { Redirection, Value, Word, WordPart } from '../../model';
import { isDoubleQuote, isSingleQuote } from './reader/characters';
import { labelLength } from './reader/commands';
import { cursorAt } from './reader/cursor';
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
    if (text.slice(element.start, element.end) === '--%') continue; // PowerShell keeps it for itself
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
  const cursor = cursorAt(text, start, end);
  const code = text.charCodeAt(start);
  if (isSingleQuote(code)) {
    readSingleQuoted(cursor);
    return cursor.offset === end ? new Parts(text, start).quoted(end).done(end) : undefined;
  }
  if (isDoubleQuote(code)) {
    readDoubleQuoted(cursor);
    return cursor.offset === end ? new Parts(text, start).expanded(end).done(end) : undefined;
  }
  if (text[start] !== '@' || !/["'\u2018-\u201e]/.test(text.charAt(start + 1))) return undefined;
  readHereString(cursor);
  return cursor.offset === end ? new Parts(text, start).hereString(end).done(end) : undefined;
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

function bareParts(
  text: string,
  start: number,
  end: number,
  kind: 'bare' | 'name',
): readonly WordPart[] {
  const parts = new Parts(text, start);
  if (/^~(?:[/\\]|$)/.test(text.slice(start, Math.min(end, start + 2)))) parts.opaque(start + 1, false);
  const label = labelLength(cursorAt(text, start, end));
  if (label > 0) parts.literal(text.slice(start, start + label), start + label);
  while (parts.at < end) {
    const code = text.charCodeAt(parts.at);
    if (code === 0x60) parts.escape(end);
    else if (isSingleQuote(code)) parts.quoted(ending(text, parts.at, end, readSingleQuoted));
    else if (isDoubleQuote(code)) parts.expanded(ending(text, parts.at, end, readDoubleQuoted));
    else if (code === 0x24 && kind === 'bare') parts.dollar(end, false);
    else parts.literal(text.charAt(parts.at), parts.at + 1);
  }
  return parts.done(end);
}

function ending(
  text: string,
  start: number,
  end: number,
  read: (cursor: ReturnType<typeof cursorAt>) => void,
): number {
  const cursor = cursorAt(text, start, end);
  read(cursor);
  return cursor.offset;
}

/** Gathers the parts of a word from its start on. */
class Parts {
  at: number;
  readonly #parts: WordPart[] = [];
  #literal: { text: string; start: number } | undefined;

  constructor(
    readonly text: string,
    start: number,
  ) {
    this.at = start;
  }

  /** Characters that stand for others, up to an offset. */
  literal(stands: string, end: number): this {
    this.#literal ??= { text: '', start: this.at };
    this.#literal.text += stands;
    this.at = end;
    return this;
  }

  opaque(end: number, quoted: boolean): this {
    return this.#push({ kind: 'opaque', quoted, range: { start: this.at, end } });
  }

  #push(part: WordPart): this {
    this.#flush(this.at);
    this.#parts.push(part);
    this.at = part.range.end;
    return this;
  }

  #flush(end: number): void {
    if (this.#literal === undefined) return;
    const { text, start } = this.#literal;
    this.#parts.push({ kind: 'literal', text, range: { start, end } });
    this.#literal = undefined;
  }

  /** A backtick and what it escapes. */
  escape(end: number): this {
    const match = /^`(?:u\{([\da-fA-F]{1,6})\}|([^]))/.exec(this.text.slice(this.at, Math.min(end, this.at + 10)));
    if (match === null) return this.literal('`', this.at + 1);
    const [all, code, char = ''] = match;
    const stands = code === undefined ? (escapes[char] ?? char) : codePoint(Number.parseInt(code, 16));
    return this.literal(stands, this.at + all.length);
  }

  /** A `$` in text that expands. */
  dollar(end: number, isHere: boolean): this {
    const { text, at } = this;
    const cursor = cursorAt(text, at, end);
    readDollar(cursor, isHere);
    if (cursor.offset === at + 1) return this.literal('$', at + 1);
    if (text[at + 1] === '(') return this.opaque(cursor.offset, true);
    const range = { start: at, end: cursor.offset };
    return this.#push({
      kind: 'variable',
      name: variableName(text.slice(range.start, range.end)),
      quoted: true,
      range,
    });
  }

  /** `'…'` */
  quoted(end: number): this {
    const inside = this.text.slice(this.at + 1, end - 1);
    return this.literal(inside.replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, doubled), end);
  }

  /** `"…"` */
  expanded(end: number): this {
    this.literal('', this.at + 1);
    while (this.at < end - 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x60) this.escape(end - 1);
      else if (code === 0x24) this.dollar(end - 1, false);
      else this.literal(this.text.charAt(isDoubleQuote(code) ? this.at + 1 : this.at), this.at + (isDoubleQuote(code) ? 2 : 1));
    }
    return this.literal('', end);
  }

  /** `@"…"@` and `@'…'@`: the lines between the first and the last. */
  hereString(end: number): this {
    const { text } = this;
    const expands = isDoubleQuote(text.charCodeAt(this.at + 1));
    const first = /\r\n|[\r\n]/.exec(text.slice(this.at, end));
    const last = /(?:\r\n|[\r\n])..$/.exec(text.slice(this.at, end));
    const from = this.at + (first === null ? 0 : first.index + first[0].length);
    const to = Math.max(from, this.at + (last?.index ?? 0));
    this.literal('', from);
    while (this.at < to) {
      const code = text.charCodeAt(this.at);
      if (expands && code === 0x60) this.escape(to);
      else if (expands && code === 0x24) this.dollar(to, true);
      else this.literal(text.charAt(this.at), this.at + 1);
    }
    return this.literal('', end);
  }

  done(end: number): readonly WordPart[] {
    this.#flush(end);
    return this.#parts;
  }
}

/** Of two quotes in a row the second one counts. */
function doubled(both: string): string {
  return both.slice(1);
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
