import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isQuery } from '../../server/src/signIns/jmespath';

/** Generated texts, and whether jmespath.py 1.1, with which the Azure CLI reads a query, compiles them. */
const outcomes = readFileSync(new URL('jmespath-outcomes.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly query: string; readonly valid: boolean });

describe('JMESPath expressions', () => {
  for (const [valid, name] of [
    [true, 'accepted'],
    [false, 'refused'],
  ] as const) {
    it(`are ${name} where the Azure CLI’s own reader does so`, () => {
      const queries = outcomes.filter((outcome) => outcome.valid === valid).map(({ query }) => query);
      deepEqual(
        queries.filter((query) => isQuery(query) !== valid),
        [],
      );
    });
  }
  it('are not looked at beyond the depth and length that people write', () => {
    equal(isQuery('('.repeat(3000)), true);
    equal(isQuery('['.repeat(5000)), true);
  });
});
