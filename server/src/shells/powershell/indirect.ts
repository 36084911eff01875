import type { Word } from '../../model';
import { outlinePiece, type Ancestor, type Element } from './reader';
import { isDoubleQuote, isSingleQuote } from './reader/characters';
import { readArgument } from './reader/commands';
import { cursorAt, peek } from './reader/cursor';
import { skipSpace } from './reader/pieces';
import { wordOf, wordsOf } from './words';

/** A command that another one is told to run. */
export interface Indirect {
  /** The words that lead to it. */
  readonly wrapper: readonly Word[];
  /** The program and its arguments, which may stand inside of strings. */
  readonly words: readonly Word[];
}

/** Commands that run what their arguments say, by their names in lower case. */
const runners: Readonly<Record<string, (text: string, words: readonly Word[]) => Indirect | undefined>> = {
  'invoke-expression': evaluated,
  iex: evaluated,
  cmd: byCmd,
  'cmd.exe': byCmd,
  pwsh: byPowershell,
  'pwsh.exe': byPowershell,
  powershell: byPowershell,
  'powershell.exe': byPowershell,
  'start-process': started,
  saps: started,
  start: started,
};

/** Takes the words of a command; returns the command that it runs, or undefined if it runs none. */
export function indirectly(text: string, words: readonly Word[]): Indirect | undefined {
  const name =
    knownText(words[0])
      ?.replace(/^.*[/\\]/, '')
      .toLowerCase() ?? '';
  return Object.hasOwn(runners, name) ? runners[name]?.(text, words) : undefined;
}

/** `Invoke-Expression "az login …"`, with or without `-Command`. */
function evaluated(text: string, words: readonly Word[]): Indirect | undefined {
  const at = /^-c/i.test(words[1]?.source ?? '') ? 2 : 1;
  const inner = wordsInString(text, words[at]);
  return inner && { wrapper: words.slice(0, at), words: inner };
}

/** `cmd /c az login …` and `cmd /c "az login …"`. */
function byCmd(text: string, words: readonly Word[]): Indirect | undefined {
  return behind(text, words, /^\/[ck]$/i);
}

/** `pwsh -Command az login …` and `pwsh -c "az login …"`; a block is read where it stands. */
function byPowershell(text: string, words: readonly Word[]): Indirect | undefined {
  return behind(text, words, /^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i);
}

/** The command that follows an option, as words or in a string. */
function behind(text: string, words: readonly Word[], option: RegExp): Indirect | undefined {
  const at = words.findIndex((word, i) => i > 0 && option.test(word.source)) + 1;
  if (at === 0 || words[at]?.source.startsWith('{') === true) return undefined;
  const wrapper = words.slice(0, at);
  const rest = words.slice(at);
  const inner = rest.length === 1 ? (wordsInString(text, rest[0]) ?? rest) : rest;
  return inner.length === 0 ? undefined : { wrapper, words: inner };
}

/** The parameters of `Start-Process` that take no value. Source: its documentation. */
const switches = /^-(?:nonewwindow|nnw|wait|passthru|loaduserprofile|lup|usenewenvironment|whatif|confirm)$/i;

/** `Start-Process az -ArgumentList …`, its two parameters in any order and by position. */
function started(text: string, words: readonly Word[]): Indirect | undefined {
  let program: Word | undefined;
  let list: Word | undefined;
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    const next = words[i + 1];
    const name = /^-[A-Za-z]+$/.test(word?.source ?? '') ? (word?.source.toLowerCase() ?? '') : undefined;
    if (name === undefined) {
      if (program === undefined) program = word;
      else list ??= word;
    } else if (switches.test(name)) continue;
    else {
      if ('-filepath'.startsWith(name) || name === '-pspath') program = next;
      else if ('-argumentlist'.startsWith(name) || name === '-args') list = next;
      i++;
    }
  }
  if (program === undefined || list === undefined) return undefined;
  return { wrapper: words.slice(0, 1), words: [program, ...wordsInList(text, list)] };
}

/** The arguments in `'a', "b $c"`, `@('a', 'b')` or one string, which is split at its blanks. */
function wordsInList(text: string, { range, source }: Word): readonly Word[] {
  const isArray = source.startsWith('@(');
  const cursor = cursorAt(text, range.start + (isArray ? 2 : 0), range.end - (isArray ? 1 : 0));
  const words: Word[] = [];
  for (;;) {
    skipSpace(cursor);
    if (peek(cursor) === 0x2c) {
      cursor.offset++;
      continue;
    }
    if (peek(cursor) < 0) return words;
    const word = wordOf(text, readArgument(cursor, 'bare'));
    words.push(...(wordsInString(text, word) ?? [word]));
  }
}

/** The words of the command in a string; undefined if the word is no string. */
function wordsInString(text: string, word: Word | undefined): readonly Word[] | undefined {
  if (word === undefined) return undefined;
  const { start, end } = word.range;
  const [first, last] = [text.charCodeAt(start), text.charCodeAt(end - 1)];
  const isString =
    (isDoubleQuote(first) && isDoubleQuote(last)) || (isSingleQuote(first) && isSingleQuote(last));
  if (!isString || end - start < 2) return undefined;
  const words = wordsOf(text, elementsWithin(text, start + 1, end - 1));
  return words.length === 0 ? undefined : words;
}

/** The arguments of the command in a piece of text: of several the first that may sign in, else the first. */
function elementsWithin(text: string, start: number, end: number): readonly Element[] {
  const commands: Ancestor[] = [];
  for (const path of outlinePiece(text, start, end).pathsToEvery(new Set(['command']))) {
    const command = path.at(-1);
    if (command !== undefined) commands.push(command);
  }
  const signsIn = commands.find((command) => /\blogin\b/i.test(text.slice(command.start, command.end)));
  const [first] = commands;
  return (signsIn ?? first)?.elements ?? [];
}

function knownText(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}
