import type { GivenOption, SignIn } from '../model';

/** Takes an option's name (`tenant`), returns the one that counts: the last given. */
export function option(signIn: SignIn, name: string): GivenOption | undefined {
  return signIn.options.findLast((given) => given.name === name);
}

const secretOptions: ReadonlySet<string> = new Set(['password', 'federated-token']);

/** Says whether an option's value is a secret. */
export function isSecretOption(name: string): boolean {
  return secretOptions.has(name);
}
