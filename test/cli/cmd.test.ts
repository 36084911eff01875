import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { azmfa, reportIn, withFolder } from '../support/commandLine';

const script = [
  '@ECHO OFF',
  'REM CALL az login -u deploy@contoso.example -p q9Zt7Vw2',
  'CALL az login ^',
  '  -u %USER% ^',
  '  -p q9Zt7Vw2!',
  'IF ERRORLEVEL 1 EXIT /B 1',
  'FOR /F "tokens=*" %%i IN (\'az login -u %1 -p "%~2" ^| findstr id\') DO SET ID=%%i',
  '',
].join('\r\n');

describe('scripts of cmd', () => {
  it('are read by their names, with the line ends of Windows', () =>
    withFolder({ 'a.bat': script, 'B.CMD': script, 'c.txt': script, d: script }, async (cwd) => {
      const outcome = await azmfa(['check', '--format', 'json', '.'], { cwd });
      equal(outcome.status, 1, outcome.errors);
      const { findings = [] } = reportIn(outcome);
      const found = findings.map(({ path, rule, range }) => [path, rule, JSON.stringify(range)]);
      const inOne = found.filter(([path]) => path === 'a.bat').map(([, ...rest]) => rest);
      deepEqual(
        inOne.map(([rule]) => rule),
        ['literal-secret', 'user-password', 'literal-secret', 'user-password'],
      );
      for (const other of ['B.CMD', 'd']) {
        deepEqual(
          found.filter(([path]) => path === other).map(([, ...rest]) => rest),
          inOne,
          other,
        );
      }
      equal(found.length, 3 * inOne.length);
    }));
  it('are shown without their secrets', () =>
    withFolder({ 'a.bat': script }, async (cwd) => {
      const { out } = await azmfa(['check', 'a.bat'], { cwd });
      doesNotMatch(out, /q9Zt7Vw2|\r/);
      match(out, /^a\.bat:3:6 error .* user-password\n3 \| CALL az login \^\n/m);
      match(out, /^a\.bat:7:\d+ error .* user-password$/m);
      match(out, /^a\.bat:2:\d+ warning .* literal-secret$/m);
    }));
});
