import type { Change, Command, Edit, Refusal } from '../../../model';
import { secondReader } from '../../wrappers';
import { writeArguments, type ArgumentSyntax } from '../../writing/arguments';
import { writeEach } from '../../writing/edits';
import { writeCommentAtTop, writeCommentBefore } from '../../writing/hashComments';
import { writeRemoval, type RemovalSyntax } from '../../writing/removal';
import { writeReplacement } from '../../writing/replacement';
import { readWord } from '../word';
import { errorStops } from './errorStops';
import { quotedAll } from './quote';
import { writeAfter } from './runAfter';

/** Arguments go on over a line's end behind a backslash. */
const syntax: ArgumentSyntax = { lineBreak: /(?<![ \t])[ \t]*\\\r?\n[ \t]*$/, quotedAll };

const removal: RemovalSyntax = {
  before: /^$/,
  after: /^(?:[ \t]*\|\|[ \t]*(?:exit(?:[ \t]+\d+)?|true|:))?[ \t]*$/,
  next: /^[ \t]*&&(?:[ \t]|\\?\r?\n)*/,
  comment: /^#/,
};

const continued = /\\\r?\n$/;

/** Writes changes in the syntax of the POSIX family; see `Shell.write`. */
export function write(
  text: string,
  changes: readonly Change[],
  isOneLine = false,
): readonly Edit[] | Refusal {
  const stops = errorStops(text);
  return writeEach(changes, (change) => writeOne(text, change, stops, isOneLine));
}

function writeOne(
  text: string,
  change: Change,
  stops: ReturnType<typeof errorStops>,
  isOneLine: boolean,
): readonly Edit[] | Refusal {
  switch (change.kind) {
    case 'commentAtTop':
      return writeCommentAtTop(text, change.text);
    case 'commentBefore':
      return writeCommentBefore(text, change.command, change.text, continued);
    case 'setWords':
      return whyNot(text, change.command) ?? writeArguments(text, change.command, change.edits, syntax);
    case 'replaceText':
      return (
        whyNot(text, change.command) ?? writeReplacement(text, change.command, change.range, change.text)
      );
    case 'call':
      return { refused: 'Only cmd needs `call`.' };
    case 'removeCommand':
      return whyNot(text, change.command) ?? writeRemoval(text, change.command, removal);
    case 'runAfter':
      return (
        whyNot(text, change.command) ?? writeAfter(text, change.command, change.words, { stops, isOneLine })
      );
  }
}

/** Why the words of a command cannot be written at all; undefined in the ordinary case. */
function whyNot(text: string, command: Command): Refusal | undefined {
  const { wrapper, range, inBackticks, confidence } = command;
  if (confidence === 'possible') {
    return { refused: 'A quote or a here-document before it never ends, so it may be no command at all.' };
  }
  if (confidence === 'likely' && neverEnds(text, command)) {
    return { refused: 'A quote or a bracket in it never ends.' };
  }
  if (inBackticks && /\\["$`\\]/.test(text.slice(range.start, range.end))) {
    return { refused: 'It stands in backticks with escaped quotes; write `$(…)` instead of them first.' };
  }
  const reader = secondReader(wrapper);
  return reader === undefined
    ? undefined
    : { refused: `\`${reader}\` adds words or has another shell read them, so they are not rewritten.` };
}

/** Says whether a quote or bracket in a command is never closed. */
function neverEnds(text: string, { words, redirections, assignments, inBackticks }: Command): boolean {
  return [
    ...words.slice(-1),
    ...redirections.flatMap(({ target }) => target ?? []),
    ...assignments.flatMap(({ value }) => value ?? []),
  ].some(({ range }) => !readWord(text, range.start, inBackticks).complete);
}
