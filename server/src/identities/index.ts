import { hosts } from '../context/hosts';
import type { Context, Fix, Flow, IdentityId, Remedy, RuleId, SignIn, ToolId } from '../model';
import type { Settings } from '../settings';
import { tools } from '../signIns';
import { certificate } from './certificate';
import { federated } from './federated';
import type { Identity, Rewrite } from './identity';
import { needsVariable, whyArgumentsAreOpen } from './rewriting';
import { secret } from './secret';
import { systemAssigned } from './systemAssigned';
import { userAssigned, userAssignedObjectId, userAssignedResourceId } from './userAssigned';
import { userWithTenant } from './userWithTenant';

/** Every identity that a sign-in can be rewritten to. */
export const identities: Readonly<Record<IdentityId, Identity>> = {
  federated,
  certificate,
  secret,
  'user-assigned': userAssigned,
  'user-assigned-object-id': userAssignedObjectId,
  'user-assigned-resource-id': userAssignedResourceId,
  'system-assigned': systemAssigned,
  'user-with-tenant': userWithTenant,
};

/**
 * The identities that a sign-in can be rewritten to, best first for where it runs, and why others cannot be had.
 * The user's preferred identity goes before all.
 */
export function identityFixes(signIn: SignIn, context: Context, settings: Settings): Remedy {
  const { tool } = signIn;
  if (tool === 'token request') return { fixes: [], refusals: [noRequests] };
  const reason = whyNone(signIn);
  if (reason !== undefined) return { fixes: [], refusals: [reason] };
  const fixes: Fix[] = [];
  const refusals: string[] = [];
  for (const identity of inOrder(context, settings)) {
    const rewrite = identity.rewrite[tool](signIn, context, settings);
    const title = titleOf(identity, signIn.tool);
    if ('refused' in rewrite) refusals.push(`${title}: ${rewrite.refused}`);
    else if (rewrite.changes.length === 0) refusals.push(`${title}: it already does.`);
    else fixes.push(fixOf(identity, title, rewrite, context, settings));
  }
  const { title: place, never } = hosts[context.host];
  for (const id of never) {
    refusals.push(`${titleOf(identities[id], signIn.tool)}: not where this runs (${place}).`);
  }
  const [first, ...rest] = fixes;
  return {
    fixes: first ? [{ ...first, preferred: isPreferred(first, signIn, context) }, ...rest] : [],
    refusals,
  };
}

const noRequests =
  'A token request is not rewritten: with grant_type=client_credentials it is no user’s token any more, and what uses it needs other rights and another scope (/.default).';

/** Why a sign-in cannot be rewritten at all, as a plain sentence; undefined if it can. */
function whyNone(signIn: SignIn): string | undefined {
  const { intended, tool } = signIn;
  if (intended === 'managed-identity') return 'It already signs in as a managed identity.';
  if (intended === 'rejected') {
    return `${tools[tool].product} refuses these arguments, so it is not known what is meant.`;
  }
  if (intended === 'unknown') {
    return 'How this signs in depends on what its variables hold, so no rewrite is certain to be right.';
  }
  return whyArgumentsAreOpen(signIn);
}

/** The identities that the host does not rule out: the preferred one, the host's own in its order, the others. */
function inOrder({ host }: Context, { preferredIdentity }: Settings): readonly Identity[] {
  const { offers, never } = hosts[host];
  const all = Object.keys(identities) as IdentityId[];
  const preferred = preferredIdentity === 'ask' ? [] : [preferredIdentity];
  return [...new Set([...preferred, ...offers, ...all])]
    .filter((id) => !never.includes(id))
    .map((id) => identities[id]);
}

function titleOf({ title, titles }: Identity, tool: ToolId): string {
  return titles?.[tool] ?? title;
}

function fixOf(
  identity: Identity,
  title: string,
  rewrite: Rewrite,
  { host }: Context,
  settings: Settings,
): Fix {
  const { changes, hostChange, promises, variables, prerequisites, notes } = rewrite;
  const { label, note } = hosts[host];
  return {
    id: `sign-in:${identity.id}`,
    title: `${rewrite.title ?? title} (${label ?? identity.where})`,
    safety: 'needs-confirmation',
    preferred: false,
    changes,
    hostChange,
    prerequisites: [...prerequisites, ...variables.map((name) => needsVariable(name, settings))],
    notes: note === undefined ? notes : [...notes, note],
    promises,
    reveals: (promises && revealedBy[promises]) ?? [],
    identity: identity.id,
  };
}

/** What may be said of a sign-in that a person still has to answer. */
const revealedBy: Readonly<Partial<Record<Flow, readonly RuleId[]>>> = {
  interactive: ['interactive', 'missing-tenant'],
  'device-code': ['device-code'],
};

/** The first fix may be applied unasked if host and flow are certain and the script lacks nothing for it. */
function isPreferred({ prerequisites }: Fix, { confidence }: SignIn, { host }: Context): boolean {
  const lacks = prerequisites.some(({ kind }) => kind === 'variable' || kind === 'file');
  return hosts[host].settled && confidence === 'certain' && !lacks;
}
