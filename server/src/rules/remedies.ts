import { identityFixes } from '../identities';
import type { Command, Context, Finding, Fix, HostStep, Remedy, Script } from '../model';
import type { Settings } from '../settings';
import { secondReader } from '../shells/wrappers';
import { rules } from '.';
import { notRepaired, ownFix } from './repair';

/**
 * Everything that repairs a finding: the rule's own repairs first, then identities where they repair it too.
 *
 * @param context of the sign-in that it is about; undefined if it is about none
 */
export function remedyOf(
  { rule: id, signIn, step }: Finding & { readonly step?: HostStep | undefined },
  context: Context | undefined,
  settings: Settings,
): Remedy {
  const rule = rules.find((each) => each.id === id);
  if (step !== undefined) return rule?.remedyAtStep?.(step, settings) ?? { fixes: [], refusals: [] };
  if (signIn === undefined || context === undefined) {
    return notRepaired(
      rule?.checkCommand === undefined
        ? 'It stands in a comment, which never runs.'
        : 'It signs in to another service, which needs an identity and rights of its own.',
    );
  }
  const reason = whyNothing(signIn.command);
  if (reason !== undefined) return notRepaired(reason);
  const own = rule?.remedy?.(signIn, context, settings);
  const others =
    rule?.repairedByIdentity?.(signIn) === true ? identityFixes(signIn, context, settings) : undefined;
  const given = new Set(own?.fixes.map((fix) => fix.id));
  return {
    fixes: [...(own?.fixes ?? []), ...(others?.fixes.filter((fix) => !given.has(fix.id)) ?? [])],
    refusals: [...new Set([...(own?.refusals ?? []), ...(others?.refusals ?? [])])],
  };
}

/** Why a command cannot be changed at all, as a plain sentence; undefined in the ordinary case. */
function whyNothing({ confidence, wrapper, words }: Command): string | undefined {
  if (confidence === 'possible') {
    return 'A quote or a here-document before it never ends, so it may be no command at all.';
  }
  const starts = [...wrapper, ...words].map(({ range }) => range.start);
  if (new Set(starts).size < starts.length) {
    return 'Words of it stand in a variable, which is not rewritten: change them where it is set.';
  }
  const reader = secondReader(wrapper);
  return reader && `${reader} adds words to it or has another shell read them, so it is not rewritten.`;
}

/**
 * What silences a finding: a comment before its statement, or one for the whole script at its top. A script on one line of
 * its document has no place for the latter, and for the former only if its document has comments.
 *
 * @param script undefined for a finding about a step of the document, which has comments
 */
export function suppressionsOf(
  { rule, place }: Pick<Finding, 'rule' | 'place'>,
  script: Pick<Script, 'isOneLine' | 'hostComment'> | undefined,
): readonly Fix[] {
  const reason = '-- why this one may stay';
  const shared = {
    safety: 'needs-confirmation',
    promises: undefined,
    notes: ['Say after -- why: whoever reads the script next wants to know.'],
  } as const;
  const here = ownFix({
    ...shared,
    id: `suppress:${rule}`,
    title: `Ignore ${rule} here`,
    changes: [{ kind: 'commentBefore', command: place, text: `azmfa: ignore[${rule}] ${reason}` }],
  });
  const everywhere = ownFix({
    ...shared,
    id: `suppress-file:${rule}`,
    title: `Ignore ${rule} in this whole script`,
    changes: [{ kind: 'commentAtTop', text: `azmfa: ignore-file[${rule}] ${reason}` }],
  });
  if (script?.isOneLine === false) return [here, everywhere];
  return script !== undefined && script.hostComment === undefined ? [] : [here];
}
