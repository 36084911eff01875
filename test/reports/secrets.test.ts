import assert from 'node:assert/strict';
import fc from 'fast-check';
import { secretMasker } from '../../server/src/reports/secrets';
import { loadAnalyser } from '../support/analyse';
import { cmdLinesWith, secrets } from '../support/secrets';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

/** A script as reports show it. */
function shown(text: string, path: string): string {
  const document = { path, languageId: undefined, text };
  return secretMasker({ document, analysis: analyse(text, { path }) })({ start: 0, end: text.length });
}

describe('what a report shows of a cmd script', () => {
  it('has no secret in it', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        for (const text of cmdLinesWith(secret)) {
          assert.ok(!shown(text, 'script.cmd').includes(secret), shown(text, 'script.cmd'));
        }
      }),
      { numRuns: 5 },
    );
  });
  for (const text of [
    'call az login -u %1 -p %2',
    'call az login -u %1 -p "%~2"',
    'call az login -u %1 -p %PASSWORD%',
    'call az login -u %1 -p "!PASSWORD!"',
    'call az login -u %1 --password=%PASSWORD%',
    'for %%i in (a b) do call az login -u %%i -p "%%~i"',
    'call az login -u %1 -p @secret.txt',
    'call az login -u %1 -p %2 & rem az login -u %1 -p %2',
    'call az login -u %1 -p %2 & rem az login -u %1 -p "!PASSWORD!"',
    'set PASSWORD=%2& call az login -u %1 -p %PASSWORD%',
    'set "PASSWORD=%~2" & call az login -u %1 -p "%PASSWORD%"',
    'set "P=!Q!" & call az login -u %1 -p "%P%"',
    'call az login -u %1 -p %2 && call az acr login --password %2',
  ]) {
    it(`is all of ${JSON.stringify(text)}`, () => {
      assert.equal(shown(text, 'script.cmd'), text);
    });
  }
  it('is less where another shell would take a variable of cmd for text', () => {
    const line = 'az login -u "$U" -p "$P"; az acr login --password !PASSWORD!';
    assert.equal(shown(line, 'script.sh'), line.replace('!PASSWORD!', '*'.repeat(10)));
  });
});
