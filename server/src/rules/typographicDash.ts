import { repairDashes } from '../identities/arguments';
import type { SignIn } from '../model';
import { tools } from '../signIns';
import { isDashLeadingSecret } from '../signIns/option';
import { flowOnceRepaired, hiddenByRejection, notRepaired, repairedBy, signsInUser } from './repair';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const typographicDash: Rule = {
  id: 'typographic-dash',
  summary: 'An option starts with a typographic dash instead of a hyphen',
  why: `Word processors and web pages turn \`--password\` into \`–password\`, with an en dash. The Azure CLI does not know an option
by that name, prints \`unrecognized arguments\` and exits with status 2.

The Azure Developer CLI takes it for a word that means nothing and goes on without it: \`azd auth login –-client-id …\` opens a
browser, and with \`--managed-identity\` another identity signs in than the one that is named.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence: 'Certain.',
  fixSafety:
    'Safe: only the dashes change, all of the command at once, and it does what its author meant. If that is to sign in as a user, another identity repairs both; that needs confirmation.',
  safety: 'safe',
  tools: ['az login', 'azd auth login'],
  sources: [sources.mfa, sources.parser, sources.flags],
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
    {
      title: 'With azd',
      before: 'azd auth login ⟦–-client-id⟧ "$id" –-tenant-id "$tenant" —client-secret "$secret"',
      after: 'azd auth login --client-id "$id" --tenant-id "$tenant" --client-secret "$secret"',
    },
  ],
  check(signIn) {
    const first = signIn.options.find(({ typographic }) => typographic);
    if (first === undefined) return undefined;
    return {
      range: rangeOf(first.words.slice(0, 1), siteRange(signIn)),
      message: `This is a typographic dash, not a hyphen: ${consequence(signIn)}.`,
      confidence: signIn.command.confidence,
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

/** What comes of a typographic dash, as the rest of a sentence. */
function consequence({ tool, flow, rejections }: SignIn): string {
  const { product } = tools[tool];
  const subject = product.replace(/^T/, 't');
  const rejection = rejections.find(({ reason }) => reason === 'typographic-dash');
  if (rejection !== undefined) {
    return `${subject} stops with "${rejection.error}" (exit status ${rejection.exit})`;
  }
  const waits = flow === 'interactive' ? ' and waits for somebody to sign in in a browser' : '';
  return `${subject} ignores the option${waits}`;
}
