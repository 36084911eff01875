import type { Dialect, Script } from '../../model';
import { scriptOfString, scriptsOfExpression, type StringPlace } from '../code/values';
import { isToken, type Token } from '../code/language';
import { readerOf } from '../code/reader';
import { deploymentScriptDialect, deploymentScriptHost } from '../embedded/deploymentScripts';
import type { Format } from '../format';
import { bicep as language, spellIn } from './language';

const readBicep = readerOf(language);

/** Deployment scripts in Bicep, as resources and as parameters of modules that have one. */
export const bicep: Format = {
  id: 'bicep',
  languageIds: ['bicep'],
  extensions: ['.bicep'],
  fileNames: [],
  paths: [],
  scripts({ text }) {
    const [tokens = []] = readBicep(text);
    const { objects, variables } = objectsIn(tokens);
    /** Where the values begin that are read: several resources may have the same variable. */
    const seen = new Set<number>();
    return objects.flatMap((object) => {
      const given = object.properties.get('scriptContent');
      const dialect = given === undefined ? undefined : dialectOf(object, tokens);
      if (given === undefined || dialect === undefined) return [];
      const start = valueOf(given, tokens, variables);
      return seen.size === seen.add(start).size ? [] : scriptsAt(text, tokens, start, dialect);
    });
  },
};

interface BicepObject {
  /** The type of the resource, or the path of the module, that it is part of. */
  readonly type: string | undefined;
  /** The object that it is a value in. */
  readonly outer: BicepObject | undefined;
  /** The index of the first token of each value. */
  readonly properties: Map<string, number>;
}

/** The objects of a text, in source order; and where the value of each variable, or the default of a parameter, begins. */
function objectsIn(tokens: readonly Token[]): {
  readonly objects: readonly BicepObject[];
  readonly variables: ReadonlyMap<string, number>;
} {
  const objects: BicepObject[] = [];
  const variables = new Map<string, number>();
  let inner: BicepObject | undefined;
  let type: string | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'string') continue;
    const declared = tokens[index + 2];
    switch (token.text) {
      case '{':
        inner = { type, outer: inner, properties: new Map() };
        objects.push(inner);
        break;
      case '}':
        inner = inner?.outer;
        // A nested resource ends with its braces.
        type = inner?.type;
        break;
      case 'resource':
      case 'module':
        if (declared?.kind === 'string') type = declared.parts.map(({ text }) => text).join('');
        break;
      case 'var':
      case 'param': {
        const name = tokens[index + 1];
        const value = tokens
          .slice(index + 2, index + 2 + longestType)
          .findIndex((each) => isToken(each, '='));
        if (inner === undefined && name?.kind === 'name' && value >= 0) {
          variables.set(name.text, index + 2 + value + 1);
        }
        break;
      }
      case ':': {
        const name = tokens[index - 1];
        if (name?.kind === 'name' && inner?.properties.has(name.text) === false) {
          inner.properties.set(name.text, index + 1);
        }
        break;
      }
    }
  }
  return { objects, variables };
}

/** The type of a parameter with a script has no more tokens. */
const longestType = 6;

/** The dialect of a deployment script, by the properties beside it and around them; undefined of anything else. */
function dialectOf(object: BicepObject, tokens: readonly Token[]): Dialect | undefined {
  if (!/\/deploymentScripts@|deployment-scripts?\b/i.test(object.type ?? '')) return undefined;
  const around = [object, ...(object.outer === undefined ? [] : [object.outer])];
  const kind = around
    .map(({ properties }) => tokens[properties.get('kind') ?? -1])
    .find((each) => each?.kind === 'string');
  return deploymentScriptDialect(
    kind?.kind === 'string' ? kind.parts.map(({ text }) => text).join('') : undefined,
    (property) => around.some(({ properties }) => properties.has(property)),
  );
}

/** Where a value begins; that of the variable or parameter, if it is one. */
function valueOf(start: number, tokens: readonly Token[], variables: ReadonlyMap<string, number>): number {
  const [name, next] = [tokens[start], tokens[start + 1]];
  const isCall = isToken(next, '(') || isToken(next, '.');
  return name?.kind === 'name' && !isCall ? (variables.get(name.text) ?? start) : start;
}

/** What a value runs: a string, or strings that an expression joins. */
function scriptsAt(
  text: string,
  tokens: readonly Token[],
  start: number,
  dialect: Dialect,
): readonly Script[] {
  const place: StringPlace = { dialect, host: deploymentScriptHost, marker: '//' };
  const value = valueAt(text, tokens, start);
  const [first] = value;
  return first?.kind === 'string' && value.length === 1
    ? [scriptOfString(text, first, place, spellIn(first.opening))]
    : scriptsOfExpression(text, value, place);
}

/** No expression that joins a script has more tokens. */
const longestValue = 200;

/** The tokens of a value: up to the end of its line, where no bracket is open in it. */
function valueAt(text: string, tokens: readonly Token[], start: number): readonly Token[] {
  let depth = 0;
  let end = start;
  for (; end < Math.min(tokens.length, start + longestValue); end++) {
    const [before, token] = [tokens[end - 1], tokens[end]];
    if (token === undefined) break;
    const isOnNewLine =
      before !== undefined && text.slice(before.range.end, token.range.start).includes('\n');
    const goesOn = isToken(token, '?') || isToken(token, ':');
    if (end > start && depth === 0 && ((isOnNewLine && !goesOn) || isToken(token, ','))) break;
    if (token.kind !== 'sign') continue;
    if (/[([{]/.test(token.text)) depth++;
    else if (/[)\]}]/.test(token.text) && --depth < 0) break;
  }
  return tokens.slice(start, end);
}
