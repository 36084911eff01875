import type { ParameterSpec } from './parameters';

/** The parameter sets of `Connect-AzAccount`, without the endings of their names. */
export type ParameterSet =
  | 'User'
  | 'UserWithCredential'
  | 'ServicePrincipal'
  | 'ServicePrincipalCertificate'
  | 'ServicePrincipalCertificateFile'
  | 'ClientAssertion'
  | 'AccessToken'
  | 'ManagedService';

/**
 * A parameter of `Connect-AzAccount`. Source: azure-powershell ConnectAzureRmAccount.cs, and the cmdlet's reference
 * for what came later (`-AccountId` of a user, `-ClaimsChallenge`).
 */
export interface ConnectAzAccountParameter extends ParameterSpec<ParameterSet> {
  /** What it does, one line of plain text. */
  readonly explanation: string;
}

const certificates: readonly ParameterSet[] = [
  'ServicePrincipalCertificate',
  'ServicePrincipalCertificateFile',
];
const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);

/** Every parameter, those that all cmdlets have last. */
export const connectAzAccountParameters: readonly ConnectAzAccountParameter[] = [
  {
    name: 'environment',
    parameter: 'Environment',
    aliases: ['EnvironmentName'],
    notEmpty: true,
    explanation: 'The cloud: AzureCloud, AzureUSGovernment, AzureChinaCloud.',
  },
  {
    name: 'credential',
    parameter: 'Credential',
    sets: ['UserWithCredential', 'ServicePrincipal'],
    mandatoryIn: ['UserWithCredential', 'ServicePrincipal'],
    explanation:
      'A user’s name and password, or with -ServicePrincipal the application id and its client secret.',
  },
  {
    name: 'certificate-thumbprint',
    parameter: 'CertificateThumbprint',
    sets: ['ServicePrincipalCertificate'],
    mandatoryIn: ['ServicePrincipalCertificate'],
    notEmpty: true,
    explanation: 'The service principal’s certificate in the certificate store, by its thumbprint.',
  },
  {
    name: 'application-id',
    parameter: 'ApplicationId',
    sets: [...certificates, 'ClientAssertion'],
    mandatoryIn: [...certificates, 'ClientAssertion'],
    notEmpty: true,
    explanation: 'The client id of the service principal.',
  },
  {
    name: 'service-principal',
    parameter: 'ServicePrincipal',
    isSwitch: true,
    sets: ['ServicePrincipal', ...certificates, 'ClientAssertion'],
    mandatoryIn: ['ServicePrincipal'],
    explanation:
      'Signs in as a service principal, which MFA does not apply to; set to $false it still chooses that set of parameters.',
  },
  {
    name: 'tenant',
    parameter: 'Tenant',
    aliases: ['Domain', 'TenantId'],
    sets: [
      'User',
      'UserWithCredential',
      'ServicePrincipal',
      ...certificates,
      'ClientAssertion',
      'AccessToken',
      'ManagedService',
    ],
    mandatoryIn: ['ServicePrincipal', ...certificates, 'ClientAssertion'],
    notEmpty: true,
    explanation:
      'The Entra tenant to sign in to, by id or domain; a service principal needs it. It does not satisfy MFA for a user.',
  },
  {
    name: 'access-token',
    parameter: 'AccessToken',
    sets: ['AccessToken'],
    mandatoryIn: ['AccessToken'],
    notEmpty: true,
    explanation: 'A token for Azure Resource Manager that something else has fetched.',
  },
  {
    name: 'graph-access-token',
    parameter: 'GraphAccessToken',
    sets: ['AccessToken'],
    notEmpty: true,
    explanation: 'A token for Azure AD Graph that something else has fetched.',
  },
  {
    name: 'microsoft-graph-access-token',
    parameter: 'MicrosoftGraphAccessToken',
    sets: ['AccessToken'],
    notEmpty: true,
    explanation: 'A token for Microsoft Graph that something else has fetched.',
  },
  {
    name: 'key-vault-access-token',
    parameter: 'KeyVaultAccessToken',
    sets: ['AccessToken'],
    notEmpty: true,
    explanation: 'A token for Key Vault that something else has fetched.',
  },
  {
    name: 'account-id',
    parameter: 'AccountId',
    sets: ['User', 'AccessToken', 'ManagedService'],
    mandatoryIn: ['AccessToken'],
    notEmpty: true,
    explanation:
      'With -Identity the client id or resource id of a user-assigned identity; alone only a hint whom the browser should ask.',
  },
  {
    name: 'identity',
    parameter: 'Identity',
    aliases: ['MSI', 'ManagedService'],
    isSwitch: true,
    sets: ['ManagedService'],
    mandatoryIn: ['ManagedService'],
    explanation: 'Signs in as the managed identity of the Azure or Arc machine that the script runs on.',
  },
  {
    name: 'managed-service-port',
    parameter: 'ManagedServicePort',
    sets: ['ManagedService'],
    explanation: 'Where older versions asked for a managed identity’s token.',
  },
  {
    name: 'managed-service-host-name',
    parameter: 'ManagedServiceHostName',
    sets: ['ManagedService'],
    explanation: 'Where older versions asked for a managed identity’s token.',
  },
  {
    name: 'managed-service-secret',
    parameter: 'ManagedServiceSecret',
    sets: ['ManagedService'],
    explanation: 'What older versions asked for a managed identity’s token with.',
  },
  {
    name: 'subscription',
    parameter: 'Subscription',
    aliases: ['SubscriptionName', 'SubscriptionId'],
    notEmpty: true,
    explanation: 'The subscription to use from here on.',
  },
  {
    name: 'scope',
    parameter: 'AuthScope',
    aliases: ['AuthScopeTypeName'],
    explanation: 'The scope to ask for at the sign-in, such as Storage.',
  },
  {
    name: 'context-name',
    parameter: 'ContextName',
    notEmpty: true,
    explanation: 'The name that the session gets.',
  },
  {
    name: 'skip-validation',
    parameter: 'SkipValidation',
    isSwitch: true,
    sets: ['AccessToken'],
    explanation: 'Does not try the token.',
  },
  {
    name: 'skip-context-population',
    parameter: 'SkipContextPopulation',
    isSwitch: true,
    explanation: 'Does not list the subscriptions.',
  },
  {
    name: 'max-context-population',
    parameter: 'MaxContextPopulation',
    accepts: isNumber,
    explanation: 'How many subscriptions it lists.',
  },
  {
    name: 'use-device-code',
    parameter: 'UseDeviceAuthentication',
    aliases: ['DeviceCode', 'DeviceAuth', 'Device'],
    isSwitch: true,
    sets: ['User'],
    explanation: 'Shows a code that a person must enter in a browser, and waits.',
  },
  {
    name: 'force',
    parameter: 'Force',
    isSwitch: true,
    explanation: 'Replaces a session of the same name without asking.',
  },
  {
    name: 'claims-challenge',
    parameter: 'ClaimsChallenge',
    sets: ['User'],
    notEmpty: true,
    explanation: 'Answers a claims challenge; only a person can.',
  },
  {
    name: 'send-certificate-chain',
    parameter: 'SendCertificateChain',
    isSwitch: true,
    sets: certificates,
    explanation: 'Sends the certificate’s chain, for subject name and issuer authentication.',
  },
  {
    name: 'certificate-path',
    parameter: 'CertificatePath',
    sets: ['ServicePrincipalCertificateFile'],
    mandatoryIn: ['ServicePrincipalCertificateFile'],
    notEmpty: true,
    explanation: 'The service principal’s certificate and key in a PKCS#12 (PFX) file.',
  },
  {
    name: 'certificate-password',
    parameter: 'CertificatePassword',
    sets: ['ServicePrincipalCertificateFile'],
    explanation: 'The password of the certificate’s file, a SecureString.',
  },
  {
    name: 'federated-token',
    parameter: 'FederatedToken',
    aliases: ['ClientAssertion'],
    sets: ['ClientAssertion'],
    mandatoryIn: ['ClientAssertion'],
    notEmpty: true,
    explanation: 'A token of another identity provider that the service principal trusts; it lives minutes.',
  },
  {
    name: 'context-scope',
    parameter: 'Scope',
    accepts: (text) => /^(process|currentuser|[01])$/i.test(text),
    explanation: 'Whether the session is this process’s (Process) or also later ones’ (CurrentUser).',
  },
  {
    name: 'default-profile',
    parameter: 'DefaultProfile',
    aliases: ['AzContext', 'AzureRmContext', 'AzureCredential'],
    explanation: 'The sessions to work with.',
  },
  ...(
    [
      ['what-if', 'WhatIf', 'wi', 'Says what would happen, and signs nobody in.'],
      ['confirm', 'Confirm', 'cf', 'Asks before it signs in.'],
      ['debug', 'Debug', 'db', 'Logs everything.'],
      ['verbose', 'Verbose', 'vb', 'Logs more.'],
    ] as const
  ).map(([name, parameter, alias, explanation]): ConnectAzAccountParameter => ({
    ...{ name, parameter, aliases: [alias], explanation },
    ...{ isSwitch: true, isCommon: true },
  })),
  ...(
    [
      ['ErrorAction', 'ea', 'What happens on an error.'],
      ['WarningAction', 'wa', 'What happens with warnings, the one about MFA too.'],
      ['InformationAction', 'infa', 'What happens with messages.'],
      ['ProgressAction', 'proga', 'What happens with progress bars.'],
      ['ErrorVariable', 'ev', 'The variable that errors are put into.'],
      ['WarningVariable', 'wv', 'The variable that warnings are put into.'],
      ['InformationVariable', 'iv', 'The variable that messages are put into.'],
      ['OutVariable', 'ov', 'The variable that the output is put into.'],
      ['OutBuffer', 'ob', 'How much output is kept back.'],
      ['PipelineVariable', 'pv', 'The variable for the rest of the pipeline.'],
    ] as const
  ).map(([parameter, alias, explanation]): ConnectAzAccountParameter => ({
    ...{ name: kebabCase(parameter), parameter, aliases: [alias], explanation },
    isCommon: true,
  })),
];

/** `ErrorAction` as `error-action`. */
function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
