import type { Word } from '../../model';
import { calledUnits, isChangedWhenPassedOn, passedOn, type Unit } from './units';
import { wordsOf } from './words';

/** A command's words, and those that only lead to it. */
export interface Led {
  readonly wrapper: readonly Word[];
  readonly words: readonly Word[];
}

/** At most so many commands lead to another. */
const mostLeads = 8;

/**
 * The words of the command that runs in the end, and before them those that lead to it: `call`, `cmd /c` and `start`.
 */
export function ledWords(text: string, all: readonly Unit[]): Led {
  let units = all;
  let words = wordsOf(text, units);
  const wrapper: Word[] = [];
  for (let count = 0; count < mostLeads; count++) {
    const led = leads[nameOf(words[0])]?.(words, units);
    if (led === undefined || led.units.length === 0) break;
    wrapper.push(...led.wrapper);
    units = led.units;
    words = wordsOf(text, units);
  }
  const isBatch = /^(?:az|.*\.(?:cmd|bat))$/.test(nameOf(words[0]));
  return { wrapper, words: isBatch && isChangedWhenPassedOn(units) ? wordsOf(text, passedOn(units)) : words };
}

/** A command's leading words and what is left of it. */
interface Lead {
  readonly wrapper: readonly Word[];
  readonly units: readonly Unit[];
}

const leads: Readonly<
  Partial<Record<string, (words: readonly Word[], units: readonly Unit[]) => Lead | undefined>>
> = {
  call: (words, units) => {
    const lead = splitAfter(words, units, 1);
    return lead && { ...lead, units: calledUnits(lead.units) };
  },
  cmd: byCmd,
  'cmd.exe': byCmd,
  start: started,
};

/** `cmd /c az login …` and `cmd /c "az login …"`, in which the outer quotes go. */
function byCmd(words: readonly Word[], units: readonly Unit[]): Lead | undefined {
  const at = words.findIndex(({ source }, i) => i > 0 && /^\/[ck]$/i.test(source)) + 1;
  if (at === 0) return undefined;
  const lead = splitAfter(words, units, at);
  if (lead === undefined || lead.units[0]?.text !== '"') return lead;
  const last = lead.units.findLastIndex((unit) => unit.text === '"');
  return last === 0 ? lead : { ...lead, units: lead.units.filter((_, i) => i !== 0 && i !== last) };
}

/** `start "title" /wait az login …` */
function started(words: readonly Word[], units: readonly Unit[]): Lead | undefined {
  let at = words[1]?.source.startsWith('"') === true ? 2 : 1;
  while (words[at]?.source.startsWith('/') === true) at++;
  return splitAfter(words, units, at);
}

/** Splits units behind the first `count` words; undefined if there are no more. */
function splitAfter(words: readonly Word[], units: readonly Unit[], count: number): Lead | undefined {
  const next = words[count];
  if (next === undefined) return undefined;
  const from = units.findIndex(({ range }) => range.start >= next.range.start);
  return { wrapper: words.slice(0, count), units: units.slice(from) };
}

/** The name of a program, without its folders, in lower case; empty if it is not known. */
function nameOf(word: Word | undefined): string {
  const text = word?.value.kind === 'known' ? word.value.text : '';
  return text.replace(/^.*[/\\]/s, '').toLowerCase();
}
