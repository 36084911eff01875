import type { Assignment, Range, Word } from '../model';
import {
  environmentCandidate,
  environmentVariables,
  type EnvironmentVariable,
} from '../signIns/environmentCredential';
import { commandsMatching, known, program, type ScriptFacts } from './facts';

/** Variables that a script puts into the environment of the programs that it runs, with where they are named. */
export type Environment = ReadonlyMap<EnvironmentVariable, Range>;

const anyName = new RegExp(`\\b(?:${environmentVariables.join('|')})\\b`, 'gi');

/** More places that name one are not looked at. */
const mostPlaces = 200;

/** The variables of `EnvironmentCredential` that a script sets for other programs; the first place of each. */
export function environmentOf(facts: Pick<ScriptFacts, 'script' | 'matches' | 'syntax'>): Environment {
  const { text, dialect } = facts.script;
  const found = new Map<EnvironmentVariable, Range>();
  if (facts.matches(environmentCandidate).length === 0) return found;
  const add = (name: string, range: Range): void => {
    // Names of the environment have no case on Windows.
    const read = dialect === 'bash' ? name : name.toUpperCase();
    const own = environmentVariables.find((each) => each === read);
    if (own !== undefined && !found.has(own)) found.set(own, range);
  };
  const offsets = facts
    .matches(anyName)
    .slice(0, mostPlaces)
    .map(({ start }) => start);
  for (const { name, value, range, isExported } of facts.syntax.assignmentsAt(offsets)) {
    if (isExported === true && value !== undefined && !isEmpty(value)) add(name, nameIn(text, name, range));
  }
  for (const command of commandsMatching(facts, anyName, 0, text.length, mostPlaces)) {
    const isExport = exporters[program(command) ?? ''];
    for (const [i, word] of command.words.entries()) {
      if (isExport?.(i) === true) add(known(word) ?? '', word.range);
    }
  }
  return found;
}

/** Commands that put variables into the environment, by which of their words name one. */
const exporters: Readonly<Partial<Record<string, (index: number) => boolean>>> = {
  export: () => true,
  setx: (index) => index === 1,
};

function isEmpty({ value }: Word): boolean {
  return value.kind === 'known' && value.text === '';
}

/** Where an assignment names its variable. */
function nameIn(text: string, name: string, { start, end }: Assignment['range']): Range {
  const at = start + Math.max(0, text.slice(start, end).indexOf(name));
  return { start: at, end: at + name.length };
}
