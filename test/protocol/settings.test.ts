import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { clients, withServer, type TestServer } from '../support/server';

const uri = 'file:///project/app/deploy.sh';
const password = 'az login -u "$USER" -p "$PASSWORD"';
const browser = 'az login';

const severities = async (server: TestServer, of: string): Promise<readonly unknown[]> =>
  (await server.diagnostics(of)).map(({ code, severity }) => [code, severity]);

describe('settings', () => {
  it('apply from the start', () =>
    withServer({ settings: () => ({ rules: { 'user-password': 'hint' } }) }, async (server) => {
      await server.open(uri, password);
      deepEqual(await severities(server, uri), [['user-password', 4]]);
    }));
  it('apply as soon as they change: a client that asks is told to ask again', () =>
    withServer({}, async (server) => {
      await server.open(uri, password);
      deepEqual(await severities(server, uri), [['user-password', 1]]);
      deepEqual(
        server.registrations.map(({ method }) => method),
        ['workspace/didChangeConfiguration'],
      );
      await server.configure(() => ({ rules: { 'user-password': 'off' } }));
      await server.next('workspace/diagnostic/refresh');
      deepEqual(await severities(server, uri), []);
      await server.configure(() => ({ enable: false }));
      await server.next('workspace/diagnostic/refresh');
      deepEqual(await severities(server, uri), []);
      deepEqual(await server.signIns(uri), []);
      equal(await server.hover(uri, { line: 0, character: 3 }), null);
      await server.configure(() => null);
      await server.next('workspace/diagnostic/refresh');
      deepEqual(await severities(server, uri), [['user-password', 1]]);
      equal((await server.signIns(uri)).length, 1);
    }));
  it('apply as soon as they change: a client that waits is sent what changed', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, password);
      equal((await server.published()).diagnostics[0]?.severity, 1);
      await server.configure(() => ({ rules: { 'user-password': 'warning' } }));
      equal((await server.published()).diagnostics[0]?.severity, 2);
      await server.configure(() => ({ enable: false }));
      deepEqual(await server.published(), { uri, version: 1, diagnostics: [] });
      deepEqual(await server.unread(), []);
    }));
  it('apply to what is analysed just now: nothing comes of the old ones after the new ones', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, `${password}\n${'echo a\n'.repeat(50_000)}`);
      await server.configure(() => ({ rules: { 'user-password': 'hint' } }));
      let last = await server.published();
      if (last.diagnostics[0]?.severity !== 4) last = await server.published();
      equal(last.diagnostics[0]?.severity, 4);
      deepEqual(await server.unread(), []);
    }));
  it('may be sent by a client that cannot be asked', () =>
    withServer({ capabilities: clients.bare }, async (server) => {
      await server.open(uri, password);
      equal((await server.published()).diagnostics[0]?.severity, 1);
      const send = (settings: unknown) =>
        server.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      await send({ azmfa: { rules: { 'user-password': 'hint' } } });
      equal((await server.published()).diagnostics[0]?.severity, 4);
      for (const nothing of [null, 'text', { other: {} }]) {
        await send(nothing);
        equal((await server.published()).diagnostics[0]?.severity, 1);
      }
    }));
  it('are the defaults where the client does not give them, which the log says', () =>
    withServer({}, async (server) => {
      server.refuse('workspace/configuration');
      await server.open(uri, password);
      deepEqual(await severities(server, uri), [['user-password', 1]]);
      match(await logged(server), /settings could not be read/);
    }));
  it('may be refused their registration, and a refresh its answer', () =>
    withServer(
      { settings: () => null, refuse: ['client/registerCapability', 'workspace/diagnostic/refresh'] },
      async (server) => {
        match(await logged(server), /Registering .*didChangeConfiguration failed/);
        match(await logged(server), /client\/registerCapability failed/);
        await server.open(uri, password);
        await server.configure(() => ({ rules: { 'user-password': 'hint' } }));
        await server.next('workspace/diagnostic/refresh');
        match(await logged(server), /diagnostics/);
        deepEqual(await severities(server, uri), [['user-password', 4]]);
      },
    ));
});

