import { repairDashes } from '../identities/arguments';
import { isDashLeadingSecret } from '../signIns/option';
import { flowOnceRepaired, hiddenByRejection, notRepaired, repairedBy, signsInUser } from './repair';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const typographicDash: Rule = {
  id: 'typographic-dash',
  summary: 'An option starts with a typographic dash instead of a hyphen',
  why: `Word processors and web pages turn \`--password\` into \`–password\`, with an en dash. The Azure CLI does not know an option
by that name, prints \`unrecognized arguments\` and exits with status 2.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence: 'Certain.',
  fixSafety:
    'Safe: only the dashes change, all of the command at once, and it does what its author meant. If that is to sign in as a user, another identity repairs both; that needs confirmation.',
  safety: 'safe',
  tools: ['az login'],
  sources: [sources.mfa, sources.parser],
  cases: [
    {
      title: 'An en dash',
      before: 'az login --username "$username" ⟦–password⟧ "$password"',
      after: 'az login --username "$username" --password "$password"',
    },
    {
      title: 'Several dashes',
      before: 'az login ⟦–u⟧ "$username" —password "$password" --output none',
      after: 'az login -u "$username" --password "$password" --output none',
    },
  ],
  check(signIn) {
    const rejection = signIn.rejections.find(({ reason }) => reason === 'typographic-dash');
    if (!rejection) return undefined;
    return {
      range: rangeOf(rejection.words.slice(0, 1), siteRange(signIn)),
      message: `This is a typographic dash, not a hyphen: the Azure CLI stops with "${rejection.error}" (exit status ${rejection.exit}).`,
    };
  },
  repairedByIdentity: signsInUser,
  remedy(signIn) {
    const typographic = signIn.options.filter((option) => option.typographic);
    const changes = repairDashes(signIn, typographic);
    if (changes.length < typographic.length) {
      return notRepaired('The dash is written in a way that cannot be replaced by itself.');
    }
    return repairedBy({
      id: 'typographic-dash',
      title: `Replace the typographic dash${changes.length > 1 ? 'es' : ''} by hyphens`,
      safety: 'safe',
      changes,
      promises: flowOnceRepaired(
        signIn,
        (rejection) =>
          rejection.reason === 'typographic-dash' ||
          (isDashLeadingSecret(rejection) &&
            typographic.some(({ words }) => words[0] === rejection.words[0])),
      ),
      reveals: hiddenByRejection,
    });
  },
};
