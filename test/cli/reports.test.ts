import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { azmfa, inBash, reportIn, withFolder } from '../support/commandLine';

const broken = 'az login -u "$U" -p "$P"\n';
const signInsOf = async (input: string) =>
  reportIn(await azmfa(['inventory', '--format', 'json', '-'], { input })).signIns;

describe('the JSON report', () => {
  it('has the keys and the values of version 1', () =>
    withFolder(
      { 'ci/deploy.sh': `#!/bin/bash\n  az login -u "$U" \\\n    -p "$P" >/dev/null # 🔑\n` },
      async (cwd) => {
        const outcome = await azmfa(['inventory', '--format', 'json', 'ci'], { cwd });
        deepEqual(reportIn(outcome), {
          version: 1,
          signIns: [
            {
              path: 'ci/deploy.sh',
              line: 2,
              column: 3,
              endLine: 3,
              endColumn: 12,
              tool: 'az login',
              flow: 'ropc',
              possibleFlows: ['ropc'],
              tenant: false,
              dialect: 'bash',
              host: 'shell',
              attended: 'unknown',
              principal: '$U',
              confidence: 'certain',
              findings: ['user-password'],
            },
          ],
          errors: [],
        });
      },
    ));
  it('tells the same of PowerShell', async () => {
    const input =
      '$r = az login -u "${env:U}x" -p $p | ConvertFrom-Json\n& $az login\naz login -u $c.UserName -p $p\n';
    const outcome = await azmfa(['inventory', '--format', 'json', '-', '--stdin-filename', 'x.ps1'], {
      input,
    });
    deepEqual(
      reportIn(outcome).signIns.map(({ line, column, dialect, flow, principal }) => [
        line,
        column,
        dialect,
        flow,
        principal,
      ]),
      [
        [1, 6, 'powershell', 'ropc', '${env:U}x'],
        [3, 1, 'powershell', 'ropc', '$c.UserName'],
      ],
    );
  });
  it('has the findings as well when it is a check', async () => {
    const outcome = await azmfa(['check', '--format', 'json', '-'], { input: broken });
    const { message, ...rest } = reportIn(outcome).findings?.[0] ?? {};
    match(String(message), /AADSTS50076/);
    deepEqual(rest, {
      path: 'stdin.sh',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 9,
      rule: 'user-password',
      severity: 'error',
      confidence: 'certain',
    });
  });
  it('counts columns in UTF-16, and lines by their line feeds', async () => {
    const input = `\ufeff# 𝒜\r\necho "🔑é"; az login --identity; sudo az login --use-device-code\r\n`;
    deepEqual(
      (await signInsOf(input)).map((each) => [
        each.line,
        each.column,
        each.endLine,
        each.endColumn,
        each.flow,
      ]),
      [
        [2, 13, 2, 32, 'managed-identity'],
        [2, 39, 2, 65, 'device-code'],
      ],
    );
  });
  it('lists sign-ins in the order they stand in the file', async () => {
    const input = [
      'f() { az login --identity; }',
      'if az login; then az login -u a -p "$P"; fi',
      '$(az login --use-device-code)',
      '',
    ].join('\n');
    deepEqual(
      (await signInsOf(input)).map(({ flow }) => flow),
      ['managed-identity', 'interactive', 'ropc', 'device-code'],
    );
  });
  const principals: readonly (readonly [options: string, principal: string | null])[] = [
    ['-u "$USER" -p "$P"', '$USER'],
    ['-u $USER -p "$P"', '$USER'],
    ['-u \'me@contoso.example\' -p "$P"', 'me@contoso.example'],
    ['--username=me@contoso.example', 'me@contoso.example'],
    ['-u"${USER}"', '${USER}'],
    ['-u "svc-$ENV@contoso.example"', 'svc-$ENV@contoso.example'],
    ['-u "$A"b', '${A}b'],
    ['-ua"$B"', 'a$B'],
    ['-u first -u second', 'second'],
    ['-u @user.txt -p "$P"', '@user.txt'],
    ['-u "$(whoami)"', '$(whoami)'],
    ['-u ""', null],
    ['', null],
    ['--use-device-code', null],
    ['--identity', null],
    ['--identity --client-id "$ID"', '$ID'],
    ['--identity --object-id 00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['--identity --resource-id "/subscriptions/$S/x"', '/subscriptions/$S/x'],
    ['--service-principal -u "$ID" --federated-token "$T" -t "$TENANT"', '$ID'],
    // What is no name but a secret in the wrong place.
    ['--service-principal -u abC8Q~0123456789012345678901234567890123 -p "$P"', null],
    ['-u eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln -p "$P"', null],
    ['-u s3cr3t-demo -p s3cr3t-demo', null],
  ];
  it('tells the principal as it is written, without quotes, and never a secret', async () => {
    const signIns = await signInsOf(principals.map(([options]) => `az login ${options}\n`).join(''));
    deepEqual(
      signIns.map(({ principal }, i) => [principals[i]?.[0], principal]),
      principals,
    );
  });
  it('says whether a tenant is given, and what a sign-in may turn out to be', async () => {
    const signIns = await signInsOf(
      'az login -t "$T"\naz login\naz login $EXTRA\naz login -u a -p "$P" $EXTRA\n',
    );
    deepEqual(
      signIns.map(({ tenant }) => tenant),
      [true, false, false, false],
    );
    deepEqual([signIns[2]?.flow, signIns[3]?.flow, signIns[3]?.confidence], ['unknown', 'ropc', 'likely']);
    const possible = signIns[2]?.possibleFlows;
    ok(Array.isArray(possible) && possible.length > 1);
  });
});

describe('the text report', () => {
  it('shows the line, and what is meant in it', async () => {
    const { out } = await azmfa(['check', '-'], { input: `\tif ! ${broken}` });
    const lines = out.split('\n');
    match(lines[0] ?? '', /^stdin\.sh:1:7 error .* user-password$/);
    deepEqual(lines.slice(1, 3), ['1 |  if ! az login -u "$U" -p "$P"', '  |       ~~~~~~~~']);
    equal(lines.at(-2), '1 file, 1 sign-in: 1 error.');
  });
  it('lists every sign-in on a line, with who signs in and how', async () => {
    const input = 'az login --identity\naz login -u "$U" -p "$P" $X\naz login </dev/null\naz login $X\n';
    const { out } = await azmfa(['inventory', '-'], { input });
    const lines = out.split('\n');
    equal(lines[0], 'stdin.sh:1:1 az login: managed-identity');
    equal(lines[1], 'stdin.sh:2:1 az login: ropc, as $U, likely [user-password]');
    match(lines[2] ?? '', /^stdin\.sh:3:1 az login: interactive, unattended \[.*interactive/);
    match(lines[3] ?? '', /^stdin\.sh:4:1 az login: unknown \(\w+.* or .*\)/);
    match(lines[4] ?? '', /^1 file, 4 sign-ins: /);
  });
  it('says so when there is nothing to say', async () => {
    const { out } = await azmfa(['check', '-'], { input: 'echo\n' });
    equal(out, '1 file, 0 sign-ins: nothing to report.\n');
  });
  it('cuts very long lines around what is meant', async () => {
    const input = `echo ${'x'.repeat(100_000)}; az login -u "$U" -p "$P"; echo ${'y'.repeat(100_000)}\n`;
    const { out } = await azmfa(['check', '-'], { input });
    const [, code = '', under = ''] = out.split('\n');
    ok(code.length < 200);
    equal(code.slice(under.indexOf('~'), under.lastIndexOf('~') + 1), 'az login');
    match(code, /^1 \| …x+; az login .*y…$/);
  });
  it('is coloured on a terminal only, and there not with NO_COLOR', async () => {
    equal((await azmfa(['check', '-'], { input: broken })).out.includes('\u001b'), false);
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      withFolder({ 'a.sh': broken }, (cwd) =>
        // Whatever the user's shell is: a dash would drop a function that bash exports.
        inBash('export -f azmfa; SHELL=$BASH script -qec "azmfa check a.sh" /dev/null', { cwd, env }),
      );
    const { out } = await onTerminal({ TERM: 'xterm' });
    ok(out.includes('\u001b[31;1merror\u001b[0m'));
    const without = (await onTerminal({ TERM: 'xterm', NO_COLOR: '1' })).out;
    match(without, /error/);
    equal(without.includes('\u001b'), false);
  });
});

describe('large output', () => {
  const input = broken.repeat(9_000);
  it('is written to its end, also to a slow reader', async () => {
    const { out } = await inBash('azmfa inventory - | { sleep 1; cat; }', { input });
    equal(out.split('\n').length, 9_002);
    match(out, /9000 sign-ins: 9000 errors\.\n$/);
    const json = await inBash('azmfa check --format json - | { sleep 1; cat; }', { input });
    equal(reportIn(json).signIns.length, 9_000);
  });
  it('may be left unread', async () => {
    const line = 'azmfa check - | head -1; echo "${PIPESTATUS[0]}"';
    const { status, out, errors } = await inBash(line, { input });
    deepEqual([status, errors], [0, '']);
    match(out, /^stdin\.sh:1:1 error .*\n[01]\n$/);
  });
  it('that cannot be written is a failure of its own', async () => {
    const { status, errors } = await inBash('azmfa check - >/dev/full', { input });
    equal(status, 4);
    match(errors, /^azmfa failed: The output could not be written: .*ENOSPC/);
  });
});
