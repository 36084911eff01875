/**
 * What characters mean to PowerShell's tokenizer. Source: about_Parsing, about_Quoting_Rules and the character
 * traits of PowerShell 7.
 */

/** What ends a bare word: blanks, line ends and `& ( ) , ; { | }`. */
const endsWord = new Uint8Array(128);
for (const c of '\0\t\n\v\f\r &(),;{|}') endsWord[c.charCodeAt(0)] = 1;

/** Says whether a character ends a bare word; -1, the end of the text, does. */
export function endsBareWord(code: number): boolean {
  return code < 128 ? code < 0 || endsWord[code] === 1 : isWideBlank(code);
}

/** Says whether a character is a blank; line ends are none. */
export function isBlank(code: number): boolean {
  return (
    code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c || (code > 127 && isWideBlank(code))
  );
}

function isWideBlank(code: number): boolean {
  if (code === 0xa0 || code === 0x85) return true;
  if (code < 0x1680) return false;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

export function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Says whether a character is a hyphen to PowerShell: `-`, an en or em dash, a horizontal bar. */
export function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2013 && code <= 0x2015);
}

/** Says whether a character quotes as `'` does. */
export function isSingleQuote(code: number): boolean {
  return code === 0x27 || (code >= 0x2018 && code <= 0x201b);
}

/** Says whether a character quotes as `"` does. */
export function isDoubleQuote(code: number): boolean {
  return code === 0x22 || (code >= 0x201c && code <= 0x201e);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const letter = /\p{L}/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** Says whether a character may start an identifier: a letter or `_`. */
export function isIdentifierStart(code: number): boolean {
  if (code < 128) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
  return letter.test(String.fromCharCode(code));
}

export function isIdentifierFollow(code: number): boolean {
  if (code < 128) return isIdentifierStart(code) || isDigit(code);
  return letterOrDigit.test(String.fromCharCode(code));
}

/** Says whether a character may follow the `$` of a variable without braces. */
export function isVariableStart(code: number): boolean {
  if (code < 0) return false;
  return isIdentifierFollow(code) || code === 0x24 || code === 0x3f || code === 0x5e || code === 0x3a;
}
