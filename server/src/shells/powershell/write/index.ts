import type { Change, Command, Edit, Refusal } from '../../../model';
import { secondReader } from '../../wrappers';
import { writeArguments, type ArgumentSyntax } from '../../writing/arguments';
import { writeEach } from '../../writing/edits';
import { writeCommentAtTop, writeCommentBefore } from '../../writing/hashComments';
import { writeRemoval, type RemovalSyntax } from '../../writing/removal';
import { quotedAll } from './quote';
import { writeReplacement } from './replacement';
import { writeAfter } from './runAfter';

/** Arguments go on over a line's end behind a blank and a backtick. */
const syntax: ArgumentSyntax = { lineBreak: /[ \t]+`\r?\n[ \t]*$/, quotedAll };

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
  if (words.some((word) => word.range.start < range.start || word.range.end > range.end)) {
    return { refused: 'Its arguments stand in a variable, which is not rewritten.' };
  }
  const reader = secondReader(wrapper);
  return reader === undefined
    ? undefined
    : { refused: `\`${reader}\` adds words or has another shell read them, so they are not rewritten.` };
}
