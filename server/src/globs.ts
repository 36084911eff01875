/**
 * Globs as editors and `.gitignore` files write them. Both come with the repository, so matching takes time in
 * proportion to pattern × path, whatever they say: a set of states runs along the path, nothing backtracks.
 */

/** Says whether a path matches: relative, with `/` between its parts. */
export type Glob = (path: string) => boolean;

/** A longer pattern matches nothing: no path is that long. */
const longestPattern = 4096;

/** A piece of a pattern. */
type Piece =
  /** One character. */
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }
  /** Any number of characters within a part of the path. */
  | { readonly kind: 'star' }
  /** Whole parts of the path, none or more, each with its slash. */
  | { readonly kind: 'parts' }
  /** Any number of characters, slashes too. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'choice'; readonly branches: readonly (readonly Piece[])[] };

const any: Piece = { kind: 'one', accepts: () => true };
const inPart: Piece = { kind: 'one', accepts: (character) => character !== '/' };
const slash: Piece = { kind: 'one', accepts: (character) => character === '/' };

/**
 * Takes a glob with `*`, `**`, `?`, `[a-z]`, `[!a]`, `{a,b}` and `\` before a character that is meant as
 * itself, returns its matcher. A leading dot is a character like any other.
 */
export function compileGlob(pattern: string): Glob {
  return matcherOf(pattern.replace(/^(?:\.\/)+/, ''), true);
}

/** Takes a path or a piece of one, returns a glob that matches just that. */
export function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{},!]/g, '\\$&');
}

/** A line of a `.gitignore` file. */
export interface IgnoreRule {
  /** False where the line begins with `!`: what matches is not ignored after all. */
  readonly ignores: boolean;
  /** Takes a path relative to the file's folder. */
  matches(path: string, isFolder: boolean): boolean;
}

/** Takes the text of a `.gitignore` file, returns its rules in order; the last that matches a path counts. Source: gitignore(5). */
export function ignoreRules(text: string): readonly IgnoreRule[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?(?:\n|$)/)
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const ignores = !line.startsWith('!');
      const body = withoutLastSpaces(ignores ? line : line.slice(1));
      const onlyFolders = body.endsWith('/');
      const pattern = onlyFolders ? body.slice(0, -1) : body;
      if (pattern === '') return [];
      // Without a slash it is about the name, wherever it stands.
      const glob = matcherOf(pattern.replace(/^\//, ''), false);
      const byName = !pattern.includes('/');
      return [
        {
          ignores,
          matches: (path: string, isFolder: boolean) =>
            (isFolder || !onlyFolders) && glob(byName ? path.slice(path.lastIndexOf('/') + 1) : path),
        },
      ];
    });
}

/** An escaped space stays. */
function withoutLastSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  return line.slice(0, end + (backslashes % 2));
}

function matcherOf(pattern: string, braces: boolean): Glob {
  if (pattern.length > longestPattern) return () => false;
  const pieces = parse(Array.from(pattern), braces);
  if (pieces === undefined) return () => false;
  const { states, start } = build(pieces);
  return (path) => run(states, start, path);
}

