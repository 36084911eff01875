import { match, peek, type Cursor, type ReadRedirection } from './cursor';

/**
 * What a `%` starts in a script: a number of an argument, with or without modifiers, or a name up to the next `%`
 * of the line. It is replaced before anything else is read, so quotes and operators in it are none.
 */
export const expansion = /%(?:%|\*|(?:~[fdpnxsatz]*(?:\$[^:%\n]*:)?)?\d|[^%\n]+%)?/iy;

/**
 * A caret with the line's end that it joins, and with a variable, which is replaced before: a `%` alone just goes.
 * The character behind it stands for itself.
 */
const caret = /\^(?:\r?\n)?(?:%(?!%|\*|~?\d|[^%\n]+%))*/y;

/** How long a caret is with what goes before the character that it takes its meaning from. */
export function caretLength(text: string, at: number): number {
  caret.lastIndex = at;
  return caret.exec(text)?.[0].length ?? 1;
}

/** A line's end behind a caret, with the blanks around it. */
const continued = /[ \t,;=\v\f\r]*\^\r?\n/y;

const blanks = /[ \t,;=\v\f\r]*/y;

/** The operator or line end at the cursor that ends words, with what it is long. */
export function specialAt(cursor: Cursor): { readonly sign: string; readonly length: number } | undefined {
  const sign = peek(cursor);
  if (sign === '') return { sign, length: 0 };
  if (sign === '\n') return { sign, length: 1 };
  if (cursor.isQuoted) return undefined;
  const escaped = cursor.isEscaped && sign === '^' ? peek(cursor, 1) : '';
  if (escaped !== '' && '&|<>'.includes(escaped)) return { sign: escaped, length: 2 };
  if ('&|<>'.includes(sign)) return { sign, length: 1 };
  return sign === ')' && cursor.parens > 0 ? { sign, length: 1 } : undefined;
}

/** Moves over one character that ends no word, with what belongs to it. */
export function skipPiece(cursor: Cursor): void {
  const sign = peek(cursor);
  if (sign === '%') cursor.offset += match(cursor, expansion)?.length ?? 1;
  else if (sign === '^' && !cursor.isQuoted) {
    cursor.offset += caretLength(cursor.text, cursor.offset);
    if (peek(cursor) !== '%') cursor.offset++;
    cursor.offset = Math.min(cursor.offset, cursor.limit);
  } else {
    if (sign === '"') cursor.isQuoted = !cursor.isQuoted;
    cursor.offset++;
  }
}

/** Text in which nothing needs a look, outside of quotes and in them. */
const plain = /[^%^"&|<>()\n]+/y;
const plainInQuotes = /[^%"\n]+/y;

/** Moves over text that ends no word list: up to an operator that `specialAt` gives. */
export function skipText(cursor: Cursor): void {
  for (;;) {
    const run = cursor.isQuoted ? plainInQuotes : plain;
    run.lastIndex = cursor.offset;
    if (run.test(cursor.text)) cursor.offset = Math.min(run.lastIndex, cursor.limit);
    if (specialAt(cursor) !== undefined) return;
    skipPiece(cursor);
  }
}

/** Moves over blanks and other delimiters, also where a caret has them go on in the next line. */
export function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const over = match(cursor, continued);
    if (over === undefined) break;
    cursor.offset += over.length;
  }
  cursor.offset += match(cursor, blanks)?.length ?? 0;
}

/** Moves to the end of the line. */
export function skipLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.offset);
  cursor.offset = end < 0 ? cursor.limit : Math.min(end, cursor.limit);
}

/** Moves over a word of cmd's own: up to a delimiter, an operator or the end of the line. */
export function skipToken(cursor: Cursor): void {
  // `if (%1)==()`
  let parens = 0;
  for (;;) {
    const sign = peek(cursor);
    if (!cursor.isQuoted && sign === '(') parens++;
    const special = specialAt(cursor);
    if (special !== undefined && !(special.sign === ')' && parens-- > 0)) break;
    if (!cursor.isQuoted && /[\s,;=]/.test(sign)) return;
    skipPiece(cursor);
  }
  cursor.isQuoted = false;
}

/**
 * Reads a redirection whose operator stands at the cursor; a digit in front of it belongs to it.
 *
 * @param from where the command starts
 * @param length what the operator's first character is long
 */
export function readRedirection(cursor: Cursor, from: number, length: number): ReadRedirection {
  const { text, offset } = cursor;
  const hasDescriptor =
    offset > from &&
    /\d/.test(text.charAt(offset - 1)) &&
    (offset - 1 === from || /[\s,;=]/.test(text.charAt(offset - 2)));
  cursor.offset += length;
  const rest = match(cursor, cursor.isEscaped ? /(?:\^?>)?(?:\^?&)?/y : />?&?/y) ?? '';
  cursor.offset += rest.length;
  const operatorEnd = cursor.offset;
  if (!rest.endsWith('&')) skipBlanks(cursor);
  const start = cursor.offset;
  skipToken(cursor);
  if (cursor.offset === start) cursor.isBroken = true;
  return {
    start: hasDescriptor ? offset - 1 : offset,
    operatorEnd,
    target: { start, end: cursor.offset },
  };
}
