import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hosts } from '../../server/src/context/hosts';
import { identities } from '../../server/src/identities';
import { hostSetUps } from '../../server/src/identities/hostSetUps';
import { setUpDialects } from '../../server/src/identities/setUpDialects';
import type { Dialect, HostId, IdentityId } from '../../server/src/model';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { recordedCalls } from '../support/bash';
import { describeWithPowershell, readByPowershell, runInPowershell } from '../support/powershell';
import { describeWithWine, runInCmd } from '../support/wine';

const hostIds = Object.keys(hosts) as HostId[];
const identityIds = Object.keys(identities) as IdentityId[];
const dialects = Object.keys(setUpDialects) as Dialect[];

/** The text with something in place of each placeholder, as a user fills it in. */
const filledIn = (text: string): string => text.replace(/<([\w:/-]+)>/g, 'the-$1');

/** Every set-up text of a dialect. */
const textsOf = (dialect: Dialect): readonly string[] =>
  identityIds.flatMap((id) =>
    hostIds.map((host) => identities[id].setUp({ host, cloud: 'public', dialect }, defaultSettings)),
  );
const commandsOf = (dialect: Dialect): readonly string[] => {
  const { comment } = setUpDialects[dialect];
  const lines = textsOf(dialect).flatMap((text) => text.split('\n'));
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith(comment)).map(filledIn))];
};
const azCommands = (dialect: Dialect) => commandsOf(dialect).filter((line) => line.startsWith('az '));

/** The commands that get a token into its file, on each host where it is a command. */
const tokenCommands = (dialect: Dialect): readonly string[] => {
  const lines = hostIds.flatMap((host) => {
    const { token, audience = 'api://AzureADTokenExchange' } = hostSetUps[host].federation;
    return token(defaultVariables, audience, setUpDialects[dialect]);
  });
  return [...new Set(lines)].flatMap(
    (line) => /^ {2}(.*AZURE_FEDERATED_TOKEN_FILE.*)$/.exec(line)?.[1] ?? [],
  );
};

const environment = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.test/token?api-version=2',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  ...Object.fromEntries(
    ['idToken', 'GITLAB_OIDC_TOKEN', 'CIRCLE_OIDC_TOKEN', 'BITBUCKET_STEP_OIDC_TOKEN'].map((name) => [
      name,
      `${name}.e30.x_-`,
    ]),
  ),
};

/** Runs something with the paths of a file for each token; returns what these then hold. */
function tokensWritten(count: number, run: (files: readonly string[]) => void): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'azmfa-token-'));
  try {
    const files = Array.from({ length: count }, (_, i) => path.join(folder, `the [token] ${i}`));
    run(files);
    return files.map((file) => readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What bash writes, with stand-ins that print what they are asked for. */
function writtenByBash(): readonly string[] {
  const standIns = `curl() { printf '%s' "\${3#*: } $4"; }; jq() { [ "$*" = '-r .value' ] && cat; }; set -e`;
  const commands = tokenCommands('bash');
  return tokensWritten(commands.length, (files) => {
    commands.forEach((command, i) => {
      execFileSync('bash', ['--norc', '-c', `${standIns}\n${command}`], {
        env: { PATH: '/usr/bin:/bin', ...environment, AZURE_FEDERATED_TOKEN_FILE: files[i] },
      });
    });
  });
}

/** The same of PowerShell. */
function writtenByPowershell(): readonly string[] {
  const standIn = `function Invoke-RestMethod { param($Headers, $Uri)
    $answer = "$($Headers.Values) $Uri"
    if ($Headers.Authorization) { [pscustomobject]@{ value = $answer } } else { $answer } }`;
  const commands = tokenCommands('powershell');
  return tokensWritten(commands.length, (files) => {
    const scripts = commands.map(
      (command, i) => `${standIn}\n$env:AZURE_FEDERATED_TOKEN_FILE = '${files[i] ?? ''}'\n${command}`,
    );
    runInPowershell(scripts, environment);
  });
}

describe('set-up text in every dialect', () => {
  it('has the same commands of az, on one line, with nothing that one of the shells would read', () => {
    for (const dialect of dialects) {
      deepEqual(azCommands(dialect), azCommands('bash'), dialect);
      for (const command of azCommands(dialect)) ok(!/[$`'%!^&|<>\\\n]/.test(command), command);
    }
  });
  it('has comments that the shell takes for some', () => {
    deepEqual(
      dialects.map((dialect) => textsOf(dialect)[0]?.split(' ', 1)[0]),
      ['#', '#', '::'],
    );
    for (const text of textsOf('cmd')) ok(!/^#/m.test(text), text);
  });
  it('protects a private key by what the system has', () => {
    const text = (dialect: Dialect) =>
      identities.certificate.setUp({ host: 'on-premises', cloud: 'public', dialect }, defaultSettings);
    match(text('bash'), /^chmod 600 <path-of-the-pem-file>$/m);
    match(
      text('powershell'),
      /^# On Linux and macOS instead: chmod 600 .*\nicacls "<path-of-the-pem-file>" /m,
    );
    match(text('cmd'), /^icacls "<path-of-the-pem-file>" \/inheritance:r \/grant:r "<account>:R"$/m);
  });
  it('writes tokens in bash', () => {
    deepEqual(writtenByBash(), [
      'bearer request-token https://example.test/token?api-version=2&audience=api://AzureADTokenExchange',
      'idToken.e30.x_-',
      'GITLAB_OIDC_TOKEN.e30.x_-',
      'CIRCLE_OIDC_TOKEN.e30.x_-',
      'BITBUCKET_STEP_OIDC_TOKEN.e30.x_-',
      'Google http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=api://AzureADTokenExchange',
    ]);
  });

  describeWithPowershell('and PowerShell itself', () => {
    it('calls az as bash does', () => {
      const commands = azCommands('powershell');
      const runs = runInPowershell(commands);
      deepEqual(
        runs.map(({ calls }) => calls.map(([, ...words]) => words)),
        commands.map((command) => recordedCalls(command)),
      );
    });
    it('reads all of it', () => {
      for (const { broken } of readByPowershell(textsOf('powershell').map(filledIn))) equal(broken, false);
    });
    it('writes the same tokens', () => {
      deepEqual(writtenByPowershell(), writtenByBash());
    });
  });

  describeWithWine('and Wine’s cmd', () => {
    it('calls az as bash does', () => {
      const commands = azCommands('cmd');
      deepEqual(
        runInCmd(commands.map((text) => ({ text: `@${text}\r\n` }))).map((calls) =>
          calls.map(([, ...words]) => words),
        ),
        commands.map((command) => recordedCalls(command)),
      );
    });
    it('hands the commands of PowerShell on as they are', () => {
      const scripts = tokenCommands('cmd').map((text) => ({ text: `@${text}\r\n` }));
      deepEqual(
        runInCmd(scripts, { env: environment, programs: ['powershell'] }),
        tokenCommands('powershell').map((command) => [['powershell', '-NoProfile', '-Command', command]]),
      );
    });
  });
});
