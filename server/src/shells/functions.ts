import type { Word } from '../model';
import { innerCommand, type InnerCommand } from './wrappers';

/** What a function of a script does with its arguments: it runs them as a command, all of them and no others. */
export interface PassingFunction {
  /** How many arguments it takes for itself first, such as the count in `retry 3 az login`. */
  readonly operands: number;
  /** The program that it gives them to, as in `az "$@"`; undefined if the first of them is the program. */
  readonly program: string | undefined;
}

/** Gives the function of a script by its name; undefined if there is none that only passes its arguments on. */
export type PassingFunctions = (name: string) => PassingFunction | undefined;

const azureCli = /(?:^|[/\\])azd?(?:\.(?:cmd|exe|bat))?$/i;

/** Among so many words the program of a sign-in is looked for. */
const looked = 12;

/**
 * Says whether a command may be one of the Azure CLI behind a function: only then it is worth to look for functions.
 *
 * @param words of a command that no program is known to lead to
 */
export function mayPassOn([name, first, ...rest]: readonly Word[]): boolean {
  const text = knownText(name);
  if (text === undefined || first === undefined || azureCli.test(text)) return false;
  if (/^(?:login|auth)$/i.test(knownText(first) ?? '')) return true;
  return [first, ...rest.slice(0, looked)].some((word) => azureCli.test(knownText(word) ?? ''));
}

/** The command that runs in the end behind a function that passes its arguments on; undefined if it is none. */
export function passedOnBy(words: readonly Word[], functions: PassingFunctions): InnerCommand | undefined {
  const [name] = words;
  const found = name && mayPassOn(words) ? functions(knownText(name) ?? '') : undefined;
  if (name === undefined || found === undefined) return undefined;
  const { operands, program } = found;
  if (program !== undefined) {
    const called: Word = { ...name, value: { kind: 'known', text: program } };
    return { wrappers: [], words: [called, ...words.slice(1)], appends: false };
  }
  const inner = innerCommand(words.slice(operands + 1));
  if (inner.words.length === 0) return undefined;
  return { ...inner, wrappers: [words.slice(0, operands + 1), ...inner.wrappers] };
}

/** The one function that all definitions of a name come to; undefined if they differ or one passes nothing on. */
export function onlyOne(definitions: readonly (PassingFunction | undefined)[]): PassingFunction | undefined {
  const [first, ...others] = definitions;
  const isSame = (each: PassingFunction | undefined): boolean =>
    each?.operands === first?.operands && each?.program === first?.program;
  return others.every(isSame) ? first : undefined;
}

function knownText(word: Word | undefined): string | undefined {
  return word?.value.kind === 'known' ? word.value.text : undefined;
}
