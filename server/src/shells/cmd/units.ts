import type { Range, WordPart } from '../../model';
import { caretLength, expansion } from './reader/pieces';
import type { ReadNode } from './reader';

/** A character of a command as it comes out of a step of cmd, or what is only known when the script runs. */
export interface Unit {
  /** The character; empty for a variable. */
  readonly text: string;
  /** What stands for it in the source. */
  readonly range: Range;
  readonly part?: { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'opaque' };
}

/** cmd takes lines of 8,191 characters; of a longer command the rest counts as something unknown. */
const longestCommand = 16_384;

/** Where a command stands, which decides what its characters mean. */
export interface Place {
  readonly isDelayed: boolean;
  readonly isEscaped: boolean;
  /** True in what a `for` runs, where `%%i` is a variable. */
  readonly isInLoop: boolean;
}

/**
 * What cmd makes of a piece of a script: variables and carets are replaced. Quotes stay, since they are up to the
 * program.
 *
 * @param cuts redirections, which are no part of it
 */
export function unitsOf(
  text: string,
  { start, end }: Range,
  cuts: ReadNode['redirections'],
  place: Place,
): readonly Unit[] {
  const units: Unit[] = [];
  const last = Math.min(end, start + longestCommand);
  let isQuoted = false;
  let cut = 0;
  let at = start;
  const add = (stands: string, length: number, part?: Unit['part']): void => {
    const range = { start: at, end: at + length };
    units.push(part === undefined ? { text: stands, range } : { text: stands, range, part });
    at += length;
  };
  while (at < last) {
    const redirection = cuts[cut];
    if (redirection?.start === at) {
      at = Math.max(at + 1, redirection.target.end);
      cut++;
      // Words on both sides are two, whatever cmd makes of `a>b,c`.
      if (units.at(-1)?.text !== ' ' && !/\s/.test(text.charAt(at))) {
        units.push({ text: ' ', range: { start: at, end: at } });
      }
      continue;
    }
    const sign = text.charAt(at);
    if (sign === '%') addExpansion(text, last, at, place, add);
    else if (sign === '!' && !place.isDelayed) addPossiblyDelayed(text, last, at, add);
    else if (sign === '^' && !isQuoted) {
      const caret = caretLength(text, at);
      const joinsLines = /[\r\n]/.test(text.charAt(at + 1));
      // A variable is replaced before.
      const stands = at + caret < last && text[at + caret] !== '%' ? text.charAt(at + caret) : '';
      if (stands === '' || joinsLines) at += caret;
      if (stands !== '') add(stands, joinsLines ? 1 : caret + 1);
    } else {
      if (sign === '"') isQuoted = !isQuoted;
      if (sign === '\n') isQuoted = false;
      add(sign, 1);
    }
  }
  if (last < end) units.push({ text: '', range: { start: last, end }, part: { kind: 'opaque' } });
  return place.isDelayed ? delayedUnits(units) : units;
}

type Add = (stands: string, length: number, part?: Unit['part']) => void;

