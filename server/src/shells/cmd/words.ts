import type { Redirection, Word, WordPart } from '../../model';
import type { ReadRedirection } from './reader';
import { partOf, unitsOf, type Place, type Unit } from './units';
import { valueOf } from '../value';

/**
 * Splits a command line as programs of Windows do: at blanks that stand in no quotes. In quotes `""` stands for one
 * quote, and before quotes backslashes come in pairs. Source: Microsoft's documentation of its C runtime, which
 * Python uses.
 */
export function wordsOf(text: string, units: readonly Unit[]): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(units[at])) at++;
    const first = units[at];
    if (first === undefined) return words;
    const word = new WordBuilder();
    at = word.read(units, at);
    words.push(word.done(text, first, units[at - 1] ?? first));
  }
}

/** The index of the unit at which a word starts, which is counted from 0. */
export function startOfWord(units: readonly Unit[], count: number): number {
  let at = 0;
  for (let i = 0; ; i++) {
    while (isBlank(units[at])) at++;
    if (i === count || at >= units.length) return at;
    at = new WordBuilder().read(units, at);
  }
}

/** A piece of a script as one word, blanks and all. */
export function wholeWord(text: string, units: readonly Unit[]): Word | undefined {
  const [first] = units;
  const last = units.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const word = new WordBuilder();
  for (const unit of units) word.add(unit, true);
  return word.done(text, first, last);
}

function isBlank(unit: Unit | undefined): boolean {
  return unit !== undefined && /^[ \t\r\n]$/.test(unit.text);
}

/** Gathers the parts of a word. */
class WordBuilder {
  readonly #parts: WordPart[] = [];
  #literal: { text: string; start: number; end: number } | undefined;

  /** Takes the units of a word from its first on, returns the index after its last. */
  read(units: readonly Unit[], start: number): number {
    let isQuoted = false;
    let at = start;
    while (at < units.length && (isQuoted || !isBlank(units[at]))) {
      const unit = units[at];
      if (unit === undefined) break;
      if (unit.text === '\\') at = this.#backslashes(units, at);
      else if (unit.text !== '"') {
        this.add(unit, isQuoted);
        at++;
      } else if (isQuoted && units[at + 1]?.text === '"') {
        this.add(unit, isQuoted);
        at += 2;
      } else {
        isQuoted = !isQuoted;
        at++;
      }
    }
    return at;
  }

  /** Backslashes, of which two before a quote stand for one, and the quote that one more of them escapes. */
  #backslashes(units: readonly Unit[], start: number): number {
    let end = start;
    while (units[end]?.text === '\\') end++;
    const isBeforeQuote = units[end]?.text === '"';
    const count = end - start;
    const stand = isBeforeQuote ? Math.floor(count / 2) : count;
    for (const unit of units.slice(start, start + stand)) this.add(unit, true);
    const quote = units[end];
    if (!isBeforeQuote || count % 2 === 0 || quote === undefined) return end;
    this.add(quote, true);
    return end + 1;
  }

  add(unit: Unit, isQuoted: boolean): void {
    const part = partOf(unit, isQuoted);
    const { start, end } = unit.range;
    if (part !== undefined) {
      this.#flush();
      this.#parts.push(part);
    } else if (this.#literal === undefined) this.#literal = { text: unit.text, start, end };
    else {
      this.#literal.text += unit.text;
      this.#literal.end = end;
    }
  }

  #flush(): void {
    if (this.#literal === undefined) return;
    const { text, start, end } = this.#literal;
    this.#parts.push({ kind: 'literal', text, range: { start, end } });
    this.#literal = undefined;
  }

  done(text: string, first: Unit, last: Unit): Word {
    this.#flush();
    const range = { start: first.range.start, end: last.range.end };
    return {
      range,
      source: text.slice(range.start, range.end),
      parts: this.#parts,
      value: valueOf(this.#parts),
      splits: this.#parts.some((part) => part.kind !== 'literal' && !part.quoted),
    };
  }
}

/** A redirection as data; of `2>&1` the target is the `1`. */
export function redirectionOf(
  text: string,
  { start, operatorEnd, target }: ReadRedirection,
  place: Place,
): Redirection {
  const sign = text.slice(start, operatorEnd).replaceAll('^', '');
  const descriptor = /^\d/.exec(sign)?.[0];
  return {
    range: { start, end: Math.max(operatorEnd, target.end) },
    operator: descriptor === undefined ? sign : sign.slice(1),
    descriptor,
    target: wordsOf(text, unitsOf(text, target, [], place))[0],
  };
}
