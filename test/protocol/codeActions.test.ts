import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  LSPErrorCodes,
  ResponseError,
  TextDocumentEdit,
  type CodeAction,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { clients, withServer, type ServerOptions, type TestServer } from '../support/server';

const uri = 'file:///workspace/script.sh';

/** A client such as ours: it has the commands that actions may run. */
const own: ServerOptions = { capabilities: clients.resolving, initializationOptions: { commands: true } };

/** The actions where some text first stands in the document. */
async function actionsAt(
  server: TestServer,
  text: string,
  only?: readonly string[],
): Promise<readonly CodeAction[]> {
  const position = server.position(uri, text);
  const answer = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [], ...(only && { only: [...only] }) },
  });
  return (answer ?? []).map((action) => {
    ok('kind' in action, 'a bare command');
    return action;
  });
}

const resolve = (server: TestServer, action: CodeAction | undefined): Promise<CodeAction> => {
  ok(action);
  return server.connection.sendRequest(CodeActionResolveRequest.type, action);
};

/** An action's edits of the one document, whatever form the client asked for. */
function editsOf({ edit }: CodeAction): readonly TextEdit[] {
  const [change] = edit?.documentChanges ?? [];
  if (change === undefined) return edit?.changes?.[uri] ?? [];
  ok(TextDocumentEdit.is(change));
  equal(change.textDocument.uri, uri);
  return change.edits.map((each) => {
    ok('newText' in each);
    return each;
  });
}

const titles = (actions: readonly CodeAction[]): readonly string[] => actions.map(({ title }) => title);

