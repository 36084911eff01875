import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { azmfa, inBash, reportIn, withFolder } from '../support/commandLine';

const script = 'az login -u "$U" -p "$P"\n';

/** The paths of the sign-ins that are found, in order. */
async function found(cwd: string, ...paths: readonly string[]): Promise<readonly string[]> {
  const outcome = await azmfa(['inventory', '--format', 'json', ...paths], { cwd });
  equal(outcome.status, 0, outcome.errors);
  return reportIn(outcome).signIns.map((signIn) => signIn.path);
}

describe('folders', () => {
  it('give their scripts: by extension, by name, by their first line', () =>
    withFolder(
      {
        'a.sh': script,
        'b.bash': script,
        'c.zsh': script,
        'd.ksh': script,
        'e.azcli': script,
        'F.SH': script,
        '.bashrc': script,
        deploy: `#!/usr/bin/env bash\n${script}`,
        bom: `\ufeff#!/bin/sh\r\n${script}`,
        notes: `# notes\n${script}`,
        python: `#!/usr/bin/env python3\n${script}`,
        'notes.txt': `#!/bin/bash\n${script}`,
        'deploy.md': script,
        '.hidden/g.sh': script,
        'x/y/z/h.sh': script,
        'empty.sh': '',
        empty: '',
      },
      async (cwd) => {
        deepEqual(
          await found(cwd, '.'),
          ['.bashrc', '.hidden/g.sh', 'F.SH', 'a.sh', 'b.bash', 'bom'].concat([
            'c.zsh',
            'd.ksh',
            'deploy',
            'e.azcli',
            'x/y/z/h.sh',
          ]),
        );
      },
    ));
  it('leave out what is not the user’s own, unless it is named', () =>
    withFolder(
      {
        'a.sh': script,
        'node_modules/b.sh': script,
        'x/.venv/c.sh': script,
        'vendor/d.sh': script,
        '.git/hooks/e.sh': script,
      },
      async (cwd) => {
        deepEqual(await found(cwd, '.'), ['a.sh']);
        deepEqual(await found(cwd, 'node_modules', 'x/.venv/c.sh'), ['node_modules/b.sh', 'x/.venv/c.sh']);
      },
    ));
  it('leave out what is binary; UTF-16 with a mark is not', () =>
    withFolder(
      {
        'a.sh': Buffer.from(`\ufeff${script}`, 'utf16le'),
        'b.sh': Buffer.from(`\ufeff${script}`, 'utf16le').swap16(),
        'c.sh': `#!/bin/sh\n${script}\0\0\0`,
        'd.sh': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]),
        'e.sh': Buffer.from([0xff, 0xff, 0xc0, 0x80, 10, ...Buffer.from(script)]),
      },
      async (cwd) => {
        deepEqual(await found(cwd, '.'), ['a.sh', 'b.sh', 'e.sh']);
        deepEqual(await found(cwd, 'c.sh'), ['c.sh']);
      },
    ));
  it('do not lead through links, nor in circles', () =>
    withFolder({ 'a/b.sh': script, 'c.sh': script }, async (cwd) => {
      symlinkSync('..', path.join(cwd, 'a', 'up'));
      symlinkSync('loop', path.join(cwd, 'loop'));
      symlinkSync('c.sh', path.join(cwd, 'link.sh'));
      symlinkSync('nowhere', path.join(cwd, 'dangling.sh'));
      symlinkSync('a', path.join(cwd, 'folder'));
      deepEqual(await found(cwd, '.'), ['a/b.sh', 'c.sh']);
      deepEqual(await found(cwd, 'link.sh', 'folder'), ['link.sh', 'folder/b.sh']);
      const outcome = await azmfa(['check', 'loop', 'dangling.sh'], { cwd });
      equal(outcome.status, 3);
      match(outcome.errors, /^loop: It is a link .*\ndangling\.sh: There is no such file or folder\.\n$/);
    }));
  it('that lie too deep are said to', () =>
    withFolder({ [`${'d/'.repeat(120)}a.sh`]: script, 'b.sh': script }, async (cwd) => {
      const outcome = await azmfa(['inventory', '--format', 'json', '.'], { cwd });
      equal(outcome.status, 3);
      const { signIns, errors } = reportIn(outcome);
      equal(signIns[0]?.path, 'b.sh');
      deepEqual(
        errors.map(({ message }) => message),
        ['The folder lies too deep.'],
      );
    }));
});

