import { joinValue } from '../identities/arguments';
import { isDashLeadingSecret } from '../signIns/option';
import { flowOnceRepaired, hiddenByRejection, notRepaired, repairedBy, signsInUser } from './repair';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const dashLeadingSecret: Rule = {
  id: 'dash-leading-secret',
  summary: 'A secret that begins with a dash is taken for an option',
  why: `After \`-p\`, a word that begins with \`-\` is an option to the Azure CLI, so it stops with \`argument --password/-p: expected
one argument\` and exit status 2. Generated secrets often begin so. \`--password=VALUE\` is always read as a value.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'none' },
  severityNote: 'Only where the value is known: a plain `-p "$SECRET"` says nothing.',
  confidence: 'Certain.',
  fixSafety: 'Safe: the value stays as it is, and is joined to its option with `=`.',
  safety: 'safe',
  tools: ['az login'],
  sources: [sources.servicePrincipal, sources.parser],
  cases: [
    {
      title: 'A secret that begins with a dash',
      before:
        'az login --service-principal -u "$AZURE_CLIENT_ID" ⟦-p \'-placeholder\'⟧ --tenant contoso.example',
      after:
        'az login --service-principal -u "$AZURE_CLIENT_ID" --password=\'-placeholder\' --tenant contoso.example',
    },
  ],
  check(signIn) {
    const rejection = signIn.rejections.find(isDashLeadingSecret);
    if (!rejection) return undefined;
    return {
      range: rangeOf(rejection.words, siteRange(signIn)),
      message: `A secret that begins with a dash needs --password=…: the Azure CLI stops with "${rejection.error}" (exit status ${rejection.exit}).`,
    };
  },
  repairedByIdentity: signsInUser,
  remedy(signIn) {
    const secrets = signIn.options.filter(({ words: [option, value] }) =>
      signIn.rejections.some(
        (rejection) =>
          isDashLeadingSecret(rejection) && rejection.words[0] === option && rejection.words[1] === value,
      ),
    );
    const changes = secrets.flatMap((option) => joinValue(signIn, option) ?? []);
    if (changes.length < secrets.length || changes.length === 0) {
      return notRepaired('Something stands between the option and its value, so they cannot be joined.');
    }
    return repairedBy({
      id: 'dash-leading-secret',
      title: 'Join the secret to its option with =',
      safety: 'safe',
      changes,
      promises: flowOnceRepaired(signIn, isDashLeadingSecret),
      reveals: hiddenByRejection,
    });
  },
};
