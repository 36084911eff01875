/**
 * Says whether a text is a JMESPath expression, as the Azure CLI wants one in `--query`.
 *
 * Source: what jmespath.py 1.1, by which the CLI reads them, accepts. That is more than the specification does
 * (commas between arguments may be missing, a literal need not be JSON). The names of functions are not looked at. A
 * text that is longer or nested deeper than queries are counts as one.
 */
export function isQuery(text: string): boolean {
  if (text.length > longestQuery) return true;
  const tokens = tokensOf(text);
  if (tokens === undefined) return false;
  const reader: Reader = { tokens, at: 0, depth: 0, isDeep: false };
  const isRight = readExpression(reader) !== undefined && reader.at === tokens.length;
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

/** What has been read: a name, which may turn out to be a function's, an index, another expression; undefined for none. */
type Expression = 'name' | 'index' | 'other' | undefined;

const token =
  /[ \t\n\r]*("(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`(?:\\[^]|[^`\\])*`|[A-Za-z_][0-9A-Za-z_]*|-?[0-9]+|\[\?|\[\]|\|\||&&|[!=<>]=|[.*[\]{}(),:|!<>@&]|$)/y;

/** The tokens of a text; undefined if something in it is none. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  for (token.lastIndex = 0; ;) {
    const found = token.exec(text)?.[1];
    if (found === '') return tokens;
    if (found === undefined) return undefined;
    if (found.startsWith('"') && !isJson(found)) return undefined;
    if (found.startsWith('`') && !isLiteral(found.slice(1, -1).replaceAll('\\`', '`'))) return undefined;
    tokens.push(found);
  }
}

/** What is no JSON is a text, as long as it is one once it stands in quotes. */
function isLiteral(text: string): boolean {
  return isJson(text) || isJson(`"${text.trimStart()}"`);
}

/** For Python's JSON these are numbers. */
const notFinite = /-?\bInfinity\b|\bNaN\b/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(notFinite, '0'));
    return true;
  } catch {
    return false;
  }
}

/** How tightly a token binds what stands before it; all others end an expression. */
const powers: ReadonlyMap<string | undefined, number> = new Map([
  ['|', 1],
  ['||', 2],
  ['&&', 3],
  ...['==', '!=', '<', '<=', '>', '>='].map((operator) => [operator, 5] as const),
  ['[]', 9],
  ['*', 20],
  ['[?', 21],
  ['.', 40],
  ['!', 45],
  ['{', 50],
  ['[', 55],
  ['(', 60],
]);
const powerOf = (word: string | undefined): number => powers.get(word) ?? 0;
const wildcard = powerOf('*');

const isName = (word: string | undefined): boolean => word !== undefined && /^["A-Za-z_]/.test(word);
const isIndex = (word: string | undefined): boolean => word !== undefined && /^(?:-?[0-9]+|:)$/.test(word);

const next = (reader: Reader): string | undefined => reader.tokens[reader.at];

/** Goes over the next token if it is this one. */
function take(reader: Reader, word: string): boolean {
  if (next(reader) !== word) return false;
  reader.at++;
  return true;
}

const other = (isRead: boolean): Expression => (isRead ? 'other' : undefined);

/** Reads an expression up to a token that binds no tighter than `power`. */
function readExpression(reader: Reader, power = 0): Expression {
  if (++reader.depth > deepest) {
    reader.isDeep = true;
    return undefined;
  }
  let expression = readStart(reader);
  while (expression !== undefined && powerOf(next(reader)) > power) expression = readRest(reader, expression);
  reader.depth--;
  return expression;
}

const isExpression = (reader: Reader, power = 0): boolean => readExpression(reader, power) !== undefined;

function readStart(reader: Reader): Expression {
  const word = next(reader) ?? '';
  reader.at++;
  switch (word) {
    case '@':
      return 'other';
    case '*':
      return other(next(reader) === ']' || readProjected(reader, wildcard));
    case '[]':
      return other(readProjected(reader, powerOf(word)));
    case '[?':
      return other(readFilter(reader));
    case '[':
      return readBrackets(reader, undefined);
    case '{':
      return other(readHash(reader));
    case '(': {
      const inner = readExpression(reader);
      return take(reader, ')') ? inner : undefined;
    }
    case '!':
      return other(isExpression(reader, powerOf(word)));
    case '&':
      return other(isExpression(reader));
  }
  if (isName(word)) return word.startsWith('"') && next(reader) === '(' ? undefined : 'name';
  return other(/^['`]/.test(word));
}

/** Reads what goes on from an expression. */
function readRest(reader: Reader, before: Expression): Expression {
  const word = next(reader) ?? '';
  reader.at++;
  switch (word) {
    case '.':
      return other(
        take(reader, '*') ? readProjected(reader, powerOf(word)) : readMember(reader, powerOf(word)),
      );
    case '[]':
      return other(readProjected(reader, powerOf(word)));
    case '[?':
      return other(readFilter(reader));
    case '[':
      return readBrackets(reader, before);
    case '(':
      return other(before === 'name' && readArguments(reader));
    case '*':
    case '!':
    case '{':
      return undefined;
  }
  return other(isExpression(reader, powerOf(word)));
}

/** Reads what is done with each of many, which may be nothing. */
function readProjected(reader: Reader, power: number): boolean {
  const word = next(reader);
  if (powerOf(word) <= powerOf('[]')) return true;
  if (word === '[' || word === '[?') return isExpression(reader, power);
  return take(reader, '.') && readMember(reader, power);
}

/** Reads what may stand behind a dot. */
function readMember(reader: Reader, power: number): boolean {
  if (take(reader, '[')) return readList(reader);
  if (take(reader, '{')) return readHash(reader);
  return (isName(next(reader)) || next(reader) === '*') && isExpression(reader, power);
}

function readFilter(reader: Reader): boolean {
  if (!isExpression(reader) || !take(reader, ']')) return false;
  return next(reader) === '[]' || readProjected(reader, powerOf('[?'));
}

/** Reads an index, a slice or `*` over its closing bracket; a list only where nothing stands before it. */
function readBrackets(reader: Reader, before: Expression): Expression {
  const [first, second] = reader.tokens.slice(reader.at, reader.at + 2);
  if (first === '*' && second === ']') {
    reader.at += 2;
    return other(readProjected(reader, wildcard));
  }
  if (!isIndex(first)) return other(before === undefined && readList(reader));
  if (first !== ':' && second !== ':') {
    reader.at++;
    return take(reader, ']') ? 'index' : undefined;
  }
  for (let colons = 0; isIndex(next(reader)); reader.at++) {
    if (next(reader) === ':' && ++colons > 2) return undefined;
  }
  if (!take(reader, ']')) return undefined;
  return before === 'index' ? before : other(readProjected(reader, wildcard));
}

/** Reads expressions with commas between them, over the bracket that closes them. */
function readList(reader: Reader): boolean {
  do {
    if (!isExpression(reader)) return false;
  } while (take(reader, ','));
  return take(reader, ']');
}

function readArguments(reader: Reader): boolean {
  while (!take(reader, ')')) {
    if (!isExpression(reader)) return false;
    take(reader, ',');
  }
  return true;
}

function readHash(reader: Reader): boolean {
  do {
    if (!isName(next(reader))) return false;
    reader.at++;
    if (!take(reader, ':') || !isExpression(reader)) return false;
  } while (take(reader, ',') || next(reader) !== '}');
  return take(reader, '}');
}
