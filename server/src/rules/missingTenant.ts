import { identityFixes } from '../identities';
import { tools } from '../signIns';
import { option } from '../signIns/option';
import type { Rule } from './rule';
import { siteRange } from './site';
import { issue, sources } from './sources';

export const missingTenant: Rule = {
  id: 'missing-tenant',
  summary: 'A person with several tenants signs in without saying which one',
  why: `MFA is not shared between tenants. Without \`--tenant\`, the Azure CLI tries every tenant that the user can see; those
that want a second factor are skipped with the warning \`Authentication failed against tenant …\`, and their subscriptions
are missing afterwards. The script then works in whatever subscription is left. \`Connect-AzAccount\` does the same, with
\`Unable to acquire token for tenant …\`.`,
  severity: { unattended: 'none', unknown: 'hint', attended: 'information', documentation: 'none' },
  severityNote: 'Only with evidence of a tenant nearby, and then in place of `interactive`.',
  confidence: 'A sign that a tenant matters here, not a proof: another sign-in or a variable names one.',
  fixSafety:
    'Adds `--tenant`. It hides the subscriptions of other tenants, so it needs confirmation, and is not offered with two tenants where a later command chooses a subscription. It never helps an unattended script.',
  safety: 'needs-confirmation',
  tools: ['az login', 'Connect-AzAccount'],
  sources: [sources.mfa, issue(31742), sources.connectErrors],
  cases: [
    {
      title: 'The tenant is known to the script',
      before: 'TENANT_ID=contoso.example\n⟦az login⟧\naz group list',
      after: 'TENANT_ID=contoso.example\naz login --tenant "$TENANT_ID"\naz group list',
    },
    {
      title: 'In PowerShell',
      dialect: 'powershell',
      before: "$tenantId = 'contoso.example'\n⟦Connect-AzAccount⟧\nGet-AzVM",
      after: "$tenantId = 'contoso.example'\nConnect-AzAccount -Tenant $tenantId\nGet-AzVM",
    },
  ],
  repairedByIdentity: () => true,
  check(signIn, { tenantEvidence }) {
    if (signIn.flow !== 'interactive' || !tenantEvidence || option(signIn, 'tenant')) return undefined;
    return {
      range: siteRange(signIn),
      message: `Without ${tools[signIn.tool].spell('tenant')} a user with several tenants gets "Authentication failed against tenant …" and misses its subscriptions, since MFA is not shared between tenants.`,
      related: [
        {
          range: tenantEvidence.range,
          message:
            tenantEvidence.kind === 'two-tenants'
              ? 'One of the tenants that are named here.'
              : 'A tenant is named here.',
        },
      ],
    };
  },
  // Nobody else has to sign in, so the user comes before the identities of the host.
  remedy(signIn, context, settings) {
    const { fixes } = identityFixes(signIn, context, settings);
    return { fixes: fixes.filter(({ identity }) => identity === 'user-with-tenant'), refusals: [] };
  },
};
