import { deepEqual, equal, match } from 'node:assert/strict';
import { hosts } from '../../server/src/context/hosts';
import { identities } from '../../server/src/identities';
import type { HostId, IdentityId } from '../../server/src/model';
import { load, password, remedyIn } from './fixes';

before(load);

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
    'build-service': issuer,
    jenkins: issuer,
    kubernetes: issuer,
    'image-build': [
      ...issuer,
      'user-assigned',
      'user-assigned-object-id',
      'user-assigned-resource-id',
      'system-assigned',
    ],
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

describe('no rewrite', () => {
  const refused: readonly (readonly [script: string, reason: RegExp])[] = [
    ['az login "$@"', /depends on what its variables hold/],
    ['az login -u a -p "$P" "$@"', /Words that only the run knows/],
    ['az login -u a -p "$P" "${ARGS[@]}"', /Words that only the run knows/],
    ['az $GLOBAL login -u a -p "$P"', /Words that only the run knows/],
    ['echo "$P" | xargs az login -u a -p', /Words that only the run knows/],
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
