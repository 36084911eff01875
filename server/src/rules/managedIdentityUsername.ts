import { option } from '../signIns/option';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { issue, sources } from './sources';

export const managedIdentityUsername: Rule = {
  id: 'managed-identity-username',
  summary: 'Names a managed identity with `--username`, which is no longer accepted',
  why: `\`az login --identity --username ID\` fails since Azure CLI 2.73: \`Passing the managed identity ID with --username is no
longer supported. Use --client-id, --object-id or --resource-id instead.\` Those options exist since 2.69; until 2.72
\`--username\` still works, with a warning.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  severityNote:
    'A warning if the setting `azmfa.minimumAzureCliVersion` is from 2.69 to 2.72, and nothing before that: there it is the only way.',
  confidence: 'Certain.',
  fixSafety:
    'Safe for a resource id, which is recognised by its form. A GUID or a variable may be a client id or an object id: that needs confirmation.',
  safety: 'needs-confirmation',
  sources: [sources.signInCode, issue(30525)],
  cases: [
    {
      title: 'A user-assigned identity by `--username`',
      before: 'az login --identity ⟦--username "$IDENTITY_ID"⟧',
      after: 'az login --identity --client-id "$IDENTITY_ID"',
    },
  ],
  check(signIn, _context, { minimumAzureCliVersion: oldest }) {
    const rejection = signIn.rejections.find(({ reason }) => reason === 'managed-identity-username');
    const username = option(signIn, 'username');
    if (!rejection && !(signIn.flow === 'managed-identity' && username)) return undefined;
    const range = rangeOf(username?.words ?? rejection?.words ?? [], siteRange(signIn));
    if (oldest && before(oldest, [2, 69])) return undefined;
    if (oldest && before(oldest, [2, 73])) {
      return {
        range,
        message:
          'Azure CLI 2.73 and later refuse a managed identity’s id in --username. Use --client-id, --object-id or --resource-id instead.',
        severity: 'warning',
      };
    }
    return {
      range,
      message:
        'The Azure CLI stops here: "Passing the managed identity ID with --username is no longer supported. Use --client-id, --object-id or --resource-id instead."',
    };
  },
};

function before(version: readonly [number, number], other: readonly [number, number]): boolean {
  return version[0] < other[0] || (version[0] === other[0] && version[1] < other[1]);
}
