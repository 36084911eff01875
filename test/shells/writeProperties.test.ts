import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ArgumentEdit, Change, NewWord } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import { recordedCalls } from '../support/bash';
import { applied, signInsOf } from '../support/changes';
import { loadGrammar } from '../support/grammar';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

const env = { V: 'v  *', W: 'w', ID: '-i d"$`\\\'' };

describe('bash: what is written, compared with bash itself', function () {
  this.timeout(600_000);

  const special = fc.constantFrom(...Array.from(' \t\n\'"\\$`!#~*?[]{}()<>|&;=,^%@:+-–é😀\u0001\r'));
  const literal = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.oneof(special, fc.constantFrom('a', '-', '--x=', '$V', '~/x', '{a,b}')), { maxLength: 6 })
        .map((parts) => parts.join('')),
    )
    .filter((text) => !text.includes('\0'));

  it('any text that is written as a word is read as that text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(literal, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 20 }),
        (words) => {
          const [signIn] = signInsOf(grammar, 'az login');
          assert.ok(signIn);
          const after = signIn.site[1];
          assert.ok(after);
          const edits = bash.write('az login', [
            {
              kind: 'setWords',
              command: signIn.command,
              edits: [{ remove: [], after, insert: words.map((word) => [word]) }],
            },
          ]);
          assert.ok(!('refused' in edits));
          const script = applied('az login', edits);
          assert.deepEqual(
            recordedCalls(script, env),
            [['login', ...words.map((word) => word.join(''))]],
            script,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  // Words that are one argument each, with what may stand between and around them.
  const word = fc.constantFrom(
    '-u',
    'a',
    '"b c"',
    "'d'\\''e'",
    '-p"$V"',
    '--x=$W',
    '"$(echo q)"',
    '`echo r`',
    '${W:-"}"}',
    '\\#',
    'é',
    '5""',
    '"\nf"',
  );
  const gap = fc.constantFrom(' ', '\t', '  ', ' \\\n  ', ' \\\n\t', '\\\n ');
  const redirection = fc.constantFrom(
    '>/dev/null',
    '2>&1',
    '<&-',
    '</dev/null',
    '>|o',
    '{fd}>o',
    '<<<x',
    '&>o',
    '3>o 4>&3',
  );
  const newWord: fc.Arbitrary<NewWord> = fc.oneof(
    fc.constantFrom<NewWord>(
      ['--identity'],
      [{ variable: 'ID' }],
      ['--password=', { variable: 'ID' }],
      ['7'],
      ['a b'],
    ),
    literal.filter((text) => !text.includes('\n')).map((text): NewWord => [text]),
  );
  const item = fc.record({
    gap,
    word,
    redirection: fc.option(fc.tuple(redirection, gap), { nil: undefined, freq: 2 }),
    removed: fc.boolean(),
    insert: fc.option(
      fc.array(fc.array(newWord, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      { nil: undefined },
    ),
  });
  const end = fc.constantFrom(
    '',
    ' # c',
    '; :',
    ' ;:',
    ' | cat',
    ' && :',
    ' >x',
    '>x',
    ' 2>&1 # c',
    ' \\\n',
    '\t',
  );
  const lead = fc.constantFrom('', '>o ', 'A=1 ', 'if ', '! ', '{ ', 'x=$(', ': "$(');
  const tails: Readonly<Record<string, string>> = {
    'if ': '\nthen :; fi',
    '{ ': '\n}',
    'x=$(': '\n)',
    ': "$(': '\n)"',
  };
  const line = fc.record({ lead, items: fc.array(item, { maxLength: 6 }), end });

  /** Continued lines that nothing follows. */
  const dangling = (text: string): number => text.match(/\\\n[ \t]*(?=\n)/g)?.length ?? 0;
  const expand = (words: readonly NewWord[]): string[] =>
    words.map((parts) =>
      parts
        .map((part) =>
          typeof part === 'string' ? part : 'variable' in part && part.variable === 'ID' ? env.ID : '',
        )
        .join(''),
    );

  it('arguments go and come at every position, whatever stands between', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 12, maxLength: 12 }), (lines) => {
        const text = lines
          .map(({ lead, items, end }) => {
            const words = items.map(
              ({ gap, redirection, word }) => `${gap}${redirection?.join('') ?? ''}${word}`,
            );
            return `${lead}az login${words.join('')}${end}${tails[lead] ?? ''}\n`;
          })
          .join('');
        const signIns = signInsOf(grammar, text);
        assert.equal(signIns.length, lines.length, text);
        const before = recordedCalls(text, env);
        assert.equal(before.length, lines.length, text);
        const expected: string[][] = [];
        const changes = signIns.map(({ command }, i): Change => {
          const items = lines[i]?.items ?? [];
          const words = command.words.slice(2);
          assert.equal(words.length, items.length, text);
          const argv = ['login'];
          const edits: ArgumentEdit[] = [];
          items.forEach(({ removed, insert = [] }, j) => {
            const word = words[j];
            assert.ok(word);
            if (!removed) argv.push(before[i]?.[j + 1] ?? '');
            argv.push(...expand(insert.flat()));
            if (removed || insert.length > 0)
              edits.push({ remove: removed ? [word] : [], after: word, insert });
          });
          expected.push(argv);
          return { kind: 'setWords', command, edits };
        });
        const edits = bash.write(text, changes);
        assert.ok(!('refused' in edits), text);
        const after = applied(text, edits);
        assert.deepEqual(recordedCalls(after, env), expected, `${text}---\n${after}`);
        assert.ok(
          dangling(after) <= dangling(text),
          `${text}---
${after}`,
        );
      }),
      { numRuns: 80 },
    );
  });
});
