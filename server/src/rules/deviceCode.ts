import { option } from '../signIns/option';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const deviceCode: Rule = {
  id: 'device-code',
  summary: 'Waits for somebody to enter a device code',
  why: `\`az login --use-device-code\` (as \`azd auth login --use-device-code\` and \`Connect-AzAccount -UseDeviceAuthentication\`) prints a code and blocks until a person enters it in a browser and answers the second
factor, or until the code expires (\`AADSTS70016\` while it is pending, \`AADSTS70019\` once it has expired). Many tenants block
device codes by Conditional Access altogether: \`AADSTS53003\`.`,
  severity: { unattended: 'error', unknown: 'information', attended: 'none', documentation: 'none' },
  confidence: 'Likely if words such as `$EXTRA` may add options.',
  fixSafety: 'Every fix but `--tenant` changes who signs in, and all need confirmation.',
  safety: 'needs-confirmation',
  sources: [sources.mfa, sources.errorCodes, sources.signInCode, sources.azdSignInCode, sources.connectCode],
  cases: [
    { title: 'A device code', before: 'az login ⟦--use-device-code⟧ --tenant contoso.example' },
    {
      title: 'Where nobody is there to enter it',
      before: 'az login ⟦--use-device-code⟧ --tenant contoso.example --output none',
      host: 'azure-vm',
      after: 'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID" --output none',
    },
    {
      title: 'In PowerShell',
      dialect: 'powershell',
      before: 'Connect-AzAccount ⟦-UseDeviceAuthentication⟧ -ErrorAction Stop',
      host: 'kubernetes',
      after:
        'Connect-AzAccount -ServicePrincipal -Tenant $env:AZURE_TENANT_ID -ApplicationId $env:AZURE_CLIENT_ID -FederatedToken "$(Get-Content $env:AZURE_FEDERATED_TOKEN_FILE)" -ErrorAction Stop',
    },
    {
      title: 'The Azure Developer CLI',
      before: 'azd auth login ⟦--use-device-code⟧',
      host: 'azure-vm',
      after: 'azd auth login --managed-identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"',
    },
  ],
  repairedByIdentity: () => true,
  check(signIn, context) {
    if (signIn.flow !== 'device-code') return undefined;
    return {
      range: rangeOf(option(signIn, 'use-device-code')?.words ?? [], siteRange(signIn)),
      message:
        context.attended === 'unattended'
          ? 'Waits for a device code that nobody here will enter, until it expires (AADSTS70019); Conditional Access may also block it (AADSTS53003). Use a workload identity.'
          : 'Waits until somebody enters the device code and answers MFA: a run with nobody there hangs here until the code expires (AADSTS70019).',
    };
  },
};
