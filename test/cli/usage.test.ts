import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { azmfa, inBash, reportIn, withFolder } from '../support/commandLine';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
};

const broken = 'az login -u "$U" -p "$P"\n';
const healthy = 'az login --identity\n';
const hint = 'az login\n';

describe('usage', () => {
  it('is installed under its name', () => {
    deepEqual(manifest.bin, { azmfa: 'dist/azmfa.js' });
  });
  it('is explained on demand', async () => {
    for (const args of [['--help'], ['-h'], ['help'], ['check', '--help'], ['help', 'inventory']]) {
      const { status, out, errors } = await azmfa(args);
      deepEqual([status, errors], [0, '']);
      match(out, /^Usage: azmfa/);
      match(out, /Examples:\n {2}azmfa /);
      match(out, /Exit status:\n {2}0 /);
    }
    const { out } = await azmfa(['check', '--help']);
    const options = ['format', 'stdin-filename', 'fail-on', 'host', 'minimum-azure-cli-version'];
    for (const option of options) match(out, new RegExp(`--${option} <`));
  });
  it('has a version', async () => {
    deepEqual(await azmfa(['--version']), { status: 0, out: `${manifest.version}\n`, errors: '' });
  });
  const wrong: readonly (readonly [args: readonly string[], advice: RegExp])[] = [
    [[], /^Usage: azmfa/],
    [['check'], /missing required argument 'path'/],
    [['inventory'], /missing required argument 'path'/],
    [['chek', '.'], /unknown command 'chek'[^]*Did you mean check/],
    [['check', '--formt', 'json', '.'], /unknown option '--formt'[^]*Did you mean --format/],
    [['check', '--format', 'xml', '.'], /'xml' is invalid[^]*text, json/],
    [['check', '--format'], /argument missing/],
    [['check', '--fail-on', 'never', '.'], /'never' is invalid[^]*error, warning, information, hint, none/],
    [['check', '--host', 'toString', '.'], /'toString' is invalid[^]*github-hosted/],
    [['check', '--minimum-azure-cli-version', 'new', '.'], /must look like 2\.66/],
    [['--format', 'json', 'check', '.'], /unknown option '--format'/],
    [['check', '-x', '.'], /unknown option '-x'/],
  ];
  for (const [args, advice] of wrong) {
    it(`is wrong: azmfa ${args.join(' ')}`, async () => {
      const { status, out, errors } = await azmfa(args);
      equal(status, 2);
      equal(out, '');
      match(errors, advice);
      if (args.length > 0) match(errors, /Run `azmfa --help`/);
    });
  }
  it('that is wrong repeats nothing that a terminal or a CI log obeys', async () => {
    const option = '--\u001b]0;x\u0007\n::error::x\n##vso[task.complete]';
    const { status, errors } = await azmfa(['check', option, '.']);
    equal(status, 2);
    doesNotMatch(errors, /[^\P{Cc}\n]|^\s*::|##vso\[/mu);
  });
});

describe('exit status', () => {
  const cases: readonly (readonly [args: string, status: number])[] = [
    ['check healthy.sh', 0],
    ['check hint.sh', 0],
    ['check broken.sh', 1],
    ['check healthy.sh broken.sh', 1],
    ['check .', 1],
    ['check --fail-on error broken.sh', 1],
    ['check --fail-on none broken.sh', 0],
    ['check --fail-on hint hint.sh', 1],
    ['check --fail-on information hint.sh', 0],
    ['check --fail-on error warning.sh', 0],
    ['check --fail-on warning warning.sh', 1],
    ['check missing.sh', 3],
    ['check missing.sh healthy.sh', 3],
    ['check broken.sh missing.sh', 3],
    ['check --fail-on none broken.sh missing.sh', 3],
    ['check --fail-on nothing broken.sh missing.sh', 2],
    ['inventory healthy.sh', 0],
    ['inventory broken.sh', 0],
    ['inventory --fail-on hint broken.sh', 0],
    ['inventory broken.sh missing.sh', 3],
    ['inventory --format yaml missing.sh', 2],
    ['check empty', 0],
    ['inventory empty', 0],
    ['check -- -dash.sh', 1],
  ];
  const files = {
    'healthy.sh': healthy,
    'broken.sh': broken,
    'hint.sh': hint,
    'warning.sh': '# az login -u me@contoso.example -p s3cr3t-demo\n',
    '-dash.sh': broken,
    'empty/': '',
  };
  for (const [args, status] of cases) {
    for (const format of ['text', 'json']) {
      it(`is ${status}: azmfa ${args} (${format})`, () =>
        withFolder(files, async (cwd) => {
          const [command = '', ...rest] = args.split(' ');
          const outcome = await azmfa([command, '--format', format, ...rest], { cwd });
          equal(outcome.status, status, outcome.errors);
          if (format === 'json' && status !== 2) equal(reportIn(outcome).version, 1);
        }));
    }
  }
  it('3 still reports the rest, and says what is missing', () =>
    withFolder({ 'broken.sh': broken }, async (cwd) => {
      const text = await azmfa(['check', 'missing.sh', 'broken.sh'], { cwd });
      equal(text.errors, 'missing.sh: There is no such file or folder.\n');
      match(text.out, /^broken\.sh:1:1 error .* user-password\n/);
      match(text.out, /1 could not be read\.\n$/);
      const report = reportIn(await azmfa(['check', '--format', 'json', 'missing.sh', 'broken.sh'], { cwd }));
      deepEqual(report.errors, [{ path: 'missing.sh', message: 'There is no such file or folder.' }]);
      equal(report.signIns.length, 1);
    }));
});

describe('standard input', () => {
  it('is read for a dash, under a name that can be chosen', async () => {
    const outcome = await azmfa(['inventory', '--format', 'json', '-'], { input: broken });
    deepEqual(
      reportIn(outcome).signIns.map(({ path }) => path),
      ['stdin.sh'],
    );
    const named = await azmfa(['check', '-', '--stdin-filename', 'ci/deploy'], { input: broken });
    equal(named.status, 1);
    match(named.out, /^ci\/deploy:1:1 error/);
  });
  it('stands where its dash stands, once', () =>
    withFolder({ 'a.sh': healthy, 'b.sh': healthy }, async (cwd) => {
      const args = ['inventory', '--format', 'json', 'b.sh', '-', 'a.sh', '-'];
      const { signIns } = reportIn(await azmfa(args, { cwd, input: broken }));
      deepEqual(
        signIns.map(({ path }) => path),
        ['b.sh', 'stdin.sh', 'a.sh'],
      );
    }));
  it('may be empty, in UTF-16, or binary', async () => {
    equal((await azmfa(['check', '-'], { input: '' })).status, 0);
    equal((await azmfa(['check', '-'], { input: Buffer.from(`\ufeff${broken}`, 'utf16le') })).status, 1);
    equal((await azmfa(['check', '-'], { input: Buffer.alloc(100_000, 0xfe) })).status, 0);
  });
  it('that cannot be read, or never ends, is said to be so', async () => {
    const folder = await inBash('azmfa check - </');
    deepEqual([folder.status, folder.errors], [3, 'stdin.sh: It is a folder.\n']);
    const endless = await inBash('yes "az login" | azmfa check -');
    deepEqual([endless.status, endless.errors], [3, 'stdin.sh: It is too long to be a script.\n']);
  });
});
