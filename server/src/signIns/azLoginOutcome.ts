import type { Confidence, Flow, GivenOption, Rejection, Value } from '../model';

/** How a sign-in turns out. */
export interface Outcome {
  readonly flow: Flow;
  /** Every flow that it may turn out to be. */
  readonly possible: readonly Flow[];
  readonly confidence: Confidence;
  /** What `login()` refuses, if that is certain. */
  readonly rejection?: Rejection;
}

/** The options by name, the last given of each, as `login()` gets them. */
interface Given {
  has(name: string): boolean;
  /** True if the option is there with a value that is not known to be empty. */
  filled(name: string): boolean;
  value(name: string): Value | undefined;
}

interface Check {
  readonly fails: (given: Given) => boolean;
  readonly error: string;
  readonly options: readonly string[];
  readonly reason?: Rejection['reason'];
  /** The first minor version of Azure CLI 2 that checks it. */
  readonly since?: number;
}

/** As Python's `uuid.UUID` reads one: with or without hyphens, braces and `urn:uuid:`. */
const guid = /^(?:urn:)?(?:uuid:)?\{?(?:-*[0-9a-f]){32}-*\}?$/i;

/** Names that stand for any tenant of a kind; they resolve like a domain. */
const anyTenant: ReadonlySet<string> = new Set(['common', 'consumers', 'organizations']);

const isUnresolvableTenant = (value: Value | undefined): boolean =>
  value?.kind === 'known' &&
  !guid.test(value.text) &&
  !value.text.includes('.') &&
  !anyTenant.has(value.text.toLowerCase());

/** What `login()` refuses, in its order; the first that fails is what the user sees. Source: profile/custom.py. */
const checks: readonly Check[] = [
  {
    fails: (given) => given.has('tenant') && isUnresolvableTenant(given.value('tenant')),
    error: 'Failed to resolve tenant',
    options: ['tenant'],
  },
  {
    fails: (given) =>
      given.has('identity') &&
      (given.filled('password') || given.has('service-principal') || given.filled('tenant')),
    error: "usage error: '--identity' is not applicable with other arguments",
    options: ['password', 'service-principal', 'tenant'],
  },
  {
    fails: (given) => given.has('identity') && given.filled('username'),
    error:
      'Passing the managed identity ID with --username is no longer supported. Use --client-id, --object-id or --resource-id instead.',
    options: ['username'],
    reason: 'managed-identity-username',
    since: 73,
  },
  {
    fails: (given) =>
      given.has('use-device-code') &&
      (given.filled('password') ||
        given.filled('username') ||
        given.has('service-principal') ||
        given.has('identity')),
    error: "usage error: '--use-device-code' is not applicable with other arguments",
    options: ['password', 'service-principal', 'username', 'identity'],
  },
  {
    fails: (given) => given.has('use-cert-sn-issuer') && !given.has('service-principal'),
    error: "usage error: '--use-sn-issuer' is only applicable with a service principal",
    options: ['use-cert-sn-issuer'],
  },
  {
    fails: (given) => given.has('service-principal') && !given.filled('username'),
    error: 'usage error: --service-principal --username NAME --password SECRET --tenant TENANT',
    options: ['service-principal'],
  },
  {
    fails: (given) =>
      given.has('identity') &&
      ['client-id', 'object-id', 'resource-id'].filter((name) => given.filled(name)).length > 1,
    error: 'Usage error: Provide only one of --client-id, --object-id, --resource-id.',
    options: ['client-id', 'object-id', 'resource-id'],
  },
  {
    fails: (given) =>
      given.has('service-principal') &&
      !given.filled('password') &&
      !given.filled('certificate') &&
      !given.filled('federated-token'),
    error: 'Please specify both username and password in non-interactive mode.',
    options: ['service-principal'],
  },
  {
    fails: (given) => given.has('skip-subscription-discovery') && !given.filled('tenant'),
    error: "'--skip-subscription-discovery' requires '--tenant'",
    options: ['skip-subscription-discovery'],
  },
  {
    fails: (given) => {
      const subscription = given.value('subscription');
      return (
        given.has('skip-subscription-discovery') &&
        subscription?.kind === 'known' &&
        !guid.test(subscription.text)
      );
    },
    error: 'The subscription must be a subscription ID',
    options: ['subscription'],
  },
];