describe('code actions', () => {
  const password =
    '#!/bin/bash\naz login -u "$U" -p "$P" --output none # nightly\naz group create -n a -l b\n';

  it('offer three identities, what else there is, and silence; none preferred where the host is not known', () =>
    withServer(own, async (server) => {
      await server.open(uri, password);
      const actions = await actionsAt(server, 'login');
      deepEqual(titles(actions), [
        'Sign in as a managed identity, user-assigned (on Azure)',
        'Sign in with a federated token (CI, AKS, cloud)',
        'Sign in with a certificate (anywhere)',
        'More ways to sign in…',
        'Choose where this script runs…',
        'Copy what must exist first…',
        'Ignore user-password here',
        'Ignore user-password in this whole script',
      ]);
      deepEqual([...new Set(actions.map(({ kind }) => kind))], ['quickfix']);
      ok(actions.every(({ isPreferred }) => isPreferred !== true));
      ok(actions.every(({ diagnostics }) => diagnostics?.[0]?.code === 'user-password'));
    }));

  it('need none of our commands where the client has none', () =>
    withServer({ capabilities: clients.resolving }, async (server) => {
      await server.open(uri, password);
      const actions = await actionsAt(server, 'login');
      ok(actions.every(({ command }) => command === undefined));
      const resolved = await resolve(server, actions[0]);
      equal(resolved.command, undefined);
      ok(editsOf(resolved).length > 0);
    }));

  it('rewrite the sign-in for the version that they were listed for, and say what must exist', () =>
    withServer(own, async (server) => {
      await server.open(uri, password);
      const [first] = await actionsAt(server, 'login');
      const resolved = await resolve(server, first);
      equal(
        await server.applyEdits(uri, editsOf(resolved)),
        '#!/bin/bash\naz login --identity --client-id "$AZURE_MANAGED_IDENTITY_CLIENT_ID" --output none # nightly\naz account set --subscription "$AZURE_SUBSCRIPTION_ID"\naz group create -n a -l b\n',
      );
      equal(resolved.command?.command, 'azmfa.fixApplied');
      deepEqual(await server.diagnostics(uri), []);
    }));

  it('are refused once the document has changed', () =>
    withServer(own, async (server) => {
      await server.open(uri, password);
      const [first] = await actionsAt(server, 'login');
      await server.replace(uri, 'none', 'table');
      await rejects(
        resolve(server, first),
        (error) => error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified,
      );
    }));

  it('come with their edits where the client does not ask for them later', () =>
    withServer({ capabilities: clients.pulling }, async (server) => {
      await server.open(uri, password);
      const actions = await actionsAt(server, 'login');
      ok(actions.length > 3);
      for (const action of actions) ok(editsOf(action).length > 0, action.title);
    }));

  it('stand for the whole command, on any of its lines, and for nothing beside it', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'x=1\naz login \\\n  -u "$U" \\\n  -p "$P"\ny=2\n');
      ok((await actionsAt(server, '-p')).length > 0);
      deepEqual(await actionsAt(server, 'x=1'), []);
      deepEqual(await actionsAt(server, 'y=2'), []);
    }));

  it('repair the dash of the documentation’s own example', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'az login --username $username –password $password\n');
      const actions = await actionsAt(server, 'login');
      equal(actions[0]?.isPreferred, true);
      equal(
        await server.applyEdits(uri, editsOf(await resolve(server, actions[0]))),
        'az login --username $username --password $password\n',
      );
      deepEqual(
        (await server.diagnostics(uri)).map(({ code }) => code),
        ['user-password'],
      );
    }));

  it('explain why there is none', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'az login $EXTRA\n');
      const actions = await actionsAt(server, 'login');
      equal(actions[0]?.title, 'Why is there no automatic fix here…');
      equal(actions[0].command?.command, 'azmfa.explainNoFix');
    }));

  it('silence a finding before its statement', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'if true; then\n\tfoo && \\\n\t\taz login -u "$U" -p "$P"\nfi\n');
      const action = (await actionsAt(server, 'login')).find(({ title }) => title.startsWith('Ignore '));
      const text = await server.applyEdits(uri, editsOf(await resolve(server, action)));
      ok(text.startsWith('if true; then\n\t# azmfa: ignore[user-password] -- '), text);
      deepEqual(await server.diagnostics(uri), []);
    }));

  it('silence a finding in a comment, which has no other action', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'x=1\n  # az login -u me@contoso.example -p s3cr3t-demo\n');
      const actions = await actionsAt(server, 'az login');
      deepEqual(titles(actions), [
        'Why is there no automatic fix here…',
        'Ignore literal-secret here',
        'Ignore literal-secret in this whole script',
      ]);
      await server.applyEdits(uri, editsOf(await resolve(server, actions[1])));
      deepEqual(await server.diagnostics(uri), []);
    }));

  it('are only of the kinds that are asked for', () =>
    withServer(own, async (server) => {
      await server.open(uri, 'az login -u "$U" –password "$P"\n');
      deepEqual(await actionsAt(server, 'login', ['refactor']), []);
      ok((await actionsAt(server, 'login', ['quickfix'])).every(({ kind }) => kind === 'quickfix'));
      for (const kind of ['source', 'source.fixAll', 'source.fixAll.azmfa']) {
        deepEqual(
          (await actionsAt(server, 'login', [kind])).map((action) => action.kind),
          ['source.fixAll.azmfa'],
        );
      }
      deepEqual(await actionsAt(server, 'login', ['source.fixAll.other']), []);
    }));
});

describe('fix all', () => {
  const text =
    'az login --username "$U" –password "$P"\naz login -u "$U" -p "$P"\naz login --service-principal -u "$ID" -p ./sp.pem -t contoso.example\n';
  const fixAll = async (server: TestServer): Promise<string> => {
    const [action] = await actionsAt(server, 'login', ['source.fixAll']);
    return server.applyEdits(uri, editsOf(await resolve(server, action)));
  };

  it('applies what is safe, and changes nobody’s identity', () =>
    withServer(own, async (server) => {
      await server.open(uri, text);
      equal(
        await fixAll(server),
        'az login --username "$U" --password "$P"\naz login -u "$U" -p "$P"\naz login --service-principal -u "$ID" --certificate ./sp.pem -t contoso.example\n',
      );
      deepEqual(await actionsAt(server, 'login', ['source.fixAll']), []);
    }));

  it('goes to an identity only if the user chose it, not the repository', async () => {
    for (const preferredIdentityIsUsers of [false, true]) {
      const settings = () => ({ preferredIdentity: 'system-assigned', preferredIdentityIsUsers });
      await withServer({ ...own, settings }, async (server) => {
        await server.open(uri, text);
        equal((await fixAll(server)).includes('--identity'), preferredIdentityIsUsers);
      });
    }
  });
});
