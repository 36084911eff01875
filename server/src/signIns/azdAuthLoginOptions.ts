import { isBoolean, type FlagSpec } from './pflag';

/** An option of `azd auth login`. Source: azure-dev cli/azd/cmd/auth_login.go and the command's help. */
export interface AzdAuthLoginOption extends FlagSpec {
  /** What it does, one line of plain text. */
  readonly explanation: string;
}

const boolean = { name: 'boolean', accepts: isBoolean };
const number = { name: 'number', accepts: (text: string) => /^[+-]?\d+$/.test(text) };

/** Every option of `azd auth login`, those of every command of azd last. */
export const azdAuthLoginOptions: readonly AzdAuthLoginOption[] = [
  {
    name: 'use-device-code',
    spellings: ['--use-device-code'],
    arity: 0,
    explanation: 'Shows a code that a person must enter in a browser, and waits.',
  },
  {
    name: 'identity',
    spellings: ['--managed-identity'],
    arity: 0,
    type: boolean,
    explanation: 'Signs in as the managed identity of the Azure machine or app that the script runs on.',
  },
  {
    name: 'client-id',
    spellings: ['--client-id'],
    arity: 1,
    explanation:
      'The client id of the service principal, or with --managed-identity of a user-assigned identity.',
  },
  {
    name: 'tenant',
    spellings: ['--tenant-id'],
    arity: 1,
    explanation: 'The Entra tenant to sign in to, by id or domain; a service principal needs it.',
  },
  {
    name: 'client-secret',
    spellings: ['--client-secret'],
    arity: 1,
    explanation: 'The service principal’s secret; an empty one is asked for.',
  },
  {
    name: 'certificate',
    spellings: ['--client-certificate'],
    arity: 1,
    explanation: 'The path of the service principal’s certificate with its key.',
  },
  {
    name: 'federated-credential-provider',
    spellings: ['--federated-credential-provider'],
    arity: 1,
    explanation:
      'Where a federated token for the service principal comes from: github, azure-pipelines or oidc.',
  },
  {
    name: 'check-status',
    spellings: ['--check-status'],
    arity: 0,
    type: boolean,
    exits: true,
    explanation: 'Says whether there is a session, and signs nobody in.',
  },
  {
    name: 'redirect-port',
    spellings: ['--redirect-port'],
    arity: 1,
    type: number,
    explanation: 'The port that the browser comes back to.',
  },
  {
    name: 'scope',
    spellings: ['--scope'],
    arity: 1,
    explanation: 'A scope to ask for at the sign-in.',
  },
  {
    name: 'claims-challenge',
    spellings: ['--claims'],
    arity: 1,
    explanation: 'Answers a claims challenge; only a browser or device code login uses it.',
  },
  {
    name: 'browser',
    spellings: ['--browser'],
    arity: 0,
    type: boolean,
    explanation: 'Signs in in a browser where a dialog of the system would come otherwise.',
  },
  {
    name: 'cwd',
    spellings: ['--cwd', '-C'],
    arity: 1,
    explanation: 'The folder to work in.',
  },
  {
    name: 'environment',
    spellings: ['--environment', '-e'],
    arity: 1,
    explanation: 'The azd environment to work with.',
  },
  {
    name: 'output',
    spellings: ['--output', '-o'],
    arity: 1,
    explanation: 'The format of what is printed.',
  },
  {
    name: 'debug',
    spellings: ['--debug'],
    arity: 0,
    type: boolean,
    explanation: 'Logs everything to standard error.',
  },
  {
    name: 'no-prompt',
    spellings: ['--no-prompt'],
    arity: 0,
    type: boolean,
    explanation:
      'Asks nothing where there is a default; a browser or a device code still waits for a person.',
  },
  {
    name: 'docs',
    spellings: ['--docs'],
    arity: 0,
    type: boolean,
    exits: true,
    explanation: 'Opens the documentation and signs nobody in.',
  },
  {
    name: 'help',
    spellings: ['--help', '-h'],
    arity: 0,
    type: boolean,
    exits: true,
    explanation: 'Shows help and signs nobody in.',
  },
];