/** Flows in the order that `login()` decides on them. */
function flowOf(given: Given): Flow {
  if (given.has('identity')) return 'managed-identity';
  if (given.has('use-device-code')) return 'device-code';
  if (given.has('service-principal')) {
    if (given.filled('password')) return 'service-principal-secret';
    return given.filled('certificate') ? 'service-principal-certificate' : 'service-principal-federated';
  }
  return given.filled('username') ? 'ropc' : 'interactive';
}

/** The flows, with what becomes of them where MFA is required. Of several with one fate the first is likeliest. */
const fates: readonly (readonly [flow: Flow, fate: 'refused' | 'waits' | 'works'])[] = [
  ['ropc', 'refused'],
  ['interactive', 'waits'],
  ['device-code', 'waits'],
  ['service-principal-secret', 'works'],
  ['service-principal-certificate', 'works'],
  ['service-principal-federated', 'works'],
  ['managed-identity', 'works'],
];

/** The options that decide on the flow; unknown arguments may add any of them. */
const deciding = [
  'username',
  'password',
  'service-principal',
  'certificate',
  'federated-token',
  'use-device-code',
  'identity',
];

/**
 * Takes the options that the parser has read, says how the sign-in turns out.
 *
 * @param extras true if further arguments, which only the run knows, are among those given
 * @param oldest the oldest Azure CLI that the script meets; undefined for a current one
 */
export function outcomeOf(
  options: readonly GivenOption[],
  extras: boolean,
  oldest: readonly [number, number] | undefined,
): Outcome {
  const given = givenOf(options);
  const failing = (all: Given): Check | undefined =>
    checks.find(({ fails, since }) => fails(all) && (since === undefined || isAtLeast(oldest, since)));
  const failed = failing(given);
  const outcome: Outcome = extras
    ? withExtras(given, failing)
    : certainly(failed === undefined ? flowOf(given) : 'rejected');
  if (failed === undefined || outcome.flow !== 'rejected') return outcome;
  const { reason = 'arguments', error } = failed;
  const words = options.filter(({ name }) => failed.options.includes(name)).flatMap((option) => option.words);
  return { ...outcome, rejection: { reason, error, exit: 1, words } };
}

const certainly = (flow: Flow): Outcome => ({ flow, possible: [flow], confidence: 'certain' });

/** What a sign-in may turn out to be if unknown arguments add options to those given. */
function withExtras(given: Given, failing: (given: Given) => Check | undefined): Outcome {
  const open = deciding.filter((name) => !given.has(name));
  const reached = new Set<Flow>();
  for (let choice = 0; choice < 1 << open.length; choice++) {
    const added = new Set(open.filter((_, bit) => (choice & (1 << bit)) !== 0));
    const all = supplemented(given, added);
    if (failing(all) === undefined) reached.add(flowOf(all));
  }
  const flows = fates.filter(([flow]) => reached.has(flow));
  const [first] = flows;
  if (first === undefined) return certainly('rejected');
  const possible = [...flows.map(([flow]) => flow), 'rejected' as const];
  const asGiven = failing(given) === undefined ? flowOf(given) : undefined;
  if (asGiven !== undefined && asGiven !== 'interactive') {
    return { flow: asGiven, possible, confidence: 'likely' };
  }
  return flows.every(([, fate]) => fate === first[1])
    ? { flow: first[0], possible, confidence: 'likely' }
    : { flow: 'unknown', possible, confidence: 'possible' };
}

/** Options as given, and some more with values that only the run knows. */
function supplemented(given: Given, added: ReadonlySet<string>): Given {
  return {
    has: (name) => added.has(name) || given.has(name),
    filled: (name) => added.has(name) || given.filled(name),
    value: (name) => (added.has(name) ? { kind: 'unknown' } : given.value(name)),
  };
}

function givenOf(given: readonly GivenOption[]): Given {
  const last = new Map(given.map((option) => [option.name, option]));
  return {
    has: (name) => last.has(name),
    filled: (name) => {
      const value = last.get(name)?.value?.value;
      return value !== undefined && !(value.kind === 'known' && value.text === '');
    },
    value: (name) => last.get(name)?.value?.value,
  };
}

function isAtLeast(version: readonly [number, number] | undefined, minor: number): boolean {
  if (version === undefined) return true;
  return version[0] > 2 || (version[0] === 2 && version[1] >= minor);
}
