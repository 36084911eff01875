import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Flow } from '../../server/src/model';
import { readSignIn } from '../../server/src/signIns';
import { powerShellCommand, powerShellSignIn as signInOf } from '../support/cmdlets';

interface Outcome {
  readonly line: string;
  readonly set?: string;
  /** True if a device code is asked for. */
  readonly device?: true;
  /** How the error begins, without what depends on the version. */
  readonly error?: string;
}

/**
 * What PowerShell 7.6 did with random arguments, given a function with the parameters, aliases and sets of
 * `Connect-AzAccount`.
 */
const outcomes = readFileSync(new URL('connect-azaccount-outcomes.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Outcome);

const flowOfSet: Readonly<Record<string, Flow>> = {
  User: 'interactive',
  UserWithCredential: 'ropc',
  ServicePrincipal: 'service-principal-secret',
  ServicePrincipalCertificate: 'service-principal-certificate',
  ServicePrincipalCertificateFile: 'service-principal-certificate',
  ClientAssertion: 'service-principal-federated',
  AccessToken: 'unknown',
  ManagedService: 'managed-identity',
};

const servicePrincipals: readonly Flow[] = [
  'service-principal-secret',
  'service-principal-certificate',
  'service-principal-federated',
];

describe('Connect-AzAccount: what PowerShell does', () => {
  for (const { line, set, device, error = '' } of outcomes) {
    it(`${line} is ${set ?? error}`, () => {
      const signIn = signInOf(line);
      assert.ok(signIn);
      // PowerShell asks for a tenant that is missing, so who signs in is clear.
      if (error.endsWith('missing mandatory parameters: Tenant.')) {
        assert.ok(servicePrincipals.includes(signIn.flow), signIn.flow);
      } else if (set === undefined) {
        assert.equal(signIn.flow, 'rejected');
        // Of a parameter that is given twice PowerShell mostly shows what was typed.
        const shown = (text: string) => text.replace(/(?<=because parameter ')\w+/, '');
        const wanted = shown(error);
        assert.equal(shown(signIn.rejections[0]?.error ?? '').slice(0, wanted.length), wanted);
        assert.equal(signIn.rejections[0]?.exit, undefined);
      } else if (/:\s?\$f(\s|$)/.test(line) && /-(us|de|device)\w*:/i.test(line)) {
        // What a switch's variable holds only the run knows.
        assert.deepEqual(signIn.possibleFlows, ['interactive', 'device-code']);
      } else assert.equal(signIn.flow, device ? 'device-code' : flowOfSet[set]);
    });
  }
});

describe('Connect-AzAccount', () => {
  const cases: readonly (readonly [line: string, flow: Flow | undefined, confidence?: string])[] = [
    ['Connect-AzAccount', 'interactive', 'certain'],
    ['connect-azaccount -credential $cred', 'ropc', 'certain'],
    ['Login-AzAccount -Credential $cred', 'ropc', 'certain'],
    ['Add-AzAccount -Cred (Get-Credential)', 'ropc', 'certain'],
    ['Login-AzureRmAccount -Credential $cred', 'ropc', 'certain'],
    ['Add-AzureRmAccount $cred', 'ropc', 'certain'],
    ['Connect-AzureRmAccount', 'interactive', 'certain'],
    ['Az.Accounts\\Connect-AzAccount -Identity', 'managed-identity', 'certain'],
    ["'Connect-AzAccount' -Identity", 'managed-identity', 'certain'],
    ['Connect-AzAccount -AccountId $user', 'interactive', 'certain'],
    ['Connect-AzAccount -UseDeviceAuthentication', 'device-code', 'certain'],
    ['Connect-AzAccount -UseDeviceAuthentication:$useCode', 'interactive', 'likely'],
    ['Connect-AzAccount -ServicePrincipal -Credential $cred', 'service-principal-secret', 'certain'],
    ['Connect-AzAccount -Credential $cred -Identity', 'rejected', 'certain'],
    ['Connect-AzAccount $cred', 'rejected', 'certain'],
    ['Connect-AzAccount -Cert x', 'rejected', 'certain'],
    ['Connect-AzAccount @params', 'unknown', 'possible'],
    ['Connect-AzAccount -Identity @params', 'managed-identity', 'likely'],
    ['Connect-AzAccount -Credential $cred @params', 'ropc', 'likely'],
    ['Connect-AzAccount -AccessToken $token -AccountId x', 'unknown', 'possible'],
    ['Connect-AzureAD -Credential $cred', undefined],
    ['Get-AzAccount', undefined],
    ['Disconnect-AzAccount', undefined],
    ['Add-AzureAccount -Credential $cred', undefined],
  ];
  for (const [line, flow, confidence] of cases) {
    it(`${line} is ${flow ?? 'no sign-in'}`, () => {
      const signIn = signInOf(line);
      assert.equal(signIn?.flow, flow);
      assert.equal(signIn?.confidence, confidence);
      if (signIn !== undefined) assert.equal(signIn.tool, 'Connect-AzAccount');
    });
  }

  it('reads hash tables that are splatted', () => {
    for (const [line, table, flow] of [
      ['Connect-AzAccount @p', { Credential: '$c' }, 'ropc'],
      ['Connect-AzAccount @p', {}, 'interactive'],
      [
        'Connect-AzAccount @p',
        { Credential: '$c', ServicePrincipal: '$true', TenantId: "'t'" },
        'service-principal-secret',
      ],
      // PowerShell takes a switch's set even where it is off.
      [
        'Connect-AzAccount @p',
        { Credential: '$c', ServicePrincipal: '$false', TenantId: "'t'" },
        'service-principal-secret',
      ],
      ['Connect-AzAccount @p', { UseDeviceAuthentication: '$false' }, 'interactive'],
      ['Connect-AzAccount -Identity @p', { AccountId: '$id', ErrorAction: "'Stop'" }, 'managed-identity'],
      ['Connect-AzAccount -Tenant a @p', { Tenant: '$t', Credential: '$c' }, 'ropc'],
      ['Connect-AzAccount @p', { Foo: '$t' }, 'rejected'],
      ['Connect-AzAccount @p', { Subscription: '$null' }, 'rejected'],
      ['Connect-AzAccount -Identity @p', { Credential: '$c' }, 'rejected'],
    ] as const) {
      const signIn = signInOf(line, { p: table });
      assert.equal(signIn?.flow, flow, line + JSON.stringify(table));
      assert.deepEqual(signIn.extras, []);
    }
  });

  it('lists the flows that unknown parameters may lead to', () => {
    assert.deepEqual(signInOf('Connect-AzAccount @p')?.possibleFlows, [
      'ropc',
      'interactive',
      'device-code',
      'service-principal-secret',
      'service-principal-certificate',
      'service-principal-federated',
      'managed-identity',
      'rejected',
    ]);
    assert.deepEqual(signInOf('Connect-AzAccount -Credential $c @p')?.possibleFlows, [
      'ropc',
      'service-principal-secret',
      'rejected',
    ]);
    assert.deepEqual(signInOf('Connect-AzAccount -ApplicationId $a @p')?.possibleFlows, [
      'service-principal-certificate',
      'service-principal-federated',
      'rejected',
    ]);
  });

  it('says what stands where', () => {
    const signIn = signInOf('Connect-AzAccount -Ten:"$t" -Cred $c -ServicePrincipal:$true');
    assert.deepEqual(
      signIn?.options.map(({ name, value, words }) => [name, value?.source, value?.value, words.length]),
      [
        ['tenant', '"$t"', { kind: 'unknown' }, 1],
        ['credential', '$c', { kind: 'unknown' }, 2],
        ['service-principal', '$true', { kind: 'known', text: 'true' }, 1],
      ],
    );
  });

  it('never throws, keeps ranges inside their words, and shows no value in an error', () => {
    const word = fc.constantFrom(
      '-', '--', '-Credential', '-Tenant', '-ServicePrincipal', '-AccessToken:', '-C', '-s3cretValue1', "'s3cretValue1'", '$v', '@p', '-Tenant:s3cretValue1', '(f x)', '–Ten', '-Scope', '$null',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const line = `Connect-AzAccount ${words.join(' ')}`;
        const signIn = signInOf(line);
        for (const { words: spelled, value } of signIn?.options ?? []) {
          if (value === undefined) continue;
          assert.ok(
            spelled.some(({ range: r }) => value.range.start >= r.start && value.range.end <= r.end),
            line,
          );
          assert.equal(line.slice(value.range.start, value.range.end), value.source);
        }
        for (const { error } of signIn?.rejections ?? []) assert.doesNotMatch(error, /s3cretValue/);
      }),
    );
  });

  it('is a command of PowerShell alone', () => {
    const command = powerShellCommand('Connect-AzAccount -Credential $c');
    const settings = { minimumAzureCliVersion: undefined };
    assert.equal(readSignIn(command, 'powershell', settings)?.flow, 'ropc');
    assert.equal(readSignIn(command, 'bash', settings), undefined);
    assert.equal(readSignIn(command, 'cmd', settings), undefined);
    const azLogin = powerShellCommand('az login');
    for (const dialect of ['powershell', 'bash', 'cmd'] as const) {
      assert.equal(readSignIn(azLogin, dialect, settings)?.flow, 'interactive');
    }
  });
});
