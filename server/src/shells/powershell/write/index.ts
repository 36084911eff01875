import type { Change, Command, Edit, Refusal, Word } from '../../../model';
import { secondReader } from '../../wrappers';
import { writeEach } from '../../writing/edits';
import { writeCommentAtTop, writeCommentBefore } from '../../writing/hashComments';
import { writeRemoval, type RemovalSyntax } from '../../writing/removal';
import { writeReplacement } from './replacement';
import { writeAfter } from './runAfter';
import { writeWords } from './words';

const removal: RemovalSyntax = {
  before: /^(?:\$null[ \t]*=[ \t]*)?$/i,
  after: /^[ \t]*(?:\|[ \t]*Out-Null[ \t]*)?$/i,
  next: /^[ \t]*&&\s*/,
  comment: /^#/,
};

const continued = /`\r?\n$/;

/** Writes changes in PowerShell's syntax; see `Shell.write`. */
export function write(
  text: string,
  changes: readonly Change[],
  isOneLine = false,
): readonly Edit[] | Refusal {
  return writeEach(changes, (change) => writeOne(text, change, isOneLine));
}

function writeOne(text: string, change: Change, isOneLine: boolean): readonly Edit[] | Refusal {
  switch (change.kind) {
    case 'commentAtTop':
      return writeCommentAtTop(text, change.text);
    case 'commentBefore':
      return writeCommentBefore(text, change.command, change.text, continued);
    case 'setWords':
      return whyNot(text, change.command) ?? writeWords(text, change.command, change.edits);
    case 'replaceText':
      return (
        whyNot(text, change.command) ?? writeReplacement(text, change.command, change.range, change.text)
      );
    case 'call':
      return { refused: 'Only cmd needs `call`.' };
    case 'removeCommand':
      return whyNot(text, change.command) ?? writeRemoval(text, change.command, removal);
    case 'runAfter':
      return whyNot(text, change.command) ?? writeAfter(text, change.command, change.words, isOneLine);
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
  const isElsewhere = (word: Word): boolean => word.range.start < range.start || word.range.end > range.end;
  if (words.some((word) => word.within === undefined && isElsewhere(word))) {
    return { refused: 'Its arguments stand in a variable that may hold more, so they are not rewritten.' };
  }
  const reader = secondReader(wrapper);
  return reader === undefined
    ? undefined
    : { refused: `\`${reader}\` adds words or has another shell read them, so they are not rewritten.` };
}
