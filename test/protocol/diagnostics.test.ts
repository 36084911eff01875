import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { clients, withServer, type TestServer } from '../support/server';

const uri = 'file:///project/deploy.sh';
const password = 'az login -u "$USER" -p "$PASSWORD"';
const healthy = 'az login --identity';
const found = ['user-password: az login'];

/** What diagnostics say, with the text that they underline. */
function shown(server: TestServer, of: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, range }) => `${String(code)}: ${server.document(of).getText(range)}`);
}

describe('diagnostics that the client asks for', () => {
  it('say what breaks, where, and where to read more', () =>
    withServer({}, async (server) => {
      await server.open(uri, `#!/bin/bash\n${password} # every night\n`);
      const [diagnostic, ...others] = await server.diagnostics(uri);
      deepEqual(others, []);
      ok(diagnostic);
      const { message, codeDescription, ...rest } = diagnostic;
      deepEqual(rest, {
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 8 } },
        severity: 1,
        source: 'azmfa',
        code: 'user-password',
      });
      match(typeof message === 'string' ? message : message.value, /AADSTS50076/);
      match(codeDescription?.href ?? '', /user-password/);
    }));
  it('come for a PowerShell script, saved or not', () =>
    withServer({}, async (server) => {
      const script = `if (-not (az login -u $user -p $password)) { throw 'no' }\n`;
      await server.open('file:///project/deploy.ps1', script);
      deepEqual(
        shown(server, 'file:///project/deploy.ps1', await server.diagnostics('file:///project/deploy.ps1')),
        found,
      );
      await server.open('untitled:Untitled-1', script, 'powershell');
      deepEqual(shown(server, 'untitled:Untitled-1', await server.diagnostics('untitled:Untitled-1')), found);
      await server.open('file:///project/page.txt', script, 'plaintext');
      deepEqual(await server.diagnostics('file:///project/page.txt'), []);
    }));
  it('are not sent as well', () =>
    withServer({}, async (server) => {
      ok(server.initialized.capabilities.diagnosticProvider);
      await server.open(uri, password);
      await server.replace(uri, '$USER', '$ADMIN');
      await server.save(uri);
      await server.configure(() => ({ rules: { 'user-password': 'warning' } }));
      await server.next('workspace/diagnostic/refresh');
      await server.close(uri);
      deepEqual(await server.unread(), []);
    }));
  it('belong to the text and the settings of the moment, which their id tells', () =>
    withServer({}, async (server) => {
      await server.open(uri, password);
      const ids = new Set<unknown>();
      const idOf = async (): Promise<unknown> => (await server.pull(uri)).resultId;
      ids.add(await idOf());
      equal(ids.has(await idOf()), true, 'nothing has changed');
      await server.replace(uri, '$USER', '$ADMIN');
      ids.add(await idOf());
      await server.configure(() => ({ rules: { 'user-password': 'hint' } }));
      await server.next('workspace/diagnostic/refresh');
      ids.add(await idOf());
      await server.close(uri);
      await server.open(uri, healthy);
      ids.add(await idOf());
      equal(ids.size, 4);
    }));
  it('are unchanged for who has them already', () =>
    withServer({}, async (server) => {
      await server.open(uri, password);
      const first = await server.pull(uri);
      ok(first.kind === 'full');
      const second = await server.pull(uri, first.resultId);
      deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
      await server.replace(uri, password, healthy);
      const third = await server.pull(uri, first.resultId);
      ok(third.kind === 'full');
      deepEqual(third.items, []);
    }));
  it('are unchanged after a change that moves none of them, and only then', () =>
    withServer({}, async (server) => {
      await server.open(uri, `echo one\n${password}\necho two\n`);
      const first = await server.pull(uri);
      ok(first.kind === 'full' && first.items.length === 1);
      for (const [text, newText] of [
        ['one', 'three'],
        ['two', 'two\nfour'],
      ] as const) {
        await server.replace(uri, text, newText);
        deepEqual(await server.pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
      }
      const own = await server.pull(uri);
      ok(own.kind === 'full' && own.items.length === 1, 'who has nothing is given everything');
      await server.replace(uri, 'three', 'three\n');
      const moved = await server.pull(uri, own.resultId);
      ok(moved.kind === 'full');
      deepEqual(
        moved.items.map(({ range }) => range.start),
        [{ line: 2, character: 0 }],
      );
      await server.replace(uri, 'three\n', 'three');
      const back = await server.pull(uri, first.resultId);
      ok(back.kind === 'full', 'the client says that it has what is no longer known');
    }));
  it('are none for documents that are not open', () =>
    withServer({}, async (server) => {
      deepEqual(await server.diagnostics('file:///project/nowhere.sh'), []);
      await server.open(uri, password);
      await server.close(uri);
      deepEqual(await server.diagnostics(uri), []);
    }));
});

