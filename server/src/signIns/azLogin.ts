import type { Command, Confidence, Flow, GivenOption, Rejection, SignIn, Value, Word } from '../model';
import type { Settings } from '../settings';
import { readArguments, type OptionSpec } from './argparse';
import type { Tool } from './tool';

/** An option of `az login`. Source: azure-cli profile/__init__.py, the CLI's reference, its release notes. */
interface AzLoginOption extends OptionSpec {
  /** What it does, one line of plain text. */
  readonly explanation: string;
}

const outputs = ['json', 'jsonc', 'none', 'table', 'tsv', 'yaml', 'yamlc'];

const options: readonly AzLoginOption[] = [
  {
    name: 'username',
    spellings: ['--username', '-u'],
    arity: 1,
    explanation: 'The user name, or with --service-principal the client id; never a managed identity.',
  },
  {
    name: 'password',
    spellings: ['--password', '-p'],
    arity: 1,
    explanation:
      'The user’s password or the service principal’s secret; no longer a certificate (since 2.67).',
  },
  {
    name: 'tenant',
    spellings: ['--tenant', '-t'],
    arity: 1,
    explanation: 'The Entra tenant to sign in to, by id or domain. It does not satisfy MFA for a user.',
  },
  {
    name: 'scope',
    spellings: ['--scope'],
    arity: '+',
    explanation: 'The scopes to ask consent for. A managed identity ignores them.',
  },
  {
    name: 'allow-no-subscriptions',
    spellings: ['--allow-no-subscriptions'],
    arity: 0,
    explanation: 'Signs in even where the identity can see no subscription.',
  },
  {
    name: 'claims-challenge',
    spellings: ['--claims-challenge'],
    arity: 1,
    explanation: 'Answers a claims challenge; only a browser or device code login uses it.',
  },
  {
    name: 'use-device-code',
    spellings: ['--use-device-code'],
    arity: 0,
    explanation: 'Shows a code that a person must enter in a browser, and waits.',
  },
  {
    name: 'service-principal',
    spellings: ['--service-principal'],
    arity: 0,
    explanation: 'Signs in as a service principal, which MFA does not apply to.',
  },
  {
    name: 'certificate',
    spellings: ['--certificate'],
    arity: 1,
    explanation: 'A PEM file with the service principal’s key and certificate (since 2.66).',
  },
  {
    name: 'use-cert-sn-issuer',
    spellings: ['--use-cert-sn-issuer'],
    arity: 0,
    explanation: 'Sends the certificate’s chain, for subject name and issuer authentication.',
  },
  {
    name: 'federated-token',
    spellings: ['--federated-token'],
    arity: 1,
    explanation: 'A token of another identity provider that the service principal trusts; it lives minutes.',
  },
  {
    name: 'identity',
    spellings: ['--identity', '-i'],
    arity: 0,
    explanation: 'Signs in as the managed identity of the Azure or Arc machine that the script runs on.',
  },
  {
    name: 'client-id',
    spellings: ['--client-id'],
    arity: 1,
    explanation:
      'Which user-assigned managed identity, by client id (since 2.69). Ignored without --identity.',
  },
  {
    name: 'object-id',
    spellings: ['--object-id'],
    arity: 1,
    explanation:
      'Which user-assigned managed identity, by object id (since 2.69). Ignored without --identity.',
  },
  {
    name: 'resource-id',
    spellings: ['--resource-id'],
    arity: 1,
    explanation:
      'Which user-assigned managed identity, by resource id (since 2.69). Ignored without --identity.',
  },
  {
    name: 'subscription',
    spellings: ['--subscription', '-s'],
    arity: 1,
    explanation: 'The subscription to use from here on (since 2.86; older versions refuse it).',
  },
  {
    name: 'skip-subscription-discovery',
    spellings: ['--skip-subscription-discovery', '--skip-sub'],
    arity: 0,
    explanation: 'Does not list subscriptions (since 2.86); needs --tenant.',
  },
  {
    name: 'change-reference',
    spellings: ['--change-reference'],
    arity: 1,
    explanation: 'A change reference for Azure Policy.',
  },
  {
    name: 'acquire-policy-token',
    spellings: ['--acquire-policy-token'],
    arity: 0,
    explanation: 'Fetches a policy token for the request.',
  },
  { name: 'debug', spellings: ['--debug'], arity: 0, explanation: 'Logs everything to standard error.' },
  { name: 'verbose', spellings: ['--verbose'], arity: 0, explanation: 'Logs more to standard error.' },
  {
    name: 'only-show-errors',
    spellings: ['--only-show-errors'],
    arity: 0,
    explanation: 'Hides warnings, the one about MFA too.',
  },
  { name: 'help', spellings: ['--help', '-h'], arity: 0, explanation: 'Shows help and signs nobody in.' },
  {
    name: 'output',
    spellings: ['--output', '-o'],
    arity: 1,
    choices: outputs,
    explanation: 'The format of what is printed: the subscriptions found.',
  },
  { name: 'query', spellings: ['--query'], arity: 1, explanation: 'A JMESPath query over what is printed.' },
];

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

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isUnresolvableTenant = (value: Value | undefined): boolean =>
  value?.kind === 'known' && !guid.test(value.text) && !value.text.includes('.');

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

