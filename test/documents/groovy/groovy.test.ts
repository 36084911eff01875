import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { jenkinsfile } from '../../../server/src/documents/groovy';
import type { Edit, Script } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

const scriptsIn = (text: string): readonly Script[] =>
  jenkinsfile.scripts({ path: 'Jenkinsfile', languageId: undefined, text });

/** What Groovy makes of literals. Source: the Groovy language documentation, section 4 of syntax. */
const literals: readonly (readonly [source: string, text: string])[] = [
  [String.raw`sh 'a\'b\\c\t\u0041$x'`, "a'b\\c\tA$x"],
  [String.raw`sh "a\"b\$x \\ 'y'"`, "a\"b$x \\ 'y'"],
  ["sh '''a\n'b''\n'''", "a\n'b''\n"],
  ['sh """a\\\nb"c"\n"""', 'ab"c"\n'],
  [String.raw`sh(/a\/b\c/)`, 'a/b\\c'],
  ['sh $/a$$b/c/$', 'a$b/c'],
  ["sh 'a' + 'b'", 'ab'],
  ["sh(returnStdout: true, script: 'a')", 'a'],
  ["sh label: f(1, 2), script: 'a'", 'a'],
  ["x = 1 / 2; sh 'a'; y = 3 / 4", 'a'],
  ["sh '''a\r\nb'''", 'a\nb'],
  ["sh 'half typed\nsh", 'half typed'],
];

describe('a script in a Groovy string', () => {
  for (const [source, text] of literals) {
    it(`is what the string says: ${JSON.stringify(source)}`, () => {
      equal(scriptsIn(source)[0]?.text, text);
    });
  }

  it('has its expressions as holes, which may hold strings and braces', () => {
    const [script] = scriptsIn('sh "a ${x["}"]} $y.z ${[1].each { it }} \\$b"');
    ok(script);
    equal(script.holes.map(({ source }) => source).join(' '), '${x["}"]} $y.z ${[1].each { it }}');
    ok(script.text.endsWith('$b'));
  });

  it('is edited in the escapes of its quotes', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '\\', "'", '"', '$', '{', 'x', '\n'),
      maxLength: 12,
    });
    for (const quote of ["'", '"', "'''", '"""']) {
      const isOneLine = quote.length === 1;
      const spell = (each: string): string =>
        each
          .replace(quote.startsWith('"') ? /[\\"$]/g : /[\\']/g, '\\$&')
          .replace(/\n/g, isOneLine ? '\\n' : '\n');
      fc.assert(
        fc.property(text, text, fc.nat(), fc.nat(), (body, added, one, other) => {
          const source = `sh ${quote}${spell(body)}${quote} // end`;
          const [script] = scriptsIn(source);
          ok(script);
          equal(script.text, body);
          const [start = 0, end = 0] = [one, other].map((n) => n % (body.length + 1)).sort((a, b) => a - b);
          const edit: Edit = { range: { start, end }, newText: added };
          const placed = script.map.toEdit(edit);
          if ('refused' in placed) return;
          const result = applyEdits(source, [placed]);
          equal(scriptsIn(result)[0]?.text, applyEdits(body, [edit]));
          ok(result.endsWith(`${quote} // end`));
        }),
      );
    }
  });

  it('is looked for in any text to its end', () => {
    const signs = [
      "'",
      '"',
      "'''",
      '"""',
      '/',
      '$/',
      '$',
      '${',
      '"${',
      '\\',
      '(',
      '{',
      'sh ',
      'sh(',
      "sh '",
      'sh a:',
      ',',
      '/*',
      '//',
      '+',
      "'a'+",
    ];
    for (const sign of signs) for (const count of [1, 3, 10_000]) scriptsIn(sign.repeat(count));
  });
});
