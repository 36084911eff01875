# Deploys the web app and grants it access to its data. Runs every night on a build server.
param(
    [Parameter(Mandatory)][string]$ResourceGroup,
    [Parameter(Mandatory)][string]$Tenant,
    [Parameter(Mandatory)][string]$TestTenant,
    [Parameter(Mandatory)][pscredential]$Credential
)

$ErrorActionPreference = 'Stop'

# A user name and a password: refused once multifactor authentication is required.
$account = az login `
    --username $Credential.UserName `
    --password $Credential.GetNetworkCredential().Password `
    --output json | ConvertFrom-Json
if ($LASTEXITCODE -ne 0) { throw 'Nobody is signed in.' }

Write-Host "Signed in with az login as $($account[0].user.name)"
az webapp up --resource-group $ResourceGroup --name contoso-web --runtime 'DOTNETCORE:8.0'

# The same person once more, for Azure PowerShell.
$signIn = @{
    Tenant     = $Tenant
    Credential = $Credential
}
Connect-AzAccount @signIn | Out-Null
New-AzRoleAssignment -ResourceGroupName $ResourceGroup -RoleDefinitionName 'Storage Blob Data Reader' `
    -ObjectId (Get-AzWebApp -ResourceGroupName $ResourceGroup -Name contoso-web).Identity.PrincipalId

# The test site is in a tenant of its own.
Connect-AzAccount -Credential $Credential -Tenant $TestTenant -Scope Process | Out-Null
Restart-AzWebApp -ResourceGroupName "$ResourceGroup-test" -Name contoso-web-test
