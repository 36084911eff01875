import { deepEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadAnalyser } from './support/analyse';

const scripts = readdirSync('samples', { recursive: true, encoding: 'utf8' })
  .filter((name) => name !== 'README.md' && statSync(path.join('samples', name)).isFile())
  .map((name) => name.replaceAll(path.sep, '/'));

describe('the samples', () => {
  it('are all in their list', () => {
    const listed = [...readFileSync('samples/README.md', 'utf8').matchAll(/^\| `(.*?)` \|/gm)];
    deepEqual(listed.map(([, name]) => name).sort(), scripts.sort());
  });
  it('show what breaks in every shell, and what does not', async () => {
    const analyse = await loadAnalyser();
    const rulesIn = Object.fromEntries(
      scripts.map((name) => {
        const { findings } = analyse(readFileSync(path.join('samples', name), 'utf8'), { path: name });
        return [name, findings.map(({ rule }) => rule)];
      }),
    );
    deepEqual(rulesIn, {
      '.github/workflows/deploy.yml': ['user-password'],
      'backup.cmd': ['user-password', 'user-password'],
      'deploy.sh': ['user-password'],
      'from-the-docs.sh': ['typographic-dash'],
      'healthy.sh': [],
      'nightly-report.sh': ['interactive', 'device-code'],
      'old-machine.sh': [
        'managed-identity-username',
        'certificate-as-password',
        'service-principal-without-tenant',
      ],
      'release.ps1': ['user-password', 'user-password', 'user-password'],
      'two-tenants.sh': ['missing-tenant'],
    });
  });
});
