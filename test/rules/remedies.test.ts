import { deepEqual, equal, match } from 'node:assert/strict';
import type { LocatedFinding } from '../../server/src/engine';
import type { HostId, Remedy, RuleId } from '../../server/src/model';
import { remedyOf, suppressionsOf } from '../../server/src/rules/remedies';
import { defaultSettings, type Settings } from '../../server/src/settings';
import { loadAnalyser } from '../support/analyse';
import { written } from '../support/changes';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

function findingIn(script: string, rule: RuleId, host: HostId, settings: Partial<Settings>): LocatedFinding {
  const { findings } = analyse(script, { host, settings });
  const finding = findings.find((each) => each.rule === rule);
  if (finding === undefined) throw new Error(`${rule} reports nothing in ${script}`);
  return finding;
}

function remedyIn(
  script: string,
  rule: RuleId,
  host: HostId = 'shell',
  settings: Partial<Settings> = {},
): Remedy {
  const finding = findingIn(script, rule, host, settings);
  if (finding.analysed === undefined) throw new Error(`${rule} is about a comment in ${script}`);
  return remedyOf(finding, finding.analysed.context, { ...defaultSettings, ...settings });
}

/** A rule's own fixes: id, safety, and what they make of the script. */
const own = ({ fixes }: Remedy, script: string) =>
  fixes
    .filter(({ identity }) => identity === undefined)
    .map(({ id, safety, changes }) => [id, safety, written(script, changes)]);

