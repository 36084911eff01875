import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { scopesOf, withHost } from '../../client/src/hostGlobs';
import { compileGlob } from '../../server/src/globs';

const globsOf = (path: string): readonly string[] => scopesOf(path).map(({ glob }) => glob);

/** Paths as hostile as file systems allow. */
const paths = fc
  .array(
    fc.string({
      unit: fc.constantFrom('a', 'B', '.', '*', '?', '[', ']', '{', '}', '!', ',', '\\', '-', ' '),
      minLength: 1,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .filter((parts) => parts.every((part) => !/^\.+$/.test(part)))
  .map((parts) => parts.join('/'));

describe('the globs that say where scripts run', () => {
  it('go from one file to everything', () => {
    deepEqual(globsOf('ops/nightly/deploy.sh'), ['ops/nightly/deploy.sh', 'ops/nightly/**', '**/*.sh', '**']);
    deepEqual(globsOf('deploy'), ['deploy', '**']);
    deepEqual(globsOf('.bashrc'), ['.bashrc', '**']);
  });
  it('fit the file that they were made for, and the narrowest no other', () => {
    fc.assert(
      fc.property(paths, paths, (path, other) => {
        for (const glob of globsOf(path)) ok(compileGlob(glob)(path), `${glob} fits ${path}`);
        equal(compileGlob(globsOf(path)[0] ?? '')(other), path === other);
      }),
    );
  });
  it('mean the same to a matcher that is not ours', () => {
    const plain = paths.filter((path) => !path.includes('\\'));
    fc.assert(
      fc.property(plain, (path) => {
        for (const glob of globsOf(path))
          ok(picomatch.isMatch(path, glob, { dot: true }), `${glob} fits ${path}`);
      }),
    );
  });
});

describe('a new entry of azmfa.hosts', () => {
  const entries = (hosts: object): readonly string[] =>
    Object.entries(hosts).map((entry) => entry.join(': '));

  it('stands before what fits its file already, and behind all else', () => {
    const hosts = { 'tools/a.sh': 'aws', 'ops/**': 'azure-vm', '**': 'laptop' };
    deepEqual(entries(withHost(hosts, { glob: '**/*.sh', host: 'jenkins', path: 'ops/b.sh' })), [
      'tools/a.sh: aws',
      '**/*.sh: jenkins',
      'ops/**: azure-vm',
      '**: laptop',
    ]);
  });
  it('takes the place of one for the same glob', () => {
    deepEqual(
      entries(withHost({ '**': 'aws', 'a.sh': 'laptop' }, { glob: 'a.sh', host: 'jenkins', path: 'a.sh' })),
      ['a.sh: jenkins', '**: aws'],
    );
  });
  it('is the first that fits, whatever stood there', () => {
    const globs = fc.constantFrom('a/**', '**/*.sh', '**', 'a/b.sh', 'c.sh', '[', '{a,b}/**', '__proto__');
    fc.assert(
      fc.property(
        fc.uniqueArray(globs).map((each) => Object.fromEntries(each.map((glob) => [glob, 'aws'] as const))),
        fc.constantFrom('a/b.sh', 'c.sh', 'x/y/z'),
        fc.nat(3),
        (hosts, path, at) => {
          const scopes = globsOf(path);
          const glob = scopes[at % scopes.length] ?? '**';
          const after = withHost(hosts, { glob, host: 'jenkins', path });
          equal(Object.entries(after).find(([each]) => compileGlob(each)(path))?.[1], 'jenkins');
          deepEqual(new Set(Object.keys(after)), new Set([...Object.keys(hosts), glob]));
        },
      ),
    );
  });
});
