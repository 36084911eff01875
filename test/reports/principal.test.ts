import { equal } from 'node:assert/strict';
import { principalOf } from '../../server/src/reports/principal';
import { powerShellSignIn } from '../support/cmdlets';
import { signInOf } from '../support/signIns';

describe('who signs in', () => {
  const principal = (signIn: ReturnType<typeof signInOf>) => signIn && principalOf(signIn);
  it('is named in each tool’s own options', () => {
    equal(principal(signInOf('az login -u "$USER" -p "$P"')), '$USER');
    equal(principal(signInOf('az login --identity --client-id $ID')), '$ID');
    equal(principal(signInOf('azd auth login --client-id app --tenant-id t --client-secret "$S"')), 'app');
    equal(principal(signInOf('azd auth login --managed-identity --client-id "$ID"')), '$ID');
    equal(principal(signInOf('azd auth login')), null);
    equal(principal(powerShellSignIn('Connect-AzAccount -Credential $cred')), '$cred');
    equal(principal(powerShellSignIn('Connect-AzAccount -Identity -AccountId $id')), '$id');
    equal(
      principal(powerShellSignIn('Connect-AzAccount -ApplicationId app -CertificateThumbprint $p -Tenant t')),
      'app',
    );
    const request =
      'curl -d grant_type=password -d "username=$U" https://login.microsoftonline.com/t/oauth2/token';
    equal(principal(signInOf(request)), '$U');
  });
  it('is not told where that would tell a password', () => {
    const line =
      "Connect-AzAccount -Credential (New-Object PSCredential 'u', (ConvertTo-SecureString 'x' -Force))";
    equal(principal(powerShellSignIn(line)), null);
    equal(principal(signInOf('azd auth login --client-id same --tenant-id t --client-secret same')), null);
  });
});