describe('own repairs', () => {
  const safe = 'safe';
  const asks = 'needs-confirmation';
  const cases: readonly (readonly [
    rule: RuleId,
    script: string,
    ...fixes: (readonly [id: string, safety: string, after: string])[],
  ])[] = [
    [
      'typographic-dash',
      'az login --username $username –password $password',
      ['typographic-dash', safe, 'az login --username $username --password $password'],
    ],
    [
      'typographic-dash',
      'az login –u "$U" —p="$P" -–output tsv',
      ['typographic-dash', safe, 'az login -u "$U" -p="$P" --output tsv'],
    ],
    [
      'typographic-dash',
      `az login "–username" "$U" —password '-x'`,
      ['typographic-dash', safe, `az login "--username" "$U" --password='-x'`],
    ],
    ['typographic-dash', "az login $'\\u2013username' x"],
    [
      'typographic-dash',
      "azd auth login –-client-id i —tenant-id t --client-secret '-s' --managed-identity=F –C=folder",
      [
        'typographic-dash',
        safe,
        "azd auth login --client-id i --tenant-id t --client-secret '-s' --managed-identity=F -C=folder",
      ],
    ],
    [
      'typographic-dash',
      "azd auth login --client-id i --tenant-id t –-client-secret '-s'",
      ['typographic-dash', safe, "azd auth login --client-id i --tenant-id t --client-secret='-s'"],
    ],
    [
      'dash-leading-secret',
      "az login --service-principal -u a -p '-x' -t a.b",
      ['dash-leading-secret', safe, "az login --service-principal -u a --password='-x' -t a.b"],
    ],
    [
      'dash-leading-secret',
      'az login --service-principal -u a --federated-token   -x$T -t a.b',
      ['dash-leading-secret', safe, 'az login --service-principal -u a --federated-token=-x$T -t a.b'],
    ],
    ['dash-leading-secret', "az login -u a -p >log '-x'"],
    [
      'certificate-as-password',
      'az login --service-principal -u a -p /etc/sp.pem -t a.b',
      ['certificate-as-password', safe, 'az login --service-principal -u a --certificate /etc/sp.pem -t a.b'],
    ],
    [
      'certificate-as-password',
      'az login --service-principal -u a --password="$D/sp.pem" -t a.b',
      ['certificate-as-password', safe, 'az login --service-principal -u a --certificate="$D/sp.pem" -t a.b'],
    ],
    [
      'certificate-as-password',
      'az login --service-principal -u a -px.pem -t a.b',
      ['certificate-as-password', safe, 'az login --service-principal -u a --certificate=x.pem -t a.b'],
    ],
    [
      'certificate-as-password',
      'az login --service-principal -u a -p "@sp.pem" -t a.b',
      ['certificate-as-password', safe, 'az login --service-principal -u a --certificate "sp.pem" -t a.b'],
    ],
    [
      'certificate-as-password',
      'az login --service-principal -p "$S" -u a -p "$SP_CERT_PATH" -t a.b',
      [
        'certificate-as-password',
        asks,
        'az login --service-principal -u a --certificate "$SP_CERT_PATH" -t a.b',
      ],
    ],
    [
      'certificate-as-password',
      'az login --service-principal -u a -p sp.crt -t a.b',
      ['certificate-as-password', asks, 'az login --service-principal -u a --certificate sp.crt -t a.b'],
    ],
    ['certificate-as-password', 'az login --service-principal -u a -p sp.pfx -t a.b'],
    ['certificate-as-password', 'az login --service-principal -u a -p "$SP_PFX" -t a.b'],
    ['certificate-as-password', 'az login --service-principal -u a -p a.pem --certificate b.pem -t a.b'],
    ['certificate-as-password', 'az login --service-principal -u a "--password=a.pem" -t a.b'],
    [
      'managed-identity-username',
      'az login --identity -u /subscriptions/1/resourceGroups/g',
      [
        'managed-identity-username:resource-id',
        safe,
        'az login --identity --resource-id /subscriptions/1/resourceGroups/g',
      ],
    ],
    [
      'managed-identity-username',
      'az login -iu "/subscriptions/$S"',
      [
        'managed-identity-username:resource-id',
        safe,
        'az login --identity --resource-id "/subscriptions/$S"',
      ],
    ],
    [
      'managed-identity-username',
      'az login --identity --username="$ID"',
      ['managed-identity-username:client-id', asks, 'az login --identity --client-id="$ID"'],
      ['managed-identity-username:object-id', asks, 'az login --identity --object-id="$ID"'],
      ['managed-identity-username:resource-id', asks, 'az login --identity --resource-id="$ID"'],
    ],
    [
      'managed-identity-username',
      'az login --identity -u 11111111-1111-1111-1111-111111111111',
      [
        'managed-identity-username:client-id',
        asks,
        'az login --identity --client-id 11111111-1111-1111-1111-111111111111',
      ],
      [
        'managed-identity-username:object-id',
        asks,
        'az login --identity --object-id 11111111-1111-1111-1111-111111111111',
      ],
    ],
    [
      'managed-identity-username',
      'az login --identity -u "$MY_PRINCIPAL_ID" --debug',
      [
        'managed-identity-username:object-id',
        asks,
        'az login --identity --object-id "$MY_PRINCIPAL_ID" --debug',
      ],
      [
        'managed-identity-username:client-id',
        asks,
        'az login --identity --client-id "$MY_PRINCIPAL_ID" --debug',
      ],
      [
        'managed-identity-username:resource-id',
        asks,
        'az login --identity --resource-id "$MY_PRINCIPAL_ID" --debug',
      ],
    ],
    [
      'managed-identity-username',
      'az login --identity --client-id "$C" -u x -u y',
      ['managed-identity-username', asks, 'az login --identity --client-id "$C"'],
    ],
    ['managed-identity-username', 'az login --identity -u my-identity'],
    [
      'service-principal-without-tenant',
      'az login --service-principal -u a -p "$S" -o none',
      [
        'service-principal-without-tenant',
        asks,
        'az login --service-principal -u a -p "$S" -o none --tenant "$AZURE_TENANT_ID"',
      ],
    ],
    [
      'service-principal-without-tenant',
      'OUR_TENANT=a.b\naz login --service-principal -u a -p "$S"',
      [
        'service-principal-without-tenant',
        asks,
        'OUR_TENANT=a.b\naz login --service-principal -u a -p "$S" --tenant "$OUR_TENANT"',
      ],
    ],
    ['service-principal-without-tenant', 'az login --service-principal -u a -p "$S" "$@"'],
    [
      'literal-secret',
      'az login --service-principal -u a -p s3cr3t1 -t a.b',
      ['literal-secret', asks, 'az login --service-principal -u a --password="$AZURE_CLIENT_SECRET" -t a.b'],
    ],
    [
      'literal-secret',
      'az login -u a -p s3cr3t1',
      ['literal-secret', asks, 'az login -u a --password="$AZURE_USER_PASSWORD"'],
    ],
    [
      'literal-secret',
      'azd auth login –-client-id i --tenant-id t --client-secret s3cr3t1',
      [
        'literal-secret',
        asks,
        'azd auth login --client-id i --tenant-id t --client-secret "$AZURE_CLIENT_SECRET"',
      ],
    ],
    ['literal-secret', 'az login -u a -p s3cr3t1 -p "$P"', ['literal-secret', asks, 'az login -u a -p "$P"']],
    [
      'literal-secret',
      'az login --service-principal -u a --federated-token=eyJ1 -t a.b',
      [
        'literal-secret',
        asks,
        'az login --service-principal -u a --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")" -t a.b',
      ],
    ],
    [
      'literal-secret',
      "az login –u a –p 's3cr3t1' –output none",
      ['literal-secret', asks, 'az login -u a --password="$AZURE_USER_PASSWORD" --output none'],
    ],
    [
      'rejected-arguments',
      'az login --identity --tenant a.b --client-id "$C" --service-principal -o none',
      ['rejected-arguments', asks, 'az login --identity --client-id "$C" -o none'],
    ],
    [
      'rejected-arguments',
      'az login -it a.b --use-device-code',
      ['rejected-arguments', asks, 'az login --identity'],
    ],
    [
      'rejected-arguments',
      'az login --service-principal --client-id "$C" --federated-token "$T" -t a.b',
      [
        'rejected-arguments',
        asks,
        'az login --service-principal --username "$C" --federated-token "$T" -t a.b',
      ],
    ],
    ['rejected-arguments', 'az login --service-principal --client-id "$C" -t a.b'],
    ['rejected-arguments', 'az login --identity -u a -p "$P"'],
    ['rejected-arguments', 'az login --identity --client-id "$C" --object-id "$O"'],
    ['rejected-arguments', 'az login --identity --tenant a.b --msi'],
    ['rejected-arguments', 'az login --msi'],
    [
      'user-password',
      'az login -u "$U" -t a.b --federated-token "$T"',
      ['user-password', asks, 'az login --service-principal -u "$U" -t a.b --federated-token "$T"'],
    ],
    [
      'user-password',
      'az login -u "$APP_ID" -p "$P"',
      [
        'user-password',
        asks,
        'az login --service-principal -u "$APP_ID" -p "$P" --tenant "$AZURE_TENANT_ID"',
      ],
    ],
    [
      'user-password',
      'az login -u 11111111-1111-1111-1111-111111111111 -p "$P" -t a.b',
      [
        'user-password',
        asks,
        'az login --service-principal -u 11111111-1111-1111-1111-111111111111 -p "$P" -t a.b',
      ],
    ],
    ['user-password', 'az login -u "$APP_ID"'],
    ['user-password', 'az login -u "$APP_ID" -p "$P" "$@"'],
    ['user-password', 'az login -u "$U" -p "$P"'],
    ['interactive', 'az login'],
    ['device-code', 'az login --use-device-code'],
  ];
  for (const [rule, script, ...fixes] of cases) {
    it(`${rule}: ${JSON.stringify(script)}`, () => {
      const remedy = remedyIn(script, rule);
      deepEqual(own(remedy, script), fixes);
      if (remedy.fixes.length === 0) equal(remedy.refusals.length > 0, true, 'no reason is given');
    });
  }
  it('put the user with a tenant first where only the tenant is missing', () => {
    const script = 'MY_TENANT=a.b\naz login';
    equal(remedyIn(script, 'missing-tenant').fixes[0]?.id, 'sign-in:user-with-tenant');
    equal(remedyIn(`[ -t 0 ]\n${script}`, 'missing-tenant').fixes[0]?.id, 'sign-in:user-with-tenant');
  });
  for (const [rule, script, reason] of [
    ['user-password', 'echo "$U" | xargs -I{} az login -u {} -p "$P"', /^xargs adds words/],
    ['user-password', 'find . -exec az login -u {} -p "$P" \\;', /^find adds words/],
    ['typographic-dash', 'xargs az login –u a', /^xargs adds words/],
    ['user-password', 'echo "\naz login -u a -p "$P"', /^A quote or a here-document before it never ends/],
  ] as const) {
    it(`leave alone what they could not write: ${JSON.stringify(script)}`, () => {
      const remedy = remedyIn(script, rule);
      deepEqual(remedy.fixes, []);
      match(remedy.refusals.join(), reason);
    });
  }
  it('leave a certificate where the Azure CLI is too old for --certificate', () => {
    const script = 'az login --service-principal -u a -p sp.pem -t a.b';
    const remedy = remedyIn(script, 'certificate-as-password', 'shell', { minimumAzureCliVersion: [2, 65] });
    deepEqual(remedy.fixes, []);
    match(remedy.refusals.join(), /needs Azure CLI 2\.66/);
  });
  it('keep the default subscription as it is', () => {
    const script = 'az login --service-principal -u a -p "$S"\naz group list';
    equal(
      own(remedyIn(script, 'service-principal-without-tenant'), script)[0]?.[2],
      'az login --service-principal -u a -p "$S" --tenant "$AZURE_TENANT_ID"\naz group list',
    );
  });
});

