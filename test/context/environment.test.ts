import { deepEqual } from 'node:assert/strict';
import { loadAnalyser } from '../support/analyse';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

describe('a user in the environment of the programs that a script runs', () => {
  const found: readonly (readonly [path: string, script: string])[] = [
    ['x.sh', 'export AZURE_USERNAME=$u\nexport AZURE_PASSWORD=$p\n./migrate'],
    ['x.sh', 'AZURE_USERNAME=$u\nAZURE_PASSWORD=$p\nexport AZURE_USERNAME AZURE_PASSWORD'],
    ['x.sh', 'AZURE_USERNAME=$u AZURE_PASSWORD=$p terraform apply'],
    ['x.sh', 'declare -x AZURE_USERNAME=$u AZURE_PASSWORD=$p'],
    ['x.ps1', '$env:AZURE_USERNAME = $u\n$env:AZURE_PASSWORD = $p'],
    ['x.ps1', "if ($ci) { $Env:AZURE_PASSWORD = 'x'; ${env:AZURE_USERNAME} = $u }"],
    ['x.cmd', 'set AZURE_USERNAME=%1\r\nset "AZURE_PASSWORD=%2"\r\nmigrate'],
    ['x.cmd', 'setx AZURE_USERNAME me\nsetx AZURE_PASSWORD %1 /m'],
  ];
  for (const [path, script] of found) {
    it(`is one finding in ${JSON.stringify(script)}`, () => {
      const { findings } = analyse(script, { path });
      deepEqual(
        findings.map(({ rule, severity, range, related }) => [
          rule,
          severity,
          ...[range, ...related.map((each) => each.range)].map(({ start, end }) => script.slice(start, end)),
        ]),
        [['same-credential', 'information', 'AZURE_USERNAME', 'AZURE_PASSWORD']],
      );
    });
  }

  const silent: readonly (readonly [path: string, script: string])[] = [
    ['x.sh', 'AZURE_USERNAME=$u\nAZURE_PASSWORD=$p'],
    ['x.sh', 'export AZURE_USERNAME=$u'],
    ['x.sh', 'export AZURE_USERNAME= AZURE_PASSWORD=$p'],
    ['x.sh', 'local AZURE_USERNAME=$u AZURE_PASSWORD=$p'],
    ['x.sh', 'export AZURE_USERNAME=$u AZURE_PASSWORD=$p AZURE_CLIENT_SECRET=$s'],
    ['x.sh', '# export AZURE_USERNAME=$u AZURE_PASSWORD=$p'],
    ['x.sh', 'echo "export AZURE_USERNAME=$u AZURE_PASSWORD=$p"'],
    ['x.sh', '# azmfa: ignore[same-credential] -- a demo\nexport AZURE_USERNAME=$u AZURE_PASSWORD=$p'],
    ['x.ps1', '$AZURE_USERNAME = $u\n$AZURE_PASSWORD = $p'],
    ['x.ps1', '$env:AZURE_USERNAME = $u\n$env:AZURE_PASSWORD = $p\n$env:AZURE_CLIENT_CERTIFICATE_PATH = $c'],
    ['x.cmd', 'rem set AZURE_USERNAME=me\nset AZURE_PASSWORD=%1'],
  ];
  for (const [path, script] of silent) {
    it(`is none in ${JSON.stringify(script)}`, () => {
      deepEqual(analyse(script, { path }).findings, []);
    });
  }
});
