import type { Dialect } from '../../server/src/model';

/** A shell as the tests in VS Code use it: the same script in each, and what becomes of it. */
export interface DialectRow {
  readonly dialect: Dialect;
  /** What VS Code calls its language. */
  readonly languageId: string;
  readonly extensions: readonly [string, ...string[]];
  /** The first line of a script. */
  readonly head: string;
  /** The sign-in by a user's password that stands below it. */
  readonly signIn: string;
  /** The part of it that is underlined. */
  readonly underlined: string;
  /** A command that uses the session. */
  readonly next: string;
  /** A sign-in that cannot be rewritten, since only the run knows all of its arguments. */
  readonly unclear: string;
  /** What becomes of the sign-in if it is rewritten to a user-assigned managed identity, and to a federated token. */
  readonly managedIdentity: readonly string[];
  readonly federated: readonly string[];
  /** What begins the comment that silences a finding, and one in a set-up. */
  readonly comment: string;
  readonly setUpComment: string;
  /** What Markdown calls it. */
  readonly fence: string;
}

export const dialectRows: readonly DialectRow[] = [
  {
    dialect: 'bash',
    languageId: 'shellscript',
    extensions: ['.sh', '.bash'],
    head: '#!/bin/bash',
    signIn: 'az login -u "$USER" -p "$PASSWORD" --output none',
    underlined: 'az login',
    next: 'az group list',
    unclear: 'az login -u "$OTHER" -p "$SECRET" "$@"',
    managedIdentity: [
      'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID" --output none',
      'az account set --subscription "$AZURE_SUBSCRIPTION_ID"',
    ],
    federated: [
      'az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")" --output none',
      'az account set --subscription "$AZURE_SUBSCRIPTION_ID"',
    ],
    comment: '#',
    setUpComment: '#',
    fence: 'bash',
  },
  {
    dialect: 'powershell',
    languageId: 'powershell',
    extensions: ['.ps1', '.psm1'],
    head: '# Nightly',
    signIn: 'az login -u $user -p $password --output none',
    underlined: 'az login',
    next: 'az group list',
    unclear: 'az login -u $other -p $secret @args',
    managedIdentity: [
      'az login --identity --client-id $env:AZURE_MANAGED_IDENTITY_CLIENT_ID --output none',
      'if ($LASTEXITCODE -eq 0) { az account set --subscription $env:AZURE_SUBSCRIPTION_ID }',
    ],
    federated: [
      'az login --service-principal --username $env:AZURE_CLIENT_ID --tenant $env:AZURE_TENANT_ID --federated-token "$(Get-Content $env:AZURE_FEDERATED_TOKEN_FILE)" --output none',
      'if ($LASTEXITCODE -eq 0) { az account set --subscription $env:AZURE_SUBSCRIPTION_ID }',
    ],
    comment: '#',
    setUpComment: '#',
    fence: 'powershell',
  },
  {
    dialect: 'cmd',
    languageId: 'bat',
    extensions: ['.cmd', '.bat'],
    head: '@echo off',
    signIn: 'call az login -u %USER% -p "%PASSWORD%" --output none',
    underlined: 'az login',
    next: 'call az group list',
    unclear: 'call az login -u %OTHER% -p "%SECRET%" %*',
    managedIdentity: [
      'call az login --identity --client-id "%AZURE_MANAGED_IDENTITY_CLIENT_ID%" --output none && call az account set --subscription "%AZURE_SUBSCRIPTION_ID%"',
    ],
    federated: [
      'call az login --service-principal --username "%AZURE_CLIENT_ID%" --tenant "%AZURE_TENANT_ID%" --federated-token "@%AZURE_FEDERATED_TOKEN_FILE%" --output none && call az account set --subscription "%AZURE_SUBSCRIPTION_ID%"',
    ],
    comment: 'rem',
    setUpComment: '::',
    fence: 'bat',
  },
];

/** Lines as a text. */
export const text = (lines: readonly string[], lineBreak = '\n'): string =>
  lines.map((line) => line + lineBreak).join('');

/** A script of a dialect with one sign-in, or what stands in its place. */
export const scriptOf = (
  { head, signIn, next }: DialectRow,
  lineBreak = '\n',
  instead: readonly string[] = [signIn],
): string => text([head, ...instead, next], lineBreak);
