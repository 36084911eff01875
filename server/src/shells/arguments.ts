import type { ArgumentEdit, Command, Edit, NewWord, Range, Refusal, Word } from '../model';

/** What a shell's syntax says about the arguments of a command. */
export interface ArgumentSyntax {
  /** The line break that ends a gap between two arguments, with the blanks around it and what continues the line. */
  readonly lineBreak: RegExp;
  /** Writes arguments with a blank between them. */
  quotedAll(text: string, words: readonly NewWord[], command: Command): string | Refusal;
}

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
export function writeArguments(
  text: string,
  command: Command,
  edits: readonly ArgumentEdit[],
  syntax: ArgumentSyntax,
): readonly Edit[] | Refusal {
  const going = new Set(edits.flatMap(({ remove }) => remove.map(({ range }) => range.start)));
  const known = new Set(command.words.slice(1).map(({ range }) => range.start));
  if ([...going].some((start) => !known.has(start))) return { refused: 'A word to remove is not there.' };
  const items = itemsOf(command, going);
  const layout = layoutOf(text, items, syntax.lineBreak);
  const written: Edit[] = [];
  for (const run of runsOf(items, command, edits)) {
    const groups: string[] = [];
    for (const words of run.insert) {
      const group = syntax.quotedAll(text, words, command);
      if (typeof group !== 'string') return group;
      groups.push(group);
    }
    written.push(writeRun(command, items, run, layout, groups));
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

/** How the items of a command are laid out on lines. */
interface Layout {
  /** What stands before the item at this index: blanks and continued lines' ends. */
  gap(index: number): string;
  /** The last line break in the gap before the item at this index, with the blanks around it. */
  lineBreak(index: number): string | undefined;
  /** Says whether the items before this index end a line of their command. */
  endsLine(index: number): boolean;
}

function layoutOf(text: string, items: readonly Item[], pattern: RegExp): Layout {
  const gap = (index: number): string => {
    const [before, after] = [items[index - 1], items[index]];
    return before === undefined || after === undefined ? '' : text.slice(before.range.end, after.range.start);
  };
  const lineBreak = (index: number): string | undefined => pattern.exec(gap(index))?.[0];
  return {
    gap,
    lineBreak,
    endsLine: (index) => index === items.length || lineBreak(index) !== undefined,
  };
}

function writeRun(
  command: Command,
  items: readonly Item[],
  run: Run,
  layout: Layout,
  groups: readonly string[],
): Edit {
  const before = items[run.from - 1]?.range.end ?? command.range.start;
  const start = items[run.from]?.range.start ?? before;
  const end = items[run.to - 1]?.range.end ?? start;
  const isLast = run.to === items.length;
  const isJoined = !isLast && layout.gap(run.to) === '';
  if (run.insert.length === 0) return { range: removal(), newText: '' };
  const isEmpty = run.from === run.to;
  const separator = isEmpty ? separatorAfter(items, run.from - 1, layout) : separatorIn(items, run, layout);
  // Without a blank the new word would go on with the next one.
  const trail = isJoined ? ' ' : '';
  return isEmpty
    ? { range: { start: before, end: before }, newText: separator + groups.join(separator) + trail }
    : { range: { start, end }, newText: groups.join(separator) + trail };

  /** Words that go take the blanks or the line's end before them along, or those after them at a line's start. */
  function removal(): Range {
    if (isJoined) return { start, end };
    const startsLine = layout.lineBreak(run.from) !== undefined;
    return startsLine && !layout.endsLine(run.to)
      ? { start, end: items[run.to]?.range.start ?? end }
      : { start: before, end };
  }
}

/** What stands between new arguments that replace others: a line break if the old ones had a line each. */
function separatorIn(items: readonly Item[], { from, to }: Run, layout: Layout): string {
  let options = 1;
  for (let i = from + 1; i < to; i++) {
    if (items[i]?.isOption !== true) continue;
    const within = layout.lineBreak(i);
    if (within !== undefined) return within;
    options++;
  }
  const hasOwnLine = options === 1 && layout.endsLine(to);
  return (hasOwnLine ? layout.lineBreak(from) : undefined) ?? ' ';
}

/** What stands between an item and new arguments after it. */
function separatorAfter(items: readonly Item[], index: number, layout: Layout): string {
  const after = layout.lineBreak(index + 1);
  if (after !== undefined) return after;
  let option = index;
  while (option > 0 && items[option]?.isOption !== true) option--;
  return (layout.endsLine(index + 1) ? layout.lineBreak(option) : undefined) ?? ' ';
}
