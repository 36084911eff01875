import type { Dialect, HostId, Script } from '../../model';
import { splitAt } from '../code/expressions';
import { isToken, type StringToken, type Token } from '../code/language';
import { commentBefore, scriptsOfExpression, type StringPlace } from '../code/values';
import { asListed, scriptAmong, scriptOfArguments } from '../embedded/arguments';
import { joinedLines } from '../embedded/joined';
import { hole, joinedParts, textOf, type Part } from '../embedded/parts';
import { respelled, sliced, type Layer } from '../embedded/respelled';
import { dialectOfFile } from '../embedded/fileContent';
import { spell as spellJson } from '../json/string';
import { at, escapeAt, readJson } from '../json/tree';
import { onlyString, textOfToken, valueEnd } from './blocks';
import { textOfString } from './language';

/** What is known of a script by the place that it has in its document. */
export interface Place {
  readonly dialect: Dialect;
  readonly host: HostId;
}

/** Reads the scripts of one document; none of a string that was read already. */
export interface ScriptReader {
  /** A script that a value is. */
  value(tokens: readonly Token[] | undefined, place: Place): readonly Script[];
  /** A script whose lines a list holds, or several lists one behind the other. */
  lines(tokens: readonly Token[] | undefined, place: Place): readonly Script[];
  /** A program with its arguments, which a list holds: the script of a shell, or else the command itself. */
  program(lists: readonly (readonly Token[] | undefined)[], host: HostId): readonly Script[];
  /** The script that an object has under a key, as an expression or in JSON. */
  entry(tokens: readonly Token[] | undefined, key: string, place: Place): readonly Script[];
  /** Strings that are whole files, by what they begin with or the name that they get. */
  files(tokens: readonly Token[], host: HostId, name: string): readonly Script[];
}

const marker = '#';

/** Escapes in the JSON text that a string is. */
const json: Layer = {
  special: /\\(?:u[\da-fA-F]{4}|[^])/g,
  meaningOf: (source) => escapeAt(source, 0).text,
  around: '',
  spell: spellJson,
};

export function scriptReader(document: string): ScriptReader {
  const read = new Set<Token>();

  const scriptOf = (string: StringToken, place: Place): Script => {
    read.add(string);
    const { parts, spelling } = textOfString(document, string);
    return {
      ...joinedParts(document, parts, spelling),
      ...place,
      isOneLine: spelling.lineBreak === undefined,
      hostComment: commentBefore(document, string, marker),
    };
  };
  const ofExpression = (tokens: readonly Token[], place: StringPlace): readonly Script[] => {
    for (const token of tokens) read.add(token);
    return scriptsOfExpression(document, tokens, place);
  };
  const value: ScriptReader['value'] = (tokens, place) => {
    const string = onlyString(tokens);
    if (string === undefined) return ofExpression(tokens ?? [], { ...place, marker });
    const isExpression = string.parts.every(({ isHole }) => isHole);
    return isExpression ? ofExpression([string], { ...place, marker }) : [scriptOf(string, place)];
  };

  return {
    value,
    lines(tokens, place) {
      const items = itemsOf(tokens);
      const [first] = items ?? [];
      if (items === undefined || isToken(first?.[0], 'for')) {
        return ofExpression(tokens ?? [], { ...place, marker });
      }
      const parts = items.flatMap((item) => {
        const string = onlyString(item);
        if (string !== undefined) {
          const { before } = commentBefore(document, string, marker);
          return [{ ...scriptOf(string, place), before }];
        }
        const { start, end } = extentOf(item);
        const spelling = { prefix: '', lineBreak: undefined, spell: (text: string) => text };
        const unknown = joinedParts(document, [hole(document, start, end)], spelling);
        const { before } = commentBefore(document, { inside: { start, end } }, marker);
        return [{ ...unknown, isOneLine: true, before }];
      });
      const [part] = parts;
      if (part === undefined) return [];
      const { ranges, ...script } = joinedLines(parts);
      return [
        {
          ...script,
          ...place,
          isOneLine: parts.some(({ isOneLine }) => isOneLine),
          hostComment: { marker, before: part.before },
          parts: ranges.map((range, index) => ({ range, before: parts[index]?.before ?? part.before })),
        },
      ];
    },
    program(lists, host) {
      const items = lists.flatMap((tokens) => itemsOf(tokens) ?? []);
      const [first] = items;
      if (first === undefined) return [];
      const found = scriptAmong(items.map((item) => textOfToken(onlyString(item))));
      if (found !== undefined) return value(items[found.index], { dialect: found.dialect, host });
      const list = items.map((item): readonly Part[] => {
        const string = onlyString(item);
        if (string === undefined) return [hole(document, extentOf(item).start, extentOf(item).end)];
        read.add(string);
        return string.parts;
      });
      const { before } = commentBefore(document, { inside: extentOf(first) }, marker);
      const hostComment = { marker, before };
      return [scriptOfArguments(document, list, { dialect: 'bash', host, hostComment, quote: asListed })];
    },
    entry(tokens, key, place) {
      const string = onlyString(tokens);
      if (string === undefined) {
        const index = (tokens ?? []).findIndex((each) => textOfToken(each) === key);
        const isEntry = isToken(tokens?.[index + 1], '=') || isToken(tokens?.[index + 1], ':');
        if (tokens === undefined || index < 0 || !isEntry) return [];
        return value(tokens.slice(index + 2, valueEnd(document, tokens, index + 2)), place);
      }
      const whole = scriptOf(string, place);
      const found = at(readJson(whole.text), key);
      if (found?.kind !== 'string') return [];
      return [{ ...whole, ...respelled(sliced(whole, found.inside), json), isOneLine: true }];
    },
    files: (tokens, host, name) =>
      tokens.flatMap((token): readonly Script[] => {
        if (token.kind !== 'string' || read.has(token)) return [];
        const dialect = dialectOfFile(name, textOf(textOfString(document, token).parts));
        return dialect === undefined ? [] : [scriptOf(token, { dialect, host })];
      }),
  };
}

/** The items of a list that a value is; undefined if it is none. */
function itemsOf(value: readonly Token[] | undefined): readonly (readonly Token[])[] | undefined {
  if (value === undefined || !isToken(value[0], '[') || !isToken(value.at(-1), ']')) return undefined;
  return splitAt(value.slice(1, -1), /^,$/).filter((item) => item.length > 0);
}

function extentOf(tokens: readonly Token[]): { readonly start: number; readonly end: number } {
  return { start: tokens[0]?.range.start ?? 0, end: tokens.at(-1)?.range.end ?? 0 };
}
