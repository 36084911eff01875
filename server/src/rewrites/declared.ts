import type { Moves } from './edits';
import type { ArgumentEdit, Change, Command, NewWord, Range, Word } from '../model';

/** What the fixes of one proof declare to change in a script. */
export interface Declared {
  /** Commands whose words change or that another command follows, by where they start. */
  readonly touched: ReadonlyMap<number, Touched>;
  /** Commands that go, each with the statement around it if nothing else does anything there. */
  readonly removed: readonly Command[];
  /** The texts of new comments. */
  readonly comments: readonly string[];
}

/** What is declared of one command. */
export interface Touched {
  readonly command: Command;
  readonly edits: readonly ArgumentEdit[];
  readonly replaced: readonly Range[];
  /** Commands that run after it. */
  readonly after: readonly (readonly NewWord[])[];
  /** True if it gets a `call` in front of it. */
  readonly isCalled: boolean;
}

/** Gathers what changes declare. */
export function declaredBy(changes: readonly Change[]): Declared {
  const touched = new Map<number, Touched>();
  const removed: Command[] = [];
  const comments: string[] = [];
  const touch = (command: Command, add: Partial<Touched>): void => {
    const known = touched.get(command.range.start) ?? noChange(command);
    touched.set(command.range.start, {
      command,
      edits: [...known.edits, ...(add.edits ?? [])],
      replaced: [...known.replaced, ...(add.replaced ?? [])],
      after: [...known.after, ...(add.after ?? [])],
      isCalled: known.isCalled || add.isCalled === true,
    });
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'setWords':
        touch(change.command, { edits: change.edits });
        break;
      case 'replaceText':
        touch(change.command, { replaced: [change.range] });
        break;
      case 'runAfter':
        touch(change.command, { after: [change.words] });
        break;
      case 'call':
        touch(change.command, { isCalled: true });
        break;
      case 'removeCommand':
        removed.push(change.command);
        break;
      case 'commentBefore':
      case 'commentAtTop':
        comments.push(change.text);
    }
  }
  return { touched, removed, comments };
}

function noChange(command: Command): Touched {
  return { command, edits: [], replaced: [], after: [], isCalled: false };
}

/** Where a command starts once it is written, which may be at a `call` that it gets. */
export function newStart(
  { touched }: Pick<Declared, 'touched'>,
  moves: Moves,
  start: number,
): number | undefined {
  return touched.get(start)?.isCalled === true ? moves.end(start) : moves.start(start);
}

/** A word that a command must have once it is rewritten. */
export type ExpectedWord =
  | { readonly kind: 'kept'; readonly word: Word }
  | { readonly kind: 'new'; readonly word: NewWord }
  /** Some of its text is replaced, or it borders on text that is, so that it may join another word. */
  | { readonly kind: 'replaced'; readonly word: Word };

/** The words that a command must have once it is rewritten, in order. */
export function expectedWords({ command, edits, replaced }: Touched): readonly ExpectedWord[] {
  const removed = new Set(edits.flatMap(({ remove }) => remove.map(({ range }) => range.start)));
  const startsOf = ({ remove }: ArgumentEdit): number[] => remove.map(({ range }) => range.start);
  const placeOf = (edit: ArgumentEdit): number =>
    edit.remove.length > 0
      ? Math.min(...startsOf(edit))
      : (edit.after ?? command.words.at(-1) ?? command).range.start;
  const expected: ExpectedWord[] = [];
  for (const word of command.words) {
    const { start, end } = word.range;
    const isReplaced = replaced.some((range) => range.start <= end && start <= range.end);
    if (!removed.has(start)) expected.push({ kind: isReplaced ? 'replaced' : 'kept', word });
    for (const edit of edits) {
      if (placeOf(edit) !== start) continue;
      for (const group of edit.insert)
        expected.push(...group.map((word) => ({ kind: 'new', word }) as const));
    }
  }
  return expected;
}

/** Pieces of the script that new words carry over. */
export function carriedBy({ edits, after }: Pick<Touched, 'edits' | 'after'>): readonly Range[] {
  return newWordsOf({ edits, after }).flatMap((word) =>
    word.flatMap((part) => (typeof part === 'object' && 'source' in part ? [part.source] : [])),
  );
}

/** Every word that is written anew. */
export function newWordsOf({ edits, after }: Pick<Touched, 'edits' | 'after'>): readonly NewWord[] {
  return [...edits.flatMap(({ insert }) => insert.flat()), ...after.flat()];
}
