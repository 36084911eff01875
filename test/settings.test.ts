import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { defaultSettings, defaultVariables, readSettings } from '../server/src/settings';

describe('readSettings', () => {
  it('gives the defaults for nothing', () => {
    for (const raw of [undefined, null, {}, 'text', 3, []]) {
      deepEqual(readSettings(raw), { settings: defaultSettings, problems: [] });
    }
  });
  it('reads every setting', () => {
    deepEqual(
      readSettings({
        enable: false,
        rules: { interactive: 'off', 'user-password': 'warning', 'device-code': 'default' },
        preferredIdentity: 'federated',
        preferredIdentityIsUsers: true,
        variables: { clientId: 'MY_ID' },
        hosts: { 'b/**': 'aws', 'a/**': 'azure-vm' },
        minimumAzureCliVersion: '2.66.0',
        run: 'onSave',
        trace: { server: 'off' },
      }),
      {
        settings: {
          enable: false,
          severity: { interactive: 'none', 'user-password': 'warning', 'device-code': 'default' },
          preferredIdentity: 'federated',
          preferredIdentityIsUsers: true,
          variables: { ...defaultVariables, clientId: 'MY_ID' },
          hosts: [
            ['b/**', 'aws'],
            ['a/**', 'azure-vm'],
          ],
          minimumAzureCliVersion: [2, 66],
          run: 'onSave',
        },
        problems: [],
      },
    );
  });
  const unusable: readonly (readonly [name: string, raw: object])[] = [
    ['enable', { enable: 'yes' }],
    ['rules', { rules: { 'no-such-rule': 'error' } }],
    ['rules', { rules: { interactive: 'none' } }],
    ['rules', { rules: { toString: 'error' } }],
    ['preferredIdentity', { preferredIdentity: 'constructor' }],
    ['variables', { variables: { clientId: 'A;rm -rf /' } }],
    ['variables', { variables: { clientId: 'A\n' } }],
    ['variables', { variables: { clientId: '1A' } }],
    ['variables', { variables: { clientId: '' } }],
    ['variables', { variables: JSON.parse('{"__proto__":"A"}') as object }],
    ['hosts', { hosts: { '*.sh': 'nowhere' } }],
    ['hosts', { hosts: { '': 'aws' } }],
    ['hosts', { hosts: { ['x'.repeat(1000)]: 'aws' } }],
    ['hosts', { hosts: ['aws'] }],
    ['minimumAzureCliVersion', { minimumAzureCliVersion: 'latest' }],
    ['minimumAzureCliVersion', { minimumAzureCliVersion: 2.66 }],
    ['run', { run: 'never' }],
  ];
  for (const [name, raw] of unusable) {
    it(`leaves ${name} at its default: ${JSON.stringify(raw).slice(0, 60)}`, () => {
      const { settings, problems } = readSettings(raw);
      deepEqual(settings, defaultSettings);
      equal(problems.length, 1);
      match(problems[0] ?? '', new RegExp(`azmfa\\.${name}`));
    });
  }
  it('never throws, and never lets a variable name through that a shell would not take', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ variables: fc.dictionary(fc.constantFrom('clientId', 'tenantId'), fc.string()) }),
        ),
        (raw) => {
          const { settings, problems } = readSettings(raw);
          for (const name of Object.values(settings.variables))
            match(name as string, /^[A-Za-z_][A-Za-z0-9_]*$/);
          for (const problem of problems) match(problem, /^\P{Cc}*$/u);
        },
      ),
    );
  });
});
