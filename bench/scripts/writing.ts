/** What a generated script is like. */
export interface ScriptOptions {
  readonly lines: number;
  /** How many sign-ins it has, spread evenly; with none, no sign-in word stands in it at all. */
  readonly signIns: number;
  /** The same seed gives the same script. */
  readonly seed?: number;
}

/** Commands of one or more lines. In them `@n` stands for a name, `@v` for a variable's and `@d` for a number. */
export type Commands = readonly [readonly string[], ...(readonly string[])[]];

/** What holds other commands or text, the same kinds in every dialect. */
export type Compound = 'function' | 'condition' | 'loop' | 'lines' | 'choice' | 'document';

/** What scripts of one dialect are made of. */
export interface Vocabulary {
  readonly firstLines: readonly string[];
  readonly variables: readonly [string, ...string[]];
  readonly signInLines: Commands;
  /** Those of several lines or behind other words, too. */
  readonly signIns: Commands;
  /** Messages that mention a sign-in. */
  readonly mentions: Commands;
  readonly commands: Commands;
  readonly comments: Commands;
  /** Of one line each, for where nothing longer fits. */
  readonly lastLines: Commands;
  readonly compounds: Readonly<Record<Compound, (pen: Pen, indent: number) => void>>;
}

/** Writes a script at its end, with the words of a vocabulary. */
export interface Pen {
  /** How many lines there are. */
  readonly row: () => number;
  /** A random number from 0 to `below`, exclusively. */
  readonly number: (below: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  readonly write: (indent: number, ...lines: readonly string[]) => void;
  /** A simple command, then others, compounds too. */
  readonly body: (indent: number, atMost: number) => void;
  readonly simples: (indent: number, atMost: number) => void;
}

type Kind = Compound | 'simple' | 'comment';

const mix: readonly Kind[] = [
  ...(['simple', 'simple', 'simple', 'simple', 'simple', 'comment', 'comment'] as const),
  ...(['condition', 'condition', 'loop', 'lines', 'choice', 'document'] as const),
];

/** So many of the mix hold no others: deep inside there are only such. */
const flat = 7;

/**
 * Writes a script of exactly so many lines.
 *
 * @throws {RangeError} if so many sign-ins need more lines
 */
export function writeScript(vocabulary: Vocabulary, { lines, signIns, seed = 1 }: ScriptOptions): string {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];
  const number = (below: number): number => Math.floor(random() * below);

  const written: string[] = [];
  let signedIn = 0;
  /** True where the next simple command should be a sign-in, for an even spread. */
  const isDue = (): boolean => signedIn < signIns && signedIn * lines <= written.length * signIns;
  const fill = (line: string): string =>
    line
      .replaceAll('@n', pick(names))
      .replaceAll('@v', pick(vocabulary.variables))
      .replaceAll('@d', String(number(900)));
  const write = (indent: number, ...added: readonly string[]): void => {
    written.push(...added.map((line) => (line === '' ? '' : '  '.repeat(indent) + fill(line))));
  };
  const signIn = (indent: number, commands: Commands): void => {
    signedIn++;
    write(indent, ...pick(commands));
  };
  const simple = (indent: number): void => {
    if (isDue()) signIn(indent, vocabulary.signIns);
    else if (signIns > 0 && number(80) === 0) write(indent, ...pick(vocabulary.mentions));
    else write(indent, ...pick(vocabulary.commands));
  };
  const writeOne = (kind: Kind, indent: number): void => {
    if (kind === 'simple') simple(indent);
    else if (kind === 'comment') write(indent, ...pick(vocabulary.comments));
    else vocabulary.compounds[kind](pen, indent);
  };
  const pen: Pen = {
    row: () => written.length,
    number,
    pick,
    write,
    body(indent, atMost) {
      simple(indent);
      for (let left = number(atMost); left > 0; left--) {
        writeOne(mix[number(indent > 3 ? flat : mix.length)] ?? 'simple', indent);
      }
    },
    simples(indent, atMost) {
      for (let left = 1 + number(atMost); left > 0; left--) simple(indent);
    },
  };

  write(0, ...vocabulary.firstLines);
  while (written.length < lines) {
    const before = { lines: written.length, signedIn };
    if (isDue()) signIn(0, vocabulary.signInLines);
    else writeOne(number(3) === 0 ? 'function' : (mix[number(mix.length)] ?? 'simple'), 0);
    if (written.length > lines || signIns - signedIn > lines - written.length) {
      // Too long for what is left, or for the sign-ins that must stand in it: as if it had not been.
      written.length = before.lines;
      signedIn = before.signedIn;
      write(0, ...pick(vocabulary.lastLines));
    }
  }
  if (signedIn < signIns) throw new RangeError(`${lines} lines cannot hold ${signIns} sign-ins.`);
  return `${written.join('\n')}\n`;
}

const names = ['deploy', 'storage', 'network', 'backup', 'report', 'cluster', 'registry', 'cleanup'] as const;

/** Mulberry32: small, the same everywhere, and as random as this needs. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
