import { deepEqual, equal, match } from 'node:assert/strict';
import type { HostId, IdentityId } from '../../server/src/model';
import { defaultVariables, type Settings } from '../../server/src/settings';
import { written } from '../support/changes';
import { fixIn, flowIn, load, password, remedyIn, rewritten } from './fixes';

before(load);

describe('rewriting to an identity', () => {
  const cases: readonly (readonly [before: string, identity: IdentityId, after: string, host?: HostId])[] = [
    [password, 'user-assigned', 'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"'],
    [password, 'system-assigned', 'az login --identity'],
    [
      password,
      'user-assigned-object-id',
      'az login --identity --object-id "$AZURE_MANAGED_IDENTITY_OBJECT_ID"',
    ],
    [
      password,
      'user-assigned-resource-id',
      'az login --identity --resource-id "$AZURE_MANAGED_IDENTITY_RESOURCE_ID"',
    ],
    [
      password,
      'federated',
      'az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")"',
    ],
    [
      password,
      'certificate',
      'az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --certificate "$AZURE_CLIENT_CERTIFICATE_PATH"',
    ],
    [
      password,
      'secret',
      'az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --password="$AZURE_CLIENT_SECRET"',
    ],
    ['az login', 'system-assigned', 'az login --identity'],
    ['az login --debug', 'system-assigned', 'az login --identity --debug'],
    [
      'az login --use-device-code -o tsv',
      'user-assigned',
      'az login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID" -o tsv',
    ],
    // What the target takes as well stays where it stands.
    [
      'az login -o none -u "$U" --query "[].id" --password="$P" --only-show-errors --allow-no-subscriptions',
      'system-assigned',
      'az login -o none --identity --query "[].id" --only-show-errors --allow-no-subscriptions',
    ],
    [
      'az login --tenant contoso.example -u "$U" -p "$P"',
      'certificate',
      'az login --tenant contoso.example --service-principal --username "$AZURE_CLIENT_ID" --certificate "$AZURE_CLIENT_CERTIFICATE_PATH"',
    ],
    [
      'az login -u "$U" -t "$T" -p "$P" --subscription "$S"',
      'secret',
      'az login --service-principal --username "$AZURE_CLIENT_ID" --password="$AZURE_CLIENT_SECRET" -t "$T" --subscription "$S"',
    ],
    [
      'az login --scope a b -u "$U" -p "$P"',
      'secret',
      'az login --scope a b --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --password="$AZURE_CLIENT_SECRET"',
    ],
    // What it does not take goes, every time it is given.
    ['az login -t a.b -u "$U" -p x --scope a b -p "$P" -u "$V"', 'system-assigned', 'az login --identity'],
    ['az login --use-device-code --claims-challenge "$C"', 'system-assigned', 'az login --identity'],
    [
      'az login --tenant a.b --skip-sub --subscription 11111111-1111-1111-1111-111111111111',
      'system-assigned',
      'az login --identity --subscription 11111111-1111-1111-1111-111111111111',
    ],
    ['az login -u "$U" --certificate c.pem --federated-token "$T"', 'system-assigned', 'az login --identity'],
    // azd spells the same otherwise.
    [
      'azd auth login --use-device-code --no-prompt',
      'user-assigned',
      'azd auth login --managed-identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID" --no-prompt',
    ],
    ['azd auth login --tenant-id a.b -C dir', 'system-assigned', 'azd auth login --managed-identity -C dir'],
    [
      'azd --debug auth login --redirect-port 1 --tenant-id a.b',
      'secret',
      'azd --debug auth login --client-id "$AZURE_CLIENT_ID" --client-secret "$AZURE_CLIENT_SECRET" --tenant-id a.b',
    ],
    [
      'azd auth login',
      'certificate',
      'azd auth login --client-id "$AZURE_CLIENT_ID" --tenant-id "$AZURE_TENANT_ID" --client-certificate "$AZURE_CLIENT_CERTIFICATE_PATH"',
    ],
    [
      'azd auth login',
      'federated',
      'azd auth login --client-id "$AZURE_CLIENT_ID" --tenant-id "$AZURE_TENANT_ID" --federated-credential-provider azure-pipelines',
      'azure-pipelines',
    ],
    [
      'azd auth login',
      'federated',
      'azd auth login --client-id "$AZURE_CLIENT_ID" --tenant-id "$AZURE_TENANT_ID" --federated-credential-provider oidc',
      'gitlab',
    ],
    [
      'azd auth login --client-id "$APP" --tenant-id a.b --client-secret "$S"',
      'federated',
      'azd auth login --client-id "$APP" --tenant-id a.b --federated-credential-provider github',
      'github-hosted',
    ],
    [
      'azd auth login --client-id "$APP" --tenant-id a.b --client-secret "$S"',
      'user-assigned',
      'azd auth login --managed-identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID"',
    ],
    // What is there already need not be said again.
    ['az login --client-id "$ID"', 'user-assigned', 'az login --identity --client-id "$ID"'],
    [
      'az login --client-id "$ID"',
      'user-assigned-object-id',
      'az login --identity --object-id "$AZURE_MANAGED_IDENTITY_OBJECT_ID"',
    ],
    [
      'az login -u "$AZURE_CLIENT_ID" -t "$T" --federated-token "$TOKEN"',
      'federated',
      'az login --service-principal -u "$AZURE_CLIENT_ID" -t "$T" --federated-token "$TOKEN"',
    ],
    [
      'az login -u $AZURE_CLIENT_ID --certificate /c.pem -t "$T"',
      'certificate',
      'az login --service-principal --username "$AZURE_CLIENT_ID" --certificate /c.pem -t "$T"',
    ],
    // A service principal stays who it is.
    [
      'az login --service-principal -u "$APP" -p "$S" --tenant "$T" --use-cert-sn-issuer',
      'federated',
      'az login --service-principal -u "$APP" --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")" --tenant "$T"',
    ],
    [
      'az login --service-principal -u "$APP" -p "$S" --use-cert-sn-issuer',
      'certificate',
      'az login --service-principal -u "$APP" --tenant "$AZURE_TENANT_ID" --certificate "$AZURE_CLIENT_CERTIFICATE_PATH" --use-cert-sn-issuer',
    ],
    [
      'az login --service-principal -u "$APP" --federated-token eyJ-demo -t "$T"',
      'secret',
      'az login --service-principal -u "$APP" --password="$AZURE_CLIENT_SECRET" -t "$T"',
    ],
    // Spellings.
    ['az login -u"$U" -p"$P"', 'system-assigned', 'az login --identity'],
    ['az login --user "$U" --pass="$P" -otsv', 'system-assigned', 'az login --identity -otsv'],
    ['az login –u "$U" -p "$P" —output tsv', 'system-assigned', 'az login --identity --output tsv'],
    ["az login -u a -p '-x' -o tsv", 'system-assigned', 'az login --identity -o tsv'],
    ['/usr/bin/az login -u "$U" >log 2>&1', 'system-assigned', '/usr/bin/az login --identity >log 2>&1'],
    // The user.
    [password, 'user-with-tenant', 'az login --tenant "$AZURE_TENANT_ID"', 'laptop'],
    ['az login -u "$U" -t a.b -p "$P" --debug', 'user-with-tenant', 'az login -t a.b --debug', 'laptop'],
    [
      `MY_TENANT=a.b\n${password}`,
      'user-with-tenant',
      'MY_TENANT=a.b\naz login --tenant "$MY_TENANT"',
      'laptop',
    ],
    [
      'az login --use-device-code',
      'user-with-tenant',
      'az login --tenant "$AZURE_TENANT_ID" --use-device-code',
      'laptop',
    ],
    [
      'f() { az login -t "$1"; }\naz login',
      'user-with-tenant',
      'f() { az login -t "$1"; }\naz login --tenant "$AZURE_TENANT_ID"',
    ],
    ['MY_TENANT=a.b\naz login', 'user-with-tenant', 'MY_TENANT=a.b\naz login --tenant "$MY_TENANT"'],
  ];
  for (const [before, identity, after, host] of cases) {
    it(`${identity}: ${JSON.stringify(before)}`, () => {
      equal(rewritten(before, identity, host), after);
      equal(flowIn(after, host), fixIn(before, identity, host).promises);
    });
  }

  describe('and the default subscription', () => {
    const setDefault = 'az account set --subscription "$AZURE_SUBSCRIPTION_ID"';
    const guarded = (script: string, identity: IdentityId = 'system-assigned') =>
      rewritten(script, identity).split('\n');
    it('chooses one where a command that depends on it follows', () => {
      deepEqual(guarded(`${password}\naz group list`), ['az login --identity', setDefault, 'az group list']);
      deepEqual(guarded(`/opt/${password}\naz group list`)[1], `/opt/${setDefault}`);
    });
    it('leaves it alone where none follows, or one is chosen', () => {
      for (const rest of [
        '',
        'az ad app list',
        'az account set -s x\naz group list',
        'az group list --subscription x',
      ]) {
        equal(guarded(`${password}\n${rest}`).includes(setDefault), false, rest);
      }
      deepEqual(guarded(`${password} --subscription x\naz group list`, 'secret').length, 2);
    });
    it('says it again to a managed identity, which ignores the option', () => {
      deepEqual(guarded(`${password} --subscription="$S"\naz group list`), [
        'az login --identity --subscription="$S"',
        'az account set --subscription "$S"',
        'az group list',
      ]);
      for (const once of ['--subscription "$(pick)"', '"--subscription=$S"']) {
        equal(guarded(`${password} ${once}\naz group list`).length, 2, once);
      }
    });
    it('leaves it alone where the principal stays', () => {
      const script = 'az login --service-principal -u "$A" -p "$S" -t "$T"\naz group list';
      equal(guarded(script, 'certificate').length, 2);
      equal(guarded(script, 'system-assigned').length, 3);
    });
  });
});

