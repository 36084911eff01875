import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Document, parseDocument, Scalar } from 'yaml';
import { scriptIn } from '../../../server/src/documents/yaml/scalar';
import { at, readYaml, type YamlScalar } from '../../../server/src/documents/yaml/tree';
import type { Edit } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

const place = { dialect: 'bash', host: 'shell' } as const;

/** The script at `run` in a YAML text. */
function runIn(text: string) {
  const node = at(readYaml(text)[0], 'jobs', 'run');
  ok(node?.kind === 'scalar', `no scalar in ${JSON.stringify(text)}`);
  return { node, ...scriptIn(text, node, place) };
}

/** What the library, which did not write the map, reads there. */
const valueIn = (text: string): unknown =>
  (parseDocument(text, { merge: true }).toJS() as { jobs: { run: unknown } }).jobs.run;

/** Styles of scalars by hand: what the library reads is what the script must be, one to one where it can be. */
const styles: Readonly<Record<string, string>> = {
  literal: 'jobs:\n  run: |\n    az login\n\n      more\n    end\n  after: 1\n',
  'literal, stripped': 'jobs:\n  run: |-\n    az login\n    end\n\n',
  'literal, kept': 'jobs:\n  run: |+\n    az login\n\n\n  after: 1\n',
  'literal with an indentation indicator': 'jobs:\n  run: |2\n      az login\n    end\n',
  'literal with a comment at its header': 'jobs:\n  run: | # the script\n    az login\n',
  'literal with an empty first line': 'jobs:\n  run: |\n\n    az login\n',
  'literal with a tab': 'jobs:\n  run: |\n    \taz login\n    \tend\n',
  'literal with CRLF': 'jobs:\r\n  run: |\r\n    az login\r\n\r\n    end\r\n',
  'literal without a last line break': 'jobs:\n  run: |\n    az login',
  'literal, empty': 'jobs:\n  run: |\n  after: 1\n',
  folded: 'jobs:\n  run: >\n    az login\n    -u a\n\n    end\n',
  'folded with lines that are indented further':
    'jobs:\n  run: >-\n    az login\n      -u a\n      -p b\n    end\n',
  'folded with CRLF': 'jobs:\r\n  run: >\r\n    az login\r\n    -u a\r\n',
  plain: 'jobs:\n  run: az login -u a # why\n',
  'plain on several lines': 'jobs:\n  run: az login\n    -u a\n\n    -p b\n',
  single: "jobs:\n  run: 'az login -p ''a b'''\n",
  'single on several lines': "jobs:\n  run: 'az login\n    -u a\n\n    -p b'\n",
  double: 'jobs:\n  run: "az login -p \\"a\\\\b\\" \\u0061\\x62\\t"\n',
  'double on several lines': 'jobs:\n  run: "az login \\\n    -u a\n    -p b\\\n    c"\n',
  'anchor and tag': 'jobs:\n  run: &script !!str |\n    az login\n',
  alias: 'x: &script |\n  az login\njobs:\n  run: *script\n',
  flow: 'jobs: { run: az login -u a, after: 1 }\n',
  'merged in': 'x: &x\n  run: az login\njobs:\n  <<: *x\n',
};

