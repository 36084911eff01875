import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { parseConfigFileTextToJson } from 'typescript';
import { jsonFile } from '../../../server/src/documents/json';
import { readJson, type JsonNode } from '../../../server/src/documents/json/tree';
import type { Edit, Script } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

/** What the reader of TypeScript, which has comments and trailing commas, reads. */
function parsed(text: string): unknown {
  const { config, error } = parseConfigFileTextToJson('', text) as { config: unknown; error?: unknown };
  equal(error, undefined, text);
  return config;
}

const scriptsIn = (path: string, text: string): readonly Script[] =>
  jsonFile.scripts({ path, languageId: undefined, text });

/** The value that a node is, numbers and the like aside. */
const plain = (node: JsonNode | undefined): unknown =>
  node?.kind === 'object'
    ? Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
    : node?.kind === 'array'
      ? node.items.map(plain)
      : node?.kind === 'string'
        ? node.text
        : null;

/** A JSON string in one of its spellings: each character as it is, or by an escape. */
const spelled = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.infiniteStream(fc.nat({ max: 9 }))).map(([value, styles]) => {
    const spellings = Array.from({ length: value.length }, (_, i) => {
      const unit = value.charAt(i);
      const style = Number(styles.next().value);
      const code = `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      return style === 0 ? code : unit === '/' && style < 5 ? '\\/' : JSON.stringify(unit).slice(1, -1);
    });
    return `"${spellings.join('')}"`;
  });

const anyText = fc.oneof(
  fc.constantFrom('az login -u "$U" -p "$P"', 'a\\b/c', "it's", 'é→😀', '\ttab', '// no comment', '{[":,]}'),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ' ')),
);

describe('the JSON reader', () => {
  it('reads what others read, comments and trailing commas too', () => {
    const key = fc.string({ minLength: 1, maxLength: 5 }).filter((each) => each !== '__proto__');
    const { value: values } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        spelled(anyText),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(', // "a"\n')}]`),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }).map(
          (entries) =>
            `{ /* { */ ${Object.entries(entries)
              .map(([name, value]) => `${JSON.stringify(name)}: ${value},`)
              .join('\r\n')} }`,
        ),
      ),
    }));
    fc.assert(
      fc.property(values, (text) => {
        deepEqual(plain(readJson(`{ "a": ${text} }`)), parsed(`{ "a": ${text} }`));
      }),
    );
  });

  it('reads a text that is half typed as far as it goes', () => {
    for (const [text, value] of [
      ['{"a": {"b": "c', { a: { b: 'c' } }],
      ['{"a": "b\n  "c": "d"}', { a: 'b', c: 'd' }],
      ['{"a": "b",\n  "c\n}', { a: 'b' }],
      ['{"a": ["b", "c"\n, "d": "e"}', { a: ['b', 'c', 'd', 'e'] }],
      ['{"a": "b" "c": "d"}', { a: 'b', c: 'd' }],
      ['\ufeff{"a": "b\\', { a: 'b' }],
      ['{"a": "b\nc\\"\nd", "e": 1}', { a: 'b\nc"\nd', e: null }],
      ['', null],
    ] as const)
      deepEqual(plain(readJson(text)), value, text);
  });

  it('reads any text to its end', () => {
    const signs = [
      '{',
      '[',
      '"',
      '\\',
      '"\\',
      '/*',
      '//',
      '{"a":',
      ']',
      ',',
      '"\n',
      "'",
      '\0',
      '!a\\n',
      '{0}',
    ];
    for (const sign of signs) {
      for (const count of [1, 3, 10_000]) {
        for (const path of ['package.json', 'a.ipynb', 'tasks.json', 'a.json']) {
          scriptsIn(path, sign.repeat(count));
          scriptsIn(path, `{"cells":[{"cell_type":"code","source":"${sign.repeat(count)}`);
          scriptsIn(
            path,
            `{"type":"Microsoft.Resources/deploymentScripts","kind":"AzureCLI","properties":{"scriptContent":"[concat(${sign.repeat(count)})]"}}`,
          );
        }
      }
    }
  });
});

/** Documents with one script among other things, and how their script is read by JSON's own parser. */
const holders: Readonly<
  Record<
    string,
    {
      path: string;
      around: readonly [string, string];
      valueIn: (root: unknown) => unknown;
      isOneLine: boolean;
    }
  >
