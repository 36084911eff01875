import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openSearcher } from '../server/src/matches';
import { replace, type Replacement } from './support/edits';

/** Some that match far, some that look around, and one that ends with a group. */
const patterns: readonly RegExp[] = [
  /\baz\b/,
  /q[^q]{0,400}q/,
  /(?<!a)z{1,3}(?=[^\n]{0,200}b)/,
  /(?<=b[^\n]{0,400})set/,
  /\bset\s{1,20}(\w{1,9})/,
  /a.{0,3}a/,
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('az', 'q', 'z', 'a', 'b', 'set x', ' ', '\n', 'A') },
  { weight: 1, arbitrary: fc.constantFrom('-'.repeat(190), ' '.repeat(350), 'w'.repeat(600)) },
);
const text = fc
  .oneof(
    fc.array(piece, { maxLength: 60 }),
    // One more at its start, and they go in other pairs up to the end.
    fc.array(fc.constantFrom('q', '-'.repeat(190)), { maxLength: 20 }),
  )
  .map((pieces) => pieces.join(''));
const replacement: fc.Arbitrary<Replacement> = fc.record({
  at: fc.nat(1000),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(900)),
  text: fc.oneof(piece, text),
});
/** What changes, and which of the patterns are asked for then. */
const step = fc.record({
  replacements: fc.array(replacement, { minLength: 1, maxLength: 3 }),
  asked: fc.subarray([...patterns]),
});

/** What the language itself finds. */
function matchesOf(pattern: RegExp, searched: string) {
  return Array.from(searched.matchAll(new RegExp(pattern, 'gi')), ({ 0: { length }, 1: group, index }) => ({
    start: index,
    end: index + length,
    inner: group === undefined ? index : index + length - group.length,
  }));
}

describe('the matches of a pattern in a text that changes', () => {
  it('are those of a search from the start', () => {
    fc.assert(
      fc.property(text, fc.array(step, { maxLength: 6 }), (initial, steps) => {
        const document = TextDocument.create('file:///text', 'text', 1, initial);
        const searcher = openSearcher();
        for (const { replacements, asked } of [{ replacements: [], asked: patterns }, ...steps]) {
          for (const each of replacements) searcher.changed(replace(document, each));
          const now = document.getText();
          const matches = searcher.search(now);
          for (const pattern of asked) deepEqual(matches(pattern), matchesOf(pattern, now));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are as many as are kept where no script has so many', () => {
    const document = TextDocument.create('file:///text', 'text', 1, 'az '.repeat(60_000));
    const searcher = openSearcher();
    const found = () =>
      searcher
        .search(document.getText())(/\baz\b/)
        .map(({ start }) => start);
    equal(found().length, 50_000);
    for (const each of ['x', '', 'az '.repeat(20)]) {
      searcher.changed(replace(document, { at: 500, length: 30, text: each }));
      deepEqual(
        found(),
        matchesOf(/\baz\b/, document.getText())
          .map(({ start }) => start)
          .slice(0, 50_000),
      );
    }
    searcher.changed(replace(document, { at: 100, length: 100_000, text: '' }));
    equal(found().length, matchesOf(/\baz\b/, document.getText()).length);
  });
});
