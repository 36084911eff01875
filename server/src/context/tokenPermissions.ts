import type { SignIn, TokenPermissions } from '../model';
import { option } from '../signIns/option';
import type { ScriptFacts } from './facts';

/** The variables that a job of GitHub asks for its token by; they are set only if it may. Source: GitHub's OpenID Connect reference. */
const request = /\bACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)\b/;

/** What a job lets its host's token do, if a sign-in of its script is with a token that the script asks the host for. */
export function tokenPermissionsOf({ script }: ScriptFacts, signIn: SignIn): TokenPermissions | undefined {
  const { permissions, text } = script;
  if (permissions === undefined || signIn.intended !== 'service-principal-federated') return undefined;
  const provider = option(signIn, 'federated-credential-provider')?.value?.value;
  const asks = provider?.kind === 'known' ? provider.text === 'github' : request.test(text);
  return asks ? permissions : undefined;
}
