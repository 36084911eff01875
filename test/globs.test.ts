import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { compileGlob, ignoreRules } from '../server/src/globs';

/** Paths of few different characters, so that patterns meet them. */
const paths = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', ']', '1'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((parts) => parts.every((part) => !/^\.+$/.test(part)))
  .map((parts) => parts.join('/'));

describe('globs', () => {
  const cases: readonly (readonly [glob: string, matching: readonly string[], others: readonly string[]])[] =
    [
      ['*.sh', ['a.sh', '.sh'], ['x/a.sh', 'a.sh/x', 'a.shx']],
      ['**/*.sh', ['a.sh', 'x/a.sh', 'x/y/a.sh'], ['a.sh/x']],
      ['deploy/**', ['deploy/a', 'deploy/x/a.sh'], ['deploy', 'redeploy/a', 'x/deploy/a']],
      ['x/**/a.sh', ['x/a.sh', 'x/y/a.sh', 'x/y/z/a.sh'], ['xa.sh', 'x/ya.sh', 'x/y']],
      ['{a,b/*}.sh', ['a.sh', 'b/x.sh'], ['b.sh', 'b/x/y.sh', 'c.sh']],
      ['{a,{b,c}d}', ['a', 'bd', 'cd'], ['b', 'ad']],
      ['{**/,}x', ['x', 'a/x'], ['ax']],
      ['?[0-9][!a-c]', ['x1d', '😀1/'.slice(0, 3) + 'd'], ['x1a', 'xxd', '/1d']],
      ['a\\*b', ['a*b'], ['axb', 'a\\*b']],
      ['{a', ['{a'], ['a']],
      ['././a', ['a'], ['x/a']],
      ['a**b', ['axb', 'ab'], ['a/b']],
      ['**', ['a', 'a/b', '.a'], []],
      ['[', [], ['[']],
      ['a\\', [], ['a', 'a\\']],
    ];
  for (const [glob, matching, others] of cases) {
    it(`understand ${glob}`, () => {
      const matches = compileGlob(glob);
      for (const each of matching) ok(matches(each), `${glob} matches ${each}`);
      for (const each of others) ok(!matches(each), `${glob} does not match ${each}`);
    });
  }
  it('match what picomatch matches', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '.', '-', '*', '?', '[ab]', '[^a]', '[a-c1]', '{a,b}'), {
      minLength: 1,
      maxLength: 4,
    });
    const globs = fc
      .array(
        fc.oneof({ weight: 3, arbitrary: part.map((each) => each.join('')) }, fc.constantFrom('**', '.')),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('/'))
      // Where they differ on purpose: `**` beside other characters, and a folder itself among what is below it.
      .filter((glob) => !/[^/]\*\*|\*\*[^/]|\*\*\/\*\*|\/\*\*$/.test(glob));
    fc.assert(
      fc.property(globs, paths, (glob, file) => {
        // Its short cut for `*.*` wants something behind the dot; its general way does not.
        const isMatch = picomatch.isMatch(file, glob, { dot: true, fastpaths: false });
        equal(compileGlob(glob)(file), isMatch, `${glob} on ${file}`);
      }),
      { numRuns: 3000 },
    );
  });
  const slow = [
    '*a*a*a*a*a*a*a*b',
    '**/a'.repeat(50),
    '{a,aa}'.repeat(80),
    '{'.repeat(4000),
    '*[ab]?'.repeat(600),
    '{*,'.repeat(160) + '}'.repeat(160),
  ];
  for (const glob of slow) {
    it(`come to an end whatever they say: ${glob.slice(0, 20)}`, () => {
      for (const each of ['a'.repeat(255), 'a/'.repeat(2000) + 'c']) compileGlob(glob)(each);
    });
  }
});

describe('ignore files', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'azmfa-'));
    equal(spawnSync('git', ['init', '-q', folder]).status, 0);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What git says of paths that need not exist, the last rule that matches one counting. */
  function gitIgnores(text: string, files: readonly string[]): readonly boolean[] {
    writeFileSync(path.join(folder, '.gitignore'), text);
    const { stdout } = spawnSync(
      'git',
      ['-C', folder, 'check-ignore', '--no-index', '-z', '-v', '-n', '--stdin'],
      {
        input: files.map((file) => `${file}\0`).join(''),
        encoding: 'utf8',
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      },
    );
    const fields = stdout.split('\0');
    return files.map((_, i) => {
      const pattern = fields[i * 4 + 2] ?? '';
      return pattern !== '' && !pattern.startsWith('!');
    });
  }
  /** The same by our rules; like git, what lies in an ignored folder is ignored. */
  function ignored(text: string, file: string): boolean {
    const rules = ignoreRules(text);
    const parts = file.split('/');
    return parts.some((_, i) => {
      const part = parts.slice(0, i + 1).join('/');
      return rules.findLast((rule) => rule.matches(part, i < parts.length - 1))?.ignores === true;
    });
  }

  for (const [end, name] of [
    ['', 'nothing'],
    ['\n', 'a line feed'],
    ['\r\n', 'both'],
    ['\r', 'a carriage return'],
  ] as const) {
    it(`may end with ${name}`, () => {
      deepEqual(gitIgnores(`a${end}`, ['a', 'b']), [true, false]);
      deepEqual([ignored(`a${end}`, 'a'), ignored(`a${end}`, 'b')], [true, false]);
    });
  }

  for (const line of [' ', '\\ ', '\\', '[', '\r', '#', '**/']) {
    it(`come to an end, however long a line of ${JSON.stringify(line)} is`, () => {
      ignored(`a${line.repeat(1_000_000)}b`, 'a');
    });
  }

  it('mean what git says they mean', () => {
    const line = fc
      .array(
        fc.constantFrom(
          'a',
          'b',
          '.',
          '/',
          '*',
          '**',
          '?',
          '!',
          '#',
          ' ',
          '\\',
          '[ab]',
          '[!a]',
          '[^b-]',
          '[]a]',
          '[',
          '-',
          '[[:alpha:]]',
          '**/',
          '/**/',
          '/**',
          '1',
        ),
        { maxLength: 6 },
      )
      .map((pieces) => pieces.join(''));
    const texts = fc
      .tuple(
        fc.constantFrom('\n', '\r\n'),
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '\n', '\r\n', '\r'),
      )
      .map(([end, lines, last]) => lines.join(end) + last);
    fc.assert(
      fc.property(texts, fc.array(paths, { minLength: 5, maxLength: 20 }), (text, files) => {
        const git = gitIgnores(text, files);
        files.forEach((file, i) => {
          equal(ignored(text, file), git[i], `${JSON.stringify(text)} on ${file}`);
        });
      }),
      { numRuns: 400 },
    );
  }).timeout(600_000);
});