describe('what a fix says', () => {
  it('names every variable that has to be set, by its configured name', () => {
    const variables = {
      ...defaultVariables,
      clientId: 'MY_APP',
      subscriptionId: 'MY_SUB',
      tenantId: 'MY_TENANT',
    };
    const script = `${password}\naz group list`;
    const fix = fixIn(script, 'certificate', 'shell', { variables });
    deepEqual(
      fix.prerequisites.filter(({ kind }) => kind === 'variable').map(({ text }) => text.split(':')[0]),
      ['MY_APP', 'MY_TENANT', 'AZURE_CLIENT_CERTIFICATE_PATH', 'MY_SUB'].map(
        (name) => `The variable ${name}`,
      ),
    );
    deepEqual(written(script, fix.changes).split('\n'), [
      'az login --service-principal --username "$MY_APP" --tenant "$MY_TENANT" --certificate "$AZURE_CLIENT_CERTIFICATE_PATH"',
      'az account set --subscription "$MY_SUB"',
      'az group list',
    ]);
  });
  it('names no variable that the script sets, and none for what stays', () => {
    const kinds = (script: string, identity: IdentityId, host?: HostId) =>
      fixIn(script, identity, host).prerequisites.filter(({ kind }) => kind === 'variable').length;
    equal(kinds(`MY_TENANT=a.b\n${password}`, 'user-with-tenant', 'laptop'), 0);
    equal(kinds('az login --service-principal -u "$A" -p x1 -t "$T"', 'certificate'), 1);
  });
  it('names what must exist', () => {
    const kinds = (identity: IdentityId, host?: HostId) => [
      ...new Set(fixIn(password, identity, host).prerequisites.map(({ kind }) => kind)),
    ];
    deepEqual(kinds('federated'), [
      'identity',
      'federated-credential',
      'file',
      'version',
      'role',
      'variable',
    ]);
    deepEqual(kinds('certificate'), ['identity', 'file', 'version', 'role', 'variable']);
    deepEqual(kinds('secret'), ['identity', 'role', 'variable']);
    deepEqual(kinds('user-assigned'), ['identity', 'role', 'version', 'variable']);
    deepEqual(kinds('system-assigned'), ['identity', 'role']);
    deepEqual(kinds('user-with-tenant', 'laptop'), ['variable']);
  });
  const notes: readonly (readonly [script: string, identity: IdentityId, note: RegExp, host?: HostId])[] = [
    ['az login -t a.b', 'system-assigned', /Drops --tenant/],
    ['az login --scope a', 'user-assigned', /Drops --scope/],
    ['az login --claims-challenge a', 'federated', /Drops --claims-challenge/],
    ['az login --skip-sub -t a.b', 'user-assigned', /Drops --skip-subscription-discovery/],
    [
      'az login --service-principal -u a -p b --use-cert-sn-issuer',
      'federated',
      /Drops --use-cert-sn-issuer/,
    ],
    [password, 'federated', /5 minutes .*AADSTS700024/, 'github-hosted'],
    [password, 'federated', /10 minutes .*AADSTS700024/, 'azure-pipelines'],
    [password, 'federated', /azure\/login@v3/, 'github-hosted'],
    [password, 'federated', /AzureCLI@2 az is signed in already: delete az login/, 'azure-pipelines'],
    [password, 'secret', /arguments of az while it runs/],
    [password, 'system-assigned', /--client-id/],
    [password, 'user-assigned', /az logout --username/],
    [password, 'user-with-tenant', /hides the subscriptions of other tenants/, 'laptop'],
  ];
  for (const [script, identity, note, host] of notes) {
    it(`${identity} for ${JSON.stringify(script)}: ${note.source}`, () => {
      match(fixIn(script, identity, host).notes.join('\n'), note);
    });
  }
  it('says nothing of what is not dropped', () => {
    equal(fixIn(password, 'system-assigned').notes.join().includes('Drops'), false);
  });
});

