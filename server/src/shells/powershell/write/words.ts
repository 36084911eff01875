import type { ArgumentEdit, Command, Edit, HeldList, NewWord, Range, Refusal, Word } from '../../../model';
import { indentation, lineBreakAt, lineStart } from '../../../lines';
import { writeArguments, type ArgumentSyntax } from '../../writing/arguments';
import { quotedAll, quotedAsValue } from './quote';

/** Arguments go on over a line's end behind a blank and a backtick. */
const syntax: ArgumentSyntax = { lineBreak: /[ \t]+`\r?\n[ \t]*$/, quotedAll };

/** An array or hash table that a command is given in a variable, with its elements. */
interface List {
  readonly range: Range;
  readonly isTable: boolean;
  readonly items: readonly Word[];
}

/** Removes and inserts arguments of a command, where they stand: among its own words or in a variable's list. */
export function writeWords(
  text: string,
  command: Command,
  edits: readonly ArgumentEdit[],
): readonly Edit[] | Refusal {
  const own: Command = { ...command, words: [...new Set(command.words.map(ownWord))] };
  const parts = edits.flatMap((edit) => partsOf(edit));
  const ownParts = parts.filter(({ within }) => within === undefined).map(({ edit }) => edit);
  const all: Edit[] = [];
  for (const list of listsOf(command)) {
    const listParts = parts.filter(({ within }) => within?.range.start === list.range.start);
    if (listParts.length === 0) continue;
    const written =
      whyNotIn(text, list) ??
      writeList(
        text,
        list,
        listParts.map(({ edit }) => edit),
      );
    if ('refused' in written) return written;
    all.push(...written);
  }
  const written = ownParts.length === 0 ? [] : writeArguments(text, own, ownParts, syntax);
  return 'refused' in written ? written : [...all, ...written];
}

/** The word of the command itself that a word stands in. */
function ownWord(word: Word): Word {
  return word.within?.variable ?? word;
}

/** What an edit does in each of the places that its words stand in; what is inserted comes where it starts. */
function partsOf(
  edit: ArgumentEdit,
): readonly { readonly within: HeldList | undefined; readonly edit: ArgumentEdit }[] {
  const first = edit.remove[0] ?? edit.after;
  const places = [first?.within, ...edit.remove.map(({ within }) => within)];
  const distinct = places.filter(
    (place, i) => places.findIndex((each) => each?.range.start === place?.range.start) === i,
  );
  return distinct.map((within, i) => ({
    within,
    edit: {
      ...edit,
      remove: edit.remove.filter((word) => word.within?.range.start === within?.range.start),
      insert: i === 0 ? edit.insert : [],
    },
  }));
}

function listsOf({ words }: Command): readonly List[] {
  const lists = new Map<number, List>();
  const add = (word: Word, isTable: boolean): void => {
    if (word.within === undefined) return;
    const { range } = word.within;
    const known = lists.get(range.start)?.items ?? [];
    lists.set(range.start, { range, isTable, items: [...known, word] });
  };
  for (const word of words) {
    add(word, false);
    for (const entry of word.table?.entries ?? []) add(entry.word, true);
  }
  return [...lists.values()];
}

/** Why a list cannot be changed for one command; undefined in the ordinary case. */
function whyNotIn(text: string, { range }: List): Refusal | undefined {
  const before = text.slice(Math.max(0, range.start - 250), range.start);
  const name = /\$(\w+)\s*=\s*(?:\[ordered\]\s*)?(?:@[({])?$/i.exec(before)?.[1];
  const uses =
    name === undefined ? [] : Array.from(text.matchAll(new RegExp(`[$@]\\{?(?:\\w+:)?${name}\\b`, 'gi')));
  return uses.length === 2
    ? undefined
    : {
        refused: 'Its arguments stand in a variable that is used elsewhere, too, so they are not rewritten.',
      };
}

function writeList(text: string, list: List, edits: readonly ArgumentEdit[]): readonly Edit[] | Refusal {
  const { items } = list;
  const separator = separatorOf(text, list);
  const going = new Set(edits.flatMap(({ remove }) => remove.map(({ range }) => range.start)));
  const coming = edits.flatMap(({ insert }) => insert.flat()).length;
  const isInBrackets = /[({]/.test(text.charAt(list.range.start - 1));
  if (!isInBrackets && items.length - going.size + coming < 2) {
    return { refused: 'No array would be left of the one that holds its arguments: put it in @( ) first.' };
  }
  const isGoing = (index: number): boolean => going.has(items[index]?.range.start ?? -1);
  const comesAt = ({ remove, after }: ArgumentEdit): number =>
    Math.max(
      0,
      items.findIndex(({ range }) => range.start === (remove[0] ?? after)?.range.start),
    );
  const written: Edit[] = [];
  for (let from = 0; from < items.length; from++) {
    let to = from;
    while (isGoing(to) && (to === from || !gapBefore(text, list, to).includes('#'))) to++;
    const insert: string[] = [];
    for (const edit of edits) {
      if (comesAt(edit) < from || comesAt(edit) >= Math.max(to, from + 1)) continue;
      for (const group of edit.insert) {
        const one = list.isTable ? entry(text, list, group) : elements(text, group);
        if (typeof one !== 'string') return one;
        insert.push(one);
      }
    }
    const [first, last] = [items[from], items[to - 1]];
    if (first === undefined) break;
    if (to > from && last !== undefined) {
      const range = { start: first.range.start, end: last.range.end };
      if (insert.length > 0) written.push({ range, newText: insert.join(separator) });
      else written.push({ range: removal(text, list, from, to), newText: '' });
      from = to - 1;
    } else if (insert.length > 0) {
      const { end } = first.range;
      written.push({ range: { start: end, end }, newText: separator + insert.join(separator) });
    }
  }
  return written;
}

/** What goes with elements: what separates them from those before, or else behind. */
function removal(text: string, list: List, from: number, to: number): Range {
  const { items } = list;
  const [first, last, next] = [items[from], items[to - 1], items[to]];
  const start = first?.range.start ?? 0;
  const end = last?.range.end ?? start;
  const before = items[from - 1]?.range.end;
  if (before === undefined) return { start, end: next?.range.start ?? end };
  // A comment behind the element before stays.
  const gap = gapBefore(text, list, from);
  const line = /^\s*,/.test(gap) ? undefined : /\r?\n[ \t]*$/.exec(gap)?.index;
  return { start: before + (line ?? 0), end };
}

/** What stands between an element and the one before, or the start of the list. */
function gapBefore(text: string, { range, items }: List, index: number): string {
  return text.slice(items[index - 1]?.range.end ?? range.start, items[index]?.range.start);
}

/** What stands between new elements: a line's end if the old ones have a line each. */
function separatorOf(text: string, list: List): string {
  for (const [i, { range: own }] of list.items.entries()) {
    const gap = gapBefore(text, list, i);
    if (!gap.includes('\n')) continue;
    const line = lineBreakAt(text, own.start) + indentation(text, lineStart(text, own.start));
    return i > 0 && /^\s*,/.test(gap) ? `,${line}` : line;
  }
  return list.isTable ? '; ' : ', ';
}

/** An option and its value as elements of an array. */
function elements(text: string, group: readonly NewWord[]): string | Refusal {
  const written: string[] = [];
  for (const word of group) {
    const one = quotedAsValue(text, word);
    if (typeof one !== 'string') return one;
    written.push(one);
  }
  return written.join(', ');
}

/** A parameter and its value as an entry of a hash table, aligned as the others are. */
function entry(text: string, { items }: List, [name, value]: readonly NewWord[]): string | Refusal {
  const parameter = /^-(\w+)$/.exec(
    name?.map((part) => (typeof part === 'string' ? part : '')).join('') ?? '',
  )?.[1];
  if (parameter === undefined) return { refused: 'It cannot be written as an entry of a hash table.' };
  const written = value === undefined ? '$true' : quotedAsValue(text, value);
  if (typeof written !== 'string') return written;
  const widths = new Set(items.map(({ source }) => source.indexOf('=')));
  const [width = 0] = widths.size === 1 && items.length > 1 ? widths : [];
  return `${parameter.padEnd(width - 1)} = ${written}`;
}
