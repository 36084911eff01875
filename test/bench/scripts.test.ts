import { equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateScript } from '../../bench/script';
import { loadAnalyser } from '../support/analyse';

describe('scripts that the benchmark measures with', () => {
  const sizes = [
    { lines: 100, signIns: 0 },
    { lines: 100, signIns: 10 },
    { lines: 1000, signIns: 500 },
    { lines: 5000, signIns: 10 },
  ];
  for (const { lines, signIns } of sizes) {
    it(`have ${lines} lines and ${signIns} sign-ins, and bash accepts them`, async () => {
      const text = generateScript({ lines, signIns });
      equal(text.split('\n').length - 1, lines);
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
      equal(stderr, '');
      equal(status, 0);
      const analyse = await loadAnalyser();
      equal(analyse(text).signIns.length, signIns);
      if (signIns === 0) equal(/login/i.test(text), false);
    });
  }
  it('are the same for the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => generateScript({ lines: 300, signIns: 10, seed }));
    equal(one, same);
    equal(one === other, false);
    match(one ?? '', /^#!\/usr\/bin\/env bash\n/);
  });
});