describe('an older Azure CLI', () => {
  const oldest = (minor: number): Partial<Settings> => ({ minimumAzureCliVersion: [2, minor] });
  it('takes a user-assigned identity with --username before 2.69, as the only way', () => {
    equal(
      rewritten(password, 'user-assigned', 'azure-vm', oldest(68)),
      'az login --identity --username "$AZURE_MANAGED_IDENTITY_CLIENT_ID"',
    );
    match(fixIn(password, 'user-assigned', 'azure-vm', oldest(68)).notes.join(), /2\.73 and later refuse it/);
    match(rewritten(password, 'user-assigned', 'azure-vm', oldest(69)), /--client-id/);
  });
  it('has no --certificate before 2.66', () => {
    const { fixes, refusals } = remedyIn(password, 'on-premises', oldest(65));
    deepEqual(
      fixes.map(({ identity }) => identity),
      ['secret', 'federated'],
    );
    match(refusals.join(), /--certificate needs Azure CLI 2\.66/);
    equal(remedyIn(password, 'on-premises', oldest(66)).fixes[0]?.identity, 'certificate');
  });
  it('has no --federated-token before 2.30', () => {
    match(
      remedyIn(password, 'gitlab', oldest(29)).refusals.join(),
      /--federated-token needs Azure CLI 2\.30/,
    );
  });
});