describe('diagnostics that the client waits for', () => {
  it('come with the version they belong to, and go when the document is closed', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      equal(server.initialized.capabilities.diagnosticProvider, undefined);
      await server.open(uri, password);
      const opened = await server.published();
      deepEqual([opened.uri, opened.version], [uri, 1]);
      deepEqual(shown(server, uri, opened.diagnostics), found);
      await server.replace(uri, password, healthy);
      deepEqual(await server.published(), { uri, version: 2, diagnostics: [] });
      await server.replace(uri, healthy, password);
      equal((await server.published()).diagnostics.length, 1);
      await server.close(uri);
      deepEqual(await server.published(), { uri, diagnostics: [] });
      deepEqual(await server.unread(), []);
    }));
  it('come even to a client that says nothing of itself', () =>
    withServer({ capabilities: clients.bare }, async (server) => {
      await server.open(uri, password);
      equal((await server.published()).diagnostics.length, 1);
      deepEqual(server.registrations, []);
    }));
  it('belong to the last of a burst of changes, and come once', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      const lines = Array.from({ length: 20_000 }, (_, i) => `echo ${i}`).join('\n');
      await server.open(uri, `${lines}\n${healthy}\n`);
      for (let i = 0; i < 100; i++) {
        await server.change(uri, {
          range: { start: { line: i, character: 0 }, end: { line: i, character: 0 } },
          text: `${password}\n`,
        });
      }
      let last = await server.published();
      while (last.version !== 101) {
        // What is sent on the way belongs to the version it names.
        equal(last.diagnostics.length, (last.version ?? 0) - 1);
        last = await server.published();
      }
      equal(last.diagnostics.length, 100);
      deepEqual(await server.unread(), []);
    }));
  it('do not come for a document that was closed meanwhile', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, `${'echo a; '.repeat(50_000)}\n${password}\n`);
      await server.close(uri);
      deepEqual(await server.unread(), []);
    }));
  it('come for the second of two documents that are opened under one name', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, password);
      await server.open(uri, `${password}\n${password}\n`);
      let last = await server.published();
      if (last.diagnostics.length === 1) last = await server.published();
      equal(last.diagnostics.length, 2);
      deepEqual(await server.unread(), []);
    }));
});

describe('positions', () => {
  const texts: readonly (readonly [title: string, text: string])[] = [
    ['after emoji and other characters outside the first plane', `echo "🔑🔑𝒜é"; ${password} # 🔑\n`],
    ['after combined characters', `echo "e\u0301👩‍👩‍👧"; ${password}\n`],
    ['in lines that end with CR LF', `#!/bin/bash\r\necho\r\n${password}\r\n`],
    ['in lines of both kinds', `#!/bin/bash\r\necho\n${password}\n`],
    ['after a byte order mark', `\ufeff${password}\n`],
    ['after NUL and other control characters', `echo "\0\x01\x7f"; ${password}\n`],
    ['after a surrogate without its partner', `echo "\ud83d"; ${password}\n`],
    ['at the end of a text without a last line break', `echo\n${password}`],
    ['in the middle of a very long line', `echo ${'x'.repeat(100_000)}; ${password}\n`],
  ];
  for (const [title, text] of texts) {
    it(`are right ${title}`, () =>
      withServer({}, async (server) => {
        await server.open(uri, text);
        const diagnostics = await server.diagnostics(uri);
        deepEqual(shown(server, uri, diagnostics), found);
        const [signIn, ...others] = await server.signIns(uri);
        deepEqual(others, []);
        ok(signIn);
        equal(server.document(uri).getText(signIn.range), password);
      }));
  }
  it('are right for a sign-in over several lines', () =>
    withServer({}, async (server) => {
      const command = 'az login \\\r\n  -u "$USER" \\\r\n  -p "$PASSWORD"';
      await server.open(uri, `if true; then\r\n  ${command}\r\nfi\r\n`);
      deepEqual(shown(server, uri, await server.diagnostics(uri)), found);
      deepEqual(
        (await server.signIns(uri)).map(({ range }) => server.document(uri).getText(range)),
        [command],
      );
    }));
});

describe('changes', () => {
  const at = (line: number, character: number) => ({ line, character });
  it('count one after another within a notification', () =>
    withServer({}, async (server) => {
      await server.open(uri, 'echo\necho\n');
      await server.change(
        uri,
        { range: { start: at(1, 0), end: at(1, 4) }, text: `${healthy}\n${password}` },
        // The line that the first change has made.
        { range: { start: at(2, 0), end: at(2, 2) }, text: '/usr/bin/az' },
        { range: { start: at(0, 0), end: at(0, 4) }, text: `${password};` },
      );
      const diagnostics = await server.diagnostics(uri);
      deepEqual(
        diagnostics.map(({ range }) => server.document(uri).getText(range)),
        ['az login', '/usr/bin/az login'],
      );
      equal((await server.signIns(uri)).length, 3);
    }));
  it('may give the whole text anew, also among others', () =>
    withServer({}, async (server) => {
      await server.open(uri, password);
      await server.change(uri, { text: healthy });
      deepEqual(await server.diagnostics(uri), []);
      await server.change(
        uri,
        { range: { start: at(0, 0), end: at(0, 0) }, text: 'nonsense "' },
        { text: `echo\n${password}\n` },
        { range: { start: at(0, 0), end: at(1, 0) }, text: '' },
      );
      deepEqual(shown(server, uri, await server.diagnostics(uri)), found);
    }));
  it('may reach beyond the text, and run backwards', () =>
    withServer({}, async (server) => {
      await server.open(uri, `${healthy}\n${healthy}`);
      await server.change(uri, { range: { start: at(99, 99), end: at(999, 0) }, text: `\n${password}` });
      deepEqual(shown(server, uri, await server.diagnostics(uri)), found);
      await server.change(uri, { range: { start: at(2, 9), end: at(2, 8) }, text: '  ' });
      equal(server.document(uri).getText(), `${healthy}\n${healthy}\n${password.replace(' -u', '  -u')}`);
      deepEqual(shown(server, uri, await server.diagnostics(uri)), found);
    }));
  it('of a document that is not open are nothing', () =>
    withServer({ capabilities: clients.waiting }, async (server) => {
      await server.open(uri, healthy);
      deepEqual(await server.published(), { uri, version: 1, diagnostics: [] });
      const textDocument = { uri: 'file:///project/other.sh', version: 2 };
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument,
        contentChanges: [{ text: password }],
      });
      await server.connection.sendNotification('textDocument/didSave', { textDocument });
      await server.connection.sendNotification('textDocument/didClose', { textDocument });
      deepEqual(await server.unread(), []);
    }));
});

