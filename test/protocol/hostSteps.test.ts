import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  TextDocumentEdit,
  type CodeAction,
} from 'vscode-languageserver-protocol/node';
import { remediesMethod, type Remedies } from '../../server/src/protocol/messages';
import { clients, withServer, type TestServer } from '../support/server';

const uri = 'file:///workspace/.github/workflows/deploy.yml';
const site = 'azure/login@v3';
const workflow = `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - name: Sign in
        uses: ${site}
        with: { client-id: a, tenant-id: b }
`;

async function actionsAt(server: TestServer, text: string): Promise<readonly CodeAction[]> {
  const position = server.position(uri, text);
  const answer = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  return (answer ?? []).map((action) => {
    ok('kind' in action, 'a bare command');
    return action;
  });
}

describe('a step that is no script', () => {
  it('is underlined, and explained where one points at it', () =>
    withServer({}, async (server) => {
      await server.open(uri, workflow);
      const [found, ...others] = await server.diagnostics(uri);
      deepEqual([found?.code, others.length], ['missing-id-token-permission', 0]);
      ok(found);
      equal(server.document(uri).getText(found.range), site);
      const hover = await server.hover(uri, server.position(uri, site));
      ok(hover && typeof hover.contents === 'object' && 'value' in hover.contents);
      match(hover.contents.value, /\[missing-id-token-permission\]\(https:/);
      deepEqual(hover.range, found.range);
      equal(await server.hover(uri, server.position(uri, 'runs-on')), null);
    }));
  it('is silenced by a comment before it, in its indentation', () =>
    withServer({ capabilities: clients.resolving }, async (server) => {
      await server.open(uri, workflow);
      const actions = await actionsAt(server, 'name: Sign in');
      const silence = actions.find(({ title }) => title === 'Ignore missing-id-token-permission here');
      ok(silence);
      const { edit } = await server.connection.sendRequest(CodeActionResolveRequest.type, silence);
      const [change] = edit?.documentChanges ?? [];
      ok(TextDocumentEdit.is(change));
      const [first] = change.edits;
      ok(first && 'newText' in first);
      equal(first.newText, '      # azmfa: ignore[missing-id-token-permission] -- why this one may stay\n');
      equal(server.document(uri).offsetAt(first.range.start), workflow.indexOf('      - name'));
    }));
  it('says what repairs it, or why nothing does', () =>
    withServer({}, async (server) => {
      await server.open(uri, workflow);
      const position = server.position(uri, site);
      const remedies = await server.connection.sendRequest<Remedies | null>(remediesMethod, {
        uri,
        position,
      });
      ok(remedies);
      equal(remedies.host, 'github-hosted');
      ok(remedies.fixes.length + remedies.refusals.length > 0);
    }));
});
