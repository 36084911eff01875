import type { Dialect, Refusal, Script } from '../../model';
import { joinedWords } from '../embedded/joined';
import { respelled, sliced, type Layer } from '../embedded/respelled';
import { dialectOfShell, scriptOptions } from '../embedded/shellNames';
import { withoutEdits } from '../embedded/sourceMap';
import { scriptOfPart, type Part, type Place } from './scalar';

/** Why a command is left as it is that no shell reads. */
const noShell: Refusal = {
  refused:
    'No shell reads this command, so nothing would replace the variables that a rewritten sign-in has.',
};

/**
 * Takes the words of a command, as a list holds them, returns the script that it runs: that of `sh -c`, or else the words
 * themselves, each quoted so that a shell sees them as they are. Undefined if there are none.
 */
export function commandScript(words: readonly Part[], place: Omit<Place, 'dialect'>): Script | undefined {
  const shell = shellScriptIn(words);
  if (shell !== undefined) return scriptOfPart(shell.script, { ...place, dialect: shell.dialect });
  const part = commandPart(words);
  return part && scriptOfPart(part, { ...place, dialect: 'bash' });
}

/** A line that is `sh -c` and one quoted word. */
const shellLine =
  /^\s*([^\s"']+)(?:\s+-o\s+\w+|\s+-\w+(?=\s+-))*\s+(-\w+|\/[ck])\s+(?:'([^']*)'|"((?:[^"\\]|\\[^])*)")\s*$/;

/** What quotes within double quotes are written with. */
const escapes: Layer = {
  special: /\\["\\]/g,
  meaningOf: (found) => found.slice(1),
  around: '',
  spell: (text) => text.replace(/["\\]/g, '\\$&'),
};

/** New text in single quotes must not end them. */
const nothingEscaped: Layer = {
  special: /(?!)/g,
  meaningOf: (found) => found,
  around: '',
  spell: (text) =>
    text.includes("'") ? { refused: 'The new text would end the quotes that the script stands in.' } : text,
};

/**
 * Takes a command line that is split into words as a shell splits it, but that no shell runs; returns the script that it
 * runs: that of `sh -c`, or else the line itself.
 */
export function lineScript(line: Part, place: Omit<Place, 'dialect'>): Script {
  const match = shellLine.exec(line.text);
  const dialect = match === null ? undefined : dialectOfShell(match[1] ?? '');
  if (match === null || dialect === undefined || !scriptOptions[dialect].test(match[2] ?? '')) {
    return scriptOfPart({ ...unwritable(line), isOneLine: true }, { ...place, dialect: 'bash' });
  }
  const content = match[3] ?? match[4] ?? '';
  const end = line.text.trimEnd().length - 1;
  const inner = sliced(line, { start: end - content.length, end });
  const script = respelled(inner, match[3] === undefined ? escapes : nothingEscaped);
  return scriptOfPart({ ...line, ...script }, { ...place, dialect });
}

/** Takes the words of a command that no shell reads, returns it as a shell would; undefined if there are none. */
export function commandPart(words: readonly Part[]): Part | undefined {
  const [first] = words;
  return first && { ...unwritable(joinedWords(words.map(quoted))), isOneLine: true, before: first.before };
}

/** A text that is read as it is, and never rewritten. */
export function unwritable<Text extends Pick<Part, 'map'>>(text: Text): Text {
  return { ...text, map: withoutEdits(text.map, noShell) };
}

const quotes: Layer = {
  special: /'/g,
  meaningOf: () => "'\\''",
  around: "'",
  spell: () => noShell,
};

function quoted(word: Part): Part {
  return /^[\w@%+=:,./\ue000-\uf8ff-]+$/.test(word.text) ? word : { ...word, ...respelled(word, quotes) };
}

/** So many words may lead to a shell: `timeout`, `tini --` and the like. */
const maxLeading = 8;

function shellScriptIn(
  words: readonly Part[],
): { readonly dialect: Dialect; readonly script: Part } | undefined {
  for (const [index, { text }] of words.slice(0, maxLeading).entries()) {
    const dialect = /\s/.test(text) ? undefined : dialectOfShell(text);
    if (dialect === undefined) continue;
    for (let at = index + 1; at < words.length; at++) {
      const option = words[at]?.text ?? '';
      const script = words[at + 1];
      if (scriptOptions[dialect].test(option)) return script && { dialect, script };
      // `-o pipefail` has a word of its own.
      if (/^-\w*o$/.test(option)) at++;
      else if (!/^[-/]/.test(option)) break;
    }
  }
  return undefined;
}
