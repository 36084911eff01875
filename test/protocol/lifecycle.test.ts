import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { signInsMethod } from '../../server/src/protocol/messages';
import { clients, withServer, type TestServer } from '../support/server';

const uri = 'file:///project/deploy.sh';
const password = 'az login -u "$USER" -p "$PASSWORD"';
/** Enough text to be at work on for a while. */
const long = `${'echo "$(date) $USER"\n'.repeat(40_000)}${password}\n`;

async function logged(server: TestServer): Promise<string> {
  return ((await server.next('window/logMessage')) as { readonly message: string }).message;
}

describe('the server', () => {
  it('says who it is and what it does', () =>
    withServer({}, (server) => {
      const { serverInfo, capabilities } = server.initialized;
      equal(serverInfo?.name, 'azmfa');
      match(serverInfo.version ?? '', /^\d+\.\d+\.\d+/);
      equal(capabilities.positionEncoding, 'utf-16');
      return Promise.resolve();
    }));
  it('ends when it is told to, in the middle of its work', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, long);
      await server.open('file:///project/other.sh', long);
      // Taken from the client's list, so that nobody waits for their analysis.
      server.forget(uri);
      server.forget('file:///project/other.sh');
    }));
  it('ends when its client is gone', async () => {
    const child = spawn(process.execPath, [path.join('dist', 'server.js'), '--stdio'], { stdio: 'pipe' });
    const closed = once(child, 'close');
    child.stdin.end();
    await closed;
    ok(child.exitCode !== null);
  });
  it('serves what comes while it is at work', () =>
    withServer({}, async (server) => {
      await server.open(uri, long);
      const analysed = server.diagnostics(uri).then(() => 'the long document');
      await server.open('file:///project/short.sh', password);
      const first = await Promise.race([
        analysed,
        server.diagnostics('file:///project/short.sh').then(() => 'the short one'),
      ]);
      equal(first, 'the short one');
      await analysed;
    }));
  it('stops waiting for what is cancelled, and has it for the next who asks', () =>
    withServer({}, async (server) => {
      await server.open(uri, long);
      const source = new CancellationTokenSource();
      const request = server.connection.sendRequest(signInsMethod, { uri }, source.token);
      // Once it is under way.
      equal(await server.hover('file:///nowhere.sh', { line: 0, character: 0 }), null);
      const started = performance.now();
      source.cancel();
      await rejects(
        request,
        (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
      );
      const cancelled = performance.now() - started;
      equal((await server.signIns(uri)).length, 1);
      ok(cancelled < performance.now() - started - cancelled, 'cancelling took longer than the work');
    }));
  it('answers requests about what is not open', () =>
    withServer({}, async (server) => {
      for (const each of ['file:///nowhere.sh', '', 'no uri', 'file:///%', 'x'.repeat(100_000)]) {
        deepEqual(await server.diagnostics(each), []);
        deepEqual(await server.signIns(each), []);
        equal(await server.hover(each, { line: 0, character: 0 }), null);
      }
    }));
  it('answers about places that do not exist', () =>
    withServer({}, async (server) => {
      await server.open(uri, `echo\n${password}`);
      for (const [line, character] of [
        [99, 0],
        [0, 99],
        [-1, -1],
        [0.5, 1.5],
        [2 ** 31 - 1, 2 ** 31 - 1],
      ] as const) {
        await server.hover(uri, { line, character });
      }
    }));
});

