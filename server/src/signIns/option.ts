import type { GivenOption, Rejection, SignIn } from '../model';

/** Takes an option's name (`tenant`), returns the one that counts: the last given. */
export function option(signIn: SignIn, name: string): GivenOption | undefined {
  return signIn.options.findLast((given) => given.name === name);
}

/** Says of a flag that is given whether it certainly is on: it may have a value, as in `--flag=false`. */
export function isOn({ value }: GivenOption): boolean {
  return value === undefined || (value.value.kind === 'known' && value.value.text === 'true');
}

const secretOptions: ReadonlySet<string> = new Set([
  'password',
  'client-secret',
  'federated-token',
  'access-token',
  'graph-access-token',
  'microsoft-graph-access-token',
  'key-vault-access-token',
]);

/** Says whether an option's value is a secret. */
export function isSecretOption(name: string): boolean {
  return secretOptions.has(name);
}

const lastingOptions: ReadonlySet<string> = new Set([
  'allow-no-subscriptions',
  'subscription',
  'change-reference',
  'acquire-policy-token',
  'debug',
  'verbose',
  'only-show-errors',
  'output',
  'query',
  'environment',
  'cwd',
  'no-prompt',
  'context-name',
  'context-scope',
  'default-profile',
  'force',
  'max-context-population',
  'skip-context-population',
  'what-if',
  'confirm',
  'error-action',
  'warning-action',
  'information-action',
  'progress-action',
  'error-variable',
  'warning-variable',
  'information-variable',
  'out-variable',
  'out-buffer',
  'pipeline-variable',
]);

/** Says whether an option is about the session or what is printed, so that no change of identity may lose it. */
export function staysWithAnyIdentity(name: string): boolean {
  return lastingOptions.has(name);
}

/** Says whether a rejection is about a secret that begins with a dash. The error names the option. */
export function isDashLeadingSecret({ reason, error }: Rejection): boolean {
  return reason === 'dash-leading-value' && /^argument --(password|federated-token)\b/.test(error);
}
