import type { Command, Context, SignIn, ToolId } from '../model';
import { asksSomebody, attendanceOf } from './attendance';
import { cloudChoices, cloudOf, type CloudChoice } from './cloud';
import type { ScriptFacts } from './facts';
import { certainStarts, followingOf } from './following';
import { guardOf } from './guards';
import { hosts } from './hosts';
import { plainSecretsOf } from './plainSecrets';
import { stepOf } from './step';
import { uncalledIn } from './uncalled';
import { tokenPermissionsOf } from './tokenPermissions';
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
  readonly uncalled: readonly Command[];
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
  const uncalled = uncalledIn(facts);
  if (pause()) yield;
  return { facts, asksSomebody: asks, clouds, tenants, starts: certainStarts(facts), uncalled };
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
export function contextOf(
  { facts, asksSomebody, clouds, tenants, starts, uncalled }: Survey,
  signIn: SignIn,
): Context {
  return {
    host: facts.host,
    attended: attendanceOf(signIn, facts.host, asksSomebody),
    cloud: cloudOf(signIn, clouds),
    tenantEvidence: tenantEvidence(tenants, signIn),
    following: followingOf(facts, signIn, starts.get(signIn.tool) ?? []),
    guardedBy: guardOf(facts, signIn),
    tokenPermissions: tokenPermissionsOf(facts, signIn),
    plainSecrets: plainSecretsOf(facts, signIn),
    step: stepOf(facts, signIn),
    uncalled,
  };
}