describe('documents', () => {
  const silent: readonly string[] = [
    'git:/project/deploy.sh?%7B%22ref%22%3A%22HEAD%22%7D',
    'file:///project/node_modules/tool/install.sh',
    'file:///project/.venv/bin/deploy.sh',
    'file:///project/app/vendor/deploy.sh',
    'file:///project/app/third_party/deploy.sh',
    'azmfa-preview:/project/deploy.sh',
    'vscode-chat-code-block://abc/deploy.sh',
    'output:deploy.sh',
  ];
  for (const each of silent) {
    it(`that are not the user's own are left in peace: ${each}`, async () => {
      await withServer({}, async (server) => {
        await server.open(each, password);
        deepEqual(await server.diagnostics(each), []);
        equal(await server.hover(each, { line: 0, character: 4 }), null);
      });
      await withServer({ capabilities: clients.waiting }, async (server) => {
        await server.open(each, password);
        await server.replace(each, '$USER', '$ADMIN');
        await server.save(each);
        await server.close(each);
        deepEqual(await server.unread(), []);
      });
    });
  }
  it('below a folder of such a name are the user’s own where that folder is open, or lies above', () =>
    withServer({ folders: [{ uri: 'file:///project/vendor/app', name: 'app' }] }, async (server) => {
      const own = 'file:///project/vendor/app/deploy.sh';
      await server.open(own, password);
      equal((await server.diagnostics(own)).length, 1);
      const others = 'file:///project/vendor/app/node_modules/deploy.sh';
      await server.open(others, password);
      deepEqual(await server.diagnostics(others), []);
    }));
  const own: readonly (readonly [uri: string, languageId: string, text: string])[] = [
    ['untitled:Untitled-1', 'shellscript', password],
    ['untitled:Untitled-2', 'plaintext', `#!/usr/bin/env bash\n${password}`],
    ['vscode-vfs://github/contoso/app/deploy.sh', 'shellscript', password],
    ['file:///project/deploy', 'plaintext', `#!/bin/sh\n${password}`],
    ['file:///project/deploy', 'plaintext', `\ufeff#!/bin/sh\n${password}`],
    ['file:///project/notes.azcli', 'azcli', password],
    ['file:///project/a%20b/caf%C3%A9%23.sh', 'shellscript', password],
    ['file:///c%3A/project/deploy.sh', 'shellscript', password],
  ];
  for (const [each, languageId, text] of own) {
    it(`are read: ${each}, ${JSON.stringify(text.slice(0, 10))}`, () =>
      withServer({}, async (server) => {
        await server.open(each, text, languageId);
        deepEqual(shown(server, each, await server.diagnostics(each)), found);
      }));
  }
  it('of plain text are prose unless they say otherwise', () =>
    withServer({}, async (server) => {
      await server.open('file:///project/README', `Run\n${password}\n`, 'plaintext');
      deepEqual(await server.diagnostics('file:///project/README'), []);
      await server.replace('file:///project/README', 'Run', '#!/bin/bash');
      equal((await server.diagnostics('file:///project/README')).length, 1);
    }));
  it('that are far too long are said to be', () =>
    withServer({}, async (server) => {
      await server.open(uri, `${password}\n${'#'.repeat(16_000_000)}`);
      deepEqual(await server.diagnostics(uri), []);
      await server.replace(uri, 'az', 'AZ');
      deepEqual(await server.diagnostics(uri), []);
      const { message } = (await server.next('window/logMessage')) as { readonly message: string };
      match(message, /deploy\.sh.*too long/);
    }));
  it('full of broken syntax are answered, and soon', () =>
    withServer({}, async (server) => {
      for (const text of ['"', '<<EOF\n', '$(', '${', '\0', '((', 'if ', '`'].map((each) =>
        each.repeat(2000),
      )) {
        await server.open(uri, `${password}\n${text}`);
        await server.diagnostics(uri);
        await server.close(uri);
      }
    }));
});
