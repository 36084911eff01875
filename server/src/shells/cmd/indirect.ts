import type { Word } from '../../model';
import { powershellUnits } from './powershell';
import { calledUnits, isChangedWhenPassedOn, passedOn, type Unit } from './units';
import { startOfWord, wordsOf } from './words';

/** A command's words, and those that only lead to it. */
export interface Led {
  readonly wrapper: readonly Word[];
  readonly words: readonly Word[];
  /** True if the program stands in a variable, of which only the last value before is known. */
  readonly isFromVariable: boolean;
}

/** Gives what a variable stands for at the start of a command; undefined if that is not known. */
export type ValueOf = (name: string) => readonly Unit[] | undefined;

/** At most so many commands lead to another. */
const mostLeads = 8;

/**
 * The words of the command that runs in the end, and before them those that lead to it: `call`, `cmd /c`, `start` and
 * `powershell -Command`.
 *
 * @param isLine true if cmd takes the units as it takes what follows `cmd /c`
 */
export function ledWords(text: string, all: readonly Unit[], isLine: boolean, valueOf: ValueOf): Led {
  let units = isLine ? unquotedLine(all) : all;
  let words = wordsOf(text, units);
  let isFromVariable = false;
  const wrapper: Word[] = [];
  for (let count = 0; count < mostLeads; count++) {
    const name = nameOf(words[0]);
    const resolved = name === '' && !isFromVariable ? withValue(units, valueOf) : undefined;
    if (resolved !== undefined) {
      isFromVariable = true;
      units = resolved;
      words = wordsOf(text, units);
      continue;
    }
    const led = Object.hasOwn(leads, name) ? leads[name]?.(words, units) : undefined;
    if (led === undefined || led.units.length === 0) break;
    wrapper.push(...led.wrapper.map((word, i) => (i === 0 ? named(word, name) : word)));
    units = led.units;
    words = wordsOf(text, units);
  }
  const isPassedOn = isBatchFile(words[0]) && isChangedWhenPassedOn(units);
  return { wrapper, words: isPassedOn ? wordsOf(text, passedOn(units)) : words, isFromVariable };
}

/** A command that begins with a variable, such as `%AZ%` or `"%AZ%"`, with its value there. */
function withValue(units: readonly Unit[], valueOf: ValueOf): readonly Unit[] | undefined {
  const at = units[0]?.text === '"' ? 1 : 0;
  const { part, range } = units[at] ?? {};
  const value = part?.kind === 'variable' ? valueOf(part.name) : undefined;
  if (value === undefined || range === undefined) return undefined;
  return [...units.slice(0, at), ...value.map((unit) => ({ ...unit, range })), ...units.slice(at + 1)];
}

/** Says whether a program is a batch file, as `az` is. */
export function isBatchFile(program: Word | undefined): boolean {
  return /^(?:az|.*\.(?:cmd|bat))$/.test(nameOf(program));
}

/** A command's leading words and what is left of it. */
interface Lead {
  readonly wrapper: readonly Word[];
  readonly units: readonly Unit[];
}

type ReadLead = (words: readonly Word[], units: readonly Unit[]) => Lead | undefined;

const leads: Readonly<Record<string, ReadLead>> = {
  call: (words, units) => {
    const lead = splitAfter(words, units, 1);
    return lead && { ...lead, units: calledUnits(lead.units) };
  },
  cmd: byCmd,
  'cmd.exe': byCmd,
  start: started,
  powershell: byPowershell,
  'powershell.exe': byPowershell,
  pwsh: byPowershell,
  'pwsh.exe': byPowershell,
};

/** `cmd /c az login …` and `cmd /c "az login …"`. */
function byCmd(words: readonly Word[], units: readonly Unit[]): Lead | undefined {
  const at = words.findIndex(({ source }, i) => i > 0 && /^\/[ck]$/i.test(source)) + 1;
  const lead = at === 0 ? undefined : splitAfter(words, units, at);
  const isStripped = words.slice(0, at).some(({ source }) => /^\/s$/i.test(source));
  return lead && { ...lead, units: signInAmong(unquotedLine(lead.units, isStripped)) };
}

