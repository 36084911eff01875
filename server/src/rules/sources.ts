const cliCommit = '39505ed82c68b58258c2a74570b802d945eb8786';
const cliDocsCommit = 'e97b361d00a5deca1759cc063e05ae2d53ea95e0';
const profile = `https://github.com/Azure/azure-cli/blob/${cliCommit}/src/azure-cli/azure/cli/command_modules/profile`;
const cliDocs = `https://github.com/MicrosoftDocs/azure-docs-cli/blob/${cliDocsCommit}/docs-ref-conceptual/Latest-version`;
const entraDocs = 'https://github.com/MicrosoftDocs/entra-docs/blob';

/** The public pages that rules rest on, at the version that was read. */
export const sources = {
  signInCode: { title: 'Azure CLI: what `az login` checks', url: `${profile}/custom.py` },
  signInOptions: { title: 'Azure CLI: the options of `az login`', url: `${profile}/__init__.py` },
  mfa: {
    title: 'The impact of multifactor authentication on Azure CLI in automation scenarios',
    url: `${cliDocs}/authenticate-azure-cli-mfa.md`,
  },
  troubleshooting: {
    title: 'Azure CLI: troubleshooting',
    url: `${cliDocs}/use-azure-cli-successfully-troubleshooting.md`,
  },
  servicePrincipal: {
    title: 'Azure CLI: sign in with a service principal',
    url: `${cliDocs}/authenticate-azure-cli-service-principal.md`,
  },
  interactive: {
    title: 'Azure CLI: sign in interactively',
    url: `${cliDocs}/authenticate-azure-cli-interactively.md`,
  },
  releaseNotes: { title: 'Azure CLI: release notes', url: `${cliDocs}/release-notes-azure-cli.md` },
  errorCodes: {
    title: 'Microsoft Entra: error codes',
    url: `${entraDocs}/04f65548622d3f134b13b4c1978d1471177e2b1c/docs/identity-platform/reference-error-codes.md`,
  },
  ropc: {
    title: 'Microsoft Entra: resource owner password credentials',
    url: `${entraDocs}/0ec14b1a85742a3e220fdbaed8c5285d192890d2/docs/identity-platform/v2-oauth-ropc.md`,
  },
  connectCode: {
    title: 'Azure PowerShell: the parameters of `Connect-AzAccount`',
    url: 'https://github.com/Azure/azure-powershell/blob/003aa3feb3ddadb3c5405078ee896a5ca495e039/src/Accounts/Accounts/Account/ConnectAzureRmAccount.cs',
  },
  connectErrors: {
    title: 'Azure PowerShell: troubleshooting',
    url: 'https://github.com/MicrosoftDocs/azure-docs-powershell/blob/94a1a083642e3e1e0cf9b577b22ddbabea03963d/docs-conceptual/azps-16.2.0/troubleshooting.md',
  },
  exchangeCredential: {
    title: 'Exchange Online: the end of `-Credential` (MC1248389)',
    url: 'https://mc.merill.net/message/MC1248389',
  },
  mgGraph: {
    title: 'Microsoft Graph PowerShell: `Connect-MgGraph`',
    url: 'https://learn.microsoft.com/powershell/module/microsoft.graph.authentication/connect-mggraph',
  },
  teams: {
    title: 'Microsoft Teams PowerShell: `Connect-MicrosoftTeams`',
    url: 'https://learn.microsoft.com/powershell/module/teams/connect-microsoftteams',
  },
  sqlcmd: {
    title: 'sqlcmd: authentication with Microsoft Entra',
    url: 'https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-authentication',
  },
  kubelogin: {
    title: 'kubelogin: login modes',
    url: 'https://azure.github.io/kubelogin/concepts/login-modes.html',
  },
  environmentCredential: {
    title: 'Azure SDK: the variables of `EnvironmentCredential`',
    url: 'https://github.com/Azure/azure-sdk-for-python/blob/af0999d76651f2ce82858ee0a1b729c5733d455f/sdk/identity/azure-identity/azure/identity/_credentials/environment.py',
  },
  azdSignInCode: {
    title: 'Azure Developer CLI: what `azd auth login` does',
    url: 'https://github.com/Azure/azure-dev/blob/ae35809f496491989273d0edefdeb70f245f399b/cli/azd/cmd/auth_login.go',
  },
  flags: {
    title: 'pflag: the argument parser of the Azure Developer CLI',
    url: 'https://github.com/spf13/pflag/blob/5fdac2d16c16d60605cb8baa887e8c5c38ef623f/flag.go',
  },
  call: {
    title: 'Windows: `call`',
    url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/call',
  },
  batchInBatch: {
    title: 'ReactOS: how its cmd, made after that of Windows, runs a batch file from another one',
    url: 'https://github.com/reactos/reactos/blob/10ddfd286890f07c375b18f3e9751d29b2b7b8ba/base/shell/cmd/batch.c',
  },
  azureLogin: {
    title: 'The action `azure/login`: inputs and versions',
    url: 'https://github.com/Azure/login/blob/833e8233/README.md',
  },
  idToken: {
    title: 'GitHub: OpenID Connect in Azure',
    url: 'https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-azure',
  },
  workflowPermissions: {
    title: 'GitHub: `permissions` in the workflow syntax',
    url: 'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions',
  },
  parser: {
    title: 'knack: the argument parser of the Azure CLI',
    url: 'https://github.com/microsoft/knack/tree/e0c14114aea5e4416c70a77623e403773aba73a8',
  },
} as const;

/** Takes the number of an Azure CLI issue, returns it as a source. */
export const issue = (number: number) => ({
  title: `Azure CLI: issue ${number}`,
  url: `https://github.com/Azure/azure-cli/issues/${number}`,
});
