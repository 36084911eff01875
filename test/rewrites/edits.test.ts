import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Edit, Range } from '../../server/src/model';
import { applyEdits, movesOf, roundsOn } from '../../server/src/rewrites/edits';

/** Edits of a text in source order, apart from one another. */
function editsOf(length: number): fc.Arbitrary<readonly Edit[]> {
  return fc
    .array(fc.tuple(fc.nat(length), fc.string({ maxLength: 4 })), { maxLength: 8 })
    .map((places) => places.sort(([a], [b]) => a - b))
    .map((places) => {
      const edits: Edit[] = [];
      for (let i = 0; i + 1 < places.length; i += 2) {
        const [[start, newText] = [0, ''], [end] = [0]] = places.slice(i, i + 2);
        if (start > (edits.at(-1)?.range.end ?? -1)) edits.push({ range: { start, end }, newText });
      }
      return edits;
    });
}

describe('edits', () => {
  const text = fc.string({ minLength: 1, maxLength: 40 });

  it('of several rounds come to one list that does the same', () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 4 }), fc.gen(), (first, count, gen) => {
        const rounds = roundsOn(first.length);
        let now = first;
        for (let round = 0; round < count; round++) {
          const edits = gen(editsOf, now.length);
          rounds.add(edits);
          now = applyEdits(now, edits);
        }
        const all = rounds.edits();
        assert.equal(applyEdits(first, all), now);
        all.forEach(({ range }, i) => {
          const next = all[i + 1]?.range.start ?? Infinity;
          assert.ok(range.start <= range.end && range.end < next, 'in order, and apart');
        });
      }),
    );
  });

  it('tell where what they leave alone is then', () => {
    fc.assert(
      fc.property(text, fc.gen(), (before, gen) => {
        const edits = gen(editsOf, before.length);
        const after = applyEdits(before, edits);
        const moves = movesOf(edits);
        const rounds = roundsOn(before.length);
        rounds.add(edits);
        for (let start = 0; start < before.length; start++) {
          const range: Range = { start, end: start + 1 };
          const isGone = edits.some((edit) => edit.range.start <= start && start < edit.range.end);
          const now = moves.range(range);
          assert.equal(moves.isRemoved(range), isGone);
          if (isGone || now === undefined) continue;
          assert.equal(after.slice(now.start, now.end), before.slice(start, start + 1));
          assert.equal(moves.isNew(now.start), false);
          assert.deepEqual(rounds.origin(now), range);
        }
        const written = Array.from(after, (_, offset) => moves.isNew(offset)).filter(Boolean).length;
        assert.equal(
          written,
          edits.reduce((sum, { newText }) => sum + Array.from(newText).length, 0),
        );
      }),
    );
  });

  it('move what starts at an insertion, and not what ends there', () => {
    const moves = movesOf([{ range: { start: 2, end: 2 }, newText: 'xx' }]);
    assert.deepEqual(moves.range({ start: 0, end: 2 }), { start: 0, end: 2 });
    assert.deepEqual(moves.range({ start: 2, end: 4 }), { start: 4, end: 6 });
    assert.deepEqual(moves.range({ start: 0, end: 4 }), { start: 0, end: 6 });
    assert.equal(
      movesOf([{ range: { start: 1, end: 3 }, newText: '' }]).range({ start: 2, end: 4 }),
      undefined,
    );
  });
});
