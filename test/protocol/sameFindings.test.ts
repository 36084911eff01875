import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { azmfa, reportIn } from '../support/commandLine';
import { withServer } from '../support/server';

const severities = ['error', 'warning', 'information', 'hint'];

describe('the editor and the command line', () => {
  it('find the same in the same scripts, at the same places, in the same order and words', async () => {
    const files = ['samples', path.join('test', 'fixtures')].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter((file) => statSync(file).isFile()),
    );
    const { findings = [], signIns } = reportIn(await azmfa(['check', '--format', 'json', ...files]));
    ok(findings.length > 50);
    await withServer({}, async (server) => {
      for (const file of files) {
        const uri = pathToFileURL(file).href;
        // As VS Code does, without the byte order mark.
        await server.open(uri, readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
        deepEqual(
          (await server.diagnostics(uri)).map(({ range: { start, end }, severity, code, message }) => ({
            path: file,
            line: start.line + 1,
            column: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
            rule: code,
            severity: severities[(severity ?? 0) - 1],
            message,
          })),
          findings
            .filter((finding) => finding.path === file)
            .map((finding) =>
              Object.fromEntries(Object.entries(finding).filter(([key]) => key !== 'confidence')),
            ),
        );
        deepEqual(
          (await server.signIns(uri)).map((each) => [each.flow, each.principal, each.findings]),
          signIns
            .filter((signIn) => signIn.path === file)
            .map((each) => [each.flow, each.principal, each.findings]),
        );
      }
    });
  });
});
