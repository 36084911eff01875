import type { Command, Context, SignIn, ToolId } from '../model';
import { asksSomebody, attendanceOf } from './attendance';
import { cloudChoices, cloudOf, type CloudChoice } from './cloud';
import { azPath, commandsMatching, program, type ScriptFacts } from './facts';
import { certainStarts, followingOf } from './following';
import { hosts } from './hosts';
import { plainSecretsOf } from './plainSecrets';
import { stepOf } from './step';
import { tenantEvidence, tenantsOf, type Tenants } from './tenants';

export type { ScriptFacts } from './facts';

/** What a script says about all of its sign-ins: read once, then asked for each of them. */
export interface Survey {
  readonly facts: ScriptFacts;
  readonly asksSomebody: boolean;
  readonly clouds: readonly CloudChoice[];
  readonly tenants: Tenants;
  /** Where the sign-ins of each tool start that certainly run. */
  readonly starts: ReadonlyMap<ToolId, readonly number[]>;
}

/**
 * Surveys a script, in slices: whenever `pause` says so the generator yields. It looks commands up where words of the
 * text hint at them, and never walks the tree.
 */
export function* survey(script: ScriptFacts, pause: () => boolean): Generator<void, Survey> {
  const facts = { ...script, syntax: remembering(script.syntax) };
  const asks = hosts[facts.host].attended === 'unknown' && asksSomebody(facts);
  if (pause()) yield;
  const clouds = cloudChoices(facts);
  if (pause()) yield;
  const tenants = tenantsOf(facts);
  if (pause()) yield;
  return { facts, asksSomebody: asks, clouds, tenants, starts: certainStarts(facts) };
}

/** A syntax that reads the command at an offset once: what follows one sign-in mostly follows its neighbours, too. */
function remembering(syntax: ScriptFacts['syntax']): ScriptFacts['syntax'] {
  const read = new Map<number, readonly Command[]>();
  return {
    assignmentsAt: (offsets) => syntax.assignmentsAt(offsets),
    commandsAt(offsets) {
      const [offset] = offsets;
      if (offset === undefined || offsets.length > 1) return syntax.commandsAt(offsets);
      const commands = read.get(offset) ?? syntax.commandsAt(offsets);
      read.set(offset, commands);
      return commands;
    },
  };
}

/** Takes the survey of a script and one of its sign-ins, returns what surrounds the sign-in. */
export function contextOf({ facts, asksSomebody, clouds, tenants, starts }: Survey, signIn: SignIn): Context {
  return {
    host: facts.host,
    attended: attendanceOf(signIn, facts.host, asksSomebody),
    cloud: cloudOf(signIn, clouds),
    tenantEvidence: tenantEvidence(tenants, signIn),
    following: followingOf(facts, signIn, starts.get(signIn.tool) ?? []),
    guardedBy: guardOf(facts, signIn),
    plainSecrets: plainSecretsOf(facts, signIn),
    step: stepOf(facts, signIn),
  };
}

/** Commands that ask whether there is a session, by the tool that would open it. */
const guards: Readonly<
  Partial<Record<ToolId, { readonly candidate: RegExp; readonly isGuard: (command: Command) => boolean }>>
> = {
  'az login': {
    candidate: /\baccount\s{1,20}(?:show|get-access-token)\b/,
    isGuard: (command) => program(command) === 'az' && azPath(command)[0] === 'account',
  },
  'azd auth login': {
    candidate: /\bauth\s{1,20}(?:login\s{1,20}--check-status|status)\b/,
    isGuard: (command) => program(command) === 'azd',
  },
  'Connect-AzAccount': {
    candidate: /\bget-az(?:urerm)?context\b/,
    isGuard: (command) => /^get-az(?:urerm)?context$/.test(program(command) ?? ''),
  },
};

/**
 * The command that asks for a session and lets the sign-in run only if there is none: the left of `||`, or the
 * condition of the `if` whose branch the sign-in stands in.
 */
function guardOf(facts: ScriptFacts, { command, tool }: SignIn): Command | undefined {
  const guarding = guards[tool];
  if (guarding === undefined) return undefined;
  const { candidate, isGuard } = guarding;
  const { text } = facts.script;
  const to = command.range.start;
  if (command.statement.start === to && !command.nesting.includes('branch')) return undefined;
  const from = Math.max(0, to - 600);
  for (const guard of [...commandsMatching(facts, candidate, from, to, 8)].reverse()) {
    if (!isGuard(guard)) continue;
    const between = text.slice(guard.range.end, to);
    const isLeftOfOr = guard.range.start >= command.statement.start && /^[^;&\n]*\|\|/.test(between);
    const isCondition =
      guard.nesting.includes('condition') &&
      command.nesting.includes('branch') &&
      command.range.end <= guard.statement.end &&
      !/\bfi\b/.test(between);
    if (isLeftOfOr || isCondition) return guard;
  }
  return undefined;
}
