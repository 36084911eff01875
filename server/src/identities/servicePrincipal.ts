import type { Context, Flow, NewPart, Prerequisite, SignIn } from '../model';
import type { Settings, VariableNames } from '../settings';
import { isSecretOption, option } from '../signIns/option';
import { flag, fromVariable, rewriteArguments, type Wanted } from './arguments';
import type { Rewrite } from './identity';
import { dropNotes, guardSubscription, needsRole, otherPrincipal, type DropNotes } from './rewriting';

/** The options that carry a service principal's credential, and the flow that each makes. */
const flowsOfCredentials = {
  password: 'service-principal-secret',
  certificate: 'service-principal-certificate',
  'federated-token': 'service-principal-federated',
} as const satisfies Record<string, Flow>;

type Credential = keyof typeof flowsOfCredentials;

const credentials = Object.keys(flowsOfCredentials) as Credential[];

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
  readonly prerequisites: readonly Prerequisite[];
  readonly notes: readonly string[];
}

/** Rewrites a sign-in to a service principal. One that already is keeps its principal and tenant. */
export function rewriteToServicePrincipal(
  signIn: SignIn,
  context: Context,
  settings: Settings,
  { credential, value, variable, prerequisites, notes }: ServicePrincipal,
): Rewrite {
  const same = signIn.intended.startsWith('service-principal-');
  // A password is the user's unless a service principal signs in; `--federated-token` and `--certificate` are a
  // service principal's even where `--service-principal` is missing, and stay.
  const wanted: readonly Wanted[] = [
    flag('service-principal'),
    fromVariable('username', 'clientId', settings, same),
    fromVariable('tenant', 'tenantId', settings, true),
    {
      name: credential,
      value,
      variable,
      keepsGiven: credential !== 'password' && !isLiteralSecret(signIn, credential),
    },
  ];
  const others = credentials.filter((each) => each !== credential);
  const { changes, variables, dropped } = rewriteArguments(
    signIn,
    wanted,
    new Set([...drops, ...others, ...(credential === 'certificate' ? [] : ['use-cert-sn-issuer'])]),
  );
  const guard = same
    ? { changes: [], variables: [], notes: [] }
    : guardSubscription(signIn, context, settings, true);
  return {
    changes: [...changes, ...guard.changes],
    promises: flowsOfCredentials[credential],
    variables: [...variables, ...guard.variables],
    prerequisites: [...prerequisites, ...(same ? [] : [needsRole])],
    notes: [...notes, ...dropNotes(dropped, notesOnDrops), ...guard.notes, ...(same ? [] : [otherPrincipal])],
  };
}

/** Says whether an option carries a secret that stands in the script. */
function isLiteralSecret(signIn: SignIn, name: string): boolean {
  return isSecretOption(name) && option(signIn, name)?.value?.value.kind === 'known';
}
