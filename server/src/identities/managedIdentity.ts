import type { Context, Prerequisite, Refusal, SignIn } from '../model';
import type { Settings } from '../settings';
import { flag, rewriteArguments, type Wanted } from './arguments';
import type { Rewrite } from './identity';
import { dropNotes, guardSubscription, needsRole, otherPrincipal, type DropNotes } from './rewriting';

/** What a managed identity's sign-in does not take, or ignores. Source: azure-cli profile/custom.py. */
const drops = [
  'username',
  'password',
  'tenant',
  'scope',
  'claims-challenge',
  'use-device-code',
  'service-principal',
  'certificate',
  'use-cert-sn-issuer',
  'federated-token',
  'client-id',
  'object-id',
  'resource-id',
  'skip-subscription-discovery',
] as const;

const notesOnDrops: DropNotes = {
  tenant: 'Drops --tenant: a managed identity signs in to its own tenant and refuses the option.',
  scope: 'Drops --scope: a managed identity ignores it.',
  'claims-challenge': 'Drops --claims-challenge: only a browser or device code answers it.',
  'skip-subscription-discovery': 'Drops --skip-subscription-discovery: it needs --tenant.',
};

/** What makes one kind of managed identity. */
export interface ManagedIdentity {
  /** The option that says which identity; undefined for the system-assigned one. */
  readonly which: Wanted | undefined;
  readonly identity: Prerequisite;
  readonly prerequisites: readonly Prerequisite[];
  readonly notes: readonly string[];
}

/** Rewrites a sign-in to a managed identity. */
export function rewriteToManagedIdentity(
  signIn: SignIn,
  context: Context,
  settings: Settings,
  { which, identity, prerequisites, notes }: ManagedIdentity,
): Rewrite | Refusal {
  const { changes, variables, dropped } = rewriteArguments(
    signIn,
    [flag('identity'), ...(which ? [which] : [])],
    new Set(drops.filter((name) => name !== which?.name)),
  );
  const guard = guardSubscription(signIn, context, settings, false);
  return {
    changes: [...changes, ...guard.changes],
    promises: 'managed-identity',
    variables: [...variables, ...guard.variables],
    prerequisites: [identity, needsRole, ...prerequisites],
    notes: [...notes, ...dropNotes(dropped, notesOnDrops), ...guard.notes, otherPrincipal],
  };
}
