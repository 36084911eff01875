import assert from 'node:assert/strict';
import type { OptionValue } from '../../server/src/model';
import { powerShellSignIn } from '../support/cmdlets';
import { signInOf } from '../support/signIns';

const address = '"https://login.microsoftonline.com/$T/oauth2/v2.0/token"';

describe('a token request', () => {
  it('says what it sends, and where that stands', () => {
    const line = `curl -d 'grant_type=password&client_id=abc' -d "username=$U" --data-urlencode "password=pre\${P}" ${address}`;
    const signIn = signInOf(line);
    assert.deepEqual(
      signIn?.options.map(({ name, value }) => [name, value?.source, value?.value, value?.variables]),
      [
        ['grant-type', 'password', { kind: 'known', text: 'password' }, []],
        ['client-id', 'abc', { kind: 'known', text: 'abc' }, []],
        ['username', '$U', { kind: 'unknown' }, ['U']],
        ['password', 'pre${P}', { kind: 'partly-known', prefix: 'pre' }, ['P']],
        ['tenant', '$T', { kind: 'unknown' }, ['T']],
      ],
    );
    for (const { value } of signIn.options) {
      assert.equal(line.slice(value?.range.start, value?.range.end), value?.source);
    }
  });

  it('is found with its confidence, and only at Microsoft Entra', () => {
    for (const [line, confidence] of [
      [`curl -d grant_type=password ${address}`, 'certain'],
      [`curl.exe -d GRANT_TYPE=PASSWORD ${address}`, 'certain'],
      [`wget --post-data 'grant_type=password' ${address}`, 'certain'],
      ['curl -d grant_type=password "$HOST/$T/oauth2/v2.0/token"', 'likely'],
      ['curl -d grant_type=password "https://$HOST/$T/oauth2/v2.0/token"', 'likely'],
      ['curl -d grant_type=password "https://$HOST/$T/oauth2/token"', undefined],
      ['curl -d grant_type=password "$URL"', undefined],
      [`curl -d grant_type="$G" ${address}`, undefined],
      [`curl -d grant_type=password_reset ${address}`, undefined],
      [`curl -d my_grant_type=password ${address}`, undefined],
      [`curl -d grant_type=password -d grant_type=client_credentials ${address}`, undefined],
      [`http POST grant_type=password ${address}`, undefined],
      ['curl -d grant_type=password https://login.microsoftonline.com.example.org/x/oauth2/token', undefined],
      ['curl -d grant_type=password https://x.ciamlogin.com/x/oauth2/v2.0/token', undefined],
      ['curl -d grant_type=password https://login.microsoftonline.com/x/oauth2/v2.0/tokens', undefined],
    ] as const) {
      const signIn = signInOf(line);
      assert.deepEqual(
        [signIn?.tool, signIn?.flow],
        confidence ? ['token request', 'ropc'] : [undefined, undefined],
        line,
      );
      assert.equal(signIn?.confidence, confidence, line);
    }
  });

  it('is found in PowerShell, with a form as text or as a hash table', () => {
    const uri = '-Uri "https://login.microsoftonline.com/$t/oauth2/v2.0/token"';
    for (const line of [
      `Invoke-RestMethod -Method Post ${uri} -Body "grant_type=password&username=$u&password=$p"`,
      `irm ${uri} -Body:"grant_type=password&username=$u&password=$p"`,
      `Invoke-WebRequest ${uri} -Body @{grant_type='password'; username = $u; password="$p"}`,
    ]) {
      const signIn = powerShellSignIn(line);
      assert.equal(signIn?.flow, 'ropc', line);
      for (const [name, source] of [
        ['username', '$u'],
        ['password', '$p'],
      ] as const) {
        const value: OptionValue | undefined = signIn.options.find((each) => each.name === name)?.value;
        assert.ok(value, line);
        assert.equal(value.source.replaceAll('"', ''), source, line);
        assert.equal(line.slice(value.range.start, value.range.end), value.source, line);
      }
    }
    assert.equal(powerShellSignIn(`irm ${uri} -Body @{grant_type='client_credentials'}`), undefined);
    const body = { grant_type: "'password'", username: '$u', client_id: "'abc'" };
    assert.deepEqual(
      powerShellSignIn(`irm ${uri} -Body $body`, { body })?.options.map(({ name }) => name),
      ['grant-type', 'username', 'client-id', 'tenant'],
    );
    assert.equal(powerShellSignIn(`irm ${uri} -Body $body`), undefined);
  });
});
