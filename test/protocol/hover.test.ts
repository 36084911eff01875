import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Hover } from 'vscode-languageserver-protocol';
import { withServer, type TestServer } from '../support/server';

const uri = 'file:///project/deploy.sh';

/** A hover's Markdown. */
function markdownOf(hover: Hover | null): string {
  ok(hover !== null && typeof hover.contents === 'object' && 'kind' in hover.contents);
  equal(hover.contents.kind, 'markdown');
  return hover.contents.value;
}

const hoverOn = (server: TestServer, text: string, offset = 0): Promise<Hover | null> =>
  server.hover(uri, server.position(uri, text, offset));

describe('the hover', () => {
  it('explains the whole of a sign-in, wherever in it one points', () =>
    withServer({}, async (server) => {
      const command = 'az login -u "$U" \\\n  -p "$P" --tenant "$T"';
      await server.open(uri, `echo "🔑"; ${command} >/dev/null\necho\n`);
      const hover = await hoverOn(server, 'az login');
      const text = markdownOf(hover);
      match(text, /user with a password/);
      match(text, /AADSTS50076/);
      match(text, /RequestDisallowedByPolicy/);
      for (const option of ['--username', '--password', '--tenant']) ok(text.includes(option), option);
      match(text, /\[user-password\]\(https:/);
      ok(hover?.range);
      ok(server.document(uri).getText(hover.range).startsWith(command));
      for (const place of ['login', '"$U"', '-p', '"$T"']) deepEqual(await hoverOn(server, place), hover);
    }));
  it('says of a healthy sign-in that it works', () =>
    withServer({}, async (server) => {
      await server.open(uri, 'az login --identity\n');
      match(markdownOf(await hoverOn(server, '--identity')), /managed identity[^]*Works/);
    }));
  it('tells two sign-ins on one line apart', () =>
    withServer({}, async (server) => {
      await server.open(uri, 'az login --identity || az login --use-device-code\n');
      match(markdownOf(await hoverOn(server, '--identity')), /managed identity/);
      match(markdownOf(await hoverOn(server, '--use-device-code')), /device code/);
    }));
  it('says nothing where no sign-in stands', () =>
    withServer({}, async (server) => {
      await server.open(uri, 'echo "az login"\n# az login -u a -p b\naz account show\n');
      for (const text of ['echo', 'az login', '# az', 'account']) equal(await hoverOn(server, text), null);
    }));
  it('shows nothing of the script that could be Markdown', () =>
    withServer({}, async (server) => {
      const hostile = '[x](command:y) <img src=z> ![](https://evil.example/) **b** `c`';
      await server.open(uri, `az login -u '${hostile}' --no-such '${hostile}' -p "$P" # ${hostile}\n`);
      const text = markdownOf(await hoverOn(server, 'az login'));
      for (const each of ['command:', '<img', 'evil.example', '**b**'])
        equal(text.includes(each), false, each);
    }));
});
