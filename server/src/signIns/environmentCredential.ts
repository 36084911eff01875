/**
 * The variables that decide how `EnvironmentCredential` of the Azure SDKs signs in, a part of `DefaultAzureCredential`.
 * Source: azure-sdk-for-python, azure/identity/_credentials/environment.py; the other languages do the same.
 */
export const environmentVariables = [
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
] as const;

export type EnvironmentVariable = (typeof environmentVariables)[number];

/** Finds text that may make a user sign in that way: without a user’s name the other variables do not. */
export const environmentCandidate = /\bAZURE_USERNAME\b/i;
