import type { Fix, Remedy } from '../model';

/** What a rule says of its own fix; the rest follows. */
export type OwnFix = Pick<Fix, 'id' | 'title' | 'safety' | 'changes' | 'promises'> &
  Partial<Pick<Fix, 'prerequisites' | 'notes' | 'reveals'>>;

/** Completes a rule's own fix: it changes nobody's identity, and is preferred if it is safe. */
export function ownFix(fix: OwnFix): Fix {
  return {
    prerequisites: [],
    notes: [],
    reveals: [],
    identity: undefined,
    preferred: fix.safety === 'safe',
    ...fix,
  };
}

/** A remedy of these fixes. */
export function repairedBy(...fixes: readonly OwnFix[]): Remedy {
  return { fixes: fixes.map(ownFix), refusals: [] };
}

/** No remedy, and why: a plain sentence. */
export function notRepaired(reason: string): Remedy {
  return { fixes: [], refusals: [reason] };
}
