import { deepEqual, equal } from 'node:assert/strict';
import type { LocatedFinding } from '../../server/src/engine';
import type { Remedy } from '../../server/src/model';
import { rules } from '../../server/src/rules';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings } from '../../server/src/settings';
import { fixtures, pathOf } from '../support/fixtures';
import { loadProver } from '../support/prover';

let provable: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  provable = await loadProver();
});

function remedyFor(finding: LocatedFinding): Remedy {
  return remedyOf(finding, finding.analysed?.context, defaultSettings);
}

describe('the first fix of an example on a rule’s page', () => {
  for (const { id, cases, safety } of rules) {
    for (const { title, dialect, path = pathOf(dialect), before, host, after } of cases) {
      if (after === undefined) continue;
      it(`${id}: ${title}`, () => {
        const { analysis, prove } = provable(before.replace(/[⟦⟧]/g, ''), {
          path,
          ...(host && { host }),
        });
        const finding = analysis.findings.find(({ rule }) => rule === id);
        const fix = finding && remedyFor(finding).fixes[0];
        if (finding === undefined || fix === undefined) throw new Error('there is no fix');
        const proof = prove(finding, fix);
        equal('refused' in proof ? proof.refused : proof.text, after);
        if (safety === 'safe') equal(fix.safety, 'safe');
      });
    }
  }
  it('is safe somewhere if the page says so, and nowhere else', () => {
    const safe = new Set(
      rules.flatMap(({ cases }) =>
        cases.flatMap(({ dialect, path = pathOf(dialect), before }) =>
          provable(before.replace(/[⟦⟧]/g, ''), { path }).analysis.findings.flatMap((finding) =>
            remedyFor(finding).fixes.some((fix) => fix.safety === 'safe') ? finding.rule : [],
          ),
        ),
      ),
    );
    deepEqual(
      rules.map(({ id }) => id).filter((id) => safe.has(id)),
      [
        'typographic-dash',
        'dash-leading-secret',
        'managed-identity-username',
        'certificate-as-password',
        'batch-without-call',
      ],
    );
  });
});

describe('every fix of every fixture', () => {
  for (const { name, text } of fixtures()) {
    it(`${name} is proven`, () => {
      const { analysis, prove } = provable(text);
      for (const finding of analysis.findings) {
        for (const fix of remedyFor(finding).fixes) {
          const proof = prove(finding, fix);
          const where = text.slice(finding.range.start, finding.range.start + 60);
          if ('refused' in proof) throw new Error(`${fix.id} at ${JSON.stringify(where)}: ${proof.refused}`);
        }
      }
    });
  }
});
