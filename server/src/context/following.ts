import type { Command, Following, SignIn } from '../model';
import { azPath, commandsMatching, countBelow, hasOption, known, program, type ScriptFacts } from './facts';
import { groupOf, writesToArm } from './azCommands';

/** How many places are looked at after one sign-in. */
const limit = 60;

/** Where a command may stand that matters after a sign-in: az, a tool that uses its session, a called script. */
const candidates = /(?<![\w.$-])(?:az|terraform|tofu|terragrunt|pulumi)(?![\w-])|\.(?:sh|ps1)\b/;

/**
 * What happens in a script after one sign-in, until the next one that certainly runs.
 *
 * @param starts where the sign-ins start that certainly run, in source order
 */
export function followingOf(facts: ScriptFacts, signIn: SignIn, starts: readonly number[]): Following {
  const from = signIn.command.range.end;
  const to = starts[countBelow(starts, from)] ?? facts.script.text.length;

  let firstWrite: Command | undefined;
  let needsSubscription = false;
  let choosesSubscription = false;
  let defaultIsSet = false;
  let end = from;
  for (const command of commandsMatching(facts, candidates, from, to, limit)) {
    end = command.range.end;
    const path = program(command) === 'az' ? azPath(command) : undefined;
    if (path && writesToArm(path)) firstWrite ??= command;
    if (path?.join(' ') === 'account set') choosesSubscription = defaultIsSet = true;
    else if (path && hasOption(command, /^--subs/)) choosesSubscription = true;
    else if (!defaultIsSet && usesDefaultSubscription(command, path)) needsSubscription = true;
    if (firstWrite && (defaultIsSet || needsSubscription)) break;
  }
  return {
    firstWrite,
    needsSubscription,
    choosesSubscription: choosesSubscription || choosesBetween(facts, end, to),
  };
}

/** Where a subscription may be chosen. */
const choices = /\baccount\s+set\b|--subs/;

/** Says whether a command between two offsets chooses a subscription: all that is left to know, so few are looked up. */
function choosesBetween(facts: ScriptFacts, from: number, to: number): boolean {
  for (const command of commandsMatching(facts, choices, from, to, limit)) {
    if (program(command) !== 'az') continue;
    if (azPath(command).join(' ') === 'account set' || hasOption(command, /^--subs/)) return true;
  }
  return false;
}

/** Where the sign-ins of a script start that certainly run, in source order. */
export function certainStarts({ signIns }: Pick<ScriptFacts, 'signIns'>): readonly number[] {
  return signIns
    .filter(({ command }) => !command.nesting.includes('branch'))
    .map(({ command }) => command.range.start);
}

/** Takes a command and, if it is one of `az`, its path; says whether it works in the default subscription. */
function usesDefaultSubscription(command: Command, path: readonly string[] | undefined): boolean {
  if (!path) return usesSession(command);
  if (path.length === 0) return false;
  // A lone `az account show` only prints; in `$(…)` the script goes on with the subscription that it names.
  if (path[0] === 'account' && path[1] === 'show') return command.nesting.includes('substitution');
  const { plane, subscription } = groupOf(path);
  const namesItsAccess =
    plane === 'data' && hasOption(command, /^--(auth-mode|account-key|sas-token|connection-string)/);
  return subscription && !namesItsAccess;
}

/** Commands of these tools that touch no subscription. */
const offline: ReadonlySet<string> = new Set([
  'fmt',
  'validate',
  'version',
  'output',
  'login',
  'logout',
  '--version',
]);

/** Other programs that work with the session of `az`: infrastructure tools, and scripts that cannot be seen. */
function usesSession(command: Command): boolean {
  const name = program(command);
  const first = known(command.words[1]);
  if (name === undefined) return false;
  if (/^(terraform|tofu|terragrunt|pulumi)$/.test(name)) return !offline.has(first ?? '');
  if (/\.(?:sh|ps1)$/.test(name)) return true;
  return (
    /^(ba|z|k|da)?sh$/.test(name) && command.words.slice(1).some((word) => /\.sh["']?$/.test(word.source))
  );
}
