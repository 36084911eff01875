import type { Range } from '../../model';
import { filledUnescaped, type Filled } from './holes';
import { mapped, type Piece, type Spelling } from './sourceMap';

/** A piece of a script; or an expression of the language around it, which is a hole and stands for itself. */
export interface Part extends Piece {
  readonly isHole?: true;
}

/** What a literal says in another way than by its own characters, from one offset of the document to another. */
export interface Special {
  readonly end: number;
  /** What it stands for; undefined for an expression, which only the run knows. */
  readonly text: string | undefined;
}

/**
 * Takes the inside of a literal apart.
 *
 * @param signs finds where something special may begin (global); what it finds has no meaning by itself
 * @param read takes such an offset of the document, returns what begins there, or undefined if nothing does
 */
export function partsOf(
  document: string,
  { start, end }: Range,
  signs: RegExp,
  read: (offset: number) => Special | undefined,
): readonly Part[] {
  const parts: Part[] = [];
  let at = start;
  for (const { index } of document.slice(start, end).matchAll(signs)) {
    if (start + index < at) continue;
    const special = read(start + index);
    if (special === undefined) continue;
    if (start + index > at) parts.push(plain(document, at, start + index));
    at = Math.min(special.end, end);
    parts.push(
      special.text === undefined
        ? hole(document, start + index, at)
        : { text: special.text, range: { start: start + index, end: at } },
    );
  }
  // An empty literal has a place as well.
  if (at < end || parts.length === 0) parts.push(plain(document, at, end));
  return parts;
}

/** A part that stands for itself. */
export function plain(document: string, start: number, end: number): Part {
  return { text: document.slice(start, end), range: { start, end } };
}

/** An expression of the document's own language. */
export function hole(document: string, start: number, end: number): Part {
  return { ...plain(document, start, end), isHole: true };
}

/** What an expression joins to a text: a literal, or something that only the run knows. */
export interface Operand extends Range {
  /** What a literal says; its range is its inside then. Undefined for an expression. */
  readonly parts: readonly Part[] | undefined;
}

/**
 * Joins operands. A hole takes the quotes and signs that are between it and a literal along, so that the literals are one
 * where it is removed.
 */
export function joinedOperands(document: string, operands: readonly Operand[]): readonly Part[] {
  const parts: Part[] = [];
  let end: number | undefined;
  let holeStart: number | undefined;
  for (const operand of operands) {
    if (operand.parts === undefined) holeStart ??= end ?? operand.start;
    else {
      if (holeStart !== undefined) parts.push(hole(document, holeStart, operand.start));
      parts.push(...operand.parts);
      holeStart = undefined;
      end = operand.end;
    }
  }
  const last = operands.at(-1);
  if (holeStart !== undefined && last !== undefined) parts.push(hole(document, holeStart, last.end));
  return parts;
}

/** How a literal breaks the lines of its script, as it does at the first; undefined if that is on one line. */
export function lineBreakIn(document: string, parts: readonly Part[]): string | undefined {
  const first = parts.find(({ text, isHole }) => !isHole && text.includes('\n'));
  if (first === undefined) return undefined;
  const source = document.slice(first.range.start, first.range.end);
  if (first.text === '\n' && source.startsWith('\\')) return source;
  return source.includes('\r\n') ? '\r\n' : '\n';
}

/** The text of parts, with every expression as it stands. */
export function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('');
}

/** Joins parts to a script whose holes are filled. */
export function joinedParts(document: string, parts: readonly Part[], spelling: Spelling): Filled {
  const holes: Range[] = [];
  let at = 0;
  for (const { text, isHole } of parts) {
    if (isHole && text !== '') holes.push({ start: at, end: at + text.length });
    at += text.length;
  }
  return filledUnescaped(mapped(document, parts, spelling), holes);
}

/** Takes parts, returns what takes ranges of their text, in source order, and returns the parts of each. */
export function partsByRange(parts: readonly Part[]): (range: Range) => readonly Part[] {
  /** The first part that a later range may begin in, and where its text starts. */
  let first = 0;
  let firstStart = 0;
  return ({ start, end }) => {
    const within: Part[] = [];
    let at = firstStart;
    for (let index = first; at < end; index++) {
      const part = parts[index];
      if (part === undefined) break;
      const to = at + part.text.length;
      if (to <= start) [first, firstStart] = [index + 1, to];
      else if (part.text !== '') within.push(cut(part, Math.max(start - at, 0), Math.min(end - at, to - at)));
      at = to;
    }
    return within;
  };
}

/** A stretch of a part; all of it, where the document spells it in another way. */
function cut(part: Part, start: number, end: number): Part {
  const { text, range } = part;
  if (end - start === text.length || range.end - range.start !== text.length) return part;
  return {
    ...part,
    text: text.slice(start, end),
    range: { start: range.start + start, end: range.start + end },
  };
}

/** Makes holes of what a pattern finds (global) in parts that stand for themselves. */
export function withHoles(parts: readonly Part[], pattern: RegExp): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => {
    const { text, range } = part;
    if (part.isHole || range.end - range.start !== text.length) return [part];
    const cut: Part[] = [];
    let at = 0;
    const add = (end: number, isHole: boolean): void => {
      const piece = { text: text.slice(at, end), range: { start: range.start + at, end: range.start + end } };
      if (at < end) cut.push(isHole ? { ...piece, isHole } : piece);
      at = end;
    };
    for (const { 0: found, index } of text.matchAll(pattern)) {
      add(index, false);
      add(index + found.length, true);
    }
    add(text.length, false);
    return cut.length === 0 ? [part] : cut;
  });
}
