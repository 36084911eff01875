import { cursorAt, peek, type Cursor, type ListKind, type OpenList, type ReadList } from './cursor';
import { skipSeparators } from './pieces';

/** Reads what stands up to the end of a list. */
export function readList(cursor: Cursor, kind: ListKind): void {
  const known = cursor.known?.get(cursor.offset);
  if (known !== undefined) {
    adopt(cursor, known);
    return;
  }
  const { offset: start, depth, broken } = cursor;
  const isInText = cursor.limit === cursor.text.length;
  const isOutermost = cursor.open === undefined && isInText;
  const first = cursor.nodes.length;
  if (isOutermost) cursor.open = { kind, start, depth, broken };
  for (;;) {
    skipSeparators(cursor);
    if (kind.ends(peek(cursor))) break;
    kind.readItem(cursor);
    cursor.left--;
    if (cursor.left <= 0 && cursor.open !== undefined && isInText) {
      cursor.tooLong = cursor.open;
      cursor.offset = cursor.limit;
    }
  }
  if (!isOutermost) return;
  cursor.open = undefined;
  // It may have to be gone over again, since what holds it is long.
  if (cursor.tooLong === undefined) cursor.known?.set(start, found(cursor, first));
}

/** What has been found in the list that ends here, whose first node is the one of that index. */
function found(cursor: Cursor, first: number): ReadList {
  const { offset, skippedTo, skippedFrom, broken, endless, multiline } = cursor;
  const nodes = cursor.nodes.slice(first);
  const outermost = nodes.filter(({ parent }) => parent === cursor.inside);
  return { nodes, outermost, offset, skippedTo, skippedFrom, broken, endless, multiline };
}

/**
 * Reads something, in slices: whenever `pause` says so the generator yields.
 *
 * What turns out to hold a long list is read once more, after that list by itself: so nothing that reads has to be able
 * to pause, and what is short costs no more.
 *
 * @param atOnce how many items of lists are read without a look at the clock
 */
export function* readInSlices(
  cursor: Cursor,
  read: (cursor: Cursor) => void,
  atOnce: number,
  pause: () => boolean,
): Generator<void, void> {
  for (;;) {
    const { offset, skippedTo, skippedFrom, inside, depth, broken, endless, multiline } = cursor;
    const count = cursor.nodes.length;
    // What is known of it is gone over each time: of many lists not each is then read by itself.
    const known = [...(cursor.known?.values() ?? [])].reduce((sum, { nodes }) => sum + nodes.length, 0);
    cursor.left = Math.max(atOnce, known / 8);
    read(cursor);
    const { tooLong } = cursor;
    if (tooLong === undefined) break;
    Object.assign(cursor, { offset, skippedTo, skippedFrom, inside, depth, broken, endless, multiline });
    cursor.nodes.length = count;
    cursor.tooLong = undefined;
    if (pause()) yield;
    const list = yield* readLongList(cursor.text, tooLong, atOnce, pause);
    cursor.known ??= new Map();
    cursor.known.set(tooLong.start, list);
  }
  cursor.known = undefined;
}

function* readLongList(
  text: string,
  { kind, start, depth, broken }: OpenList,
  atOnce: number,
  pause: () => boolean,
): Generator<void, ReadList> {
  const cursor = cursorAt(text, start);
  cursor.depth = depth;
  cursor.broken = broken;
  for (let count = 1; ; count++) {
    skipSeparators(cursor);
    if (kind.ends(peek(cursor))) return found(cursor, 0);
    yield* readInSlices(cursor, kind.readItem, atOnce, pause);
    if (count % itemsPerSlice === 0 && pause()) yield;
  }
}

/** So many items of a list are read between two looks at the clock. */
export const itemsPerSlice = 32;

/** Takes over a list that has been read by itself, and goes behind it. */
function adopt(cursor: Cursor, list: ReadList): void {
  for (const node of list.outermost) node.parent = cursor.inside;
  for (const node of list.nodes) cursor.nodes.push(node);
  const { offset, skippedTo, skippedFrom, broken } = list;
  Object.assign(cursor, { offset, skippedTo, skippedFrom, broken });
  cursor.endless ??= list.endless;
  cursor.multiline ??= list.multiline;
}
