import { deepEqual } from 'node:assert/strict';
import { Parser } from 'commonmark';
import fc from 'fast-check';
import { codeBlocks } from '../../../server/src/documents/markdown/blocks';

/** What stands in each block of code, and behind its fence, by our reading. */
const read = (text: string) =>
  codeBlocks(text, 'markdown').map(({ info, lines }) => ({
    info,
    text: lines.map(({ blanks, start, end }) => `${' '.repeat(blanks)}${text.slice(start, end)}\n`).join(''),
  }));

/** The same by the reference implementation, which did not write the reader. */
const expected = (text: string) => {
  const found: { info: string | undefined; text: string }[] = [];
  const walker = new Parser().parse(text).walker();
  for (let event = walker.next(); event; event = walker.next()) {
    const { type, info, literal } = event.node;
    if (type === 'code_block') found.push({ info: info ?? undefined, text: literal ?? '' });
  }
  return found;
};

/** Empty lines at the end of an indented block are none of it. */
const same = (blocks: ReturnType<typeof read>) =>
  blocks.map(({ info, text }) => ({
    // Escapes and entities are no part of a shell's name.
    info: info?.replace(/[\\&].*$/s, ''),
    text: info === undefined ? text.replace(/(?:[ \t]*\n)+$/, '') : text,
  }));

const compare = (text: string): void => {
  deepEqual(same(read(text)), same(expected(text)), JSON.stringify(text));
};

describe('blocks of code in Markdown', () => {
  const cases: readonly string[] = [
    '```sh\naz login\n```\n',
    '~~~ bash title="x"\naz login\n~~~~\n',
    '````\n```\naz login\n```\n````\n',
    '   ```sh\n   az login\n     more\n ```\n',
    '```sh\naz login',
    'text\n```sh\naz login\n```\ntext',
    '1. one\n\n   ```sh\n   az login\n\n   more\n   ```\n2. two\n   ```sh\n   x\n',
    '- ```sh\n  az login\n  ```\n',
    '- a\n  - b\n\n    ```sh\n    az login\n    ```\n',
    '> ```sh\n> az login\n>   more\n>\n> end\n> ```\n',
    '> ```sh\n> az login\nend\n',
    '> - ```sh\n>   az login\n>   ```\n',
    '    az login\n\n    more\n\n\ntext\n',
    'text\n    no code\n',
    '- text\n\n      code\n',
    '\tcode\n\t\tmore\n',
    '- a\n\n\t```sh\n\tx\n\t```\n',
    '-\t\tcode\n',
    '>\t\tcode\n',
    '<!--\n```sh\naz login\n```\n-->\n',
    '<!-- a -->\n```sh\nx\n```\n',
    '<div>\n```sh\nx\n```\n\n```sh\ny\n```\n</div>\n',
    '<pre>\n\n```sh\nx\n```\n</pre>\n',
    '<details>\n<summary>x</summary>\n\n```sh\nx\n```\n\n</details>\n',
    'a <!-- b\n```sh\nx\n```\n',
    '``` a`b\nx\n```\n',
    'a\n---\n    code\n',
    '* * *\n    code\n',
    '# a\n    code\n',
    '-\n\n  ```sh\n  x\n  ```\n',
    '14. a\n    ```sh\n    x\n    ```\n',
    'a\n14. b\n\n    code\n',
    '```sh\r\naz login\r\n\r\nmore\r\n```\r\n',
  ];
  for (const text of cases) it(JSON.stringify(text), () => compare(text));

  it('are those of CommonMark, whatever stands around them', () => {
    const sign = fc.constantFrom(
      ...['```', '~~~', '````', '``` sh', '> ', '>', '- ', '* ', '+', '1. ', '7) ', '    ', '  ', ' ', '\t'],
      ...[
        '\n',
        '\n',
        '\n\n',
        'az login',
        'a',
        '#',
        '# b',
        '---',
        '===',
        '***',
        '<!--',
        '-->',
        '<div>',
        '</pre>',
        '<pre>',
      ],
      ...['<b c="d">', '</b>', '<?', '?>', '`', '"'],
    );
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 24 }), (text) => {
        // Python-Markdown's tabs are ours to read; link definitions are taken out of paragraphs by the reference alone.
        compare(text.replace(/===(?=[ \t]+\w)/g, '==='.slice(1)));
      }),
      { numRuns: 3000 },
    );
  });

  it('are read to the end of any text', () => {
    const signs = [
      '```\n',
      '> ',
      '- ',
      '1. ',
      '\t',
      '    ',
      '<!--',
      '<a b="c" ',
      '`',
      '- \n',
      '\n',
      '!!! a\n',
      '~',
      '* ',
    ];
    for (const sign of signs) {
      for (const text of [
        sign.repeat(10_000),
        `${sign.repeat(10_000)}\n\n`.repeat(2),
        `${sign}a\n`.repeat(10_000),
      ]) {
        codeBlocks(text, 'markdown');
        codeBlocks(text, 'mdx');
      }
    }
    codeBlocks(`${'- '.repeat(10_000)}a\n${'\n'.repeat(10_000)}`, 'markdown');
  });
});