describe('a script in a YAML scalar', () => {
  for (const [style, text] of Object.entries(styles)) {
    it(`is what YAML makes of it, and every word of it has its place: ${style}`, () => {
      const { text: script, map, node } = runIn(text);
      equal(script, valueIn(text));
      for (const { 0: word, index } of script.matchAll(/\S+/g)) {
        const { start, end, approximate } = map.toDocument({ start: index, end: index + word.length });
        ok(node.range.start <= start && end <= node.range.end);
        if (approximate) ok(style.startsWith('double') || style.startsWith('single'));
        else if (!/['"\\]/.test(text.slice(start, end)) || node.token.type === 'block-scalar')
          equal(text.slice(start, end).replace(/\\\n\s*/g, ''), word);
      }
    });
  }

  const types = [
    Scalar.BLOCK_LITERAL,
    Scalar.BLOCK_FOLDED,
    Scalar.PLAIN,
    Scalar.QUOTE_SINGLE,
    Scalar.QUOTE_DOUBLE,
  ] as const;
  const line = fc.oneof(
    fc.constantFrom(
      '',
      'az login',
      '  az login -u a',
      '\taz',
      "-p 'x y'",
      '-p "$P"',
      'a\\b',
      '# c',
      'é→😀',
      'a: b',
    ),
    fc.string({ maxLength: 12 }).map((text) => text.replace(/[\p{C}\s]/gu, ' ')),
  );
  const scripts = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));

  /** A document that the library wrote, with a script in some style among other things. */
  const documents = fc
    .record({
      script: scripts,
      type: fc.constantFrom(...types),
      crlf: fc.boolean(),
      ending: fc.constantFrom('', '\n'),
    })
    .map(({ script, type, crlf, ending }) => {
      const scalar = new Scalar(script + ending);
      scalar.type = type;
      const document = new Document({ before: 'x: 1', jobs: { name: 'a', run: scalar, after: ['b'] } });
      const text = document.toString({ lineWidth: 30 });
      return crlf ? text.replace(/\n/g, '\r\n') : text;
    })
    // The library writes some texts so that they are no text any more.
    .filter((text) => typeof valueIn(text) === 'string');

  it('has the text that the library reads, whatever the style', () => {
    fc.assert(
      fc.property(documents, (text) => {
        equal(runIn(text).text, valueIn(text));
      }),
    );
  });

  it('has exact places: what lies there is the same, but for escapes and folded lines', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), (text, one, other) => {
        const { text: script, map, node } = runIn(text);
        const [start, end] = [one, other].map((n) => n % (script.length + 1)).sort((a, b) => a - b);
        const range = map.toDocument({ start: start ?? 0, end: end ?? 0 });
        ok(node.range.start <= range.start && range.start <= range.end && range.end <= node.range.end);
        if (script.slice(start, end).includes('\n') || range.approximate) return;
        const found = text.slice(range.start, range.end);
        if (/^[\w .$-]*$/.test(found) && node.token.type !== 'scalar') equal(found, script.slice(start, end));
      }),
    );
  });

  const newText = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      'x',
      '# comment\n',
      '\n  az account set',
      'call ',
      'a\nb\n',
      '"$X"',
      "'y'",
      'a\\b',
      '\n',
    ),
    line,
  );

  it('is edited in the style that it has: the script reads as edited, and all else stays', () => {
    let written = 0;
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), newText, (text, one, other, added) => {
        const { text: script, map } = runIn(text);
        const [start = 0, end = 0] = [one, other].map((n) => n % (script.length + 1)).sort((a, b) => a - b);
        const edit: Edit = { range: { start, end }, newText: added };
        const placed = map.toEdit(edit);
        if ('refused' in placed) return;
        const result = applyEdits(text, [placed]);
        const parsed = parseDocument(result);
        const others = (each: ReturnType<typeof parseDocument>): unknown => {
          each.deleteIn(['jobs', 'run']);
          return each.toJS();
        };
        // What a style cannot hold changes what is read, which the proof of a fix sees and refuses.
        if (parsed.errors.length > 0 || valueIn(result) !== applyEdits(script, [edit])) return;
        written++;
        equal(runIn(result).text, applyEdits(script, [edit]));
        deepEqual(others(parsed), others(parseDocument(text)));
      }),
      { numRuns: 500 },
    );
    ok(written > 100, `only ${written} of 500 edits were written`);
  });

  it('is edited line by line in a literal block, wherever the edit begins and ends', () => {
    const blocks = scripts.filter((script) => !/^\s|^$/.test(script));
    fc.assert(
      fc.property(blocks, fc.nat(), fc.nat(), newText, fc.boolean(), (body, one, other, added, crlf) => {
        const lines = body.split('\n').map((each) => (each === '' ? '' : `      ${each}`));
        const lf = `jobs:\n  run: |\n      # first\n${lines.join('\n')}\n      last\n  after: 1\n`;
        const text = crlf ? lf.replace(/\n/g, '\r\n') : lf;
        const { text: script, map } = runIn(text);
        const first = '# first\n'.length;
        const size = script.length - first - 'last\n'.length;
        const [start = 0, end = 0] = [one, other].map((n) => first + (n % (size + 1))).sort((a, b) => a - b);
        const edit: Edit = { range: { start, end }, newText: added };
        const placed = map.toEdit(edit);
        ok(!('refused' in placed));
        const result = applyEdits(text, [placed]);
        equal(valueIn(result), applyEdits(script, [edit]));
        equal(runIn(result).text, applyEdits(script, [edit]));
        if (crlf) ok(!/(?<!\r)\n/.test(result));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the YAML reader', () => {
  it('reads as the library does', () => {
    const text = 'a: &x [1, {b: c}]\n"d e":\n- *x\n- ? f\n  : g\n---\nh: i\n...\n';
    const plain = (node: ReturnType<typeof readYaml>[number] | undefined): unknown =>
      node?.kind === 'map'
        ? Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
        : node?.kind === 'sequence'
          ? node.items.map(plain)
          : node?.text;
    deepEqual(readYaml(text).map(plain), [
      { a: ['1', { b: 'c' }], 'd e': [['1', { b: 'c' }], { f: 'g' }] },
      { h: 'i' },
    ]);
  });

  it('reads any text to its end', () => {
    const signs = [
      '- ',
      'a: ',
      '? ',
      '&a ',
      '*a ',
      '!x ',
      '{',
      '[',
      '"',
      "'",
      '|\n',
      '>\n',
      '# \n',
      '---\n',
      '[a,',
      '<<: ',
      '\0',
    ];
    for (const sign of signs) for (const count of [1, 3, 10_000]) readYaml(sign.repeat(count));
    const doubling = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}] }\n`);
    readYaml(`a0: &a0 { b: c }\n${doubling.join('')}`);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...signs, 'a', ' ', '\n', '\t', '\r'), maxLength: 60 }),
        (text) => {
          const [root] = readYaml(text);
          const scalars = (node: typeof root): readonly YamlScalar[] =>
            node?.kind === 'scalar'
              ? [node]
              : node?.kind === 'map'
                ? node.entries.flatMap(({ value }) => scalars(value))
                : (node?.items ?? []).flatMap(scalars);
          for (const scalar of scalars(root)) equal(scriptIn(text, scalar, place).text, scalar.text);
        },
      ),
    );
  });
});
