import { deepEqual, equal, match } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { rules, ruleUrl } from '../../server/src/rules';
import { isPlaceholder } from '../../server/src/rules/literalSecret';

const ids = rules.map(({ id }) => id).sort();
const { version, contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  contributes: {
    configuration: { properties: Record<string, { properties?: object; scope: string; default: unknown }> };
  };
};

describe('rule pages', () => {
  it('are one for each rule, and no other', () => {
    const pages = readdirSync('docs/rules').filter((page) => page !== 'README.md');
    deepEqual(
      pages.sort(),
      ids.map((id) => `${id}.md`),
    );
  });
  it('are where findings link to', () => {
    for (const id of ids) {
      equal(ruleUrl(id), `https://github.com/azmfa/azmfa/blob/v${version}/docs/rules/${id}.md`);
    }
  });
  it('have the same sections', () => {
    for (const id of ids) {
      const headings = readFileSync(`docs/rules/${id}.md`, 'utf8').match(/^## .*/gm);
      deepEqual(headings, [
        '## What it finds',
        '## Why it breaks',
        '## Example',
        '## Severity',
        '## Confidence',
        '## Fix safety',
        '## How to suppress',
        '## Sources',
      ]);
    }
  });
  it('are listed in README.md', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const id of ids) match(readme, new RegExp(`\\(docs/rules/${id}\\.md\\)`));
  });
  it('are up to date, like everything that is generated', function () {
    this.timeout(600_000);
    execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/generate.mts', '--check']);
  });
});

describe('the settings in package.json', () => {
  const { properties } = contributes.configuration;
  it('have every rule', () => {
    deepEqual(Object.keys(properties['azmfa.rules']?.properties ?? {}).sort(), ids);
  });
  it('have a scope and a default each', () => {
    for (const [name, { scope, default: value }] of Object.entries(properties)) {
      equal(scope, name === 'azmfa.trace.server' ? 'window' : 'resource', name);
      equal(value === undefined, false, name);
    }
  });
});

describe('placeholders', () => {
  for (const text of [
    '',
    '<password>',
    'xxx',
    'XXXXXXXX',
    '***',
    'changeme',
    'change-me',
    'your-password',
    'YOUR_PASSWORD',
    'password',
    '...',
    '@secret.txt',
    '{{password}}',
    '#{Secret}#',
    '%PASSWORD%',
    'placeholder',
    'my-secret-here',
    'sp.pem',
  ]) {
    it(`${JSON.stringify(text)} is one`, () => {
      equal(isPlaceholder(text), true);
    });
  }
  for (const text of [
    's3cr3t-demo',
    'hunter2',
    'Passw0rd!',
    'password1',
    'x1x',
    'changeme9',
    'my-dog-is-old',
    '-demo',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => {
      equal(isPlaceholder(text), false);
    });
  }
});
