import type { Change, Command, Edit, Refusal } from '../../../model';
import { writeArguments, type ArgumentSyntax } from '../../arguments';
import { secondReader } from '../../wrappers';
import { writeCommentAtTop, writeCommentBefore } from './comments';
import { quotedAll } from './quote';
import { writeReplacement } from './replacement';
import { writeAfter } from './runAfter';

/** Arguments go on over a line's end behind a blank and a backtick. */
const syntax: ArgumentSyntax = { lineBreak: /[ \t]+`\r?\n[ \t]*$/, quotedAll };

/** Writes changes in PowerShell's syntax; see `Shell.write`. */
export function write(text: string, changes: readonly Change[]): readonly Edit[] | Refusal {
  const edits: Edit[] = [];
  // What runs after a command also stands after what is added to it.
  const isLast = ({ kind }: Change): number => (kind === 'runAfter' ? 1 : 0);
  for (const change of [...changes].sort((a, b) => isLast(a) - isLast(b))) {
    const written = writeOne(text, change);
    if ('refused' in written) return written;
    edits.push(...written);
  }
  return joined(edits);
}

function writeOne(text: string, change: Change): readonly Edit[] | Refusal {
  switch (change.kind) {
    case 'commentAtTop':
      return writeCommentAtTop(text, change.text);
    case 'commentBefore':
      return writeCommentBefore(text, change.command, change.text);
    case 'setWords':
      return whyNot(text, change.command) ?? writeArguments(text, change.command, change.edits, syntax);
    case 'replaceText':
      return (
        whyNot(text, change.command) ?? writeReplacement(text, change.command, change.range, change.text)
      );
    case 'runAfter':
      return whyNot(text, change.command) ?? writeAfter(text, change.command, change.words);
  }
}

/** Why the words of a command cannot be written at all; undefined in the ordinary case. */
function whyNot(text: string, { wrapper, words, range, confidence }: Command): Refusal | undefined {
  if (confidence === 'possible') {
    return { refused: 'A quote or a here-string before it never ends, so it may be no command at all.' };
  }
  if (confidence === 'likely') return { refused: 'A quote or a bracket in it never ends.' };
  if (/(?:^|\s)(?:--%|'--%'|"--%")(?:\s|$)/.test(text.slice(range.start, range.end))) {
    return {
      refused: '`--%` has PowerShell pass the rest of the line as it stands, so it is not rewritten.',
    };
  }
  if (words.some((word) => word.range.start < range.start || word.range.end > range.end)) {
    return { refused: 'Its arguments stand in a variable, which is not rewritten.' };
  }
  const reader = secondReader(wrapper);
  return reader === undefined
    ? undefined
    : { refused: `\`${reader}\` adds words or has another shell read them, so they are not rewritten.` };
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
