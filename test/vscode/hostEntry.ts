import { writeFileSync } from 'node:fs';
// The browser build, since the other loads its parts by path at run time and cannot be bundled. It defines the global `mocha`.
import 'mocha/mocha.js';

mocha.setup({ ui: 'bdd', timeout: 300_000, reporter: 'spec', forbidOnly: true });

/**
 * What the extension host calls once every test file is loaded.
 * @returns when all cases passed
 * @throws {Error} that counts the failures
 */
export function run(): Promise<void> {
  const { AZMFA_TEST_RESULTS: results, AZMFA_TEST_GREP: grep } = process.env;
  if (grep) mocha.grep(grep);
  return new Promise((resolve, reject) => {
    const passes: object[] = [];
    const failures: object[] = [];
    const pending: object[] = [];
    // The browser build's own `run` reads the address of a page, which a host does not have.
    Mocha.prototype.run
      .call(mocha, (count) => {
        if (results) writeFileSync(results, JSON.stringify({ passes, failures, pending }));
        if (count === 0) resolve();
        else reject(new Error(`${count} failed`));
      })
      .on('pass', (test) => passes.push({ fullTitle: test.fullTitle() }))
      .on('pending', (test) => pending.push({ fullTitle: test.fullTitle() }))
      .on('fail', (test, error: Error) =>
        failures.push({ fullTitle: test.fullTitle(), err: { message: error.message, stack: error.stack } }),
      );
  });
}
