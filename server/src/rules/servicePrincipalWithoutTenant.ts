import { addOptions } from '../identities/arguments';
import { needsVariable, tenantVariable, whyArgumentsAreOpen } from '../identities/rewriting';
import { tools } from '../signIns';
import { option } from '../signIns/option';
import { notRepaired, repairedBy } from './repair';
import type { Rule } from './rule';
import { siteRange } from './site';
import { sources } from './sources';

export const servicePrincipalWithoutTenant: Rule = {
  id: 'service-principal-without-tenant',
  summary: 'A service principal signs in without a tenant',
  why: `A service principal lives in one tenant, and \`--tenant\` must name it. The Azure CLI does not check: it asks the
authority \`organizations\`, and the server refuses the sign-in. PowerShell asks for \`-Tenant\`, and with nobody there it stops
with \`Cannot process command because of one or more missing mandatory parameters: Tenant.\``,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence: 'Likely if words such as `$EXTRA` may add `--tenant`.',
  fixSafety:
    'Adds `--tenant` with a variable that must hold the tenant: the one that the script has for it, if it has one. It needs confirmation.',
  safety: 'needs-confirmation',
  tools: ['az login', 'Connect-AzAccount'],
  sources: [sources.signInCode, sources.servicePrincipal, sources.connectCode],
  cases: [
    {
      title: 'No tenant',
      before: '⟦az login⟧ --service-principal -u "$AZURE_CLIENT_ID" --password="$AZURE_CLIENT_SECRET"',
      after:
        'az login --service-principal -u "$AZURE_CLIENT_ID" --password="$AZURE_CLIENT_SECRET" --tenant "$AZURE_TENANT_ID"',
    },
    {
      title: 'No tenant in PowerShell',
      dialect: 'powershell',
      before: '⟦Connect-AzAccount⟧ -ServicePrincipal -Credential $cred',
      after: 'Connect-AzAccount -ServicePrincipal -Credential $cred -Tenant $env:AZURE_TENANT_ID',
    },
  ],
  check(signIn) {
    if (!signIn.flow.startsWith('service-principal-') || option(signIn, 'tenant')) return undefined;
    // `${TENANT:+--tenant "$TENANT"}`, `"${TENANT_ARGS[@]}"`
    if (signIn.extras.some(({ source }) => /tenant/i.test(source))) return undefined;
    return {
      range: siteRange(signIn),
      message:
        signIn.tool === 'Connect-AzAccount'
          ? 'A service principal needs -Tenant: PowerShell asks for it, and with nobody there stops with "Cannot process command because of one or more missing mandatory parameters: Tenant."'
          : 'A service principal needs --tenant: the Azure CLI accepts the command without it, and Microsoft Entra then refuses the sign-in.',
    };
  },
  remedy(signIn, context, settings) {
    const open = whyArgumentsAreOpen(signIn);
    if (open !== undefined) return notRepaired(open);
    const { name, isOwn } = tenantVariable(context, settings);
    return repairedBy({
      id: 'service-principal-without-tenant',
      title: `Add ${tools[signIn.tool].spell('tenant')}`,
      safety: 'needs-confirmation',
      changes: addOptions(signIn, [['tenant', { variable: name }]]),
      promises: signIn.flow,
      prerequisites: isOwn ? [] : [needsVariable('tenantId', settings)],
      notes: isOwn ? [`${name} of this script is taken for the tenant of the service principal.`] : [],
    });
  },
};
