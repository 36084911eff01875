import type { Command, Dialect, SignIn, ToolId } from '../model';
import type { Settings } from '../settings';
import { azdAuthLogin } from './azdAuthLogin';
import { azLogin } from './azLogin';
import { connectAzAccount } from './connectAzAccount';
import { tokenRequest } from './tokenRequest';
import { credentialUseCandidate } from './credentialUses';
import { environmentCandidate } from './environmentCredential';
import type { Tool } from './tool';

/** Every program that can sign in. */
export const tools: Readonly<Record<ToolId, Tool>> = {
  'az login': azLogin,
  'azd auth login': azdAuthLogin,
  'Connect-AzAccount': connectAzAccount,
  'token request': tokenRequest,
};

/** Finds text that may be a sign-in, to Azure or beside it (global): where it matches nothing, nothing needs parsing. */
export const signInCandidate = new RegExp(
  [
    ...new Set(
      [
        ...Object.values(tools).flatMap(({ candidates }) => candidates),
        credentialUseCandidate,
        environmentCandidate,
      ].map(({ source }) => source),
    ),
  ].join('|'),
  'gi',
);

/** Takes a command and the shell that runs it, returns the sign-in that it is, or undefined. */
export function readSignIn(
  command: Command,
  dialect: Dialect,
  settings: Pick<Settings, 'minimumAzureCliVersion'>,
): SignIn | undefined {
  for (const tool of Object.values(tools)) {
    const signIn = tool.dialects?.includes(dialect) === false ? undefined : tool.read(command, settings);
    if (signIn !== undefined) return signIn;
  }
  return undefined;
}
