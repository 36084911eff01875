import type { Commands, Vocabulary } from './writing';

const signInLines: Commands = [
  ['call az login -u "%AZURE_USER%" -p "%AZURE_PASSWORD%"'],
  ['call az login --username %AZURE_USER% --password %AZURE_PASSWORD% --tenant %TENANT% >nul'],
  ['call az login --service-principal -u %APP_ID% -p %SECRET% --tenant %TENANT% --output none'],
  ['call az login --identity --client-id %CLIENT_ID% --allow-no-subscriptions'],
  ['call az login --use-device-code 2>&1 | findstr /v WARNING'],
  [
    'for /f "delims=" %%s in (\'az login -u deploy@contoso.example -p %1 --query "[0].id" -o tsv\') do set "SESSION=%%s"',
  ],
  ['call az account show >nul 2>&1 || call az login'],
];

const conditions = [
  'if not defined @v (',
  'if "%@v%"=="@n" (',
  'if exist "%@v%\\@n.json" (',
  'if /i not "%~1"=="@n" (',
] as const;

/** cmd, with labels, blocks in parentheses, `for` over files and lines, and delayed expansion. */
export const cmd: Vocabulary = {
  firstLines: ['@echo off', 'setlocal EnableDelayedExpansion', ''],
  variables: ['RESOURCE_GROUP', 'LOCATION', 'CONFIG', 'NAME', 'SUBNET', 'IMAGE', 'WORKDIR'],
  signInLines,
  signIns: [
    ...signInLines,
    [
      'call az login --service-principal ^',
      '  --username "%APP_ID%" ^',
      '  --certificate "%USERPROFILE%\\app.pem" --tenant "%TENANT%"',
    ],
    ['"%ProgramFiles%\\Azure\\az.cmd" login -u "!AZURE_USER!" ^', '  --password="!AZURE_PASSWORD!"'],
  ],
  mentions: [
    ['echo Run az login first, then start %~nx0 again. 1>&2'],
    ['echo %~nx0: no session; did the az login of the job before this one fail?'],
  ],
  commands: [
    ['call az group create --name "%@v%" --location %LOCATION% --tags owner=@n build=@d --output none'],
    ['call az storage account create ^', '  --name "@n@d" --resource-group "%@v%" ^', '  --sku Standard_LRS'],
    [
      'call az vm list --resource-group "%@v%" --query "[?powerState==\'VM running\'].name" -o tsv | sort > "%CONFIG%.@d"',
    ],
    ['if not defined @v set "@v=@n-@d"'],
    ['for /f "delims=" %%i in (\'az account show --query id -o tsv\') do set "@v=%%i"'],
    ['echo [%TIME%] @n: %@v% is !@v! now, step @d of 900'],
    ['echo %@v%;@n @d >> "%WORKDIR%\\@n.log"'],
    ['kubectl apply -f "manifests\\@n-@d.yaml" --namespace "%NAME%" && kubectl rollout status "deploy/@n"'],
    ['mkdir "%WORKDIR%\\@n" && xcopy /y /q templates\\*.json "%WORKDIR%\\@n" || exit /b @d'],
    ['curl -fsSL --retry 3 "https://example.org/@n/@d?name=%@v%" -o "%TEMP%\\@n.tmp"'],
    ['set "@v_LIST=%@v_LIST% @n-@d"'],
    [
      "powershell -NoProfile -Command \"(Get-Content @n.json) -replace '@@v@', '%@v%' | Set-Content @n.json\"",
    ],
    ['set /a COUNT_@n+=@d'],
  ],
  comments: [
    ['rem @n must exist before this: see the runbook, step @d.'],
    ['', 'rem ---- @n ----'],
    [
      'rem The service takes a while to see @v, so that a retry',
      'rem after @d seconds is not a sign of trouble.',
    ],
  ],
  lastLines: [['echo @n @d done 1>&2'], ['rem @n @d'], ['del /q "%TEMP%\\@n.@d"'], ['cls']],
  compounds: {
    function({ row, write, body }, indent) {
      write(indent, '', 'rem Sets @n up for @v; called once a day.', `:@n_${row()}`);
      write(indent, 'set "TARGET=%~1"', 'set "REGION=%~2"');
      body(indent, 6);
      write(indent, 'exit /b 0');
    },
    condition({ number, pick, write, body, simples }, indent) {
      write(indent, pick(conditions));
      body(indent + 1, 3);
      if (number(2) === 0) {
        write(indent, ') else (');
        simples(indent + 1, 3);
      }
      write(indent, ')');
    },
    loop({ write, body }, indent) {
      write(indent, 'for %%f in ("%@v%" @n-*.json) do (');
      body(indent + 1, 3);
      write(indent, ')');
    },
    lines({ write, simples }, indent) {
      write(indent, 'for /f "usebackq tokens=1,2 delims=," %%a in ("%@v%") do (');
      simples(indent + 1, 3);
      write(indent, ')');
    },
    choice({ number, write, simples }, indent) {
      write(indent, 'if /i "%@v%"=="@n@d" (');
      for (let left = 1 + number(3); left > 0; left--) {
        simples(indent + 1, 2);
        write(indent, ') else if /i "%@v%"=="@n@d" (');
      }
      simples(indent + 1, 2);
      write(indent, ')');
    },
    document({ number, write }, indent) {
      write(indent, '(');
      const entries = Array.from({ length: 2 + number(8) }, () => 'echo   "@n@d": "%@v%",');
      write(indent + 1, 'echo {', ...entries, 'echo   "last": true', 'echo }');
      write(indent, ') > "%@v%\\@n.json"');
    },
  },
};