const variable = /^[A-Za-z_][\w.()#$@-]*$/;

function addExpansion(text: string, limit: number, at: number, { isInLoop }: Place, add: Add): void {
  if (isInLoop) {
    const [all, modifiers, name] =
      /^%%(~[fdpnxsatz]{0,12}(?:\$[^:%\s]{1,100}:)?)?([A-Za-z])/i.exec(
        text.slice(at, Math.min(limit, at + 120)),
      ) ?? [];
    if (all !== undefined) {
      const isPlain = modifiers === undefined || modifiers === '~';
      add('', all.length, isPlain ? { kind: 'variable', name: `%${name ?? ''}` } : { kind: 'opaque' });
      return;
    }
  }
  expansion.lastIndex = at;
  const found = expansion.exec(text)?.[0] ?? '%';
  const argument = /^%~?(\d)$/.exec(found)?.[1];
  const name = found.slice(1, -1);
  if (found === '%%') add('%', 2);
  else if (found === '%') add('', 1);
  else if (argument !== undefined) add('', found.length, { kind: 'variable', name: argument });
  else if (variable.test(name) && found.endsWith('%')) add('', found.length, { kind: 'variable', name });
  else add('', found.length, { kind: 'opaque' });
}

const delayedWord = /![A-Za-z_]\w*!(?=[\s"]|$)/y;

/**
 * A `!` where the script does not switch delayed expansion on. A script that calls this one may have, so a word that
 * looks like a variable may be one.
 */
function addPossiblyDelayed(text: string, limit: number, at: number, add: Add): void {
  delayedWord.lastIndex = at;
  const isWord = at === 0 || /[\s"=]/.test(text.charAt(at - 1));
  const found = isWord ? delayedWord.exec(text)?.[0] : undefined;
  if (found === undefined || at + found.length > limit) add('!', 1);
  else add('', found.length, { kind: 'variable', name: found.slice(1, -1) });
}

/**
 * What delayed expansion makes of a command, which comes after all else: if there is a `!` in it, carets are replaced
 * once more, in quotes too, and what stands between two `!` is a variable. One that is left alone goes.
 */
function delayedUnits(units: readonly Unit[]): readonly Unit[] {
  if (!units.some((unit) => unit.text === '!')) return units;
  const result: Unit[] = [];
  for (let i = 0; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined) break;
    if (unit.text === '^') {
      const next = units[++i];
      if (next !== undefined) result.push(next);
    } else if (unit.text === '!') {
      const close = closingSign(units, i, '!');
      if (close > i + 1) result.push(replaced(units.slice(i, close + 1)));
      i = close > i + 1 ? close : i;
    } else result.push(unit);
  }
  return result;
}

/** What `call` makes of its arguments: carets in quotes are doubled, and what now stands between `%` is replaced. */
export function calledUnits(units: readonly Unit[]): readonly Unit[] {
  const result: Unit[] = [];
  let isQuoted = false;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined) break;
    if (unit.text === '"') isQuoted = !isQuoted;
    if (unit.text === '%') {
      const close = closingSign(units, i, '%');
      if (close > 0) result.push(replaced(units.slice(i, close + 1)));
      i = Math.max(i, close);
      continue;
    }
    result.push(unit);
    if (unit.text === '^' && isQuoted) result.push(unit);
  }
  return result;
}

/** What a name between two signs stands for; with nothing between them they are one. */
function replaced(units: readonly Unit[]): Unit {
  const range = { start: units[0]?.range.start ?? 0, end: units.at(-1)?.range.end ?? 0 };
  const inner = units.slice(1, -1);
  if (inner.length === 0) return { text: units[0]?.text ?? '', range };
  const name = inner.some(({ part }) => part !== undefined) ? '' : inner.map((unit) => unit.text).join('');
  return { text: '', range, part: variable.test(name) ? { kind: 'variable', name } : { kind: 'opaque' } };
}

/** The index of the sign that ends a name, or -1. */
function closingSign(units: readonly Unit[], start: number, sign: '%' | '!'): number {
  let at = start + 1;
  while (at < units.length && units[at]?.text !== sign) at++;
  return at < units.length ? at : -1;
}

/** Says whether a batch file that passes its arguments on by `%*` may change them: see `passedOn`. */
export function isChangedWhenPassedOn(units: readonly Unit[]): boolean {
  return units.some(({ text }) => text !== '' && '^&|<>'.includes(text));
}

/**
 * What a batch file such as `az.cmd` makes of the arguments that it passes on by `%*`: carets are replaced once
 * more, and what an operator is now says something else.
 */
export function passedOn(units: readonly Unit[]): readonly Unit[] {
  const result: Unit[] = [];
  let isQuoted = false;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined) break;
    if (unit.text === '"') isQuoted = !isQuoted;
    if (unit.text === '^' && !isQuoted) {
      const next = units[++i];
      if (next !== undefined) result.push(next);
    } else if (!isQuoted && unit.text !== '' && '&|<>'.includes(unit.text)) {
      result.push({ ...unit, text: '', part: { kind: 'opaque' } });
    } else result.push(unit);
  }
  return result;
}

/** The part of a word that units which are no characters stand for. */
export function partOf(unit: Unit, quoted: boolean): WordPart | undefined {
  return unit.part && { ...unit.part, quoted, range: unit.range };
}
