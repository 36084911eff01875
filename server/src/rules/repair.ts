import {
  ruleIds,
  type Fix,
  type Flow,
  type Rejection,
  type Remedy,
  type RuleId,
  type SignIn,
} from '../model';

/** What a rule says of its own fix; the rest follows. */
export type OwnFix = Pick<Fix, 'id' | 'title' | 'safety' | 'changes' | 'promises'> &
  Partial<Pick<Fix, 'hostChange' | 'prerequisites' | 'notes' | 'reveals'>>;

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

const userFlows: ReadonlySet<Flow> = new Set(['ropc', 'interactive', 'device-code']);

/** Says whether a person signs in, or would if the dashes were right. */
export function signsInUser({ intended }: SignIn): boolean {
  return userFlows.has(intended);
}

/** The flow of a sign-in whose dashes are repaired, if those were all that it was refused for. */
export function flowOnceRepaired(
  { rejections, intended }: SignIn,
  isRepaired: (rejection: Rejection) => boolean,
): Flow {
  return rejections.every(isRepaired) ? intended : 'rejected';
}

/** What may be said of a sign-in once the Azure CLI accepts its arguments; the other two are said of it before. */
export const hiddenByRejection: readonly RuleId[] = ruleIds.filter(
  (rule) => rule !== 'typographic-dash' && rule !== 'literal-secret',
);
