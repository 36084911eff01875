import type { Dialect, Range, Script } from '../../model';
import { deploymentScriptDialect, deploymentScriptHost } from '../embedded/deploymentScripts';
import { hole, joinedOperands, joinedParts, partsOf, type Part } from '../embedded/parts';
import type { JsonFormat } from './format';
import { commentBefore, spell, spellingOf } from './string';
import { at, entriesOf, escapeAt, itemsOf, textAt, type JsonNode, type JsonString } from './tree';

/** Resources are not nested deeper. */
const maxDepth = 64;

/**
 * Deployment scripts of Azure Resource Manager templates. Sources: the Azure Resource Manager documentation, deployment
 * scripts in templates, template syntax and template functions.
 */
export const armTemplate: JsonFormat = {
  id: 'arm-template',
  paths: [],
  recognises: (root) => deploymentScripts(root, 0).length > 0,
  scripts: (root, text) =>
    deploymentScripts(root, 0).flatMap((resource) => {
      const dialect = dialectOf(resource);
      const content = scriptStringOf(at(resource, 'properties', 'scriptContent'), root);
      return dialect === undefined || content === undefined ? [] : [scriptOf(text, content, dialect)];
    }),
};

/** In source order, those of nested templates too. */
function deploymentScripts(node: JsonNode | undefined, depth: number): readonly JsonNode[] {
  if (node === undefined || depth > maxDepth) return [];
  const type = textAt(node, 'type')?.toLowerCase() ?? '';
  if (type === 'microsoft.resources/deploymentscripts') return [node];
  return [...itemsOf(node), ...entriesOf(node).map(({ value }) => value)].flatMap((each) =>
    deploymentScripts(each, depth + 1),
  );
}

function dialectOf(resource: JsonNode): Dialect | undefined {
  return deploymentScriptDialect(
    textAt(resource, 'kind'),
    (property) => at(resource, 'properties', property) !== undefined,
  );
}

/** The string that a script is, or that the expression for it names. */
function scriptStringOf(node: JsonNode | undefined, root: JsonNode): JsonString | undefined {
  if (node?.kind !== 'string') return undefined;
  const [, from, name] = /^\[\s*(variables|parameters)\('([^']+)'\)\s*\]$/i.exec(node.text) ?? [];
  if (from === undefined || name === undefined) return node;
  const found =
    from.toLowerCase() === 'variables'
      ? at(root, 'variables', name)
      : at(root, 'parameters', name, 'defaultValue');
  return found?.kind === 'string' ? found : undefined;
}

function scriptOf(document: string, string: JsonString, dialect: Dialect): Script {
  const isExpression = /^\[(?!\[).*\]$/s.test(string.text);
  const parts = isExpression ? expressionParts(document, string.inside) : literalParts(string);
  const { lineBreak, ...spelling } = spellingOf(document, parts);
  return {
    ...joinedParts(document, parts, {
      ...spelling,
      lineBreak,
      ...(isExpression && { spell: (text: string) => spell(text).replaceAll("'", "''") }),
    }),
    dialect,
    host: deploymentScriptHost,
    isOneLine: lineBreak === undefined,
    hostComment: commentBefore(document, string),
  };
}

/** A bracket that would begin an expression is doubled. */
function literalParts({ text, parts, inside: { start } }: JsonString): readonly Part[] {
  const [first, ...others] = parts;
  if (first === undefined || !/^\[\[.*\]$/s.test(text) || first.text.length < 2) return parts;
  const rest = { text: first.text.slice(1), range: { start: start + 1, end: first.range.end } };
  return [rest, ...others];
}

/**
 * What `[concat('…', …)]` and `[format('…{0}…', …)]` come to: strings with holes between them. Any other expression is
 * nothing but a hole.
 */
function expressionParts(document: string, inside: Range): readonly Part[] {
  const source = document.slice(inside.start, inside.end);
  const [call = '', name = ''] = /^\[\s*(concat|format)\s*\(/i.exec(source) ?? [];
  if (name === '') return [hole(document, inside.start, inside.end)];
  const values = argumentsOf(document, { start: inside.start + call.length, end: inside.end });
  if (name.toLowerCase() === 'concat') {
    return joinedOperands(
      document,
      values.map(({ isLiteral, ...range }) => ({
        ...range,
        parts: isLiteral ? stringParts(document, range, /\\|''|\r\n/g) : undefined,
      })),
    );
  }
  const [format] = values;
  return format?.isLiteral === true
    ? stringParts(document, format, /\\|''|\r\n|\{\d+[^{}]*\}|\{\{|\}\}/g)
    : [hole(document, inside.start, inside.end)];
}

interface ExpressionArgument extends Range {
  /** True if the range is the inside of a string. */
  readonly isLiteral: boolean;
}

/** The arguments of a call, up to the bracket that ends it. */
function argumentsOf(document: string, { start, end }: Range): readonly ExpressionArgument[] {
  const values: ExpressionArgument[] = [];
  let depth = 0;
  let from = start;
  for (const { 0: sign, index } of document.slice(start, end).matchAll(/'[^']*'?|[()[\],]/g)) {
    if (sign === '(' || sign === '[') depth++;
    const ends = depth === 0 && /^[)\],]$/.test(sign);
    if (ends) {
      values.push(...argumentIn(document, { start: from, end: start + index }));
      from = start + index + 1;
    }
    if (ends && sign !== ',') break;
    if (sign === ')' || sign === ']') depth--;
  }
  return values;
}

/** The argument that stands in a range, among blanks of the expression and of the JSON text; none of blanks alone. */
function argumentIn(document: string, { start, end }: Range): readonly ExpressionArgument[] {
  const blanks = /(?:\s|\\[rnt])*/y;
  blanks.lastIndex = start;
  blanks.exec(document);
  const value = document.slice(blanks.lastIndex, end).trimEnd();
  const range = { start: blanks.lastIndex, end: blanks.lastIndex + value.length };
  if (value === '') return [];
  const isLiteral = /^'[^]*'$/.test(value) && !value.slice(1, -1).replaceAll("''", '').includes("'");
  return isLiteral
    ? [{ start: range.start + 1, end: range.end - 1, isLiteral: true }]
    : [{ ...range, isLiteral: false }];
}

/** A string of an expression: a quote is doubled, and the JSON text around it has escapes of its own. */
function stringParts(document: string, range: Range, signs: RegExp): readonly Part[] {
  return partsOf(document, range, signs, (offset) => {
    const sign = document.charAt(offset);
    if (sign === "'") return { end: offset + 2, text: "'" };
    if (sign !== '{' && sign !== '}') return escapeAt(document, offset);
    if (document.startsWith(sign, offset + 1)) return { end: offset + 2, text: sign };
    return { end: document.indexOf('}', offset) + 1, text: undefined };
  });
}