const servicePrincipalFlows: readonly Flow[] = [
  'service-principal-secret',
  'service-principal-certificate',
  'service-principal-federated',
];

/** What a flow may turn out to be if further, unknown arguments follow. */
const flowsWithExtras: Readonly<Record<Flow, { readonly flow: Flow; readonly possible: readonly Flow[] }>> = {
  ropc: { flow: 'ropc', possible: ['ropc', ...servicePrincipalFlows, 'rejected'] },
  interactive: {
    flow: 'unknown',
    possible: [
      'interactive',
      'device-code',
      'ropc',
      ...servicePrincipalFlows,
      'managed-identity',
      'rejected',
    ],
  },
  'device-code': { flow: 'device-code', possible: ['device-code', 'rejected'] },
  'managed-identity': { flow: 'managed-identity', possible: ['managed-identity', 'rejected'] },
  'service-principal-secret': {
    flow: 'service-principal-secret',
    possible: ['service-principal-secret', 'rejected'],
  },
  'service-principal-certificate': {
    flow: 'service-principal-certificate',
    possible: ['service-principal-certificate', 'service-principal-secret', 'rejected'],
  },
  'service-principal-federated': {
    flow: 'service-principal-federated',
    possible: [...servicePrincipalFlows, 'rejected'],
  },
  rejected: { flow: 'rejected', possible: ['rejected'] },
  unknown: { flow: 'unknown', possible: ['unknown'] },
};

/** Errors that further arguments may cure. */
const curable = new Set([
  'usage error: --service-principal --username NAME --password SECRET --tenant TENANT',
  'Please specify both username and password in non-interactive mode.',
  "usage error: '--use-sn-issuer' is only applicable with a service principal",
  "'--skip-subscription-discovery' requires '--tenant'",
]);

/** `az login` of the Azure CLI. */
export const azLogin: Tool = {
  id: 'az login',
  candidate: /\blogin\b/gi,
  read: readAzLogin,
  explainOption: (name) => options.find((option) => option.name === name)?.explanation ?? '',
};

