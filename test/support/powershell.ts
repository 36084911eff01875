import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markedProgram } from './runs';

/** Where a PowerShell is kept that came as a .NET tool. */
const kept = path.join(import.meta.dirname, '../../.vscode-test/powershell');

/** The version that is fetched where there is none but a .NET SDK. */
const version = '7.6.9';

/** The program of a PowerShell on this machine, or undefined. */
function findPowershell(): string | undefined {
  const tool = path.join(kept, 'pwsh');
  for (const program of [process.env.PWSH ?? 'pwsh', tool]) {
    try {
      execFileSync(program, ['-NoProfile', '-Command', 'exit 0'], { stdio: 'ignore', timeout: 60_000 });
      return program;
    } catch {
      // There is none, or it does not start.
    }
  }
  if (existsSync(tool)) return undefined;
  try {
    const install = ['tool', 'install', '--tool-path', kept, 'PowerShell', '--version', version];
    execFileSync('dotnet', install, { stdio: 'ignore', timeout: 120_000 });
    return tool;
  } catch {
    return undefined;
  }
}

const powershell = findPowershell();

/** A suite that compares with PowerShell itself; where there is none it is skipped, and its title says why. */
export function describeWithPowershell(title: string, suite: (this: Mocha.Suite) => void): void {
  if (powershell !== undefined) describe(title, suite);
  else describe.skip(`${title} (no pwsh on the path, and no dotnet that fetches one)`, suite);
}

