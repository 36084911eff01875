import { deepEqual, equal, ok } from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { loadProver } from '../support/prover';
import { documentFixtures } from '../support/fixtures';
import { fixesOf } from '../support/matrix';

let prover: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  prover = await loadProver();
});

/** Every value of a YAML text by its path, as the library reads it. */
function valuesIn(text: string): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) values.set(path, value);
    else for (const [key, each] of Object.entries(value)) visit(each, `${path}/${key}`);
  };
  parseAllDocuments(text, { merge: true }).forEach((document, i) => {
    visit(document.toJS({ maxAliasCount: -1 }), String(i));
  });
  return values;
}

/** Fixes that a document has no place for, and why. */
const noPlace =
  /^The script stands on one line of its document|^The new text would end the unquoted YAML value|spells this part of the script in another way|in another way that no step can be written before/;

describe('fixes in documents', () => {
  for (const { name, path, text } of documentFixtures()) {
    if (!/\.ya?ml$/.test(name)) continue;
    it(`${name}: each changes its script and nothing else, and its finding is gone`, () => {
      const { analysis, prove } = prover(text, { path });
      const before = valuesIn(text);
      let proven = 0;
      for (const finding of analysis.findings) {
        for (const fix of fixesOf(finding)) {
          const proof = prove(finding, fix);
          const message = `${name}, ${finding.rule} at ${finding.range.start}: ${fix.title}`;
          if ('refused' in proof) {
            ok(noPlace.test(proof.refused), `${message}: ${proof.refused}`);
            continue;
          }
          proven++;
          // What a step that signs in makes of a workflow has tests of its own.
          if (fix.hostChange !== undefined) continue;
          const after = valuesIn(proof.text);
          deepEqual([...after.keys()], [...before.keys()], message);
          const changed = [...after].filter(([key, value]) => before.get(key) !== value);
          const isComment = fix.id.startsWith('suppress');
          ok(changed.length > 0 || isComment, message);
          // An anchor's text is at each of its aliases.
          equal(new Set(changed.map(([, value]) => value)).size <= 1, true, message);
          const again = prover(proof.text, { path }).analysis.findings;
          equal(
            again.filter(({ rule }) => rule === finding.rule).length < analysis.findings.length,
            true,
            message,
          );
        }
      }
      ok(proven > 0 || analysis.findings.length === 0);
    });
  }
});
