import assert from 'node:assert/strict';
import { commandFindingsOf } from '../../server/src/rules';
import { defaultSettings } from '../../server/src/settings';
import { readCredentialUse } from '../../server/src/signIns/credentialUses';
import { powerShellCommand } from '../support/cmdlets';

describe('a user’s password for another service', () => {
  const cases: readonly (readonly [line: string, found: string, severity: string, successor: RegExp])[] = [
    ['Connect-MsolService -Credential $cred', '-Credential $cred', 'warning', /Connect-MgGraph/],
    ['connect-azuread -cred:$cred', '-cred:$cred', 'warning', /retired.*Connect-Entra/],
    ['Connect-MgGraph -Credential $cred', '-Credential $cred', 'warning', /has no -Credential.*-Identity/],
    ['Connect-ExchangeOnline -Credential $cred', '-Credential $cred', 'warning', /-ManagedIdentity/],
    ['Connect-IPPSSession -Credential $cred', '-Credential $cred', 'warning', /-AppId/],
    ['Connect-MicrosoftTeams -Credential $cred', '-Credential $cred', 'information', /-ApplicationId/],
    ['Connect-PnPOnline -Url $url -Credentials $cred', '-Credentials $cred', 'information', /-ClientId/],
    [
      'PnP.PowerShell\\Connect-PnPOnline $url –Credentials $cred',
      '–Credentials $cred',
      'information',
      /certificate/,
    ],
  ];
  for (const [line, found, severity, successor] of cases) {
    it(line, () => {
      const command = powerShellCommand(line);
      const [finding, another] = commandFindingsOf(
        command,
        { host: 'shell', attended: 'unknown', dialect: 'powershell' },
        defaultSettings,
      );
      assert.ok(finding);
      assert.equal(another, undefined);
      assert.deepEqual(
        [finding.rule, line.slice(finding.range.start, finding.range.end), finding.severity],
        ['same-credential', found, severity],
      );
      assert.match(finding.message, successor);
      const [attended] = commandFindingsOf(
        command,
        { host: 'laptop', attended: 'attended', dialect: 'powershell' },
        defaultSettings,
      );
      assert.equal(attended?.severity, 'information');
    });
  }
  for (const line of [
    'Connect-MgGraph -Identity',
    'Connect-MgGraph -ClientSecretCredential $cred -TenantId $t',
    'Connect-MgGraph -ClientId $c -CertificateThumbprint $p -TenantId $t',
    'Connect-AzureAD -CertificateThumbprint $p -ApplicationId $a -TenantId $t',
    'Connect-ExchangeOnline -ManagedIdentity -Organization contoso.example',
    "Connect-MsolService '-Credential'",
    'Get-MsolUser -Credential $cred',
  ]) {
    it(`not ${line}`, () => {
      assert.equal(readCredentialUse(powerShellCommand(line), 'powershell'), undefined);
    });
  }

  it('is a cmdlet’s only in PowerShell', () => {
    const [cmdlet, program] = ['Connect-MsolService -Credential $c', 'kubelogin get-token -l ropc'].map(
      (line) => powerShellCommand(line),
    );
    assert.ok(cmdlet && program);
    assert.ok(readCredentialUse(cmdlet, 'powershell'));
    assert.equal(readCredentialUse(cmdlet, 'bash'), undefined);
    assert.ok(readCredentialUse(program, 'bash'));
  });
});
