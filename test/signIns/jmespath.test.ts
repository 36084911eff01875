import { equal } from 'node:assert/strict';
import { isQuery } from '../../server/src/signIns/jmespath';

describe('JMESPath expressions', () => {
  for (const text of [
    '@',
    '*',
    '[]',
    '[0]',
    '[-1].id',
    '[].id',
    '[*].[id, name]',
    '[0:2]',
    '[::-1]',
    'a.b."c d".*',
    'a[0][1]',
    "[?name=='x'].id | [0]",
    "[?name=='x' && !isDefault || contains(user.name, 'a\\'b')]",
    '[?a > `1`].{id: id, "x y": b.c}',
    'length(@)',
    'sort_by(@, &name)[-1]',
    'to_string([])',
    "join(',', [].id)",
    'keys(@)',
    ' [ 0 ] . id ',
    '{a: b, c: [d, e]}',
    'a.[b, c]',
    'a.{b: c}',
    '(a || b).c',
    '`{"a": 1}`.a',
    'max_by([?(a)], &b).c',
    '[?starts_with(name, `x`) == `true`].name',
    'a[?b].c[]',
    'not_null(a, b)',
  ]) {
    it(`${text} is one`, () => {
      equal(isQuery(text), true);
    });
  }
  for (const text of [
    '',
    ' ',
    '[',
    '[?',
    ']',
    'a b',
    'a.',
    '.a',
    'a[',
    'a]',
    'a=b',
    'a-b',
    '$.a',
    "'a",
    '{a}',
    '{a:}',
    'f(',
    'f(a',
    'a ||',
    '| a',
    '[?a',
    'a.b c',
    '#',
    '[0',
    '(a',
    '1',
    'a.1',
    '[a,]',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => {
      equal(isQuery(text), false);
    });
  }
  it('are not looked at beyond the depth and length that people write', () => {
    equal(isQuery('('.repeat(3000)), true);
    equal(isQuery('['.repeat(5000)), true);
  });
});
