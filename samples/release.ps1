# Deploys the web app. Runs every night on an Azure virtual machine.
param(
    [Parameter(Mandatory)][string]$ResourceGroup,
    [pscredential]$Credential
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