describe('identities', () => {
  const offered: readonly (readonly [rule: RuleId, script: string, offered: boolean])[] = [
    ['user-password', 'az login -u a -p "$P"', true],
    ['interactive', 'az login', true],
    ['device-code', 'az login --use-device-code', true],
    ['missing-tenant', 'MY_TENANT=a.b\naz login', true],
    ['typographic-dash', 'az login -u a –p "$P"', true],
    ['typographic-dash', 'az login --service-principal -u a –p "$P" -t a.b', false],
    ['typographic-dash', 'az login –identity', false],
    ['dash-leading-secret', "az login -u a -p '-x'", true],
    ['dash-leading-secret', "az login --service-principal -u a -p '-x' -t a.b", false],
    ['literal-secret', 'az login --service-principal -u a -p s3cr3t1 -t a.b', true],
    ['certificate-as-password', 'az login --service-principal -u a -p sp.pem', false],
    ['managed-identity-username', 'az login --identity -u "$ID"', false],
    ['service-principal-without-tenant', 'az login --service-principal -u a -p "$P"', false],
    ['rejected-arguments', 'az login --identity -t a.b', false],
  ];
  for (const [rule, script, isOffered] of offered) {
    it(`${isOffered ? 'repair' : 'do not repair'} ${rule}: ${JSON.stringify(script)}`, () => {
      const { fixes } = remedyIn(script, rule);
      equal(
        fixes.some(({ identity }) => identity !== undefined),
        isOffered,
      );
      const firstIdentity = fixes.findIndex(({ identity }) => identity !== undefined);
      const lastOwn = fixes.findLastIndex(({ identity }) => identity === undefined);
      equal(firstIdentity === -1 || firstIdentity > lastOwn, true, 'own repairs come first');
    });
  }
});

describe('suppressions', () => {
  const script = '#!/bin/sh\nif x; then\n  az login -u "$U" -p "$P"\nfi\n# az login -u a -p s3cr3t1\n';
  it('stand before the statement, or at the top', () => {
    const { findings } = analyse(script);
    for (const finding of findings) {
      const [here, wholeFile] = suppressionsOf(finding, finding.script);
      deepEqual([here?.id, wholeFile?.id], [`suppress:${finding.rule}`, `suppress-file:${finding.rule}`]);
      for (const fix of [here, wholeFile]) {
        const after = written(script, fix?.changes ?? []);
        match(after, new RegExp(`# azmfa: ignore(-file)?\\[${finding.rule}\\] -- \\S`));
        equal(analyse(after).findings.length, findings.length - 1, after);
      }
    }
    deepEqual(
      findings.map(({ rule }) => rule),
      ['user-password', 'literal-secret'],
    );
  });
  it('are never applied unasked', () => {
    const finding = findingIn('az login -u a', 'user-password', 'shell', {});
    for (const fix of suppressionsOf(finding, finding.script)) {
      deepEqual([fix.safety, fix.preferred, fix.promises], ['needs-confirmation', false, undefined]);
    }
  });
});
