import type { Change, Command, Edit, Refusal } from '../../../model';
import { secondReader } from '../../wrappers';
import { readWord } from '../word';
import { errorStops } from './errorStops';
import { writeCommentAtTop, writeCommentBefore } from './comments';
import { writeReplacement, writeWords } from './arguments';
import { writeAfter } from './runAfter';

/** Writes changes in the syntax of the POSIX family; see `Shell.write`. */
export function write(text: string, changes: readonly Change[]): readonly Edit[] | Refusal {
  const stops = errorStops(text);
  const edits: Edit[] = [];
  // What runs after a command also stands after what is added to it.
  const isLast = ({ kind }: Change): number => (kind === 'runAfter' ? 1 : 0);
  for (const change of [...changes].sort((a, b) => isLast(a) - isLast(b))) {
    const written = writeOne(text, change, stops);
    if ('refused' in written) return written;
    edits.push(...written);
  }
  return joined(edits);
}

function writeOne(
  text: string,
  change: Change,
  stops: ReturnType<typeof errorStops>,
): readonly Edit[] | Refusal {
  switch (change.kind) {
    case 'commentAtTop':
      return writeCommentAtTop(text, change.text);
    case 'commentBefore':
      return writeCommentBefore(text, change.command, change.text);
    case 'setWords':
      return whyNot(text, change.command) ?? writeWords(text, change.command, change.edits);
    case 'replaceText':
      return (
        whyNot(text, change.command) ?? writeReplacement(text, change.command, change.range, change.text)
      );
    case 'runAfter':
      return whyNot(text, change.command) ?? writeAfter(text, change.command, change.words, stops);
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

/** Puts edits into source order and joins those that touch; refuses those that overlap. */
function joined(edits: readonly Edit[]): readonly Edit[] | Refusal {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const result: Edit[] = [];
  for (const edit of sorted) {
    const last = result.at(-1);
    if (last === undefined || last.range.end < edit.range.start) result.push(edit);
    else if (last.range.end > edit.range.start) {
      return { refused: 'Two changes touch the same text.' };
    } else {
      const range = { start: last.range.start, end: edit.range.end };
      result[result.length - 1] = { range, newText: last.newText + edit.newText };
    }
  }
  return result;
}
