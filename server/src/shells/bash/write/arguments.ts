import type { ArgumentEdit, Command, Edit, NewWord, Range, Refusal, Word } from '../../../model';
import { quotedAll } from './quote';

/** A word, redirection or assignment of a command, with what becomes of it. */
interface Item {
  readonly range: Range;
  /** True for a word that starts with a dash, so that it is (or may be) an option. */
  readonly isOption: boolean;
  readonly removed: boolean;
}

/** Items next to each other that go, or a place between two items if there are none. */
interface Run {
  /** The index of its first item, and of the one after its last. */
  readonly from: number;
  readonly to: number;
  /** What comes in its place. */
  readonly insert: readonly (readonly NewWord[])[];
}

/** Removes and inserts arguments, and keeps the layout of the lines that they stand on. */
export function writeWords(
  text: string,
  command: Command,
  edits: readonly ArgumentEdit[],
): readonly Edit[] | Refusal {
  const going = new Set(edits.flatMap(({ remove }) => remove.map(({ range }) => range.start)));
  const known = new Set(command.words.slice(1).map(({ range }) => range.start));
  if ([...going].some((start) => !known.has(start))) return { refused: 'A word to remove is not there.' };
  const items = itemsOf(command, going);
  const written: Edit[] = [];
  for (const run of runsOf(items, command, edits)) {
    const edit = writeRun(text, command, items, run);
    if ('refused' in edit) return edit;
    written.push(edit);
  }
  return written;
}

function itemsOf(command: Command, going: ReadonlySet<number>): readonly Item[] {
  const { wrapper, words, redirections, assignments } = command;
  const word = ({ range, source }: Word): Item => ({
    range,
    isOption: source.startsWith('-'),
    removed: going.has(range.start),
  });
  const other = ({ range }: { range: Range }): Item => ({ range, isOption: false, removed: false });
  return [
    ...wrapper.map(word),
    ...words.map(word),
    ...redirections.map(other),
    ...assignments.map(other),
  ].sort((a, b) => a.range.start - b.range.start);
}

/** Where something is removed or inserted, in source order. */
function runsOf(items: readonly Item[], { words }: Command, edits: readonly ArgumentEdit[]): readonly Run[] {
  const indexOf = (word: Word | undefined): number =>
    items.findIndex(({ range }) => range.start === word?.range.start);
  const inserts = edits
    .filter(({ insert }) => insert.length > 0)
    .map(({ remove, after, insert }) => {
      const first = remove.map(indexOf).sort((a, b) => a - b)[0];
      return { at: first ?? indexOf(after ?? words.at(-1)), insert };
    });
  const runs: Run[] = [];
  for (let i = 0; i < items.length; i++) {
    let to = i;
    while (items[to]?.removed === true) to++;
    const insert = inserts.filter(({ at }) => at === i || (i < at && at < to)).flatMap((each) => each.insert);
    if (to > i) runs.push({ from: i, to, insert });
    else if (insert.length > 0) runs.push({ from: i + 1, to: i + 1, insert });
    i = Math.max(i, to - 1);
  }
  return runs;
}

function writeRun(text: string, command: Command, items: readonly Item[], run: Run): Edit | Refusal {
  const gapBefore = gapAt(text, items, run.from);
  const gapAfter = gapAt(text, items, run.to);
  const before = items[run.from - 1]?.range.end ?? command.range.start;
  const start = items[run.from]?.range.start ?? before;
  const end = items[run.to - 1]?.range.end ?? start;
  const isLast = run.to === items.length;
  const isEmpty = run.from === run.to;
  if (run.insert.length === 0) return { range: removal(), newText: '' };

  const groups: string[] = [];
  for (const words of run.insert) {
    const group = quotedAll(text, words, command);
    if (typeof group !== 'string') return group;
    groups.push(group);
  }
  const separator = isEmpty ? separatorAfter(text, items, run.from - 1) : separatorIn(text, items, run);
  // Without a blank a number would become the descriptor of a redirection that follows.
  const trail = !isLast && gapAfter === '' ? ' ' : '';
  return isEmpty
    ? { range: { start: before, end: before }, newText: separator + groups.join(separator) + trail }
    : { range: { start, end }, newText: groups.join(separator) + trail };

  /** Words that go take the blanks or the line's end before them along, or those after them at a line's start. */
  function removal(): Range {
    if (!isLast && gapAfter === '') return { start, end };
    const startsLine = lineBreak(gapBefore) !== undefined;
    const endsLine = isLast || lineBreak(gapAfter) !== undefined;
    return startsLine && !endsLine
      ? { start, end: items[run.to]?.range.start ?? end }
      : { start: before, end };
  }
}

/** What stands before the item at this index: blanks and continued lines' ends. */
function gapAt(text: string, items: readonly Item[], index: number): string {
  const [before, after] = [items[index - 1], items[index]];
  return before === undefined || after === undefined ? '' : text.slice(before.range.end, after.range.start);
}

/** The last line break in a gap, with the blanks around it. */
function lineBreak(gap: string): string | undefined {
  return /(?<![ \t])[ \t]*\\\r?\n[ \t]*$/.exec(gap)?.[0];
}

/** What stands between new arguments that replace others: a line break if the old ones had a line each. */
function separatorIn(text: string, items: readonly Item[], { from, to }: Run): string {
  let options = 1;
  for (let i = from + 1; i < to; i++) {
    if (items[i]?.isOption !== true) continue;
    const within = lineBreak(gapAt(text, items, i));
    if (within !== undefined) return within;
    options++;
  }
  const hasOwnLine = options === 1 && endsLine(text, items, to);
  return (hasOwnLine ? lineBreak(gapAt(text, items, from)) : undefined) ?? ' ';
}

/** What stands between an item and new arguments after it. */
function separatorAfter(text: string, items: readonly Item[], index: number): string {
  const after = lineBreak(gapAt(text, items, index + 1));
  if (after !== undefined) return after;
  let option = index;
  while (option > 0 && items[option]?.isOption !== true) option--;
  const hasOwnLine = endsLine(text, items, index + 1);
  return (hasOwnLine ? lineBreak(gapAt(text, items, option)) : undefined) ?? ' ';
}

/** Says whether the items before this index end a line of their command. */
function endsLine(text: string, items: readonly Item[], index: number): boolean {
  return index === items.length || lineBreak(gapAt(text, items, index)) !== undefined;
}

/** Replaces text inside a command by characters that need no quotes. */
export function writeReplacement(
  text: string,
  { range: command }: Command,
  range: Range,
  newText: string,
): readonly Edit[] | Refusal {
  if (range.start < command.start || range.end > command.end || range.start > range.end) {
    return { refused: 'The text to replace is not in the command.' };
  }
  if (!/^[\w=.:/ -]*$/.test(newText)) return { refused: 'The new text would need quotes.' };
  return text.slice(range.start, range.end) === newText ? [] : [{ range, newText }];
}
