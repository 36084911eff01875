import type { CST } from 'yaml';
import type { Dialect, HostId, Range, Script } from '../../model';
import { filled, type Filled } from '../embedded/holes';
import { joinedLines } from '../embedded/joined';
import { approximate, mapped, type Piece, type Spelling } from '../embedded/sourceMap';
import { lineStart } from '../../lines';
import type { YamlScalar } from './tree';

/** What a format says of a script that it holds. */
export interface Place {
  readonly dialect: Dialect;
  readonly host: HostId;
  /** Finds the holes in the script's text, in source order. */
  readonly holesIn?: (text: string) => readonly Range[];
}

/** A text that a YAML text holds, which is a script or a part of one. */
export interface Part extends Filled {
  /** True if it stands where no further line has a place. */
  readonly isOneLine: boolean;
  /** Where the line starts before which a comment about it stands. */
  readonly before: number;
}

/**
 * Takes a scalar of a YAML text, returns the text that it holds. Where what its pieces come to is not what the parser
 * reads, as in broken text, the map is approximate.
 */
export function partIn(
  document: string,
  { token, text, range }: YamlScalar,
  holesIn?: Place['holesIn'],
): Part {
  const { pieces, spelling } =
    token.type === 'block-scalar' ? blockPieces(document, token) : flowPieces(document, token);
  const followed = mapped(document, pieces, spelling);
  const script = followed.text === text ? followed : approximate(text, range);
  return {
    ...filled(script, holesIn?.(text) ?? []),
    isOneLine: spelling.lineBreak === undefined,
    before: lineStart(document, range.start),
  };
}

/** Takes a scalar of a YAML text, returns the script that it holds. */
export function scriptIn(document: string, scalar: YamlScalar, place: Place): Script {
  return scriptOfPart(partIn(document, scalar, place.holesIn), place);
}

/** Takes scalars of a YAML text, returns the one script that their lines make; undefined if there are none. */
export function scriptOf(document: string, scalars: readonly YamlScalar[], place: Place): Script | undefined {
  return scriptOfParts(
    scalars.map((scalar) => partIn(document, scalar, place.holesIn)),
    place,
  );
}

export function scriptOfPart({ before, ...part }: Part, { dialect, host }: Place): Script {
  return { ...part, dialect, host, hostComment: { marker: '#', before } };
}

/**
 * Takes the parts of a script, returns the script that their lines make, one after the other; undefined if there are none.
 * It has a place for further lines only if each of them has.
 */
export function scriptOfParts(parts: readonly Part[], { dialect, host }: Place): Script | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const { ranges, ...script } = joinedLines(parts);
  return {
    ...script,
    dialect,
    host,
    isOneLine: parts.some(({ isOneLine }) => isOneLine),
    hostComment: { marker: '#', before: first.before },
    parts: ranges.map((range, i) => ({ range, before: parts[i]?.before ?? 0 })),
  };
}

interface Spelled {
  readonly pieces: readonly Piece[];
  readonly spelling: Spelling;
}

const piece = (text: string, start: number, end: number): Piece => ({ text, range: { start, end } });

/** A line of a block: where its content begins and ends, and where the next one begins. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** `|` and `>`, with every indicator. Source: YAML 1.2.2, section 8.1. */
function blockPieces(document: string, { offset, indent, props, source }: CST.BlockScalar): Spelled {
  const header = sourcesOf(props).find((each) => /^[|>]/.test(each)) ?? '|';
  const start = offset + sourcesOf(props).join('').length;
  const given = Number(/[1-9]/.exec(header)?.[0] ?? 0);
  const blanks = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;
  const lines = source.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const first = lines.find((line) => /[^ \r]/.test(line));
  const width = given > 0 ? Math.max(0, indent) + given : blanks(first ?? '');
  const placed: Line[] = [];
  let at = start;
  for (const line of lines) {
    const end = at + line.length - (line.endsWith('\r') ? 1 : 0);
    placed.push({
      start: Math.min(at + Math.min(width, blanks(line)), end),
      end,
      next: Math.min(at + line.length + 1, start + source.length),
    });
    at += line.length + 1;
  }
  let content = placed.length;
  while (content > 0 && isEmpty(placed[content - 1])) content--;
  const lineBreak = document.slice(0, start).endsWith('\r\n') ? '\r\n' : '\n';
  const isFolded = header.startsWith('>');
  const isKept = header.includes('+');
  const trailing = header.includes('-') ? [] : placed.slice(content, isKept ? undefined : content);
  const pieces = isFolded
    ? foldedLines(document, placed.slice(0, content))
    : placed.slice(0, content).flatMap((line, i) => literalLine(document, line, i + 1 < content));
  const last = placed[content - 1];
  if (last !== undefined && !header.includes('-')) pieces.push(piece('\n', last.end, last.next));
  for (const line of trailing) pieces.push(piece('\n', line.end, line.next));
  return {
    // A comment on top stands in front of the first line's indentation.
    pieces: [piece('', start, start), ...pieces],
    spelling: {
      prefix: ' '.repeat(width),
      lineBreak: isFolded ? undefined : lineBreak,
      spell: (text) => text,
    },
  };
}

