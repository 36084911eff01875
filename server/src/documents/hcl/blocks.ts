import { isToken, type StringToken, type Token } from '../code/language';

/** A block of HCL: `provisioner "local-exec" { … }`. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  /** The tokens of each value. */
  readonly attributes: ReadonlyMap<string, readonly Token[]>;
  readonly blocks: readonly Block[];
  /** The block that it stands in. */
  readonly outer: Block | undefined;
  /** The first label of the outermost block that it stands in: the type of a resource. */
  readonly resource: string;
}

interface Open extends Block {
  readonly attributes: Map<string, readonly Token[]>;
  readonly blocks: Block[];
  readonly outer: Open | undefined;
}

/** Reads the blocks of a text, broken ones as far as that goes; the first is the file, all others come in source order. */
export function blocksIn(document: string, tokens: readonly Token[]): readonly Block[] {
  const begin = (type: string, labels: readonly string[], outer: Open | undefined): Open => {
    const isRoot = outer?.outer === undefined;
    const resource = isRoot ? (labels[0] ?? '') : outer.resource;
    return { type, labels, attributes: new Map(), blocks: [], outer, resource };
  };
  const file = begin('', [], undefined);
  const blocks: Block[] = [file];
  let inner = file;
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index];
    if (isToken(token, '}')) inner = inner.outer ?? file;
    if (token?.kind !== 'name') {
      index++;
      continue;
    }
    if (isAssigned(tokens, index)) {
      const end = valueEnd(document, tokens, index + 2);
      inner.attributes.set(token.text, tokens.slice(index + 2, end));
      index = end;
      continue;
    }
    const labels: string[] = [];
    let at = index + 1;
    for (; isLabel(tokens[at]); at++) labels.push(textOfToken(tokens[at]));
    if (isToken(tokens[at], '{')) {
      const block = begin(token.text, labels, inner);
      inner.blocks.push(block);
      blocks.push(block);
      inner = block;
      at++;
    }
    index = at;
  }
  return blocks;
}

/** The one string that a value is, or undefined. */
export function onlyString(value: readonly Token[] | undefined): StringToken | undefined {
  const [first] = value ?? [];
  return first?.kind === 'string' && value?.length === 1 ? first : undefined;
}

/** The text of a string or a name, with every expression as it stands. */
export function textOfToken(token: Token | undefined): string {
  if (token === undefined) return '';
  return token.kind === 'string' ? token.parts.map(({ text }) => text).join('') : token.text;
}

/**
 * Where a value ends that begins at a token: with its line, where no bracket is open in it. A list or call that never ends
 * does so where an attribute begins.
 */
export function valueEnd(document: string, tokens: readonly Token[], start: number): number {
  const open: string[] = [];
  for (let index = start; index < tokens.length; index++) {
    const [before, token] = [tokens[index - 1], tokens[index]];
    if (token === undefined) break;
    const inner = open.at(-1);
    if (index > start && inner !== '{') {
      const isOnNewLine =
        before !== undefined && document.slice(before.range.end, token.range.start).includes('\n');
      if (isOnNewLine && (inner === undefined || isAssigned(tokens, index))) return index;
    }
    if (token.kind !== 'sign') continue;
    if (/[([{]/.test(token.text)) open.push(token.text);
    else if (token.text === ',' && inner === undefined) return index;
    else if (/[)\]}]/.test(token.text)) {
      if (inner === undefined || (token.text === '}') !== (inner === '{')) return index;
      open.pop();
    }
  }
  return tokens.length;
}

/** Says whether a token is a name that a value is given to; `==` and `=>` give none. */
function isAssigned(tokens: readonly Token[], index: number): boolean {
  const [sign, next] = [tokens[index + 1], tokens[index + 2]];
  if (tokens[index]?.kind !== 'name' || sign === undefined || !isToken(sign, '=')) return false;
  const isOperator = isToken(next, '=') || isToken(next, '>');
  return !isOperator || next?.range.start !== sign.range.end;
}

function isLabel(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'sign';
}