/**
 * A command line without the quotes around it: where it begins with one, that and the last one go. Quotes that hold
 * just the program stay. Source: `cmd /?`.
 *
 * @param isStripped true with `/s`, which takes the quotes of a program alone, too
 */
function unquotedLine(units: readonly Unit[], isStripped = false): readonly Unit[] {
  if (units[0]?.text !== '"') return units;
  const quotes = units.flatMap((unit, i) => (unit.text === '"' ? [i] : []));
  const last = quotes.at(-1) ?? 0;
  const holdsProgram = quotes.length === 2 && last < units.length - 1;
  if (last === 0 || (holdsProgram && !isStripped)) return units;
  return units.filter((_, i) => i !== 0 && i !== last);
}

/** The command of a line that may sign in, or the first: of `a && az login & b` the second. */
function signInAmong(units: readonly Unit[]): readonly Unit[] {
  const commands: Unit[][] = [[]];
  let isQuoted = false;
  for (const unit of units) {
    if (unit.text === '"') isQuoted = !isQuoted;
    if (!isQuoted && /^[&|]$/.test(unit.text)) commands.push([]);
    else commands.at(-1)?.push(unit);
  }
  return firstSignIn(commands);
}

/** The first of some commands that may sign in, else the first that is there. */
export function firstSignIn(commands: readonly (readonly Unit[])[]): readonly Unit[] {
  const textOf = (units: readonly Unit[]): string => units.map((unit) => unit.text).join('');
  const signsIn = commands.find((units) => /\blogin\b|\b(?:connect|login|add)-az/i.test(textOf(units)));
  return signsIn ?? commands.find((units) => units.length > 0) ?? [];
}

/** The options of `start` that take the next word. Source: `start /?`. */
const valuedByStart = /^\/(?:d|node|affinity|machine)$/i;

/** `start "title" /wait az login …` */
function started(words: readonly Word[], units: readonly Unit[]): Lead | undefined {
  let at = 1;
  let hasTitle = false;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    if (word.source.startsWith('/')) at += valuedByStart.test(word.source) ? 2 : 1;
    else if (word.source.startsWith('"') && !hasTitle) {
      hasTitle = true;
      at++;
    } else break;
  }
  return splitAfter(words, units, at);
}

const commandOption = /^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i;
const fileOption = /^[-/]f(?:i(?:l(?:e)?)?)?$/i;

/** `powershell -Command "az login …"`, or without the option, which needs none; not a file. */
function byPowershell(words: readonly Word[], units: readonly Unit[]): Lead | undefined {
  const option = words.findIndex(({ source }) => commandOption.test(source) || fileOption.test(source));
  if (fileOption.test(words[option]?.source ?? '')) return undefined;
  const at = option < 0 ? words.findIndex(({ source }, i) => i > 0 && source.startsWith('"')) : option + 1;
  const lead = at < 0 ? undefined : splitAfter(words, units, at);
  return lead && { ...lead, units: firstSignIn(powershellUnits(lead.units)) };
}

/** Splits units behind the first `count` words; undefined if there are no more. */
function splitAfter(words: readonly Word[], units: readonly Unit[], count: number): Lead | undefined {
  if (words[count] === undefined) return undefined;
  return { wrapper: words.slice(0, count), units: units.slice(startOfWord(units, count)) };
}

/** The name of a program, without its folders, which need not be known, in lower case; empty if it is not known. */
function nameOf(word: Word | undefined): string {
  const [part, more] = word?.parts ?? [];
  // `%ComSpec%` is where cmd says that it is.
  if (part?.kind === 'variable' && more === undefined && /^comspec$/i.test(part.name)) return 'cmd';
  const last = word?.parts.at(-1);
  const text = word?.value.kind === 'known' ? word.value.text : last?.kind === 'literal' ? last.text : '';
  const folder = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return word?.value.kind === 'known' || folder >= 0 ? text.slice(folder + 1).toLowerCase() : '';
}

/** A program's word that says the program's name, where the word itself does not. */
function named(word: Word, name: string): Word {
  return word.value.kind === 'known' ? word : { ...word, value: { kind: 'known', text: name } };
}
