/**
 * How many items, from the first, hold to a condition that none behind them holds to: looked for by halves.
 *
 * @param holds called for few of the items, in no order
 */
export function countLeading<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
