import type { Change, Command, Edit, Refusal } from '../../../model';
import { secondReader } from '../../wrappers';
import { writeArguments, type ArgumentSyntax } from '../../writing/arguments';
import { writeEach } from '../../writing/edits';
import { writeRemoval, type RemovalSyntax } from '../../writing/removal';
import { writeReplacement } from '../../writing/replacement';
import { writeCommentAtTop, writeCommentBefore } from './comments';
import { quotedAll, readingOf } from './quote';
import { writeAfter } from './runAfter';

/** Arguments go on over a line's end behind a caret. */
const syntax: ArgumentSyntax = {
  lineBreak: /[ \t]*\^\r?\n[ \t]*$/,
  quotedAll: (text, words, command) => quotedAll(text, words, readingOf(command)),
};

const removal: RemovalSyntax = {
  before: /^(?:@?call[ \t]+|@)?$/i,
  after: /^(?:[ \t]*\|\|[ \t]*exit(?:[ \t]+\/b)?(?:[ \t]+\d+)?)?[ \t]*$/i,
  next: /^[ \t]*&&[ \t]*/,
  comment: /^(?:&[ \t]*)?(?:rem\b|::)/i,
};

/** Writes changes in cmd's syntax; see `Shell.write`. */
export function write(text: string, changes: readonly Change[]): readonly Edit[] | Refusal {
  return writeEach(changes, (change) => writeOne(text, change));
}

function writeOne(text: string, change: Change): readonly Edit[] | Refusal {
  switch (change.kind) {
    case 'commentAtTop':
      return writeCommentAtTop(text, change.text);
    case 'commentBefore':
      return writeCommentBefore(text, change.command, change.text);
    case 'setWords':
      return whyNot(change.command) ?? writeArguments(text, change.command, change.edits, syntax);
    case 'replaceText':
      return whyNot(change.command) ?? writeReplacement(text, change.command, change.range, change.text);
    case 'call':
      return whyNot(change.command) ?? writeCall(change.command);
    case 'removeCommand':
      return whyNot(change.command) ?? writeRemoval(text, change.command, removal);
    case 'runAfter':
      return whyNot(change.command) ?? writeAfter(text, change.command, change.words);
  }
}

/** Puts `call` in front of a program. */
function writeCall({ wrapper, words }: Command): readonly Edit[] | Refusal {
  const at = words[0]?.range.start;
  if (at === undefined || wrapper.length > 0)
    return { refused: 'It is called already, or another command runs it.' };
  return [{ range: { start: at, end: at }, newText: 'call ' }];
}

/** Why the words of a command cannot be written at all; undefined in the ordinary case. */
function whyNot({ wrapper }: Command): Refusal | undefined {
  const reader = secondReader(wrapper);
  return reader === undefined
    ? undefined
    : { refused: `\`${reader}\` has its words read once more, so they are not rewritten.` };
}
