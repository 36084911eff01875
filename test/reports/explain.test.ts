import { doesNotMatch, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { explain } from '../../server/src/reports/explain';
import { codeSpan, escapeMarkdown } from '../../server/src/reports/markdown';
import { loadAnalyser } from '../support/analyse';

let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
before(async () => {
  analyse = await loadAnalyser();
});

const hover = (text: string, refusals: readonly string[] = []) => {
  const analysed = analyse(text).signIns.at(-1);
  if (!analysed) throw new Error(`no sign-in in ${text}`);
  return explain({ ...analysed, refusals });
};

describe('explain', () => {
  it('says how a user with a password signs in, and what happens in both regimes', () => {
    const text = hover('az login -u "$U" --password "$P" -o none');
    match(text, /\*\*Signs in as a user with a password \(ROPC\)\.\*\*/);
    match(text, /required at sign-in: Fails here: `AADSTS50076`/);
    match(text, /required to change Azure resources: .*`RequestDisallowedByPolicy`/);
  });
  it('explains each option once', () => {
    const text = hover('az login -u a -u "$U" --password "$P"');
    equal(text.match(/`--username`: The user name, or/g)?.length, 1);
    match(text, /`--password`: The user’s password or/);
  });
  it('links the findings to their rules', () => {
    match(
      hover('az login -u "$U" -p "$P"'),
      /\[user-password\]\(https:\/\/github\.com\/.*\/docs\/rules\/user-password\.md\)/,
    );
  });
  it('says of a healthy sign-in that it works', () => {
    match(
      hover('az login --identity'),
      /managed identity .*\n\n.*Works: MFA is not asked of workload identities/,
    );
  });
  it('lists what an uncertain sign-in may turn out to be', () => {
    match(hover('az login $EXTRA'), /It may turn out to be:\n\n(- .*\n)+/);
  });
  it('gives the reasons why there is no automatic fix', () => {
    match(
      hover('az login $EXTRA', ['What $EXTRA holds is not known.']),
      /no automatic fix:\n\n- What \$EXTRA holds/,
    );
    doesNotMatch(hover('az login $EXTRA'), /no automatic fix/);
  });
  it('shows no value of an option', () => {
    doesNotMatch(
      hover('az login -u me@contoso.example -p q9Zt7Vw2 --tenant contoso.example'),
      /q9Zt7Vw2|contoso/,
    );
  });
});

describe('Markdown', () => {
  it('keeps text from being markup, on one line', () => {
    equal(escapeMarkdown('[a](b) <i> `c` *d*\n# e'), '\\[a\\]\\(b\\) \\<i\\> \\`c\\` \\*d\\* \\# e');
  });
  it('closes a code span only at its end', () => {
    equal(codeSpan('a'), '`a`');
    equal(codeSpan('a`b'), '`` a`b ``');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '\u202e') }), (text) => {
        const [, fence = '', content = ''] = /^(`+)(.*)\1$/s.exec(codeSpan(text)) ?? [];
        const runs: readonly string[] = content.match(/`+/g) ?? [];
        return fence !== '' && !runs.includes(fence) && !/[\n\u202e]/.test(content);
      }),
    );
  });
});
