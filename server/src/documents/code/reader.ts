import type { Part } from '../embedded/parts';
import { hole, plain } from '../embedded/parts';
import type { Language, StringSyntax, Token } from './language';

/** An expression within a string, or the text around all of them. */
interface Code {
  readonly tokens: Token[];
  /** Where it begins, with the signs that do so. */
  readonly start: number;
  /** How many braces are to be closed. */
  depth: number;
}

/** A string that is read. */
interface Open {
  readonly syntax: StringSyntax;
  readonly opening: string;
  readonly start: number;
  readonly parts: Part[];
  readonly expressions: (readonly Token[])[];
  /** Up to where its parts go. */
  at: number;
  /** The expression that is read; undefined while its own text is. */
  code: Code | undefined;
}

const closesBrace = '}';

/**
 * Reads the strings, names and signs of a text, without its comments; it is no parser. Strings in the expressions of strings
 * are read without recursion, and no text is read twice: a hostile one is nested deeper than a stack is high.
 *
 * @returns a list of tokens for the text, and one for each expression in a string
 */
export function readerOf(language: Language): (text: string) => readonly (readonly Token[])[] {
  const { lineComment, hasBlockComments, opening, name, syntaxOf, slashBehind } = language;
  const groups = [
    `(?<comment>(?:${lineComment})[^\\n]*)`,
    ...(hasBlockComments ? [String.raw`(?<block>\/\*)`] : []),
    `(?<opening>${opening})`,
    `(?<name>${name})`,
    String.raw`(?<line>\n)`,
    String.raw`(?<sign>\S)`,
  ];
  const pattern = new RegExp(groups.join('|'), 'g');

  return (text) => {
    const lists: (readonly Token[])[] = [];
    const beginCode = (start: number, depth: number): Code => {
      const code: Code = { tokens: [], start, depth };
      lists.push(code.tokens);
      return code;
    };
    const whole = beginCode(0, 0);
    const open: Open[] = [];
    const codeAround = (): Code => open.at(-1)?.code ?? whole;

    /** Ends the expression that is read. */
    const endExpression = (string: Open, end: number): void => {
      if (string.code === undefined) return;
      string.parts.push(hole(text, string.code.start, end));
      string.expressions.push(string.code.tokens);
      [string.at, string.code] = [end, undefined];
    };
    /** Ends the innermost string. */
    const endString = (insideEnd: number, end: number): void => {
      const string = open.pop();
      if (string === undefined) return;
      endExpression(string, insideEnd);
      const { parts, opening, start, expressions, at } = string;
      const inside = { start: start + opening.length, end: insideEnd };
      if (at < insideEnd || parts.length === 0) parts.push(plain(text, at, insideEnd));
      const range = { start, end };
      codeAround().tokens.push({ kind: 'string', opening, range, inside, parts, expressions });
    };

    /** Reads a string from an offset to what is special next. */
    const readString = (string: Open, from: number): number => {
      const { special, meanings, isOneLine } = string.syntax;
      special.lastIndex = from;
      const match = special.exec(text);
      if (match === null) {
        endString(text.length, text.length);
        return text.length;
      }
      const [source] = match;
      const start = match.index;
      const end = start + source.length;
      const index = meanings.findIndex((_, i) => match[i + 1] !== undefined);
      const meaning = meanings[index];
      if (meaning === 'end') {
        // A line break is none of the string, and what closes it may stand behind the last of its text.
        const isBroken = isOneLine && index === meanings.length - 1;
        endString(start, isBroken ? start : end);
        return isBroken ? start : end;
      }
      if (start > string.at) string.parts.push(plain(text, string.at, start));
      string.at = start;
      if (meaning === 'braces') {
        string.code = beginCode(start, source.split('{').length - 1);
      } else if (meaning === 'expression') {
        string.parts.push(hole(text, start, end));
        string.at = end;
      } else if (meaning !== undefined) {
        string.parts.push({ text: meaning(source), range: { start, end } });
        string.at = end;
      }
      return end;
    };

    /** Reads a token from an offset on. */
    const readCode = (code: Code, string: Open | undefined, from: number): number => {
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      if (match === null) return text.length;
      const { 0: source, index: start, groups = {} } = match;
      const end = start + source.length;
      const range = { start, end };
      if (groups.comment !== undefined) return end;
      if (groups.block !== undefined) {
        const close = text.indexOf('*/', end);
        return close < 0 ? text.length : close + 2;
      }
      if (groups.line !== undefined) {
        if (string?.syntax.endsInExpression !== true) return end;
        const lineEnd = text[start - 1] === '\r' ? start - 1 : start;
        endString(lineEnd, lineEnd);
        return start;
      }
      if (groups.opening !== undefined) {
        if (source === '/' && !mayBegin(code.tokens.at(-1), slashBehind)) {
          code.tokens.push({ kind: 'sign', text: source, range });
          return end;
        }
        const syntax = syntaxOf(source);
        open.push({ syntax, opening: source, start, parts: [], expressions: [], at: end, code: undefined });
        return end;
      }
      if (source === '{') code.depth++;
      else if (source === closesBrace && string !== undefined && --code.depth === 0) {
        endExpression(string, end);
        return end;
      }
      code.tokens.push({ kind: groups.name === undefined ? 'sign' : 'name', text: source, range });
      return end;
    };

    for (let at = 0; at < text.length || open.length > 0;) {
      const string = open.at(-1);
      if (at >= text.length) endString(text.length, text.length);
      else if (string !== undefined && string.code === undefined) at = readString(string, at);
      else at = readCode(codeAround(), string, at);
    }
    return lists;
  };
}

/** Says whether a slash behind a token begins a string, as it does where a value is awaited. */
function mayBegin(previous: Token | undefined, slashBehind: RegExp | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === 'string') return false;
  return previous.kind === 'name' ? slashBehind?.test(previous.text) === true : !/[)\]}]/.test(previous.text);
}
