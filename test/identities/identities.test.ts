import { deepEqual, equal, match } from 'node:assert/strict';
import { hosts } from '../../server/src/context/hosts';
import { identities, identityFixes } from '../../server/src/identities';
import type { Fix, HostId, IdentityId, Remedy } from '../../server/src/model';
import { defaultSettings, defaultVariables, type Settings } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { written } from '../support/changes';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

/** What the first sign-in of a script can be rewritten to. */
function remedyIn(script: string, host: HostId = 'shell', settings: Partial<Settings> = {}): Remedy {
  const [first] = analyse(script, { host, settings }).signIns;
  if (first === undefined) throw new Error(`no sign-in in ${script}`);
  return identityFixes(first.signIn, first.context, { ...defaultSettings, ...settings });
}

function fixIn(script: string, identity: IdentityId, host?: HostId, settings?: Partial<Settings>): Fix {
  const { fixes, refusals } = remedyIn(script, host, settings);
  const fix = fixes.find((each) => each.identity === identity);
  if (fix === undefined) throw new Error(`${identity} is refused: ${refusals.join(' ')}`);
  return fix;
}

const rewritten = (script: string, identity: IdentityId, host?: HostId, settings?: Partial<Settings>) =>
  written(script, fixIn(script, identity, host, settings).changes);

const password = 'az login -u "$U" -p "$P"';
const hostIds = Object.keys(hosts) as HostId[];

