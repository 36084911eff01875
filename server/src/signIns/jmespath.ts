/**
 * Says whether a text is a JMESPath expression, as the Azure CLI wants one in `--query`.
 *
 * Source: the grammar of the JMESPath specification (jmespath.org). Only the syntax is looked at, not the
 * names of functions. A text that is longer or nested deeper than queries are counts as one.
 */
export function isQuery(text: string): boolean {
  if (text.length > longestQuery) return true;
  const tokens = tokensOf(text);
  if (tokens === undefined) return false;
  const reader: Reader = { tokens, at: 0, depth: 0, isDeep: false };
  const isRight = readExpression(reader) && reader.at === tokens.length;
  return isRight || reader.isDeep;
}

const longestQuery = 4_000;
const deepest = 50;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
  isDeep: boolean;
}

const token =
  /\s*(?:("(?:\\[^]|[^"\\])+"|'(?:\\[^]|[^'\\])*'|`(?:\\[^]|[^`\\])*`|[A-Za-z_]\w*|-?\d+|\[\?|\[\]|\|\||&&|[!=<>]=|[.*[\]{}(),:|!<>@&]))/y;

/** The tokens of a text; undefined if something in it is none. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  for (let at = 0; at < end; at = token.lastIndex) {
    const found = token.exec(text)?.[1];
    if (found === undefined) return undefined;
    tokens.push(found);
  }
  return tokens;
}

const isName = (word: string | undefined): boolean => word !== undefined && /^["A-Za-z_]/.test(word);
const operators: ReadonlySet<string | undefined> = new Set('| || && == != < <= > >='.split(' '));

/** Goes over the next token if it is this one. */
function take(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at] !== word) return false;
  reader.at++;
  return true;
}

function readExpression(reader: Reader): boolean {
  if (++reader.depth > deepest) {
    reader.isDeep = true;
    return false;
  }
  let isRight = readOperand(reader);
  while (isRight && operators.has(reader.tokens[reader.at])) {
    reader.at++;
    isRight = readOperand(reader);
  }
  reader.depth--;
  return isRight;
}

/** Reads a value and what is selected from it. */
function readOperand(reader: Reader): boolean {
  while (take(reader, '!') || take(reader, '&'));
  if (!readValue(reader)) return false;
  for (;;) {
    if (take(reader, '.')) {
      const next = reader.tokens[reader.at];
      if (next !== '*' && next !== '{' && next !== '[' && !isName(next)) return false;
      if (!(next === '[' ? take(reader, '[') && readList(reader, ']') : readValue(reader))) return false;
    } else if (reader.tokens[reader.at]?.startsWith('[') === true) {
      if (!readBrackets(reader)) return false;
    } else return true;
  }
}

function readValue(reader: Reader): boolean {
  const word = reader.tokens[reader.at];
  if (word === undefined) return false;
  if (word === '(') {
    reader.at++;
    return readExpression(reader) && take(reader, ')');
  }
  if (word.startsWith('[')) return readBrackets(reader);
  reader.at++;
  if (word === '{') return readHash(reader);
  if (/^[A-Za-z_]/.test(word)) {
    return !take(reader, '(') || take(reader, ')') || readList(reader, ')');
  }
  return /^["'`@*]/.test(word);
}

/** Reads expressions with commas between them, over the bracket that closes them. */
function readList(reader: Reader, closing: ']' | ')'): boolean {
  for (;;) {
    if (!readExpression(reader)) return false;
    if (take(reader, closing)) return true;
    if (!take(reader, ',')) return false;
  }
}

function readHash(reader: Reader): boolean {
  for (;;) {
    const key = reader.tokens[reader.at++];
    if (!isName(key) || !take(reader, ':') || !readExpression(reader)) return false;
    if (take(reader, '}')) return true;
    if (!take(reader, ',')) return false;
  }
}

/** Reads an index, a slice, a wildcard, a filter or a list. */
function readBrackets(reader: Reader): boolean {
  if (take(reader, '[]')) return true;
  if (take(reader, '[?')) return readExpression(reader) && take(reader, ']');
  reader.at++;
  const { tokens, at } = reader;
  const end = tokens.indexOf(']', at);
  if (
    end >= 0 &&
    /^(?:\*|-?\d+|(?:-?\d+)?:(?:-?\d+)?(?::(?:-?\d+)?)?)$/.test(tokens.slice(at, end).join(''))
  ) {
    reader.at = end + 1;
    return true;
  }
  return readList(reader, ']');
}
