import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { azmfa, reportIn, withFolder } from '../support/commandLine';
import { linesWith, secrets } from '../support/secrets';

const broken = 'az login -u "$U" -p "$P"\n';

describe('secrets', () => {
  it('stand in no output of any command', () =>
    fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const files = Object.fromEntries(linesWith(secret).map((line, i) => [`line${i}.sh`, line]));
        await withFolder(files, async (cwd) => {
          for (const args of [
            ['check', '.'],
            ['check', '--format', 'json', '.'],
            ['inventory', '.'],
            ['inventory', '--format', 'json', '.'],
          ]) {
            const { out, errors } = await azmfa(args, { cwd });
            const shown = out.split('\n').filter((line) => line.includes(secret));
            deepEqual([shown, errors], [[], ''], args.join(' '));
          }
        });
      }),
      { numRuns: 3 },
    )).timeout(600_000);
  it('do not hide what only stands for them', async () => {
    const shown = ['-p "$P"', '-p "${P}"', '-p "$A$B"', '-p @secret.txt', '-p changeme', '-p cert.pem'];
    const input = shown.map((options) => `az login -u me ${options}\n`).join('');
    const { out } = await azmfa(['check', '-'], { input });
    for (const options of shown) ok(out.includes(`az login -u me ${options}\n`), `${options} in ${out}`);
  });
});

describe('hostile text', () => {
  const name = 'a\u001b]0;x\u0007\u009b31m\n::error::x\r\u202e##vso[task.complete]\u2028.sh';
  const isInert = (out: string): void => {
    doesNotMatch(out, /[^\P{Cc}\n]|\p{Bidi_Control}|\u2028/u);
    doesNotMatch(out, /^\s*::|##vso\[|##\[/m);
  };
  it('in the names of files is not obeyed', () =>
    withFolder(
      { [name]: broken, '::error::b.sh': broken, ' ::c.sh': broken, '##[d]/e.sh': broken },
      async (cwd) => {
        const given = [name, '::error::b.sh', ' ::c.sh', '##[d]', `missing${name}`, '::missing'];
        for (const command of ['check', 'inventory']) {
          const text = await azmfa([command, ...given], { cwd });
          const json = await azmfa([command, '--format', 'json', ...given], { cwd });
          for (const { status, out, errors } of [text, json]) {
            equal(status, 3);
            isInert(out);
            isInert(errors);
          }
          const { signIns, errors } = reportIn(json);
          deepEqual(
            signIns.map(({ path }) => path),
            [name, '::error::b.sh', ' ::c.sh', '##[d]/e.sh'],
          );
          deepEqual(
            errors.map(({ path }) => path),
            [`missing${name}`, '::missing'],
          );
        }
      },
    ));
  it('in scripts is not obeyed', async () => {
    const user = '\u001b[2J\u009b\u202e##vso[task.setvariable variable=x]y$U';
    const input = `az login -u "${user}" -p "$P" # \u001b]52;c;\u0007\u2066\n`;
    for (const args of [
      ['check', '-'],
      ['inventory', '-'],
      ['check', '--format', 'json', '-'],
    ]) {
      const { out } = await azmfa(args, { input });
      match(out, /user-password/);
      isInert(out);
    }
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [title: string, content: string | Uint8Array, signIns: number])[] = [
    ['a line of 10 MB', `echo ${'x'.repeat(10_000_000)}; ${broken}`, 1],
    ['9,999 sign-ins on one line', `${'az login; '.repeat(9_999)}\n`, 9_999],
    [
      '3,000 sign-ins in branches, with tenants and suppressions',
      `if x\nthen\n${'az login -t "$T" # azmfa: ignore[interactive]\n'.repeat(3_000)}fi\n`,
      3_000,
    ],
    ['NUL bytes', `echo "\0\0"; ${broken}`, 1],
    ['nothing but NUL', Buffer.alloc(1_000_000), 0],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)),
      0,
    ],
    ['quotes that do not end', `${broken}${'"\''.repeat(5000)}`, 1],
    ['heredocs that do not end', `${broken}cat <<EOF\n${'<<A\n'.repeat(5000)}`, 1],
    ['brackets that do not end', `${broken}${'$('.repeat(5000)}`, 1],
  ];
  for (const [title, content, signIns] of cases) {
    it(`is survived, and nothing lost: ${title}`, () =>
      withFolder({ 'a.sh': content, 'b.sh': broken }, async (cwd) => {
        const outcome = await azmfa(['inventory', '--format', 'json', 'a.sh', 'b.sh'], { cwd });
        equal(outcome.status, 0, outcome.errors);
        equal(reportIn(outcome).signIns.length, signIns + 1);
        const checked = await azmfa(['check', 'a.sh', 'b.sh'], { cwd });
        equal(checked.status, 1, checked.errors);
        match(checked.out, /\n2 files, .*\.\n$/);
      })).timeout(600_000);
  }
  it('with far too many sign-ins is looked at as far as it may be, and said to have more', () =>
    withFolder({ 'a.sh': 'az login; '.repeat(1_000_000), 'b.sh': broken }, async (cwd) => {
      const outcome = await azmfa(['check', '--format', 'json', '.'], { cwd });
      equal(outcome.status, 3);
      match(outcome.errors, /^a\.sh: Only the first 10000 /);
      equal(reportIn(outcome).signIns.length, 10_001);
    })).timeout(600_000);
  it('that is far too long is said to be', () =>
    withFolder({ 'a.sh': `${broken}#${'x'.repeat(17_000_000)}`, 'b.sh': broken }, async (cwd) => {
      const outcome = await azmfa(['check', '.'], { cwd });
      equal(outcome.status, 3);
      match(outcome.errors, /^a\.sh: .*too long/);
      match(outcome.out, /^b\.sh:1:1 /);
    }));
});