> = {
  'package.json': {
    path: 'package.json',
    around: ['{ "name": "a", "scripts": { "x": ', ' }, "z": [1] }'],
    valueIn: (root) => (root as { scripts: { x: unknown } }).scripts.x,
    isOneLine: true,
  },
  'a template': {
    path: 'main.json',
    around: [
      '{ "type": "Microsoft.Resources/deploymentScripts", "kind": "AzureCLI", "properties": { "scriptContent": ',
      ' } }',
    ],
    valueIn: (root) => (root as { properties: { scriptContent: unknown } }).properties.scriptContent,
    isOneLine: false,
  },
  'a cell in one string': {
    path: 'a.ipynb',
    around: [
      '{ "metadata": { "kernelspec": { "name": "bash" } }, "cells": [{ "cell_type": "code", "source": ',
      ' }] }',
    ],
    valueIn: (root) => (root as { cells: [{ source: unknown }] }).cells[0].source,
    isOneLine: false,
  },
};

const newText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'x',
    '# comment\n',
    '\naz account set',
    '"$X"',
    "'y'",
    'a\\b',
    '\n',
    'a\nb\n',
    '\t/',
  ),
  anyText,
);

describe('a script in a JSON string', () => {
  for (const [name, { path, around, valueIn, isOneLine }] of Object.entries(holders)) {
    const lines = isOneLine ? anyText : fc.array(anyText, { maxLength: 4 }).map((each) => each.join('\n'));
    const documents = spelled(lines.filter((text) => /^[^[]/.test(text))).map((text) => around.join(text));

    it(`${name}: is what the string says, with exact places`, () => {
      fc.assert(
        fc.property(documents, fc.nat(), fc.nat(), (text, one, other) => {
          const [script] = scriptsIn(path, text);
          ok(script);
          equal(script.text, valueIn(JSON.parse(text)));
          const [start = 0, end = 0] = [one, other]
            .map((n) => n % (script.text.length + 1))
            .sort((a, b) => a - b);
          const place = script.map.toDocument({ start, end });
          if (place.approximate) return;
          equal(JSON.parse(`"${text.slice(place.start, place.end)}"`), script.text.slice(start, end));
        }),
      );
    });

    it(`${name}: is edited in the string's own escapes, and all else stays`, () => {
      let written = 0;
      fc.assert(
        fc.property(documents, fc.nat(), fc.nat(), newText, (text, one, other, added) => {
          const [script] = scriptsIn(path, text);
          ok(script);
          const [start = 0, end = 0] = [one, other]
            .map((n) => n % (script.text.length + 1))
            .sort((a, b) => a - b);
          const edit: Edit = { range: { start, end }, newText: added };
          const placed = script.map.toEdit(edit);
          if ('refused' in placed) return;
          written++;
          const result = applyEdits(text, [placed]);
          equal(valueIn(JSON.parse(result)), applyEdits(script.text, [edit]));
          ok(result.startsWith(around[0]) && result.endsWith(around[1]));
        }),
      );
      ok(written > 50, `only ${written} of 100 edits were written`);
    });
  }
});

describe('a cell of a notebook that is an array of lines', () => {
  const line = anyText.map((text) => text.replace(/\n/g, ' '));
  const cells = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }).filter((lines) => lines.join('') !== ''),
    indent: fc.constantFrom(1, 4, '\t', undefined),
    crlf: fc.boolean(),
  });
  const documentOf = ({
    lines,
    indent,
    crlf,
  }: {
    lines: string[];
    indent?: string | number;
    crlf: boolean;
  }) => {
    const source = ['%%bash\n', ...lines.map((each, i) => (i + 1 < lines.length ? `${each}\n` : each))];
    const root = { cells: [{ cell_type: 'code', source, metadata: {} }], nbformat: 4 };
    const text = JSON.stringify(root, null, indent);
    return crlf ? text.replace(/\n/g, '\r\n') : text;
  };
  const sourceIn = (text: string): readonly string[] =>
    (JSON.parse(text) as { cells: [{ source: string[] }] }).cells[0].source;

  it('is edited so that the array joins to what was meant, one line a string where it was so', () => {
    fc.assert(
      fc.property(cells, fc.nat(), fc.nat(), newText, (cell, one, other, added) => {
        const text = documentOf(cell);
        const [script] = scriptsIn('a.ipynb', text);
        ok(script);
        equal(script.text, sourceIn(text).slice(1).join(''));
        const [start = 0, end = 0] = [one, other]
          .map((n) => n % (script.text.length + 1))
          .sort((a, b) => a - b);
        const edit: Edit = { range: { start, end }, newText: added };
        const placed = script.map.toEdit(edit);
        ok(!('refused' in placed));
        const result = applyEdits(text, [placed]);
        const wanted = applyEdits(script.text, [edit]);
        equal(sourceIn(result).slice(1).join(''), wanted);
        if (
          cell.indent !== undefined &&
          cell.lines.at(-1) !== '' &&
          wanted !== '' &&
          !wanted.endsWith('\n')
        ) {
          deepEqual(sourceIn(result).slice(1), wanted.match(/[^\n]*\n|[^\n]+$/g) ?? ['']);
        }
      }),
      { numRuns: 500 },
    );
  });
});
