import assert from 'node:assert/strict';
import type { AnalysisInput, LocatedFinding } from '../../server/src/engine';
import type { Change, Fix, HostId, SignIn } from '../../server/src/model';
import { defaultSettings } from '../../server/src/settings';

/** What an analysis of a script is asked, of a bash script unless its path says something else. */
export function inputOf(text: string, host?: HostId, path = 'script.sh'): AnalysisInput {
  return {
    document: { path, languageId: 'shellscript', text },
    settings: defaultSettings,
    host,
  };
}

/** A fix made by hand, with nothing to say but its changes and what is given. */
export function fixWith(changes: readonly Change[], rest: Partial<Fix> = {}): Fix {
  return {
    id: 'by-hand',
    title: 'By hand',
    safety: 'needs-confirmation',
    preferred: false,
    changes,
    prerequisites: [],
    notes: [],
    promises: 'managed-identity',
    reveals: [],
    identity: undefined,
    ...rest,
  };
}

/** The sign-in that a finding is about. */
export function signInOf({ signIn }: LocatedFinding): SignIn {
  assert.ok(signIn);
  return signIn;
}
