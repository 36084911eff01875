import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { bicep } from '../../../server/src/documents/bicep';
import type { Edit, Script } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

const around = (value: string): string => `resource a 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  kind: 'AzureCLI'
  properties: {
    scriptContent: ${value}
    timeout: 'P1D'
  }
}
`;

const scriptsIn = (text: string): readonly Script[] =>
  bicep.scripts({ path: 'main.bicep', languageId: undefined, text });
const scriptsOf = (value: string): readonly Script[] => scriptsIn(around(value));

/** What Bicep makes of literals. Sources: its documentation, data types, strings; the tests of its lexer. */
const literals: readonly (readonly [source: string, text: string])[] = [
  ["''", ''],
  [String.raw`'a\'b\\c\td\$e\${f}'`, "a'b\\c\td$e${f}"],
  [String.raw`'\u{41}\u{1f600}'`, 'A😀'],
  [String.raw`'a\r\nb\nc'`, 'a\nb\nc'],
  ["'''a'''", 'a'],
  ["'''\na\n'''", 'a\n'],
  ["'''\r\na\r\n b'''", 'a\n b'],
  ["'''''a'''''", "''a''"],
  [String.raw`'''a\n${'${b}'} ''c'''`, String.raw`a\n${'${b}'} ''c`],
  ["$$'''a ${b}'''", 'a ${b}'],
  ["'half typed\n", 'half typed'],
  ["'''half typed", "half typed\n    timeout: 'P1D'\n  }\n}\n"],
];

describe('a script in Bicep', () => {
  for (const [source, text] of literals) {
    it(`is what the string says: ${JSON.stringify(source)}`, () => {
      equal(scriptsOf(source)[0]?.text, text);
    });
  }

  it('has the expressions of its string as holes', () => {
    const sources = (value: string) => scriptsOf(value)[0]?.holes.map(({ source }) => source);
    deepEqual(sources("'a ${b['}']} ${c('', {})} ${'${d}'}'"), ["${b['}']}", "${c('', {})}", "${'${d}'}"]);
    deepEqual(sources("$'''\n ${a}\n ${{b: '}'}.b}\n'''"), ['${a}', "${{b: '}'}.b}"]);
    deepEqual(sources("$$'''$${a} ${b} $$${c}'''"), ['$${a}', '$${c}']);
    deepEqual(sources("'''${a}'''"), []);
  });

  it('is edited in the escapes of its string', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '\\', "'", '"', '$', '{', '}', 'x', '\n'),
      maxLength: 12,
    });
    const escaped = (each: string): string =>
      `'${each.replace(/[\\']|\$(?=\{)/g, '\\$&').replace(/\n/g, '\\n')}'`;
    const plain = (each: string): string => `'''\n${each}'''`;
    for (const [spell, isPlain] of [
      [escaped, false],
      [plain, true],
      [(each: string) => `$${plain(each)}`, true],
    ] as const) {
      let written = 0;
      fc.assert(
        fc.property(text, text, fc.nat(), fc.nat(), (body, added, one, other) => {
          if (isPlain && /'''|\$\{/.test(body)) return;
          const source = around(spell(body));
          const [script] = scriptsIn(source);
          ok(script);
          equal(script.text, body);
          const [start = 0, end = 0] = [one, other].map((n) => n % (body.length + 1)).sort((a, b) => a - b);
          const edit: Edit = { range: { start, end }, newText: added };
          const placed = script.map.toEdit(edit);
          if ('refused' in placed) return;
          const wanted = applyEdits(body, [edit]);
          // What the parts on both sides make together is for the proof to see.
          if (isPlain ? /'''|\$\{/.test(wanted) : wanted.includes('${')) return;
          written++;
          const result = applyEdits(source, [placed]);
          equal(scriptsIn(result)[0]?.text, wanted);
          ok(result.endsWith("    timeout: 'P1D'\n  }\n}\n"));
        }),
      );
      ok(written > 30, `only ${written} of 100 edits were written`);
    }
  });

  it('is looked for in any text to its end', () => {
    const signs = [
      "'",
      "'''",
      '$',
      "$'''",
      '${',
      "'${",
      '\\',
      '{',
      '}',
      '(',
      '[',
      ':',
      '?',
      '/*',
      '//',
      '+',
      ',',
    ];
    const starts = ['', 'scriptContent: ', 'resource a ', 'param a = ', "format('a',", "a ? 'b' : "];
    for (const start of starts) {
      for (const sign of signs) {
        for (const count of [1, 3, 10_000]) {
          scriptsIn((start + sign).repeat(count));
          scriptsOf(start + sign.repeat(count));
        }
      }
    }
    scriptsIn(around('shared').repeat(3000));
  });
});