/** Runs a PowerShell script in a folder with some files. */
function run<T>(
  files: Readonly<Record<string, string>>,
  script: string,
  env: Readonly<Record<string, string>>,
  read: (folder: string) => T,
): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-pwsh-'));
  try {
    mkdirSync(path.join(folder, 'empty'));
    mkdirSync(path.join(folder, 'bin'));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    for (const name of programs) {
      writeFileSync(path.join(folder, 'bin', name), recorder, { mode: 0o755 });
    }
    writeFileSync(path.join(folder, 'bin', 'sudo'), lead, { mode: 0o755 });
    writeFileSync(path.join(folder, 'driver.ps1'), script);
    execFileSync(
      powershell ?? 'pwsh',
      ['-NoProfile', '-NonInteractive', '-File', path.join(folder, 'driver.ps1'), folder],
      {
        cwd: path.join(folder, 'empty'),
        env: {
          ...process.env,
          ...env,
          PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`,
          POWERSHELL_TELEMETRY_OPTOUT: '1',
        },
        stdio: 'ignore',
        timeout: 600_000,
      },
    );
    return read(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stand in for the Azure CLI, under the names that it has, and for single commands of a script. */
const programs = ['az', 'az.cmd', 'azd', ...Array.from({ length: 80 }, (_, i) => markedProgram(i))];

/** Runs the program in its arguments. */
const lead = '#!/bin/sh\nexec "$@"\n';

/** Writes down how it was called, with its name first. */
const recorder = `#!/bin/sh
printf '%s\\0' "$(( $# + 1 ))" "\${0##*/}" "$@" >>"$AZ_CALLS"
case "$1 $2" in
  [Ll][Oo][Gg][Ii][Nn]*) echo '{}'; exit "\${LOGIN_STATUS:-0}" ;;
  'account set') exit "\${SET_STATUS:-0}" ;;
  'account show') exit 1 ;;
esac
`;

/** What came of a script that was run. */
export interface PowershellRun {
  /** Every call of \`az\`: its name and its arguments. */
  readonly calls: readonly (readonly string[])[];
  /** True if PowerShell refused the text. */
  readonly broken: boolean;
  /** What it wrote, and what \`$LASTEXITCODE\` was in the end. */
  readonly output: string;
}

const runner = `
param($folder)
$texts = Get-Content -Raw "$folder/texts.json" | ConvertFrom-Json -NoEnumerate
$variables = Get-Content -Raw "$folder/variables.json" | ConvertFrom-Json -AsHashtable
foreach ($name in $variables.Keys) { Set-Variable -Name $name -Value $variables[$name] }
$ErrorActionPreference = 'Continue'
for ($caseNumber = 0; $caseNumber -lt $texts.Count; $caseNumber++) {
  $env:AZ_CALLS = "$folder/$caseNumber.calls"
  [System.IO.File]::WriteAllText($env:AZ_CALLS, '')
  $global:LASTEXITCODE = 0
  $caseOutput = ''
  try {
    $caseBlock = [scriptblock]::Create($texts[$caseNumber])
  } catch {
    [System.IO.File]::WriteAllText("$folder/$caseNumber.broken", '')
    continue
  }
  try { $caseOutput = & $caseBlock *>&1 | Out-String } catch { $caseOutput = "threw $_" }
  [System.IO.File]::WriteAllText("$folder/$caseNumber.out", "$caseOutput\`n$global:LASTEXITCODE")
}
exit 0
`;

/**
 * Runs scripts one after the other, with an \`az\` that only writes down how it was called.
 *
 * @param env variables of the environment
 * @param variables PowerShell's own
 */
export function runInPowershell(
  texts: readonly string[],
  env: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
): readonly PowershellRun[] {
  const files = { 'texts.json': JSON.stringify(texts), 'variables.json': JSON.stringify(variables) };
  return run(files, runner, env, (folder) =>
    texts.map((_, i) => {
      const broken = existsSync(path.join(folder, `${i}.broken`));
      return {
        broken,
        calls: callsIn(readFileSync(path.join(folder, `${i}.calls`), 'utf8')),
        output: broken ? '' : readFileSync(path.join(folder, `${i}.out`), 'utf8'),
      };
    }),
  );
}

function callsIn(text: string): readonly (readonly string[])[] {
  const fields = text.split('\0');
  const calls: string[][] = [];
  for (let i = 0; i < fields.length - 1;) {
    const count = Number(fields[i]);
    calls.push(fields.slice(i + 1, i + 1 + count));
    i += 1 + count;
  }
  return calls;
}

/** What PowerShell's own parser says of a text. */
export interface PowershellReading {
  /** True if it refuses the text. */
  readonly broken: boolean;
  /** Where each command starts and ends, in source order, and where its arguments do, its name first. */
  readonly commands: readonly (readonly [start: number, end: number, elements: readonly string[]])[];
  readonly comments: readonly string[];
}

const reader = `
param($folder)
$texts = Get-Content -Raw "$folder/texts.json" | ConvertFrom-Json -NoEnumerate
$found = foreach ($text in $texts) {
  $tokens = $null; $errors = $null
  $ast = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$errors)
  $commands = $ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)
  @{
    broken = $errors.Count -gt 0
    comments = @($tokens | Where-Object Kind -eq Comment | ForEach-Object { "$($_.Extent.StartOffset)-$($_.Extent.EndOffset)" })
    commands = @($commands | ForEach-Object {
      , @($_.Extent.StartOffset, $_.Extent.EndOffset, @($_.CommandElements | ForEach-Object { "$($_.Extent.StartOffset)-$($_.Extent.EndOffset)" }))
    })
  }
}
[System.IO.File]::WriteAllText("$folder/found.json", (ConvertTo-Json -Compress -Depth 6 -InputObject @($found)))
exit 0
`;

/** Has PowerShell parse texts, and run none. */
export function readByPowershell(texts: readonly string[]): readonly PowershellReading[] {
  return run({ 'texts.json': JSON.stringify(texts) }, reader, {}, (folder) => {
    const found = JSON.parse(readFileSync(path.join(folder, 'found.json'), 'utf8')) as PowershellReading[];
    return found.map((each) => ({
      ...each,
      commands: [...each.commands].sort(([a], [b]) => a - b),
    }));
  });
}
