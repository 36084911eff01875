import { equal } from 'node:assert/strict';
import { loadAnalyser } from '../support/analyse';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

/** The text of what guards the last sign-in of a script. */
function guardIn(path: string, script: string): string | undefined {
  const guard = analyse(script, { path }).signIns.at(-1)?.context.guardedBy;
  return guard && script.slice(guard.range.start, guard.range.end);
}

const guarded: Readonly<Record<string, readonly string[]>> = {
  'script.ps1': [
    '«az account show»\nif (!$?) { az login }',
    '«az account show 2>$null» | Out-Null\nif (-not $?) {\n  az login\n}',
    '«az account show *> $null»; if ($LASTEXITCODE -ne 0) { az login }',
    '$null = «az account show --only-show-errors»\r\nif ($LASTEXITCODE -gt 0)\r\n{\r\n    az login --tenant $t\r\n}',
    '«az account show»\nif ($LASTEXITCODE) { Write-Host "no session"; az login }',
    '«az account show»\nif ($? -eq $false) { if ($x) { y }; az login }',
    '«az account show» || az login',
    '$account = «az account show» | ConvertFrom-Json\nif (-not $account) { az login }',
    '$account = «az account show»\nWrite-Host "Account: $account"\nif ($null -eq $account) { az login }',
    'if (-not («az account show»)) { az login }',
    'try { «Get-AzContext» } catch { Connect-AzAccount }',
    'try {\n  $c = «Get-AzContext -ErrorAction Stop»\n}\ncatch [System.Exception]\n{\n  Connect-AzAccount\n}',
    'if (-not («Get-AzContext»)) { Connect-AzAccount }',
    'if (!(«Get-AzContext»).Account) { Connect-AzAccount }',
    '$context = «Get-AzContext»\nif (!$context.Account) { Connect-AzAccount }',
    '$context = «Get-AzContext»\n\nif ($context -eq $null) {\n  Write-Host "Sign in"\n  Connect-AzAccount | Out-Null\n}',
    '$context = «Get-AzContext»\nif ([string]::IsNullOrEmpty($context.Account)) { Connect-AzAccount }',
  ],
  'script.sh': [
    '«az account show»\nif [ $? -ne 0 ]; then\n  az login\nfi',
    '«az account show >/dev/null 2>&1»\nif [[ "$?" != "0" ]]; then az login; fi',
  ],
  'script.cmd': ['«call az account show >nul»\r\nif errorlevel 1 call az login\r\n'],
};

const unguarded: Readonly<Record<string, readonly string[]>> = {
  'script.ps1': [
    'az account show\naz login',
    'az account show\nif ($?) { az login }',
    'az account show\nif (!$?) { throw "x" }\naz login',
    'az account show\nGet-Date\nif (!$?) { az login }',
    'az account show\nif ($LASTEXITCODE -eq 0) { az login }',
    '$a = az account show\nif ($a) { az login }',
    '$a = az account show\nif (!$b) { az login }',
    '$a = az account show\nif (!$a) { exit 1 }\nif ($x) { az login }',
    'try { Get-AzContext } catch { throw }\nif ($x) { Connect-AzAccount }',
    'try { Get-AzContext; Connect-AzAccount } catch { throw }',
    'if (Get-AzContext) { exit }\nif ($x) { Connect-AzAccount }',
    'az account show\nif (!$?) { Connect-AzAccount }',
  ],
  'script.sh': [
    'az account show\nif [ $? -eq 0 ]; then\n  az login\nfi',
    'az account show\nif [ $? -ne 0 ]; then exit 1; fi\nif [ -n "$X" ]; then az login; fi',
  ],
  'script.cmd': ['call az account show\r\nif not errorlevel 1 call az login\r\n'],
};

describe('a sign-in that something guards', () => {
  for (const [path, scripts] of Object.entries(guarded)) {
    for (const marked of scripts) {
      it(`${path}: ${JSON.stringify(marked)}`, () => {
        const guard = /«([^»]*)»/.exec(marked)?.[1];
        equal(guardIn(path, marked.replace(/[«»]/g, '')), guard);
      });
    }
  }
  for (const [path, scripts] of Object.entries(unguarded)) {
    for (const script of scripts) {
      it(`${path}: not ${JSON.stringify(script)}`, () => {
        equal(guardIn(path, script), undefined);
      });
    }
  }
});
