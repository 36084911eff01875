import { lineStart } from '../../lines';
import type { Dialect, HostComment, HostId, Script } from '../../model';
import { asListed, scriptAmong, scriptOfArguments, type Argument } from '../embedded/arguments';
import { joinedParts, lineBreakIn, withHoles, type Part } from '../embedded/parts';
import type { Spelling } from '../embedded/sourceMap';
import type { JsonNode, JsonString } from './tree';

/** What a format says of a script that it holds. */
export interface Place {
  readonly dialect: Dialect;
  readonly host: HostId;
  /** True if the format's readers skip comments. */
  readonly hasComments: boolean;
  /** Finds expressions that the format's reader replaces (global). */
  readonly holes?: RegExp;
}

/** Takes a string of a JSON text, returns the script that it holds, which stays on the line that it is on. */
export function scriptIn(document: string, string: JsonString, place: Place): Script {
  return {
    ...joinedParts(document, partsFor(string, place), { prefix: '', lineBreak: undefined, spell }),
    dialect: place.dialect,
    host: place.host,
    isOneLine: true,
    hostComment: place.hasComments ? commentBefore(document, string) : undefined,
  };
}

/** Takes the program and arguments of a JSON text, returns what they run; no script of an empty list. */
export function scriptsInList(document: string, list: readonly JsonNode[], place: Place): readonly Script[] {
  const strings = list.filter((item) => item.kind === 'string');
  const found = scriptAmong(strings.map(({ text }) => text));
  const script = found && strings[found.index];
  if (script !== undefined) return [scriptIn(document, script, { ...place, ...found })];
  return commandIn(document, strings, { ...place, dialect: 'bash' }, asListed);
}

/** The command line that a shell makes of the strings of a list. */
export function commandIn(
  document: string,
  list: readonly JsonString[],
  place: Place,
  quote: (argument: Argument) => readonly Part[],
): readonly Script[] {
  const [first] = list;
  if (first === undefined) return [];
  const { dialect, host, hasComments } = place;
  const hostComment = hasComments ? commentBefore(document, first) : undefined;
  const values = list.map((string) => partsFor(string, place));
  return [scriptOfArguments(document, values, { dialect, host, hostComment, quote })];
}

function partsFor({ parts }: JsonString, { holes }: Place): readonly Part[] {
  return holes === undefined ? parts : withHoles(parts, holes);
}

/** Where a comment about a string of a JSON text stands. */
export function commentBefore(document: string, { inside }: JsonString): HostComment {
  return { marker: '//', before: lineStart(document, inside.start) };
}

/** Spells text inside a string. */
export function spell(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** How the strings of a script break its lines, as they do at the first; undefined if it is on one line. */
export function spellingOf(document: string, parts: readonly Part[]): Spelling {
  return { prefix: '', lineBreak: lineBreakIn(document, parts), spell };
}