function readAzLogin(
  command: Command,
  { minimumAzureCliVersion }: Pick<Settings, 'minimumAzureCliVersion'>,
): SignIn | undefined {
  const found = commandWords(command.words);
  if (found === undefined) return undefined;
  const { site, before, after } = found;
  const read = readArguments(after, options);
  if (read.options.some(({ name }) => name === 'help')) return undefined;

  const rejections = [...read.rejections];
  if (before.length > 0 && before.every(({ value }) => value.kind === 'known')) {
    const error = 'unrecognized arguments: options may only follow the command';
    rejections.push({ reason: 'arguments', error, exit: 2, words: before });
  }
  const given = givenOf(read.options);
  if (rejections.length === 0) {
    const failed = checks.find(
      ({ fails, since, error }) =>
        fails(given) &&
        (since === undefined || isAtLeast(minimumAzureCliVersion, since)) &&
        (read.extras.length === 0 || !curable.has(error)),
    );
    if (failed !== undefined) {
      const at = read.options
        .filter(({ name }) => failed.options.includes(name))
        .flatMap(({ words }) => words);
      rejections.push({ reason: failed.reason ?? 'arguments', error: failed.error, exit: 1, words: at });
    }
  }

  const certainFlow: Flow = rejections.length > 0 ? 'rejected' : flowOf(given);
  const { flow, possible } =
    read.extras.length > 0
      ? flowsWithExtras[certainFlow]
      : { flow: certainFlow, possible: [certainFlow] as readonly Flow[] };
  const doubt: Confidence =
    flow === 'unknown' || before.some(({ value }) => value.kind !== 'known')
      ? 'possible'
      : read.extras.length > 0 && flow !== 'rejected'
        ? 'likely'
        : 'certain';
  return {
    tool: 'az login',
    flow,
    possibleFlows: possible,
    confidence: lower(command.confidence, doubt),
    command,
    site,
    options: read.options,
    extras: read.extras,
    rejections,
  };
}

/** Splits `az [options] login …`; undefined for any other command. */
function commandWords(
  words: readonly Word[],
): { site: readonly Word[]; before: readonly Word[]; after: readonly Word[] } | undefined {
  const [program, ...rest] = words;
  if (program === undefined || !/^az(\.(cmd|exe|bat))?$/i.test(programName(program))) return undefined;
  let i = 0;
  for (let word = rest[i]; word !== undefined; word = rest[++i]) {
    const text = textOf(word);
    if (text.toLowerCase() === 'login') {
      return { site: [program, word], before: rest.slice(0, i), after: rest.slice(i + 1) };
    }
    if (word.value.kind === 'unknown') continue;
    if (!text.startsWith('-')) return undefined;
    const takesValue = options.some(({ spellings, arity }) => arity !== 0 && spellings.includes(text));
    if (takesValue && textOf(rest[i + 1]).toLowerCase() !== 'login') i++;
  }
  return undefined;
}

function textOf(word: Word | undefined): string {
  switch (word?.value.kind) {
    case 'known':
      return word.value.text;
    case 'partly-known':
      return word.value.prefix;
    default:
      return '';
  }
}

/** The program's name without its folders, which need not be known: `~/bin/az`, `"$HOME"/az`. */
function programName(word: Word): string {
  const last = word.parts.at(-1);
  const path = word.value.kind === 'known' ? word.value.text : last?.kind === 'literal' ? last.text : '';
  const folder = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return word.value.kind === 'known' || folder >= 0 ? path.slice(folder + 1) : '';
}

function givenOf(given: readonly GivenOption[]): Given {
  const last = (name: string): GivenOption | undefined => given.findLast((option) => option.name === name);
  return {
    has: (name) => last(name) !== undefined,
    filled: (name) => {
      const value = last(name)?.value?.value;
      return value !== undefined && !(value.kind === 'known' && value.text === '');
    },
    value: (name) => last(name)?.value?.value,
  };
}

function isAtLeast(version: readonly [number, number] | undefined, minor: number): boolean {
  if (version === undefined) return true;
  return version[0] > 2 || (version[0] === 2 && version[1] >= minor);
}

const byDoubt: readonly Confidence[] = ['certain', 'likely', 'possible'];

function lower(a: Confidence, b: Confidence): Confidence {
  return byDoubt[Math.max(byDoubt.indexOf(a), byDoubt.indexOf(b))] ?? 'possible';
}
