import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  fixMethod,
  hostsMethod,
  migrateMethod,
  migrationTargetsMethod,
  remediesMethod,
  type FixResult,
  type HostItem,
  type Migration,
  type MigrationTargets,
  type Remedies,
} from '../../server/src/protocol/messages';
import { withServer, type TestServer } from '../support/server';

const uri = 'file:///workspace/script.sh';
const text = [
  '#!/bin/bash',
  'az login --username "$U" –password "$P"',
  'az group create -n a -l b',
  'sign_in() {',
  '  az login \\',
  '    -u "$1" \\',
  '    -p s3cr3t-demo || exit 1 # as the deployer',
  '}',
  'az login --identity',
  'az login "$@"',
  '',
].join('\r\n');

const migrate = (server: TestServer, target: string): Promise<Migration> =>
  server.connection.sendRequest(migrateMethod, { uri, target });
const targets = (server: TestServer): Promise<MigrationTargets> =>
  server.connection.sendRequest(migrationTargetsMethod, { uri });
const remedies = (server: TestServer, at: string): Promise<Remedies | null> =>
  server.connection.sendRequest(remediesMethod, { uri, position: server.position(uri, at) });

describe('migrating a document', () => {
  it('names the targets, best first, with how many sign-ins each can rewrite', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      const found = await targets(server);
      deepEqual([found.signIns, found.broken, found.hostTitle], [4, 3, 'Not known']);
      const counts = Object.fromEntries(found.targets.map(({ id, count }) => [id, count]));
      deepEqual([counts.federated, counts['system-assigned'], counts.safe], [2, 2, 1]);
    }));

  it('rewrites every sign-in that can be, and says what is left and why', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      const {
        version,
        edits,
        text: result,
        fixed,
        left,
        prerequisites,
        setUp,
      } = await migrate(server, 'secret');
      equal(version, 1);
      equal(
        result,
        [
          '#!/bin/bash',
          'az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --password="$AZURE_CLIENT_SECRET"',
          'az account set --subscription "$AZURE_SUBSCRIPTION_ID"',
          'az group create -n a -l b',
          'sign_in() {',
          '  az login \\',
          '    --service-principal \\',
          '    --username "$AZURE_CLIENT_ID" \\',
          '    --tenant "$AZURE_TENANT_ID" \\',
          '    --password="$AZURE_CLIENT_SECRET" || exit 1 # as the deployer',
          '}',
          'az login --identity',
          'az login "$@"',
          '',
        ].join('\r\n'),
      );
      deepEqual(
        fixed.map(({ range }) => range.start.line),
        [1, 4],
      );
      deepEqual(
        left.map(({ range, rule }) => [range.start.line, rule]),
        [[9, 'user-password']],
      );
      ok(left.every(({ reason }) => reason.length > 20));
      ok(prerequisites.some(({ text }) => text.includes('AZURE_CLIENT_SECRET')));
      match(setUp?.text ?? '', /az /);
      equal(setUp?.dialect, 'bash');
      equal(await server.applyEdits(uri, edits), result);
      deepEqual(
        (await server.diagnostics(uri)).map(({ range }) => range.start.line),
        [12],
      );
      const again = await migrate(server, 'secret');
      deepEqual([again.edits, again.fixed, again.text], [[], [], result]);
    }));

  it('changes nobody’s identity if only what is safe is wanted', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      const { text: result } = await migrate(server, 'safe');
      equal(result, text.replace('–password', '--password'));
    }));

  it('knows nothing of other targets, of closed documents, and of documents without sign-ins', () =>
    withServer({}, async (server) => {
      await server.open(uri, 'echo hello\n');
      equal(await migrate(server, 'nobody'), null);
      equal(await migrate(server, '__proto__'), null);
      equal(await server.connection.sendRequest(migrateMethod, { uri: `${uri}x`, target: 'safe' }), null);
      const found = await targets(server);
      deepEqual([found.signIns, found.broken, found.targets], [0, 0, []]);
      const nothing = await migrate(server, 'federated');
      deepEqual([nothing.edits, nothing.fixed, nothing.left], [[], [], []]);
    }));
});

describe('the remedies of one sign-in', () => {
  it('are every identity that fits, with what each needs, and why others do not', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      const found = await remedies(server, '-u "$1"');
      ok(found);
      ok(found.fixes.filter(({ isIdentity }) => isIdentity).length >= 7);
      for (const { isIdentity, description, prerequisites, setUp } of found.fixes) {
        ok(description.length > 0);
        if (isIdentity) ok(prerequisites.length > 0 && setUp !== null);
      }
      ok(found.refusals.length > 0);
      deepEqual([found.range.start.line, found.range.end.line], [4, 6]);
      for (const { reference } of found.fixes) {
        const result = await server.connection.sendRequest<FixResult>(fixMethod, reference);
        ok('edits' in result && result.edits.length > 0, JSON.stringify([reference, result]));
      }
    }));

  for (const [name, dialect, script] of [
    ['deploy.sh', 'bash', 'az login -u "$U" -p "$P"\n'],
    ['deploy.ps1', 'powershell', 'az login -u $U -p $P\n'],
    ['deploy.cmd', 'cmd', 'call az login -u %U% -p %P%\r\n'],
  ] as const) {
    it(`are set up by commands for ${name}`, () =>
      withServer({}, async (server) => {
        const own = `file:///workspace/${name}`;
        await server.open(own, script);
        const position = server.position(own, 'az login');
        const found = await server.connection.sendRequest<Remedies>(remediesMethod, { uri: own, position });
        const setUps = found.fixes.flatMap(({ setUp }) => setUp ?? []);
        ok(setUps.length >= 7);
        for (const setUp of setUps) equal(setUp.dialect, dialect);
        const comment = dialect === 'cmd' ? ':: 1. ' : '# 1. ';
        ok(setUps.every((setUp) => setUp.text.startsWith(comment)));
      }));
  }

  it('are none where nothing is wrong', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      equal(await remedies(server, 'az login --identity'), null);
      equal(await remedies(server, 'sign_in'), null);
    }));

  it('never hold a secret of the script', () =>
    withServer({}, async (server) => {
      await server.open(uri, text);
      const answers = [
        await remedies(server, '-u "$1"'),
        await migrate(server, 'federated'),
        await targets(server),
      ];
      equal(JSON.stringify(answers).includes('s3cr3t'), false);
    }));

  it('depend on where the script runs', async () => {
    for (const [host, first] of [
      ['gitlab', 'sign-in:federated'],
      ['azure-vm', 'sign-in:user-assigned'],
      ['azure-arc', 'sign-in:system-assigned'],
      ['on-premises', 'sign-in:certificate'],
    ] as const) {
      await withServer({ settings: () => ({ hosts: { '**/*.sh': host } }) }, async (server) => {
        await server.open(uri, text);
        const found = await remedies(server, '-u "$1"');
        equal(found?.host, host);
        equal(found.fixes.find(({ isIdentity }) => isIdentity)?.reference.fix, first);
      });
    }
  });
});

it('hosts come in the order of pick lists, each with a line that helps to choose', () =>
  withServer({}, async (server) => {
    const hosts = await server.connection.sendRequest<readonly HostItem[]>(hostsMethod);
    ok(hosts.length > 10);
    ok(hosts.every(({ title, description }) => title !== '' && description.length > 20));
  }));
