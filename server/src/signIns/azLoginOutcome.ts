import type { Flow, Value } from '../model';
import type { Given, Logic, Refused } from './outcome';

interface Check extends Refused {
  readonly fails: (given: Given) => boolean;
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
 * How `az login` decides.
 *
 * @param oldest the oldest Azure CLI that the script meets; undefined for a current one
 */
export function azLoginLogic(oldest: readonly [number, number] | undefined): Logic {
  return {
    deciding,
    flowOf,
    exit: 1,
    refuses: (given) =>
      checks.find(({ fails, since }) => fails(given) && (since === undefined || isAtLeast(oldest, since))),
  };
}

function isAtLeast(version: readonly [number, number] | undefined, minor: number): boolean {
  if (version === undefined) return true;
  return version[0] > 2 || (version[0] === 2 && version[1] >= minor);
}
