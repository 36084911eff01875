# Stands in for Connect-AzAccount: the same parameters, aliases and sets, and it only says which set PowerShell chose.
# Sources: azure-powershell ConnectAzureRmAccount.cs; the cmdlet's reference for -AccountId of a user and -ClaimsChallenge.
function Connect-AzAccount {
  [CmdletBinding(DefaultParameterSetName='UserWithSubscriptionId', SupportsShouldProcess)]
  param(
    [Alias('EnvironmentName')][ValidateNotNullOrEmpty()][string]$Environment,
    [Parameter(ParameterSetName='ServicePrincipalWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='UserWithCredential', Mandatory)][PSCredential]$Credential,
    [Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId', Mandatory)][string]$CertificateThumbprint,
    [Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='ClientAssertionParameterSet', Mandatory)]
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId', Mandatory)][string]$ApplicationId,
    [Parameter(ParameterSetName='ServicePrincipalWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='ClientAssertionParameterSet')]
    [Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId')]
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId')][switch]$ServicePrincipal,
    [Parameter(ParameterSetName='UserWithSubscriptionId')][Parameter(ParameterSetName='UserWithCredential')]
    [Parameter(ParameterSetName='ServicePrincipalWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId')]
    [Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='ClientAssertionParameterSet', Mandatory)]
    [Parameter(ParameterSetName='ManagedServiceLogin')][Alias('Domain','TenantId')][ValidateNotNullOrEmpty()][string]$Tenant,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId', Mandatory)][ValidateNotNullOrEmpty()][string]$AccessToken,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId')][ValidateNotNullOrEmpty()][string]$GraphAccessToken,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId')][ValidateNotNullOrEmpty()][string]$MicrosoftGraphAccessToken,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId')][ValidateNotNullOrEmpty()][string]$KeyVaultAccessToken,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId', Mandatory)]
    [Parameter(ParameterSetName='UserWithSubscriptionId')]
    [Parameter(ParameterSetName='ManagedServiceLogin')][ValidateNotNullOrEmpty()][string]$AccountId,
    [Parameter(ParameterSetName='ManagedServiceLogin', Mandatory)][Alias('MSI','ManagedService')][switch]$Identity,
    [Alias('SubscriptionName','SubscriptionId')][Parameter(ValueFromPipeline)][ValidateNotNullOrEmpty()][string]$Subscription,
    [Parameter(ParameterSetName='UserWithSubscriptionId')][Parameter(ParameterSetName='UserWithCredential')]
    [Parameter(ParameterSetName='ServicePrincipalWithSubscriptionId')][Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId')]
    [Parameter(ParameterSetName='ManagedServiceLogin')][Alias('AuthScopeTypeName')][string]$AuthScope,
    [ValidateNotNullOrEmpty()][string]$ContextName,
    [Parameter(ParameterSetName='AccessTokenWithSubscriptionId')][switch]$SkipValidation,
    [switch]$SkipContextPopulation,
    [int]$MaxContextPopulation,
    [Parameter(ParameterSetName='UserWithSubscriptionId')][Alias('DeviceCode','DeviceAuth','Device')][switch]$UseDeviceAuthentication,
    [switch]$Force,
    [Parameter(ParameterSetName='UserWithSubscriptionId')][ValidateNotNullOrEmpty()][string]$ClaimsChallenge,
    [Parameter(ParameterSetName='ServicePrincipalCertificateWithSubscriptionId')]
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId')][switch]$SendCertificateChain,
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId', Mandatory)][string]$CertificatePath,
    [Parameter(ParameterSetName='ServicePrincipalCertificateFileWithSubscriptionId')][SecureString]$CertificatePassword,
    [Parameter(ParameterSetName='ClientAssertionParameterSet', Mandatory)][Alias('ClientAssertion')][ValidateNotNullOrEmpty()][string]$FederatedToken,
    [ValidateSet('Process','CurrentUser')][string]$Scope,
    [Alias('AzContext','AzureRmContext','AzureCredential')]$DefaultProfile
  )
  process {
    $set = $PSCmdlet.ParameterSetName
    if ($UseDeviceAuthentication) { "$set device" } else { $set }
  }
}
