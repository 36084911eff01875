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
  fixSafety: 'Safe: only the dash changes, and the command does what its author meant.',
  safety: 'safe',
  sources: [sources.mfa, sources.parser],
  cases: [
    {
      title: 'An en dash',
      before: 'az login --username "$username" ⟦–password⟧ "$password"',
      after: 'az login --username "$username" --password "$password"',
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
};