describe('malformed messages', () => {
  const requests = ['textDocument/hover', 'textDocument/diagnostic', signInsMethod, 'no/such/method'];
  const notifications = [
    'textDocument/didOpen',
    'textDocument/didChange',
    'textDocument/didSave',
    'textDocument/didClose',
    'workspace/didChangeWorkspaceFolders',
    'no/such/notification',
  ];
  const params: readonly unknown[] = [
    undefined,
    null,
    7,
    'text',
    [],
    {},
    { textDocument: null },
    { textDocument: { uri: null, text: null } },
    { textDocument: { uri, languageId: {}, version: 'one', text: 7 }, contentChanges: 7 },
    { textDocument: { uri }, contentChanges: [null], position: null },
    { textDocument: { uri }, contentChanges: [{ range: null, text: 7 }], position: { line: 'x' } },
    { textDocument: { uri }, contentChanges: [{ range: { start: {}, end: [] }, text: 'x' }], event: 7 },
    { event: { added: null, removed: 'x' } },
  ];
  it('are refused or logged, and the next are served', () =>
    withServer({}, async (server) => {
      for (const each of params) {
        for (const method of requests) {
          await server.connection.sendRequest(method, each).catch((error: unknown) => {
            ok(error instanceof ResponseError, String(error));
          });
        }
        for (const method of notifications) await server.connection.sendNotification(method, each);
      }
      await server.open(uri, password);
      equal((await server.diagnostics(uri)).length, 1);
      for (const { method } of await server.unread()) {
        equal(method, 'window/logMessage');
        await logged(server);
      }
    }));
  it('are survived by a client that waits for diagnostics, too', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      for (const each of params) {
        for (const method of notifications) await server.connection.sendNotification(method, each);
      }
      await server.open(uri, password);
      for (const { method } of await server.unread()) await server.next(method);
      await server.replace(uri, '$USER', '$ADMIN');
      equal((await server.published()).diagnostics.length, 1);
    }));
});

describe('a server without its grammars', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'azmfa-'));
    cpSync('dist', folder, { recursive: true, filter: (file) => !file.endsWith('.map') });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const others = {
    'deploy.ps1': {
      languageId: 'powershell',
      signIn: 'az login -u $User -p $Password',
      unfinished: 'echo "',
    },
    'deploy.cmd': { languageId: 'bat', signIn: 'az login -u %USER% -p %PASSWORD%', unfinished: 'if 1==1 (' },
  };
  it('reads PowerShell and cmd, also what never ends', () => {
    for (const file of readdirSync(folder)) if (file.endsWith('.wasm')) rmSync(path.join(folder, file));
    return withServer({ bundle: path.join(folder, 'server.js') }, async (server) => {
      for (const [name, { languageId, signIn, unfinished }] of Object.entries(others)) {
        const other = `file:///project/${name}`;
        await server.open(other, `${signIn}\n`, languageId);
        equal((await server.diagnostics(other)).length, 1, name);
        await server.replace(other, signIn, `${signIn}\n${unfinished}`);
        equal((await server.diagnostics(other)).length, 1, `${name}, unfinished`);
      }
    });
  });

  /** Only what never ends takes the grammar. */
  const unfinished = `${password}\necho "\n`;
  for (const file of ['tree-sitter-bash.wasm', 'web-tree-sitter.wasm']) {
    const lost = (): readonly [from: string, to: string] => [
      path.join(folder, file),
      path.join(folder, `${file}.lost`),
    ];
    it(`is told, and tried anew with the next question: without ${file} (asked for)`, () => {
      const [from, to] = lost();
      renameSync(from, to);
      return withServer({ bundle: path.join(folder, 'server.js') }, async (server) => {
        await server.open(uri, password);
        equal((await server.diagnostics(uri)).length, 1, 'a whole script is read without');
        await server.replace(uri, password, unfinished);
        await rejects(server.diagnostics(uri), new RegExp(file));
        await rejects(server.signIns(uri), new RegExp(file));
        renameSync(to, from);
        equal((await server.diagnostics(uri)).length, 1);
        await server.replace(uri, '$USER', '$ADMIN');
        equal((await server.diagnostics(uri)).length, 1);
      });
    });
    it(`is told, and tried anew with the next change: without ${file} (sent)`, () => {
      const [from, to] = lost();
      renameSync(from, to);
      return withServer(
        { bundle: path.join(folder, 'server.js'), capabilities: clients.waiting },
        async (server) => {
          await server.open(uri, unfinished);
          match(await logged(server), new RegExp(`deploy\\.sh could not be checked.*${file}`));
          renameSync(to, from);
          await server.replace(uri, '$USER', '$ADMIN');
          equal((await server.published()).diagnostics.length, 1);
        },
      );
    });
  }
});
