import { isDashLeadingSecret } from '../signIns/option';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const rejectedArguments: Rule = {
  id: 'rejected-arguments',
  summary: 'The Azure CLI refuses these arguments before it signs in',
  why: `Some options exclude each other (\`--identity\` and \`--tenant\`), some need another one, some were removed, and an
abbreviation may fit several. The Azure CLI then prints an error and signs nobody in: exit status 2 from its parser, 1 from
the sign-in's own checks.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence: 'Certain; likely if words such as `$EXTRA` may change what is given.',
  fixSafety: 'No fix: what the author meant is not known.',
  safety: 'no-fix',
  sources: [sources.signInCode, sources.signInOptions, sources.parser],
  cases: [
    {
      title: 'A managed identity takes no tenant',
      before: 'az login --identity ⟦--tenant contoso.example⟧',
    },
    { title: 'An option that was removed', before: 'az login ⟦--msi⟧' },
  ],
  check(signIn) {
    const rejection = signIn.rejections.find(
      (each) =>
        each.reason === 'arguments' || (each.reason === 'dash-leading-value' && !isDashLeadingSecret(each)),
    );
    if (signIn.flow !== 'rejected' || !rejection) return undefined;
    const range = rangeOf(rejection.words, siteRange(signIn));
    const misplaced = range.end <= (signIn.site.at(-1)?.range.start ?? 0);
    return {
      range,
      message: `The Azure CLI refuses these arguments and signs nobody in: "${rejection.error}" (exit status ${rejection.exit}).${misplaced ? ' Options must follow the word login.' : ''}`,
    };
  },
};