/** What stands between `|` or `>` and the lines of the block, with that. */
function sourcesOf(props: readonly CST.Token[]): readonly string[] {
  return props.map((each) => ('source' in each ? each.source : ''));
}

function isEmpty(line: Line | undefined): boolean {
  return line !== undefined && line.start === line.end;
}

function literalLine(document: string, { start, end, next }: Line, isBroken: boolean): Piece[] {
  const line = piece(document.slice(start, end), start, end);
  return isBroken ? [line, piece('\n', end, next)] : [line];
}

/** Lines that are folded to one by a space, but for empty ones and those that are indented further. */
function foldedLines(document: string, lines: readonly Line[]): Piece[] {
  const pieces: Piece[] = [];
  const isFurther = ({ start, end }: Line): boolean => start < end && /[ \t]/.test(document.charAt(start));
  let breaks = 0;
  let from = lines[0]?.start ?? 0;
  let before: Line | undefined;
  for (const line of lines) {
    if (isEmpty(line)) {
      breaks++;
      continue;
    }
    const keeps = before === undefined || isFurther(before) || isFurther(line);
    const lineBreaks = breaks + (keeps && before !== undefined ? 1 : 0);
    const text = before !== undefined && lineBreaks === 0 ? ' ' : '\n'.repeat(lineBreaks);
    pieces.push(
      piece(text, from, line.start),
      piece(document.slice(line.start, line.end), line.start, line.end),
    );
    [before, breaks, from] = [line, 0, line.end];
  }
  return pieces;
}

/** What a backslash and a character stand for in double quotes. Source: YAML 1.2.2, section 5.7. */
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
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/** A line break with the blanks around it, a run of them with empty lines, or an escape, at one place of a flow scalar. */
const plainSpecial = /[ \t]*(?:\r?\n[ \t]*)+/g;
const singleSpecial = /''|[ \t]*(?:\r?\n[ \t]*)+/g;
const doubleSpecial =
  /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n[ \t]*|[^])|(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+/g;

/** Plain and quoted scalars. Source: YAML 1.2.2, section 7.3. */
function flowPieces(document: string, { type, offset, source }: CST.FlowScalar): Spelled {
  const quotes = type === 'scalar' ? 0 : 1;
  const end =
    offset + source.length - (quotes > 0 && source.length > 1 && source.endsWith(source.charAt(0)) ? 1 : 0);
  const [special, spell] =
    type === 'double-quoted-scalar'
      ? [doubleSpecial, (text: string) => JSON.stringify(text).slice(1, -1)]
      : type === 'single-quoted-scalar'
        ? [singleSpecial, (text: string) => text.replaceAll("'", "''")]
        : [plainSpecial, spellPlain];
  const pieces: Piece[] = [];
  let at = offset + quotes;
  for (const match of document.slice(at, end).matchAll(special)) {
    const start = offset + quotes + match.index;
    if (start > at) pieces.push(piece(document.slice(at, start), at, start));
    at = start + match[0].length;
    pieces.push(piece(meaningOf(match[0]), start, at));
  }
  pieces.push(piece(document.slice(at, end), at, end));
  return { pieces, spelling: { prefix: '', lineBreak: undefined, spell } };
}

function meaningOf(special: string): string {
  if (special === "''") return "'";
  if (!special.startsWith('\\')) {
    const breaks = special.split('\n').length - 1;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  }
  const [, letter = ''] = special;
  if (/[\r\n]/.test(letter) && special.length > 1) return '';
  if (special.length > 2)
    return String.fromCodePoint(Math.min(Number.parseInt(special.slice(2), 16), 0x10ffff));
  return escapes[letter] ?? letter;
}

/** New text of a plain scalar must not end it. */
function spellPlain(text: string): string | { readonly refused: string } {
  return /(?:^|\s)#|:(?:\s|$)/.test(text)
    ? {
        refused:
          'The new text would end the unquoted YAML value that the script is: put it into a `|` block.',
      }
    : text;
}