describe('the identities of a host', () => {
  const managed = ['user-assigned-object-id', 'user-assigned-resource-id'] as const;
  const anywhere = [
    'user-assigned',
    'federated',
    'certificate',
    'system-assigned',
    'secret',
    ...managed,
  ] as const;
  const issuer = ['federated', 'certificate', 'secret'] as const;
  const azure = [
    'user-assigned',
    'system-assigned',
    'user-assigned-resource-id',
    'user-assigned-object-id',
    ...issuer,
  ] as const;
  const expected: Readonly<Record<HostId, readonly IdentityId[]>> = {
    shell: anywhere,
    documentation: anywhere,
    laptop: ['user-with-tenant', 'certificate', 'federated', 'secret'],
    'github-hosted': issuer,
    'github-self-hosted': [
      'federated',
      'user-assigned',
      'certificate',
      'system-assigned',
      'secret',
      ...managed,
    ],
    'azure-pipelines': issuer,
    gitlab: issuer,
    circleci: issuer,
    bitbucket: issuer,
    jenkins: issuer,
    kubernetes: issuer,
    'azure-vm': azure,
    'azure-app': azure,
    'azure-automation': [
      'system-assigned',
      'user-assigned',
      'user-assigned-resource-id',
      'user-assigned-object-id',
      ...issuer,
    ],
    'azure-arc': ['system-assigned', 'certificate', 'secret', 'federated'],
    'on-premises': ['certificate', 'secret', 'federated'],
    'google-cloud': issuer,
    aws: issuer,
  };
  for (const host of hostIds) {
    it(`${host}: in its order, and why not the others`, () => {
      const { fixes, refusals } = remedyIn(password, host);
      deepEqual(
        fixes.map(({ identity }) => identity),
        expected[host],
      );
      for (const [id, { title }] of Object.entries(identities)) {
        const isRefused = refusals.some((reason) => reason.startsWith(`${title}: `));
        equal(isRefused, !expected[host].includes(id as IdentityId), id);
      }
    });
    it(`${host}: titles say where, in 60 characters`, () => {
      for (const { title, identity } of remedyIn(password, host).fixes) {
        equal(title.length <= 60, true, title);
        const where = hosts[host].label ?? (identity && identities[identity].where);
        match(title, new RegExp(`^Sign in (as|with) .* \\(${String(where)}\\)$`));
      }
    });
    it(`${host}: nothing is safe, and only what lacks nothing on a known host is preferred`, () => {
      const { fixes } = remedyIn(password, host);
      deepEqual([...new Set(fixes.map(({ safety }) => safety))], ['needs-confirmation']);
      const lacksNothing = ['azure-arc', 'azure-automation'].includes(host);
      deepEqual(
        fixes.map(({ preferred }) => preferred),
        fixes.map((_, index) => index === 0 && lacksNothing),
      );
    });
  }
  it('have the preferred one first, unless the host rules it out', () => {
    const first = (preferredIdentity: IdentityId, host: HostId) =>
      remedyIn(password, host, { preferredIdentity }).fixes[0]?.identity;
    equal(first('secret', 'shell'), 'secret');
    equal(first('user-assigned-resource-id', 'azure-vm'), 'user-assigned-resource-id');
    equal(first('system-assigned', 'gitlab'), 'federated');
  });
  it('prefer nothing where a variable is needed or the sign-in is in doubt', () => {
    const isPreferred = (script: string) => remedyIn(script, 'azure-arc').fixes[0]?.preferred;
    equal(isPreferred(password), true);
    equal(isPreferred(`${password}\naz group list`), false);
  });
});

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
    ['MY_TENANT=a.b\naz login', 'user-with-tenant', 'MY_TENANT=a.b\naz login --tenant "$MY_TENANT"'],
  ];
  for (const [before, identity, after, host] of cases) {
    it(`${identity}: ${JSON.stringify(before)}`, () => {
      equal(rewritten(before, identity, host), after);
      const [again] = analyse(after, { host: host ?? 'shell' }).signIns;
      equal(again?.signIn.flow, fixIn(before, identity, host).promises);
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
      deepEqual(guarded(`${password} --subscription x\naz group list`), [
        'az login --identity --subscription x',
        'az group list',
      ]);
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

describe('no rewrite', () => {
  const refused: readonly (readonly [script: string, reason: RegExp])[] = [
    ['az login "$@"', /depends on what its variables hold/],
    ['az login -u a -p "$P" "$@"', /Words that only the run knows/],
    ['az login -u a -p "$P" "${ARGS[@]}"', /Words that only the run knows/],
    ['az $GLOBAL login -u a -p "$P"', /Words that only the run knows/],
    ['echo "$P" | xargs az login -u a -p x', /xargs adds arguments/],
    ['az login --identity', /already signs in as a managed identity/],
    ['az login --identity -t a.b', /refuses these arguments/],
    ['az login -u a -p "$P" extra', /refuses these arguments/],
    ['az login -u a –p "$P" --msi', /refuses these arguments/],
  ];
  for (const [script, reason] of refused) {
    it(`${JSON.stringify(script)}: ${reason.source}`, () => {
      const { fixes, refusals } = remedyIn(script);
      deepEqual(fixes, []);
      match(refusals.join('\n'), reason);
    });
  }
  const notUser: readonly (readonly [script: string, reason: RegExp, host?: HostId])[] = [
    [password, /not known that somebody is there/],
    ['az login', /not known that somebody is there/],
    ['az login </dev/null', /nobody is there/],
    [password, /not where this runs/, 'gitlab'],
    ['az login --service-principal -u a -p x1 -t a.b', /a service principal signs in here/, 'laptop'],
    ['az login -t a.b', /it already does/, 'laptop'],
    [`${password}\naz account set -s x`, /would hide it/, 'laptop'],
    ['A_TENANT=a.b\nB_TENANT=b.c\naz login\naz account set -s x', /would hide it/],
  ];
  for (const [script, reason, host] of notUser) {
    it(`to the user for ${JSON.stringify(script)}: ${reason.source}`, () => {
      const { fixes, refusals } = remedyIn(script, host);
      equal(
        fixes.some(({ identity }) => identity === 'user-with-tenant'),
        false,
      );
      match(refusals.find((each) => each.startsWith(identities['user-with-tenant'].title)) ?? '', reason);
    });
  }
  it('to a secret where there is one', () => {
    const { refusals } = remedyIn('az login --service-principal -u a -p x1 -t a.b');
    match(refusals.join('\n'), /Sign in with a client secret: it already signs in with a client secret/);
  });
});

describe('set-up text', () => {
  const text = (id: IdentityId, host: HostId, cloud: 'public' | 'sovereign' = 'public') =>
    identities[id].setUp({ host, cloud }, defaultSettings);
  it('assigns roles to the principal by object id, with role and scope', () => {
    for (const id of Object.keys(identities) as IdentityId[]) {
      if (id === 'user-with-tenant') continue;
      for (const host of hostIds) {
        match(
          text(id, host),
          /az role assignment create --assignee-object-id <principal-id> --assignee-principal-type ServicePrincipal \\\n {2}--role <role> --scope /,
        );
      }
    }
  });
  it('names every variable of the fix by its configured name', () => {
    const settings = { ...defaultSettings, variables: { ...defaultVariables, clientId: 'MY_APP' } };
    for (const id of Object.keys(identities) as IdentityId[]) {
      const host = id === 'user-with-tenant' ? 'laptop' : 'shell';
      const setUp = identities[id].setUp({ host, cloud: 'public' }, settings);
      for (const { kind, text: needed } of fixIn(
        `${password}\naz group list`.replace('"$U"', '"$V"'),
        id,
        host,
        settings,
      ).prerequisites) {
        const name = /^The variable (\w+)/.exec(needed)?.[1];
        if (kind === 'variable') equal(setUp.includes(`${String(name)}: `), true, `${id} ${needed}`);
      }
    }
  });
  it('offers the user-assigned identity before an app registration', () => {
    const setUp = text('federated', 'gitlab');
    equal(setUp.indexOf('az identity create') < setUp.indexOf('az ad app create'), true);
  });
  const facts: readonly (readonly [host: HostId, lines: readonly RegExp[]])[] = [
    [
      'github-hosted',
      [
        /--issuer 'https:\/\/token\.actions\.githubusercontent\.com'/,
        /repo:<owner>\/<repository>:environment:<environment>/,
        /repo:<owner>\/<repository>:pull_request/,
        /repo:<owner>@<owner-id>\/<repository>@<repository-id>:/,
        /id-token: write/,
        /azure\/login@v3/,
        /--audiences 'api:\/\/AzureADTokenExchange'/,
      ],
    ],
    ['azure-pipelines', [/Copy issuer and subject from the service connection/, /delete az login/]],
    [
      'gitlab',
      [
        /project_path:<group>\/<project>:ref_type:branch:ref:<branch>/,
        /--audiences 'https:\/\/gitlab\.com'/,
        /aud: https:\/\/gitlab\.com/,
      ],
    ],
    [
      'kubernetes',
      [/system:serviceaccount:<namespace>:<service-account>/, /azure\.workload\.identity\/use: "true"/],
    ],
    ['google-cloud', [/--issuer 'https:\/\/accounts\.google\.com'/, /unique id of the service account/]],
    ['bitbucket', [/not\s+#\s+established here/]],
    ['jenkins', [/the plug-in OpenID Connect Provider/]],
    ['on-premises', [/not known here/, /claims iss, sub/]],
  ];
  for (const [host, lines] of facts) {
    it(`of a federated token: ${host}`, () => {
      for (const line of lines) match(text('federated', host), line);
    });
  }
  it('computes no subject for Azure Pipelines', () => {
    equal(/sc:\/\/|vstoken/.test(text('federated', 'azure-pipelines')), false);
  });
  it('has the audience of the cloud', () => {
    match(text('federated', 'gitlab', 'sovereign'), /AzureADTokenExchangeUSGov/);
    equal(/USGov|China/.test(text('federated', 'github-hosted')), false);
  });
  it('assigns the identity by the command of the host', () => {
    match(text('user-assigned', 'azure-vm'), /az vm identity assign .*--identities <identity-id>/);
    match(text('user-assigned', 'azure-app'), /az webapp identity assign .*--identities/);
    match(text('user-assigned', 'azure-app'), /az containerapp identity assign .*--user-assigned/);
    match(
      text('system-assigned', 'azure-vm'),
      /az vm identity assign --name <vm> --resource-group <resource-group>\n/,
    );
    equal(/az \w+ identity assign/.test(text('system-assigned', 'azure-arc')), false);
  });
  it('never puts a secret where a shell or a log would show it', () => {
    for (const id of Object.keys(identities) as IdentityId[]) {
      for (const host of hostIds) equal(/--password|echo /.test(text(id, host)), false, `${id} ${host}`);
    }
  });
});
