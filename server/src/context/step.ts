import type { SignIn, Step } from '../model';
import { azPath, commandsMatching, program, type ScriptFacts } from './facts';

/** Groups of `az` that need no session. */
const withoutSession: ReadonlySet<string> = new Set([
  'bicep',
  'cloud',
  'config',
  'configure',
  'extension',
  'feedback',
  'upgrade',
  'version',
]);

/** Commands that may have a session, and `az` by whatever path. */
const sessionCandidate = /\baz(?:d|\.cmd)?\b|\b[a-z]+-(az[a-z]+)\b/i;

/**
 * The step that a script is, if a step right before it can sign in instead of the sign-in: nothing before that in the script
 * uses a session or chooses another place for it, and the sign-in runs once, whatever else happens.
 */
export function stepOf(facts: ScriptFacts, { command }: SignIn): Step | undefined {
  const { step, text } = facts.script;
  if (step === undefined || text.includes('AZURE_CONFIG_DIR')) return undefined;
  if (command.nesting.some((kind) => kind !== 'pipeline') || command.exitStatus === 'asked') return undefined;
  for (const before of commandsMatching(facts, sessionCandidate, 0, command.range.start, 50)) {
    const name = program(before) ?? '';
    const usesSession =
      name === 'az' ? !withoutSession.has(azPath(before)[0] ?? 'version') : /^azd$|-az/.test(name);
    if (before.range.start < command.range.start && usesSession) return undefined;
  }
  return step;
}
