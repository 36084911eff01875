import type { Command, Following, SignIn, ToolId, Word } from '../model';
import { countLeading } from '../search';
import { azPath, commandsMatching, hasOption, known, program, type ScriptFacts } from './facts';
import { useOfCmdlet } from './azCmdlets';
import { groupOf, writesToArm } from './azCommands';

/** How many places are looked at after one sign-in. */
const limit = 60;

/**
 * What happens in a script after one sign-in, until the next one of the same tool that certainly runs.
 *
 * @param starts where the tool's sign-ins start that certainly run, in source order
 */
export function followingOf(facts: ScriptFacts, signIn: SignIn, starts: readonly number[]): Following {
  const session = sessions[signIn.tool];
  if (session === undefined) {
    return { firstWrite: undefined, needsSubscription: false, choosesSubscription: false };
  }
  const { candidates, choices, readUse } = session;
  const from = signIn.command.range.end;
  const to = starts[countLeading(starts, (start) => start < from)] ?? facts.script.text.length;

  let firstWrite: Command | undefined;
  let needsSubscription = false;
  let choosesSubscription = false;
  let defaultIsSet = false;
  let end = from;
  for (const command of commandsMatching(facts, candidates, from, to, limit)) {
    end = command.range.end;
    const { writes, subscription } = readUse(command);
    if (writes) firstWrite ??= command;
    if (subscription === 'chooses-default') choosesSubscription = defaultIsSet = true;
    else if (subscription === 'names-its-own') choosesSubscription = true;
    else if (subscription === 'uses-default' && !defaultIsSet) needsSubscription = true;
    if (firstWrite && (defaultIsSet || needsSubscription)) break;
  }
  return {
    firstWrite,
    needsSubscription,
    choosesSubscription: choosesSubscription || choosesBetween(),
  };

  /** Says whether a command that was not looked at chooses one: all that is left to know, so few are looked up. */
  function choosesBetween(): boolean {
    if (choices === undefined) return false;
    for (const command of commandsMatching(facts, choices, end, to, limit)) {
      const { subscription } = readUse(command);
      if (subscription === 'chooses-default' || subscription === 'names-its-own') return true;
    }
    return false;
  }
}

/** Where the sign-ins of a script start that certainly run, in source order, by tool. */
export function certainStarts({
  signIns,
}: Pick<ScriptFacts, 'signIns'>): ReadonlyMap<ToolId, readonly number[]> {
  const starts = new Map<ToolId, number[]>();
  for (const { tool, command } of signIns) {
    if (command.nesting.includes('branch')) continue;
    const own = starts.get(tool) ?? [];
    own.push(command.range.start);
    starts.set(tool, own);
  }
  return starts;
}

/** How a command uses a session. */
interface Use {
  /** True if it certainly changes Azure resources through ARM. */
  readonly writes: boolean;
  readonly subscription: 'uses-default' | 'chooses-default' | 'names-its-own' | 'none';
}

/** What works with the session that a tool's sign-in opens. */
interface Session {
  /** Where a command may stand that works with it. */
  readonly candidates: RegExp;
  /** Where a subscription may be chosen; undefined if the session has none. */
  readonly choices: RegExp | undefined;
  readonly readUse: (command: Command) => Use;
}

/** A token request opens none. */
const sessions: Readonly<Partial<Record<ToolId, Session>>> = {
  'az login': {
    // az, a tool that uses its session, a called script.
    candidates: /(?<![\w.$-])(?:az|terraform|tofu|terragrunt|pulumi)(?![\w-])|\.(?:sh|ps1|cmd|bat)\b/,
    choices: /\baccount\s{1,20}set\b|--subs/,
    readUse(command) {
      const path = program(command) === 'az' ? azPath(command) : undefined;
      const writes = path !== undefined && writesToArm(path);
      if (path?.join(' ') === 'account set') return { writes, subscription: 'chooses-default' };
      if (path && hasOption(command, /^--subs/)) return { writes, subscription: 'names-its-own' };
      return { writes, subscription: usesDefaultSubscription(command, path) ? 'uses-default' : 'none' };
    },
  },
  'azd auth login': {
    candidates: /(?<![\w.$-])azd(?![\w-])/,
    choices: undefined,
    readUse(command) {
      const verb = command.words
        .slice(1)
        .map(known)
        .find((word) => word?.startsWith('-') === false);
      const writes = program(command) === 'azd' && /^(?:up|provision|deploy|down)$/.test(verb ?? '');
      return { writes, subscription: 'none' };
    },
  },
  'Connect-AzAccount': {
    candidates: /\b[a-z]{1,40}-az(?:urerm)?(?!ure)[a-z]/,
    choices: /\b(?:set|select)-az(?:urerm)?(?:context|subscription)\b|-subscription/,
    readUse(command) {
      const use = useOfCmdlet(program(command) ?? '');
      const writes = use === 'writes';
      if (use === 'chooses-default') return { writes, subscription: 'chooses-default' };
      if (use !== 'reads' && use !== 'writes') return { writes, subscription: 'none' };
      const namesIt = hasOption(command, /^-(?:subscription|defaultprofile|azcontext)/i);
      return { writes, subscription: namesIt ? 'names-its-own' : 'uses-default' };
    },
  },
};

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
  if (isScript(command.words[0])) return true;
  const name = program(command);
  const first = known(command.words[1]);
  if (name === undefined) return false;
  if (/^(terraform|tofu|terragrunt|pulumi)$/.test(name)) return !offline.has(first ?? '');
  const scripts = interpreters.find(([interpreter]) => interpreter.test(name))?.[1];
  return scripts !== undefined && command.words.slice(1).some(({ source }) => scripts.test(source));
}

/** Programs that run the scripts in their arguments. */
const interpreters: readonly (readonly [program: RegExp, script: RegExp])[] = [
  [/^(?:ba|z|k|da)?sh$/, /\.sh["']?$/],
  [/^(?:pwsh|powershell)$/, /\.ps1["']?$/i],
];

/** Says whether a program is a script, in a folder that need not be known; in `%~dp0deploy.cmd` no slash ends that. */
function isScript(word: Word | undefined): boolean {
  const last = word?.parts.at(-1);
  return last?.kind === 'literal' && /\.(?:sh|ps1|cmd|bat)$/i.test(last.text);
}
