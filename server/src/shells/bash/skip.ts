/**
 * Finds where a quoted or bracketed piece of POSIX shell text ends.
 *
 * Each function takes the text and the offset of the piece's first character, and returns the offset after
 * its last one; a piece that never ends gives `undefined`. Nothing is copied, and nesting is bounded, so a
 * hostile text costs no more than a read of it.
 */

/** Deeper nesting than any script has; what lies deeper counts as never ending. */
const maxDepth = 64;

/** A longer piece counts as never ending, so that a text full of such costs little at each of them. */
const longestPiece = 50_000;

export type End = number | undefined;

function limitFrom(text: string, start: number): number {
  return Math.min(text.length, start + longestPiece);
}

/** After a `'…'` that starts at `start`. */
export function skipSingleQuoted(text: string, start: number): End {
  const end = text.indexOf("'", start + 1);
  return end < 0 ? undefined : end + 1;
}

/** After a `$'…'` that starts at `start`: a backslash escapes any character. */
export function skipAnsiQuoted(text: string, start: number): End {
  const limit = limitFrom(text, start);
  for (let i = start + 2; i < limit; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === "'") return i + 1;
  }
  return undefined;
}

/** After a `"…"` that starts at `start`. */
export function skipDoubleQuoted(text: string, start: number, depth = 0): End {
  const limit = limitFrom(text, start);
  let i = start + 1;
  while (i < limit) {
    const c = text[i];
    if (c === '"') return i + 1;
    if (c === '\\') i += 2;
    else if (c === '$' || c === '`') {
      const end = skipExpansion(text, i, depth);
      if (end === undefined) return undefined;
      i = end;
    } else i++;
  }
  return undefined;
}

/** After a `` `…` `` that starts at `start`. */
export function skipBackticks(text: string, start: number): End {
  const limit = limitFrom(text, start);
  for (let i = start + 1; i < limit; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '`') return i + 1;
  }
  return undefined;
}

/**
 * After an expansion that starts at `start` with `$` or a backtick. A `$` that starts no expansion is one
 * character long.
 */
export function skipExpansion(text: string, start: number, depth = 0): End {
  if (text[start] === '`') return skipBackticks(text, start);
  const next = text[start + 1];
  if (next === '(') {
    const end = text[start + 2] === '(' ? skipArithmetic(text, start + 3) : 'other';
    return end === 'other' ? skipParentheses(text, start + 1, depth + 1) : end;
  }
  if (next === '{') return skipBraces(text, start + 1, depth + 1);
  if (next === '[') {
    const end = text.indexOf(']', start + 2);
    return end < 0 ? undefined : end + 1;
  }
  if (next === undefined) return start + 1;
  if (/[A-Za-z_]/.test(next)) {
    let i = start + 2;
    while (i < text.length && /\w/.test(text.charAt(i))) i++;
    return i;
  }
  return /[0-9@*#?$!-]/.test(next) ? start + 2 : start + 1;
}

/**
 * After the `))` of a `((…))` whose inside starts at `start`; `other` if it is no arithmetic, as in
 * `((a; b) | c)`. What is in it is not looked at more closely, so that nesting costs no more than one look.
 */
export function skipArithmetic(text: string, start: number): End | 'other' {
  let open = 0;
  const limit = limitFrom(text, start);
  for (let i = start; i < limit; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === "'" || c === '"') {
      const end = c === "'" ? text.indexOf(c, i + 1) : flatQuoteEnd(text, i);
      if (end < 0) return undefined;
      i = end;
    } else if (c === '(') open++;
    else if (c === ')') {
      if (open > 0) open--;
      else return text[i + 1] === ')' ? i + 2 : 'other';
    }
  }
  return undefined;
}

/** The next double quote that no backslash escapes, or -1. */
function flatQuoteEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf('"', end + 1);
  return end;
}

/** After a `{…}` that starts at `start`, as in `${X:-"}"}`. */
function skipBraces(text: string, start: number, depth: number): End {
  const limit = limitFrom(text, start);
  if (depth > maxDepth) return undefined;
  let i = start + 1;
  while (i < limit) {
    const c = text[i];
    if (c === '}') return i + 1;
    const end = skipQuotedOrExpansion(text, i, depth);
    if (end === undefined) return undefined;
    i = end > i ? end : i + 1;
  }
  return undefined;
}

/**
 * After a `(…)` of commands that starts at `start`, as in `$(…)` and `<(…)`. Comments and `case` patterns may
 * hold a lone `)`.
 */
export function skipParentheses(text: string, start: number, depth = 0): End {
  const limit = limitFrom(text, start);
  if (depth > maxDepth) return undefined;
  let open = 1;
  let cases = 0;
  let i = start + 1;
  while (i < limit) {
    const c = text.charAt(i);
    if (c === '(') {
      open++;
      i++;
    } else if (c === ')') {
      i++;
      if (open > 1) open--;
      else if (cases === 0) return i;
    } else if (c === '#' && /[\s;&|()]/.test(text.charAt(i - 1))) {
      const end = text.indexOf('\n', i);
      if (end < 0) return undefined;
      i = end;
    } else if (/[a-z]/.test(c) && !/[\w$]/.test(text.charAt(i - 1))) {
      const word = /^[\w-]*/.exec(text.slice(i, i + 8))?.[0] ?? '';
      if (word === 'case') cases++;
      else if (word === 'esac' && cases > 0) cases--;
      i += Math.max(word.length, 1);
    } else {
      const end = skipQuotedOrExpansion(text, i, depth);
      if (end === undefined) return undefined;
      i = end > i ? end : i + 1;
    }
  }
  return undefined;
}

/** After the quoted piece or expansion at `start`; `start` itself if there is none. */
function skipQuotedOrExpansion(text: string, start: number, depth: number): End {
  switch (text[start]) {
    case '\\':
      return start + 2;
    case "'":
      return skipSingleQuoted(text, start);
    case '"':
      return skipDoubleQuoted(text, start, depth);
    case '`':
      return skipBackticks(text, start);
    case '$':
      return text[start + 1] === "'" ? skipAnsiQuoted(text, start) : skipExpansion(text, start, depth);
    default:
      return start;
  }
}
