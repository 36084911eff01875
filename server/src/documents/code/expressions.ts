import { hole, joinedOperands, withHoles, type Operand, type Part } from '../embedded/parts';
import { isToken, type StringToken, type Token } from './language';

/** Expressions are not nested deeper. */
const maxDepth = 8;

/** Functions whose first argument is the name of a file. */
const reading = /^(?:file|load|templatefile)/;

/** What `format` replaces, as Terraform and as Bicep write it. */
const placeholders = /%[-+ #\d.]*[a-zA-Z]|\{\d+[^{}]*\}/g;

/**
 * Takes the tokens of an expression, returns the parts of each text that it may come to, with what only the run knows as
 * holes: literals that `+`, `concat` or `join` puts together are one text, those of a list or a condition are one each.
 */
export function textsOf(document: string, tokens: readonly Token[], depth = 0): readonly (readonly Part[])[] {
  if (depth > maxDepth) return [];
  const inner = (each: readonly Token[]) => textsOf(document, each, depth + 1);
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return [];
  if (tokens.length === 1) return first.kind === 'string' ? textsOfString(first, inner) : [];

  const condition = splitAt(tokens, /^[?:]$/);
  if (condition.length > 1) return condition.slice(1).flatMap(inner);
  const sum = splitAt(tokens, /^\+$/);
  if (sum.length > 1) return texts(joined(document, sum));
  if (!isToken(last, ')') && !isToken(last, ']')) return [];
  const start = tokens.findIndex((each) => isToken(each, '(') || isToken(each, '['));
  const content = splitAt(tokens.slice(start + 1, -1), /^,$/);
  const [opening, name] = [tokens[start], tokens[start - 1]];
  if (start === 0) return content.flatMap(inner);
  if (!isToken(opening, '(') || name?.kind !== 'name') return [];
  if (reading.test(name.text)) return [];
  const [argument = []] = content;
  switch (name.text) {
    case 'concat':
      // Terraform's is of lists.
      return content.some(([each]) => isToken(each, '['))
        ? content.flatMap(inner)
        : texts(joined(document, content));
    case 'join':
      return texts(joinedBy(document, content));
    case 'format':
      return inner(argument).map((parts) => withHoles(parts, placeholders));
    default:
      return content.flatMap(inner);
  }
}

/** A string; or what its only expression comes to. */
function textsOfString(
  { parts, expressions }: StringToken,
  inner: (tokens: readonly Token[]) => readonly (readonly Part[])[],
): readonly (readonly Part[])[] {
  const isExpression = parts.every(({ isHole, text }) => isHole === true || text.trim() === '');
  return isExpression && expressions.length > 0 ? expressions.flatMap(inner) : [parts];
}

/** A text without a literal says nothing. */
function texts(parts: readonly Part[]): readonly (readonly Part[])[] {
  return parts.some(({ isHole }) => !isHole) ? [parts] : [];
}

/** The operands of an expression, one behind the other. */
function joined(document: string, operands: readonly (readonly Token[])[]): readonly Part[] {
  return joinedOperands(
    document,
    operands.flatMap((tokens): readonly Operand[] => {
      const [first] = tokens;
      const last = tokens.at(-1);
      if (first === undefined || last === undefined) return [];
      return first.kind === 'string' && tokens.length === 1
        ? [{ ...first.inside, parts: first.parts }]
        : [{ start: first.range.start, end: last.range.end, parts: undefined }];
    }),
  );
}

/** `join(separator, […])`; in Bicep the separator stands behind the list. */
function joinedBy(document: string, content: readonly (readonly Token[])[]): readonly Part[] {
  const separator = content.map(([token]) => token).find((token) => token?.kind === 'string');
  const list = content.find(([token]) => isToken(token, '['));
  if (separator?.kind !== 'string' || list === undefined) return [];
  const between = separator.parts.map(({ text }) => text).join('');
  const items = splitAt(list.slice(1, -1), /^,$/);
  return items.flatMap((tokens, index): readonly Part[] => {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) return [];
    const before = items[index - 1]?.at(-1)?.range.end;
    const parts =
      first.kind === 'string' && tokens.length === 1
        ? first.parts
        : [hole(document, first.range.start, last.range.end)];
    return before === undefined
      ? parts
      : [{ text: between, range: { start: before, end: first.range.start } }, ...parts];
  });
}

/** Cuts tokens at signs that no bracket encloses; one piece is all of them. */
export function splitAt(tokens: readonly Token[], signs: RegExp): readonly (readonly Token[])[] {
  const pieces: (readonly Token[])[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'sign') continue;
    if (/[([{]/.test(token.text)) depth++;
    else if (/[)\]}]/.test(token.text)) depth--;
    else if (depth === 0 && signs.test(token.text)) {
      pieces.push(tokens.slice(start, index));
      start = index + 1;
    }
  }
  // A comma may stand behind the last one.
  if (start < tokens.length || pieces.length === 0) pieces.push(tokens.slice(start));
  return pieces;
}