describe('azmfa.run: onSave', () => {
  const onSave = () => ({ run: 'onSave' });
  it('checks when a document is opened and saved, and not in between (sent)', () =>
    withServer({ capabilities: clients.waiting, settings: onSave }, async (server) => {
      await server.open(uri, browser);
      deepEqual((await server.published()).version, 1);
      await server.replace(uri, browser, password);
      deepEqual(await server.unread(), []);
      await server.save(uri);
      const saved = await server.published();
      deepEqual([saved.version, saved.diagnostics[0]?.code], [2, 'user-password']);
      await server.save(uri);
      deepEqual(await server.unread(), []);
    }));
  it('checks when a document is opened and saved, and not in between (asked for)', () =>
    withServer({ settings: onSave }, async (server) => {
      await server.open(uri, browser);
      const opened = await server.pull(uri);
      ok(opened.kind === 'full');
      await server.replace(uri, browser, password);
      deepEqual(await server.pull(uri, opened.resultId), { kind: 'unchanged', resultId: opened.resultId });
      await server.save(uri);
      const saved = await server.pull(uri, opened.resultId);
      ok(saved.kind === 'full');
      equal(saved.items[0]?.code, 'user-password');
    }));
  it('does not keep a document from being explained as it is', () =>
    withServer({ settings: onSave }, async (server) => {
      await server.open(uri, 'echo');
      await server.diagnostics(uri);
      await server.replace(uri, 'echo', password);
      ok(await server.hover(uri, { line: 0, character: 3 }));
      equal((await server.signIns(uri)).length, 1);
    }));
  it('lets other settings apply at once', () =>
    withServer({ settings: onSave }, async (server) => {
      await server.open(uri, password);
      const { resultId } = await server.pull(uri);
      await server.replace(uri, '$USER', '$ADMIN');
      await server.configure(() => ({ run: 'onSave', rules: { 'user-password': 'hint' } }));
      await server.next('workspace/diagnostic/refresh');
      const report = await server.pull(uri, resultId);
      ok(report.kind === 'full');
      equal(report.items[0]?.severity, 4);
    }));
  it('does not concern a document that is opened again', () =>
    withServer({ capabilities: clients.waiting, settings: onSave }, async (server) => {
      await server.open(uri, browser);
      await server.published();
      await server.replace(uri, browser, password);
      await server.close(uri);
      deepEqual(await server.published(), { uri, diagnostics: [] });
      await server.open(uri, password);
      equal((await server.published()).diagnostics[0]?.code, 'user-password');
    }));
});

describe('workspace folders', () => {
  const one = { uri: 'file:///project/one', name: 'one' };
  const two = { uri: 'file:///project/two%20b', name: 'two' };
  const inOne = `${one.uri}/ci/deploy.sh`;
  const inTwo = `${two.uri}/ci/deploy.sh`;

  it('have their own settings each', () =>
    withServer(
      {
        folders: [one, two],
        settings: (scope) =>
          scope?.startsWith(`${one.uri}/`) === true
            ? { rules: { 'user-password': 'information' } }
            : { rules: { 'user-password': 'warning' } },
      },
      async (server) => {
        await server.open(inOne, password);
        await server.open(inTwo, password);
        deepEqual(await severities(server, inOne), [['user-password', 3]]);
        deepEqual(await severities(server, inTwo), [['user-password', 2]]);
        await server.configure((scope) =>
          scope?.startsWith(`${two.uri}/`) === true ? { enable: false } : null,
        );
        await server.next('workspace/diagnostic/refresh');
        deepEqual(await severities(server, inOne), [['user-password', 1]]);
        deepEqual(await severities(server, inTwo), []);
      },
    ));
  it('are where the globs of azmfa.hosts begin', () =>
    withServer(
      { folders: [one, two], settings: () => ({ hosts: { 'ci/*.sh': 'jenkins', '**': 'laptop' } }) },
      async (server) => {
        const nested = `${one.uri}/other/ci/deploy.sh`;
        const outside = 'file:///elsewhere/ci/deploy.sh';
        for (const each of [inOne, inTwo, nested, outside]) await server.open(each, browser);
        // A browser is no way to sign in where nobody is; on a laptop it is.
        deepEqual(await severities(server, inOne), [['interactive', 1]]);
        deepEqual(await severities(server, inTwo), [['interactive', 1]]);
        deepEqual(await severities(server, nested), []);
        deepEqual(await severities(server, outside), []);
      },
    ));
  it('within another count as the innermost', () =>
    withServer(
      {
        folders: [{ uri: 'file:///project/', name: 'work' }, one],
        settings: () => ({ hosts: { 'ci/**': 'jenkins', 'one/ci/**': 'laptop' } }),
      },
      async (server) => {
        await server.open(inOne, browser);
        deepEqual(await severities(server, inOne), [['interactive', 1]]);
        await server.changeFolders([], [one]);
        await server.next('workspace/diagnostic/refresh');
        deepEqual(await severities(server, inOne), []);
        await server.changeFolders([one], []);
        await server.next('workspace/diagnostic/refresh');
        deepEqual(await severities(server, inOne), [['interactive', 1]]);
      },
    ));
  it('may be spelled in another way than the documents in them', () =>
    withServer(
      {
        folders: [{ uri: 'file:///c:/project', name: 'project' }],
        settings: () => ({ hosts: { 'caf\u00e9/*': 'jenkins' } }),
      },
      async (server) => {
        await server.open('file:///c%3A/project/caf%C3%A9/a.sh', browser);
        deepEqual(await severities(server, 'file:///c%3A/project/caf%C3%A9/a.sh'), [['interactive', 1]]);
      },
    ));
  it('are not watched where the client has none', () =>
    withServer({ capabilities: clients.bare }, (server) => {
      equal(server.initialized.capabilities.workspace, undefined);
      return Promise.resolve();
    }));
});

