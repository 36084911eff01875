import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Position } from 'vscode-languageserver-protocol';
import { withServer, type TestServer } from '../support/server';

/** What documents are made of here: sign-ins, what surrounds them, and what tears syntax and characters apart. */
const pieces = fc.constantFrom(
  'a',
  'az',
  'z lo',
  'login',
  'gin -u x',
  'az login -u "$U" -p "$P"',
  'az login',
  'az login --service-principal -u x -p y\\\n  --tenant t',
  "az login -u a -p 's3cret'",
  '# azmfa: ignore[interactive]\n',
  '# az login -u a -p b',
  'echo "$(az login --identity)"',
  'cat <<EOF\naz login\nEOF\n',
  'cat <<EOF\n',
  'EOF\n',
  'if true; then ',
  'fi\n',
  '; ',
  ' && ',
  '\n',
  '\r\n',
  '\r',
  '"',
  "'",
  '`',
  '$(',
  ')',
  '{',
  '}',
  '\\',
  '#',
  ' ',
  '😀',
  '\ud83d',
  'é',
  '\ufeff',
  '\0',
);
const text = fc.array(pieces, { maxLength: 12 }).map((each) => each.join(''));

/** A change to a text whose length is not known yet: where it starts and how much it replaces, as shares of it. */
const change = fc.record({
  start: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(200)),
  newText: fc.oneof(fc.constant(''), pieces, text),
  whole: fc.constantFrom(false, false, false, false, false, false, false, false, false, true),
});

/** Lines as the protocol counts them: CR LF, LF and CR end one. */
function positionAt(whole: string, offset: number): Position {
  const lines = whole.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Where a position may stand: not between CR and LF. */
function offsetIn(whole: string, wanted: number): number {
  const offset = Math.max(0, Math.min(wanted, whole.length));
  return whole[offset - 1] === '\r' && whole[offset] === '\n' ? offset - 1 : offset;
}

/** Everything that the server says of a document. */
async function answers(server: TestServer, uri: string): Promise<unknown> {
  const diagnostics = await server.diagnostics(uri);
  return {
    diagnostics: diagnostics.map(({ relatedInformation, ...rest }) => ({
      ...rest,
      related: relatedInformation?.map(({ location, message }) => ({ range: location.range, message })),
    })),
    signIns: await server.signIns(uri),
  };
}

describe('a document that was edited', () => {
  it('is what it would be if it were opened now', () =>
    withServer({}, (server) =>
      fc.assert(
        fc.asyncProperty(
          text,
          fc.array(fc.tuple(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean()), {
            minLength: 1,
            maxLength: 6,
          }),
          async (begin, notifications) => {
            const edited = 'file:///project/edited.sh';
            const fresh = 'file:///project/fresh.sh';
            let whole = begin;
            let version = 1;
            await server.open(edited, begin);
            for (const [changes, ask] of notifications) {
              const contentChanges = changes.map(({ start, length, newText, whole: all }) => {
                if (all) {
                  whole = newText;
                  return { text: newText };
                }
                const from = offsetIn(whole, Math.floor(start * whole.length));
                const to = Math.max(from, offsetIn(whole, from + length));
                const range = { start: positionAt(whole, from), end: positionAt(whole, to) };
                whole = whole.slice(0, from) + newText + whole.slice(to);
                return { range, text: newText };
              });
              version++;
              await server.connection.sendNotification('textDocument/didChange', {
                textDocument: { uri: edited, version },
                contentChanges,
              });
              if (ask) await answers(server, edited);
            }
            await server.open(fresh, whole);
            deepEqual(await answers(server, edited), await answers(server, fresh));
            await server.close(edited);
            await server.close(fresh);
          },
        ),
        { numRuns: 300, interruptAfterTimeLimit: 15_000 },
      ),
    ));
});
