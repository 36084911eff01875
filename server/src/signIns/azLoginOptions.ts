import type { OptionSpec } from './argparse';
import { isQuery } from './jmespath';

/** An option of `az login`. Source: azure-cli profile/__init__.py, the CLI's reference, its release notes. */
export interface AzLoginOption extends OptionSpec {
  /** What it does, one line of plain text. */
  readonly explanation: string;
}

const outputs = ['json', 'jsonc', 'none', 'table', 'tsv', 'yaml', 'yamlc'];

/** Every option of `az login`. */
export const azLoginOptions: readonly AzLoginOption[] = [
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
    spellings: ['-i', '--identity'],
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
  {
    name: 'help',
    spellings: ['-h', '--help'],
    arity: 0,
    exits: true,
    explanation: 'Shows help and signs nobody in.',
  },
  {
    name: 'output',
    spellings: ['--output', '-o'],
    arity: 1,
    choices: outputs,
    explanation: 'The format of what is printed: the subscriptions found.',
  },
  {
    name: 'query',
    spellings: ['--query'],
    arity: 1,
    type: { name: 'jmespath_type', accepts: isQuery },
    explanation: 'A JMESPath query over what is printed.',
  },
];
