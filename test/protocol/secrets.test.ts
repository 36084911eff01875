import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { CodeActionRequest, CodeActionResolveRequest } from 'vscode-languageserver-protocol/node';
import {
  fixMethod,
  migrateMethod,
  migrationTargetsMethod,
  remediesMethod,
  type Migration,
  type MigrationTargets,
  type Remedies,
} from '../../server/src/protocol/messages';
import { cmdLinesWith, linesWith, powershellLinesWith, secrets } from '../support/secrets';
import { clients, withServer, type TestServer } from '../support/server';

/** Everything that can be had of a document, by the question. */
async function answers(server: TestServer, uri: string): Promise<Readonly<Record<string, unknown>>> {
  const ask = <T>(method: string, params: object) => server.connection.sendRequest<T>(method, params);
  const document = server.document(uri);
  const end = document.positionAt(document.getText().length);
  const signIns = await server.signIns(uri);
  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end },
    context: { diagnostics: [] },
  });
  const resolved = [];
  for (const action of actions ?? []) {
    if ('kind' in action)
      resolved.push(await server.connection.sendRequest(CodeActionResolveRequest.type, action));
  }
  const hovers = [];
  const remedies = [];
  const fixes = [];
  for (const { range } of signIns) {
    hovers.push(await server.hover(uri, range.start));
    const found = await ask<Remedies | null>(remediesMethod, { uri, position: range.start });
    remedies.push(found);
    for (const { reference } of found?.fixes ?? []) fixes.push(await ask(fixMethod, reference));
  }
  const targets = await ask<MigrationTargets | null>(migrationTargetsMethod, { uri });
  const migrations = [];
  for (const { id } of targets?.targets ?? []) {
    const migration = await ask<Migration | null>(migrateMethod, { uri, target: id });
    // The whole text of the document is its own, and no new text.
    migrations.push({ ...migration, text: undefined });
  }
  const diagnostics = await server.diagnostics(uri);
  return { diagnostics, signIns, hovers, actions, resolved, remedies, fixes, targets, migrations };
}

describe('secrets', () => {
  for (const [uri, scriptsWith] of [
    ['file:///project/deploy.sh', linesWith],
    ['file:///project/deploy.ps1', powershellLinesWith],
    ['file:///project/deploy.cmd', cmdLinesWith],
  ] as const) {
    it(`stand in no answer for ${uri}`, () =>
      withServer({ capabilities: clients.resolving, initializationOptions: { commands: true } }, (server) =>
        fc.assert(
          fc.asyncProperty(secrets, async (secret) => {
            const answered = new Set<string>();
            for (const text of scriptsWith(secret)) {
              await server.open(uri, text);
              for (const [question, answer] of Object.entries(await answers(server, uri))) {
                const written = JSON.stringify(answer);
                equal(written.includes(secret), false, `${question} of ${text}: ${written}`);
                if (written.length > 2) answered.add(question);
              }
              await server.close(uri);
            }
            // Each question has an answer for some of the scripts.
            equal(answered.size, 9, [...answered].join(' '));
          }),
          { numRuns: 3 },
        ),
      )).timeout(600_000);
  }
});
