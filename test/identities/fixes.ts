import { identityFixes } from '../../server/src/identities';
import type { Fix, HostId, IdentityId, Remedy } from '../../server/src/model';
import { defaultSettings, type Settings } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { written } from '../support/changes';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;

/** Loads what the functions below need; call it in a `before`. */
export async function load(): Promise<void> {
  analyse = await loadAnalyser();
}

/** A sign-in that every identity can take over. */
export const password = 'az login -u "$U" -p "$P"';

/** The flow of a script's last sign-in. */
export const flowIn = (script: string, host: HostId = 'shell') =>
  analyse(script, { host }).signIns.at(-1)?.signIn.flow;

/** What the last sign-in of a script can be rewritten to. */
export function remedyIn(script: string, host: HostId = 'shell', settings: Partial<Settings> = {}): Remedy {
  const last = analyse(script, { host, settings }).signIns.at(-1);
  if (last === undefined) throw new Error(`no sign-in in ${script}`);
  return identityFixes(last.signIn, last.context, { ...defaultSettings, ...settings });
}

/** The fix that rewrites it to an identity; throws where that is refused. */
export function fixIn(
  script: string,
  identity: IdentityId,
  host?: HostId,
  settings?: Partial<Settings>,
): Fix {
  const { fixes, refusals } = remedyIn(script, host, settings);
  const fix = fixes.find((each) => each.identity === identity);
  if (fix === undefined) throw new Error(`${identity} is refused: ${refusals.join(' ')}`);
  return fix;
}

/** The script with its last sign-in rewritten, as the shell writes it. */
export const rewritten = (
  script: string,
  identity: IdentityId,
  host?: HostId,
  settings?: Partial<Settings>,
): string => written(script, fixIn(script, identity, host, settings).changes);