/** Takes a pattern's characters, returns its pieces; undefined for one that can match nothing. */
function parse(characters: readonly string[], braces: boolean): readonly Piece[] | undefined {
  let at = 0;

  /** Reads up to the end, or within braces up to the next `,` or `}` of theirs. */
  function sequence(inBraces: boolean): Piece[] | undefined {
    const pieces: Piece[] = [];
    const begin = at;
    for (; at < characters.length; at++) {
      const character = characters[at] ?? '';
      if (inBraces && (character === ',' || character === '}')) break;
      if (character === '*') pieces.push(...stars(at === begin, inBraces));
      else if (character === '?') pieces.push(inPart);
      else if (character === '[' || character === '\\') {
        const piece = character === '[' ? characterClass() : literal(characters[++at]);
        if (piece === undefined) return undefined;
        pieces.push(piece);
      } else if (braces && character === '{' && closes(at)) {
        const piece = choice();
        if (piece === undefined) return undefined;
        pieces.push(piece);
      } else pieces.push(literal(character) ?? any);
    }
    return pieces;
  }

  /** Reads a run of `*`; ends on its last character, or on the slash that belongs to it. */
  function stars(isFirst: boolean, inBraces: boolean): readonly Piece[] {
    const first = at;
    // Git compares what stands before the first special character by itself, so for it `a**/b` begins with the run.
    const atBegin = isFirst || (!braces && !/[*?[\\]/.test(characters.slice(0, first).join('')));
    while (characters[at + 1] === '*') at++;
    const next = characters[at + 1];
    const isEnd = next === undefined || (inBraces && (next === ',' || next === '}'));
    // For git an escaped slash is one too, but has to be there.
    const isEscaped = next === '\\' && characters[at + 2] === '/';
    const isPart =
      (atBegin || characters[first - 1] === '/') && (isEnd || isEscaped || next === '/') && at > first;
    if (!isPart) return [{ kind: 'star' }];
    if (isEnd || isEscaped) return [{ kind: 'rest' }];
    at++;
    return [{ kind: 'parts' }];
  }

  /** Reads `{a,b}` from its first brace to its last. */
  function choice(): Piece | undefined {
    const branches: (readonly Piece[])[] = [];
    do {
      at++;
      const branch = sequence(true);
      if (branch === undefined) return undefined;
      branches.push(branch);
    } while (characters[at] === ',');
    return { kind: 'choice', branches };
  }

  /** True if the brace at an index has its partner. */
  function closes(open: number): boolean {
    let depth = 0;
    for (let i = open; i < characters.length; i++) {
      const character = characters[i];
      if (character === '\\') i++;
      else if (character === '{') depth++;
      else if (character === '}' && --depth === 0) return true;
    }
    return false;
  }

  /** Reads `[…]`; undefined if it does not end. */
  function characterClass(): Piece | undefined {
    const tests: ((character: string) => boolean)[] = [];
    at++;
    const negated = characters[at] === '!' || characters[at] === '^';
    if (negated) at++;
    const first = at;
    for (let previous: string | undefined; at === first || characters[at] !== ']'; at++) {
      const named = characters[at] === '[' && characters[at + 1] === ':' ? className(at + 2) : undefined;
      if (named !== undefined) {
        const { test, length } = named;
        if (test === undefined) return undefined;
        tests.push((character) => test.test(character));
        at += length + 3;
        previous = undefined;
        continue;
      }
      const isRange = previous !== undefined && characters[at] === '-' && (characters[at + 1] ?? ']') !== ']';
      if (isRange) at++;
      if (characters[at] === '\\') at++;
      const last = characters[at];
      if (last === undefined) return undefined;
      const from = isRange ? (previous ?? last) : last;
      tests.push((character) => codeOf(character) >= codeOf(from) && codeOf(character) <= codeOf(last));
      previous = isRange ? undefined : last;
    }
    return {
      kind: 'one',
      accepts: (character) => character !== '/' && tests.some((test) => test(character)) !== negated,
    };
  }

  /** Reads the name in `[:name:]`; undefined if that is not what stands there. */
  function className(
    from: number,
  ): { readonly test: RegExp | undefined; readonly length: number } | undefined {
    const end = characters.indexOf(']', from);
    if (end < 0 || characters[end - 1] !== ':' || end - 1 < from) return undefined;
    const name = characters.slice(from, end - 1).join('');
    return { test: Object.hasOwn(classes, name) ? classes[name] : undefined, length: name.length };
  }

  return sequence(false);
}

/** The classes that `[[:name:]]` may name, in ASCII as git takes them. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // eslint-disable-next-line no-control-regex -- which are just these
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function literal(character: string | undefined): Piece | undefined {
  return character === undefined ? undefined : { kind: 'one', accepts: (other) => other === character };
}

/** A state of the matcher: it goes on at each of `next` at once, after a character that it accepts if it wants one. */
interface State {
  readonly accepts: ((character: string) => boolean) | undefined;
  readonly next: number[];
}

/** State 0 is the end. */
function build(pieces: readonly Piece[]): { readonly states: readonly State[]; readonly start: number } {
  const states: State[] = [{ accepts: undefined, next: [] }];
  const add = (accepts: State['accepts'], ...next: number[]): number => states.push({ accepts, next }) - 1;
  const one = (piece: Piece, next: number): number =>
    add(piece.kind === 'one' ? piece.accepts : undefined, next);
  /** Any number of characters of a kind. */
  const repeat = (piece: Piece, next: number): number => {
    const loop = add(undefined, next);
    states[loop]?.next.push(one(piece, loop));
    return loop;
  };
  const before = (piece: Piece, next: number): number => {
    switch (piece.kind) {
      case 'one':
        return one(piece, next);
      case 'star':
        return repeat(inPart, next);
      case 'rest':
        return repeat(any, next);
      case 'parts':
        return add(undefined, next, repeat(any, one(slash, next)));
      case 'choice':
        return add(undefined, ...piece.branches.map((branch) => branch.reduceRight(chain, next)));
    }
  };
  const chain = (next: number, piece: Piece): number => before(piece, next);
  return { start: pieces.reduceRight(chain, 0), states };
}

function run(states: readonly State[], start: number, path: string): boolean {
  /** The states that want a character, after the first `n` characters; `reached` keeps each from being there twice. */
  let current: State[] = [];
  let reached = new Uint8Array(states.length);
  const enter = (first: number, into: State[]): void => {
    const todo = [first];
    for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
      const state = states[index];
      if (state === undefined || reached[index] === 1) continue;
      reached[index] = 1;
      if (state.accepts === undefined) todo.push(...state.next);
      else into.push(state);
    }
  };
  enter(start, current);
  for (const character of path) {
    const following: State[] = [];
    reached = new Uint8Array(states.length);
    for (const { accepts, next } of current) {
      if (accepts?.(character) === true) for (const index of next) enter(index, following);
    }
    if (following.length === 0 && reached[0] === 0) return false;
    current = following;
  }
  return reached[0] === 1;
}
