import { deepEqual } from 'node:assert/strict';
import { loadAnalyser } from '../support/analyse';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

describe('the commands of a shell', () => {
  const cases: readonly (readonly [path: string, script: string, ...found: string[]])[] = [
    ['x.ps1', 'Connect-AzAccount -Credential $c', 'user-password'],
    ['x.ps1', 'pwsh -Command "Connect-AzAccount -Credential $c"', 'user-password'],
    ['x.sh', 'Connect-AzAccount -Credential "$c"'],
    ['x.sh', 'Connect-MsolService -Credential "$c"'],
    ['x.sh', '# Connect-AzAccount -AccessToken s3cr3t-demo -AccountId x'],
    ['x.cmd', 'Connect-AzAccount -Credential %c%'],
    ['x.cmd', 'powershell -Command "Connect-AzAccount -Credential $c"', 'user-password'],
    ['x.cmd', 'pwsh.exe -c "Connect-MsolService -Credential $c"', 'same-credential'],
  ];
  for (const [path, script, ...found] of cases) {
    it(`${path}: ${script}`, () => {
      deepEqual(
        analyse(script, { path }).findings.map(({ rule }) => rule),
        found,
      );
    });
  }
});
