import type { Command } from '../model';
import { commandsMatching, program, type ScriptFacts } from './facts';

/** No script has more commands of `az`. */
const limit = 500;

/**
 * The commands of `az` that a batch file runs without `call` and that keep others from running, in source order; none
 * if no sign-in is among them.
 */
export function uncalledIn(facts: ScriptFacts): readonly Command[] {
  const { signIns, script } = facts;
  if (!signIns.some(({ command }) => command.cutsOff !== undefined)) return [];
  const all = commandsMatching(facts, /(?<![\w.$-])az(?![\w-])/, 0, script.text.length, limit);
  return [...all].filter((command) => command.cutsOff !== undefined && program(command) === 'az');
}
