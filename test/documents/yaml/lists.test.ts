import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Document, parse, Scalar } from 'yaml';
import { scriptOf } from '../../../server/src/documents/yaml/scalar';
import { at, itemsOf, readYaml } from '../../../server/src/documents/yaml/tree';
import type { Edit } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

/** The one script of the list at `script` in a YAML text. */
function scriptIn(text: string) {
  const lines = itemsOf(at(readYaml(text)[0], 'script')).filter((each) => each.kind === 'scalar');
  const script = scriptOf(text, lines, { dialect: 'bash', host: 'gitlab' });
  ok(script !== undefined);
  return script;
}

/** What the library, which did not write the map, reads there. */
const linesIn = (text: string): readonly string[] => (parse(text) as { script: string[] }).script;

/** Lines are joined by line feeds, of which one that ends in it has its own. */
const joined = (lines: readonly string[]): string =>
  lines.reduce((text, line) => (text === '' || text.endsWith('\n') ? text + line : `${text}\n${line}`), '');

const style = fc.constantFrom(Scalar.PLAIN, Scalar.QUOTE_SINGLE, Scalar.QUOTE_DOUBLE, Scalar.BLOCK_LITERAL);
const line = fc.constantFrom(
  'az login',
  'az login -u "$U"',
  "echo 'a b'",
  'a\nb\n',
  'a: b',
  '# c',
  'é→😀',
  'x \\',
);
const documents = fc.array(fc.tuple(line, style), { minLength: 1, maxLength: 5 }).map((items) => {
  const scalars = items.map(([text, type]) => Object.assign(new Scalar(text), { type }));
  return new Document({ before: 1, script: scalars, after: ['b'] }).toString({ lineWidth: 0 });
});

describe('a script in the items of a list', () => {
  it('is what the items make, each on its own lines, and every word has its place in its item', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { text: script, map, parts = [] } = scriptIn(text);
        equal(script, joined(linesIn(text)));
        deepEqual(
          parts.map(({ range }) => script.slice(range.start, range.end)),
          linesIn(text),
        );
        for (const { 0: word, index } of script.matchAll(/[\w$]+/g)) {
          const { start, end, approximate } = map.toDocument({ start: index, end: index + word.length });
          if (!approximate) equal(text.slice(start, end), word);
        }
        const whole = map.toDocument({ start: 0, end: script.length });
        ok(whole.start <= whole.end && whole.end <= text.indexOf('after:'));
      }),
    );
  });

  it('is edited in the item that holds the place, or not at all', () => {
    let written = 0;
    const added = fc.constantFrom('', 'x', ' && y', '# c\n', '\nz');
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat({ max: 9 }), added, (text, at, length, newText) => {
        const { text: script, map } = scriptIn(text);
        const start = at % (script.length + 1);
        const edit: Edit = { range: { start, end: Math.min(start + length, script.length) }, newText };
        const placed = map.toEdit(edit);
        if ('refused' in placed) return;
        const result = applyEdits(text, [placed]);
        const before = linesIn(text);
        let after: readonly string[];
        try {
          after = linesIn(result);
        } catch {
          return;
        }
        // What a style cannot hold changes what is read, which the proof of a fix sees and refuses.
        if (joined(after) !== applyEdits(script, [edit])) return;
        written++;
        equal(after.length, before.length);
        ok(after.filter((each, i) => each !== before[i]).length <= 1);
      }),
      { numRuns: 300 },
    );
    ok(written > 100, `only ${written} of 300 edits were written`);
  });
});