describe('paths', () => {
  it('are reported as they are given', () =>
    withFolder({ 'x/a.sh': script }, async (cwd) => {
      const absolute = path.join(cwd, 'x', 'a.sh');
      const cases: readonly (readonly [given: string, reported: string])[] = [
        ['x', 'x/a.sh'],
        ['x/', 'x/a.sh'],
        ['.', 'x/a.sh'],
        ['./x/a.sh', './x/a.sh'],
        ['x/a.sh', 'x/a.sh'],
        [`../${path.basename(cwd)}/x`, `../${path.basename(cwd)}/x/a.sh`],
        [cwd, absolute],
        [absolute, absolute],
      ];
      for (const [given, reported] of cases) deepEqual(await found(cwd, given), [reported]);
    }));
  it('are read once each, in the order they are given', () =>
    withFolder({ 'a.sh': script, 'b.sh': script }, async (cwd) => {
      deepEqual(await found(cwd, 'b.sh', '.', './a.sh', path.join(cwd, 'b.sh')), ['b.sh', 'a.sh']);
    }));
  it('are read whatever they are called, if they are named', () =>
    withFolder(
      { 'notes.txt': script, README: script, '.gitignore': '*.sh\n', 'a.sh': script },
      async (cwd) => {
        deepEqual(await found(cwd, 'notes.txt', 'README', 'a.sh'), ['notes.txt', 'README', 'a.sh']);
      },
    ));
  it('to what is no file do not hang', () =>
    withFolder({ 'a.sh/b.sh': script, 'c.sh': script }, async (cwd) => {
      equal(spawnSync('mkfifo', ['pipe.sh', 'pipe'], { cwd }).status, 0);
      const server = createServer().listen(path.join(cwd, 'socket.sh'));
      try {
        deepEqual(await found(cwd, '.'), ['a.sh/b.sh', 'c.sh']);
        deepEqual(await found(cwd, 'a.sh'), ['a.sh/b.sh']);
        const named = ['pipe.sh', 'socket.sh', '/dev/zero', '/dev/tty'];
        const outcome = await azmfa(['inventory', '--format', 'json', ...named, 'c.sh'], { cwd });
        equal(outcome.status, 3);
        const { signIns, errors } = reportIn(outcome);
        deepEqual(
          errors.map((error) => error.path),
          named,
        );
        for (const { message } of errors) match(message, /neither a file nor a folder.*`-`/);
        equal(signIns.length, 1);
      } finally {
        server.close();
      }
      equal((await inBash('azmfa check <(echo az login)', { cwd })).status, 3);
    }));
  it('that are empty, too long or lead through a file are refused with a reason', () =>
    withFolder({ 'a.sh': script }, async (cwd) => {
      const outcome = await azmfa(['check', '', 'x'.repeat(5000), 'a.sh/b.sh'], { cwd });
      equal(outcome.status, 3);
      equal(outcome.errors.trimEnd().split('\n').length, 3);
    }));
});

describe('.gitignore', () => {
  const files = {
    '.gitignore': [
      '# generated',
      '*.gen.sh',
      '/build/',
      'logs/**',
      '!logs/keep.sh',
      '\\#odd.sh',
      'tmp?.sh',
      '[xy].sh',
      '**/cache/',
      '',
    ].join('\n'),
    'a.sh': script,
    'a.gen.sh': script,
    'A.GEN.sh': script,
    'build/b.sh': script,
    'sub/build/c.sh': script,
    'logs/d.sh': script,
    'logs/keep.sh': script,
    '#odd.sh': script,
    'tmp1.sh': script,
    'tmp12.sh': script,
    'x.sh': script,
    'z.sh': script,
    'sub/deep/cache/e.sh': script,
    'sub/.gitignore': '!f.gen.sh\ng.sh\n/h.sh\n',
    'sub/f.gen.sh': script,
    'sub/g.sh': script,
    'sub/deep/g.sh': script,
    'sub/h.sh': script,
    'sub/deep/h.sh': script,
    'sub/deep/.gitignore': '!g.sh\r\n',
    'dir/.gitignore/': '',
    'dir/i.sh': script,
  };
  /** What git would commit: an oracle that is not ours. */
  const committed = (cwd: string): readonly string[] => {
    const { stdout } = spawnSync('git', ['ls-files', '-coz', '--exclude-standard'], {
      cwd,
      encoding: 'utf8',
    });
    return stdout
      .split('\0')
      .filter((file) => file.endsWith('.sh'))
      .sort();
  };
  it('counts as it does for git: nested, negated, anchored, for folders only', () =>
    withFolder(files, async (cwd) => {
      const outsideOfGit = await found(cwd, '.');
      equal(spawnSync('git', ['init', '-q'], { cwd }).status, 0);
      deepEqual([...(await found(cwd, '.'))].sort(), committed(cwd));
      deepEqual([...outsideOfGit].sort(), committed(cwd));
      ok(outsideOfGit.includes('sub/f.gen.sh') && !outsideOfGit.includes('a.gen.sh'));
    }));
  it('counts from the root of the repository, wherever the walk begins', () =>
    withFolder({ ...files, '.git/info/exclude': 'z.sh\nsub/deep/h.sh\n' }, async (cwd) => {
      const whole = await found(cwd, '.');
      ok(whole.includes('a.sh') && !whole.includes('z.sh'));
      const inSub = whole.filter((file) => file.startsWith('sub/'));
      deepEqual(await found(cwd, 'sub'), inSub);
      deepEqual(
        await found(path.join(cwd, 'sub'), '.'),
        inSub.map((file) => file.slice('sub/'.length)),
      );
      // What is named is read, though it is ignored itself.
      deepEqual(await found(cwd, 'build'), ['build/b.sh']);
    }));
  it('may hold anything', () => {
    const lines = ['a/**/'.repeat(500), '*a'.repeat(1000), '[', '[!', '\\', '!', '/', '//', '['.repeat(9999)];
    return withFolder(
      {
        '.gitignore': Buffer.concat([Buffer.from(lines.join('\n')), Buffer.from([10, 0, 0xff, 0xfe, 10])]),
        [`${'a'.repeat(200)}.sh`]: script,
        [`${'a/'.repeat(90)}b.sh`]: script,
      },
      async (cwd) => {
        equal((await found(cwd, '.')).length, 2);
      },
    );
  });
});
