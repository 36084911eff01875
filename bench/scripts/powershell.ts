import type { Commands, Vocabulary } from './writing';

const signInLines: Commands = [
  ['az login -u $env:AZURE_USER -p $env:AZURE_PASSWORD'],
  ['az login --username "$AzureUser" --password "$AzurePassword" --tenant $TenantId | Out-Null'],
  ['az login --service-principal -u $AppId -p $Secret --tenant $TenantId --output none'],
  ['Connect-AzAccount -Credential $Credential -Tenant $TenantId -Subscription $SubscriptionId | Out-Null'],
  ['Connect-AzAccount -Identity -AccountId $ClientId'],
  ['az login --use-device-code 2>&1 | Tee-Object -FilePath $LogFile -Append'],
  [
    "$Session = az login -u 'deploy@contoso.example' -p $(Get-Content -Path ./secret) --query '[0].id' -o tsv",
  ],
  ['if (-not (Get-AzContext)) { Connect-AzAccount }'],
];

const conditions = [
  'if (-not $@v -and $args.Count -lt 2) {',
  'if ((az group exists --name $@v) -ne "true") {',
  'if ((Test-Path -Path "$@v/@n.json") -or $Force) {',
  'if (Get-Command -Name @n -ErrorAction SilentlyContinue) {',
] as const;

/** PowerShell, with parameters, pipelines, here-strings, hash tables and `switch`. */
export const powershell: Vocabulary = {
  firstLines: [
    '#Requires -Version 7.0',
    'param(',
    '  [Parameter(Mandatory = $true)] [string] $ResourceGroup,',
    '  [string] $Location = "westeurope"',
    ')',
    '$ErrorActionPreference = "Stop"',
    '',
  ],
  variables: ['ResourceGroup', 'Location', 'Config', 'Name', 'Subnet', 'Image', 'WorkDir'],
  signInLines,
  signIns: [
    ...signInLines,
    [
      'Connect-AzAccount -ServicePrincipal `',
      '  -ApplicationId $AppId -CertificateThumbprint $Thumbprint `',
      '  -Tenant $TenantId',
    ],
    ['& "$env:ProgramFiles\\Azure\\az.cmd" login -u $AzureUser `', '  --password=$AzurePassword'],
  ],
  mentions: [
    ['Write-Warning "Run az login first, then start $PSCommandPath again."'],
    ['Write-Host "${PSCommandPath}: no session; did the az login of the job before this one fail?"'],
  ],
  commands: [
    [
      "New-AzResourceGroup -Name $@v -Location $Location -Tag @{ owner = '@n'; build = '@d' } -Force | Out-Null",
    ],
    ['az group create --name $@v --location $Location --tags owner=@n build=@d --output none'],
    [
      'New-AzStorageAccount -ResourceGroupName $@v `',
      '  -Name "@n@d" -Location $Location `',
      '  -SkuName Standard_LRS',
    ],
    [
      "Get-AzVM -ResourceGroupName $@v -Status | Where-Object { $_.PowerState -eq 'VM running' } | Sort-Object Name",
    ],
    ['$@v = if ($@v) { $@v } else { "@n-@d" }'],
    ['$@nId = az account show --query id --output tsv 2>$null'],
    ['Write-Host "[$(Get-Date -Format \'HH:mm:ss\')] @n: $@v has $($@v.Length) characters, step @d of 900"'],
    ["Add-Content -Path \"$WorkDir/@n.log\" -Value ('{0};{1}' -f $@v, '@n @d')"],
    ['kubectl apply -f "manifests/@n-@d.yaml" --namespace $Name', 'if ($LASTEXITCODE -ne 0) { exit @d }'],
    [
      'New-Item -ItemType Directory -Path "$WorkDir/@n" -Force | Out-Null',
      'Copy-Item ./templates/*.json "$WorkDir/@n"',
    ],
    [
      'Invoke-WebRequest -Uri "https://example.org/@n/@d?name=$@v" -OutFile "$env:TEMP/@n.tmp" -ErrorAction Stop',
    ],
    ['$@vList += @("@n-@d", $@v)'],
    [
      '(Get-Content -Path "$WorkDir/@n.json" -Raw) -replace \'@@v@\', $@v | Set-Content -Path "$WorkDir/@n.json"',
    ],
    ['$Count += @d * [Math]::Max(1, $@v.Length)'],
  ],
  comments: [
    ['# @n must exist before this: see the runbook, step @d.'],
    ['', '# ---- @n ----'],
    [
      '<#',
      '  The service takes a while to see $@v, so that a retry',
      '  after @d seconds is not a sign of trouble.',
      '#>',
    ],
  ],
  lastLines: [
    ['Write-Host "@n @d done"'],
    ['# @n @d'],
    ['Remove-Item -Path "$env:TEMP/@n.@d"'],
    ['Wait-Job *'],
  ],
  compounds: {
    function({ row, write, body }, indent) {
      write(indent, '', '# Sets @n up for @v; called once a day.', `function Set-@n${row()} {`);
      write(indent + 1, 'param(', '  [Parameter(Mandatory = $true)] [string] $Target,');
      write(indent + 2, '[ValidateSet("westeurope", "northeurope")] [string] $Region = "westeurope"');
      write(indent + 1, ')');
      body(indent + 1, 6);
      write(indent, '}');
    },
    condition({ number, pick, write, body, simples }, indent) {
      const isTry = number(4) === 0;
      write(indent, isTry ? 'try {' : pick(conditions));
      body(indent + 1, 3);
      if (isTry || number(2) === 0) {
        write(indent, isTry ? '} catch {' : '} else {');
        simples(indent + 1, 3);
      }
      write(indent, '}');
    },
    loop({ write, body }, indent) {
      write(indent, 'foreach ($Each in $@vList + $@v) {');
      body(indent + 1, 3);
      write(indent, '}');
    },
    lines({ write, simples }, indent) {
      write(indent, "Get-Content -Path $@v | Where-Object { $_ -notmatch '^#' } | ForEach-Object {");
      simples(indent + 1, 3);
      write(indent, '}');
    },
    choice({ number, write, simples }, indent) {
      write(indent, 'switch -Wildcard ($@v) {');
      for (let left = 2 + number(3); left > 0; left--) {
        write(indent + 1, '"@n@d-*" {');
        simples(indent + 2, 2);
        write(indent + 1, '}');
      }
      write(indent, '}');
    },
    document({ number, write }, indent) {
      write(indent, '$@v = @"');
      // A here-string's end stands at the start of a line.
      const entries = Array.from({ length: 2 + number(8) }, () => '  "@n@d": "$($@v)",');
      write(0, '{', ...entries, '  "last": true', '}', '"@ | ConvertFrom-Json');
    },
  },
};
