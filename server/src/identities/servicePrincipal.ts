import type { Context, NewPart, Prerequisite, SignIn } from '../model';
import type { Settings, VariableNames } from '../settings';
import { flag, fromVariable, rewriteArguments, type Wanted } from './arguments';
import type { Rewrite } from './identity';
import { dropNotes, guardSubscription, needsRole, otherPrincipal, type DropNotes } from './rewriting';

/** The options that carry a service principal's credential; the Azure CLI uses the first that is given. */
type Credential = 'password' | 'certificate' | 'federated-token';

const credentials: readonly Credential[] = ['password', 'certificate', 'federated-token'];

/** What a service principal's sign-in does not take, or ignores. Source: azure-cli profile/custom.py. */
const drops = ['claims-challenge', 'use-device-code', 'identity', 'client-id', 'object-id', 'resource-id'];

const notesOnDrops: DropNotes = {
  'claims-challenge': 'Drops --claims-challenge: only a browser or device code answers it.',
  'use-cert-sn-issuer': 'Drops --use-cert-sn-issuer: it is about a certificate.',
};

/** What makes one kind of service principal sign-in. */
export interface ServicePrincipal {
  readonly credential: Credential;
  readonly value: NewPart;
  readonly variable: keyof VariableNames;
  readonly promises: Rewrite['promises'];
  readonly prerequisites: readonly Prerequisite[];
  readonly notes: readonly string[];
}

/** Rewrites a sign-in to a service principal. One that already is keeps its principal and tenant. */
export function rewriteToServicePrincipal(
  signIn: SignIn,
  context: Context,
  settings: Settings,
  { credential, value, variable, promises, prerequisites, notes }: ServicePrincipal,
): Rewrite {
  const same = signIn.intended.startsWith('service-principal-');
  // A credential that the sign-in has beside the one it uses stays: `--certificate` without `--service-principal`.
  const wanted: readonly Wanted[] = [
    flag('service-principal'),
    fromVariable('username', 'clientId', settings, same),
    fromVariable('tenant', 'tenantId', settings, true),
    { name: credential, value, variable, keepsGiven: credential === 'certificate' },
  ];
  const others = credentials.filter((each) => each !== credential);
  const { changes, variables, dropped } = rewriteArguments(
    signIn,
    wanted,
    new Set([...drops, ...others, ...(credential === 'certificate' ? [] : ['use-cert-sn-issuer'])]),
  );
  const guard = same
    ? { changes: [], variables: [], notes: [] }
    : guardSubscription(signIn, context, settings);
  return {
    changes: [...changes, ...guard.changes],
    promises,
    variables: [...variables, ...guard.variables],
    prerequisites: [...prerequisites, ...(same ? [] : [needsRole])],
    notes: [...notes, ...dropNotes(dropped, notesOnDrops), ...guard.notes, ...(same ? [] : [otherPrincipal])],
  };
}
