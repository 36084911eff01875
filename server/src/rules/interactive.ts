import type { Rule } from './rule';
import { siteRange } from './site';
import { sources } from './sources';

export const interactive: Rule = {
  id: 'interactive',
  summary: 'Opens a browser and waits for a person',
  why: `\`az login\` without credentials opens a browser, or falls back to a device code where there is none, and waits for
somebody to answer it, second factor included. In a pipeline, a container or a scheduled job nobody does, so the script
hangs.

\`--federated-token\`, \`--certificate\` and \`--client-id\` are ignored here: they need \`--service-principal\` or
\`--identity\`.

\`azd auth login\` does the same without \`--client-id\` and \`--managed-identity\`, \`--no-prompt\` or not, and so does
\`Connect-AzAccount\` with no credential; \`-AccountId\` alone only tells the browser whom to ask.`,
  severity: { unattended: 'error', unknown: 'hint', attended: 'none', documentation: 'none' },
  severityNote:
    'A warning, certainly unattended, where `az account show || az login` asks for a session first: as a rule there is one.',
  confidence: 'Likely if words such as `$EXTRA` may add options.',
  fixSafety: 'Every fix but `--tenant` changes who signs in, and all need confirmation.',
  safety: 'needs-confirmation',
  sources: [sources.interactive, sources.mfa, sources.signInCode, sources.azdSignInCode, sources.connectCode],
  cases: [
    { title: 'A bare sign-in', before: '⟦az login⟧\naz group list' },
    {
      title: 'Only if there is no session',
      before: 'az account show >/dev/null 2>&1 || ⟦az login⟧',
      host: 'gitlab',
      after:
        'az account show >/dev/null 2>&1 || az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")"',
    },
    { title: 'Standard input is closed, so nobody is there', before: '⟦az login⟧ </dev/null' },
    {
      title: 'In PowerShell',
      dialect: 'powershell',
      before: 'if (-not (Get-AzContext)) { ⟦Connect-AzAccount⟧ }',
      host: 'on-premises',
      after:
        'if (-not (Get-AzContext)) { Connect-AzAccount -ServicePrincipal -Tenant $env:AZURE_TENANT_ID -ApplicationId $env:AZURE_CLIENT_ID -CertificateThumbprint $env:AZURE_CLIENT_CERTIFICATE_THUMBPRINT }',
    },
    {
      title: 'The Azure Developer CLI',
      before: '⟦azd auth login⟧ --no-prompt\nazd up --no-prompt',
      host: 'github-hosted',
      after:
        'azd auth login --client-id "$AZURE_CLIENT_ID" --tenant-id "$AZURE_TENANT_ID" --federated-credential-provider github --no-prompt\nazd up --no-prompt',
    },
  ],
  repairedByIdentity: () => true,
  check(signIn, context) {
    if (signIn.flow !== 'interactive') return undefined;
    const range = siteRange(signIn);
    if (context.attended !== 'unattended') {
      return {
        range,
        message:
          'Waits for a person in a browser, second factor included: a run with nobody there hangs here. Use a workload identity if this script runs unattended.',
      };
    }
    if (context.guardedBy) {
      return {
        range,
        message:
          'Runs only without a session, and then waits for a browser or device code that nobody here will answer; a device code may also be blocked (AADSTS53003).',
        severity: 'warning',
        related: [{ range: context.guardedBy.range, message: 'Asks whether there is a session.' }],
      };
    }
    return {
      range,
      message:
        'Waits for a browser or device code that nobody here will answer; a device code may also be blocked (AADSTS53003). Use a workload identity.',
    };
  },
};
