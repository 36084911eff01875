import { equal, match } from 'node:assert/strict';
import { checklistText, needs, type Checklist } from '../../client/src/checklistText';
import type { Dialect } from '../../server/src/model';

const checklist: Checklist = {
  script: 'deploy.sh',
  title: 'Sign in with a federated token',
  prerequisites: [
    { kind: 'variable', text: 'The variable A: the client id.' },
    { kind: 'identity', text: 'An app registration.' },
    { kind: 'variable', text: 'The variable B: the tenant id.' },
  ],
  notes: ['The tenant stays.'],
  left: [
    {
      range: { start: { line: 6, character: 0 }, end: { line: 6, character: 8 } },
      rule: 'interactive',
      reason: 'Somebody is there.',
    },
  ],
  setUp: { text: '# An app\naz ad app create\n', dialect: 'bash' },
};

describe('the checklist after a sign-in was rewritten', () => {
  it('names what must exist in a few words', () => {
    equal(needs(checklist), 'identity, 2 variables');
    equal(needs({ prerequisites: [] }), '');
  });
  it('says all of it', () => {
    equal(
      checklistText(checklist),
      `# Before deploy.sh runs again

Sign in with a federated token.

## What must exist

- [ ] The variable A: the client id.
- [ ] An app registration.
- [ ] The variable B: the tenant id.

## What is left to you

- [ ] Line 7 (interactive): Somebody is there.

## What to know

- The tenant stays.

## How to set it up

\`\`\`bash
# An app
az ad app create
\`\`\`
`,
    );
  });
  it('names the language of its commands as Markdown does', () => {
    const last = (dialect: Dialect) =>
      checklistText({ ...checklist, setUp: { text: 'az version\n', dialect } }).slice(-30);
    match(last('powershell'), /\n```powershell\naz version\n```\n$/);
    match(last('cmd'), /\n```bat\naz version\n```\n$/);
  });
  it('leaves out what there is nothing to say of', () => {
    equal(
      checklistText({ ...checklist, prerequisites: [], notes: [], left: [], setUp: null }),
      '# Before deploy.sh runs again\n\nSign in with a federated token.\n',
    );
  });
});