describe('hostile settings', () => {
  const name = '$(touch /tmp/owned)';
  const hostile: readonly (readonly [title: string, settings: unknown])[] = [
    [
      'code as the name of a variable',
      { variables: { clientId: name, tenantId: '`id`', clientSecret: 'A\nid' } },
    ],
    ['a glob of 10,000 characters', { hosts: { ['*a'.repeat(5000)]: 'jenkins' } }],
    ['globs that backtrack', { hosts: { ['*a'.repeat(100) + 'b']: 'aws', ['**/a'.repeat(100)]: 'aws' } }],
    ['globs that nest', { hosts: { ['{a,'.repeat(150) + '}'.repeat(150)]: 'aws' } }],
    [
      'wrong types',
      { enable: 'no', rules: [1], hosts: 'x', variables: 7, run: {}, minimumAzureCliVersion: 2 },
    ],
    ['a list', ['enable', false]],
    ['a text', 'enable'],
    ['a number', 1e308],
    [
      'names of the prototype',
      JSON.parse(
        '{"__proto__":{"enable":false},"rules":{"__proto__":"off","constructor":"off"},"hosts":{"__proto__":"toString"},"variables":{"__proto__":"X","toString":"Y"}}',
      ),
    ],
    [
      'huge objects',
      { rules: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`r${i}`, 'off'])) },
    ],
    [
      'many globs',
      {
        hosts: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, i) => [`${'*a'.repeat(240)}${i}`, 'aws']),
        ),
      },
    ],
    ['deep objects', { rules: JSON.parse('{"a":'.repeat(2000) + '1' + '}'.repeat(2000)) as unknown }],
    ['control characters', { rules: { 'a\u001b[31m\r\n::error::\u202e': 'off' } }],
  ];
  for (const [title, settings] of hostile) {
    it(`leave the defaults: ${title}`, () =>
      withServer({ settings: () => settings }, async (server) => {
        const file = `file:///project/${'a'.repeat(250)}.sh`;
        await server.open(file, password);
        deepEqual(await severities(server, file), [['user-password', 1]]);
        let count = 0;
        for (const { method } of await server.unread()) {
          equal(method, 'window/logMessage');
          match(await logged(server), /^azmfa[^\p{Cc}\p{Bidi_Control}]{0,400}$/u);
          count++;
        }
        ok(count <= 50, `${count} messages`);
      }));
  }
  it('are told, once each', () =>
    withServer({ settings: () => ({ variables: { clientId: name } }) }, async (server) => {
      await server.open(uri, password);
      await severities(server, uri);
      match(await logged(server), /azmfa\.variables: "clientId" cannot be used with/);
      await server.configure(() => ({ variables: { clientId: name } }));
      await server.next('workspace/diagnostic/refresh');
      await severities(server, uri);
    }));
});

/** The next message in the log. */
async function logged(server: TestServer): Promise<string> {
  const { message } = (await server.next('window/logMessage')) as { readonly message: string };
  return message;
}
