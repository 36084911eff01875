import type { Refusal, Script } from '../../model';
import { scriptAmong } from '../embedded/arguments';
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
  const found = scriptAmong(words.map(({ text }) => text));
  const script = found && words[found.index];
  if (found !== undefined && script !== undefined)
    return scriptOfPart(script, { ...place, dialect: found.dialect });
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
