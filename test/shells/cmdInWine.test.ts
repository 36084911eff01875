import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command, NewWord, Word } from '../../server/src/model';
import { cmd } from '../../server/src/shells/cmd';
import { applied } from '../support/changes';
import { commandsIn } from '../support/cmd';
import { describeWithWine, runInCmd } from '../support/wine';

/** Known words as their text, others as their source. */
const argv = ({ words }: Command): string[] =>
  words.map(({ value, source }) => (value.kind === 'known' ? value.text : source));

/** Says whether a word may turn into no argument or several, or into something that is not said. */
const isOpen = ({ splits, parts }: Word): boolean => splits || parts.some(({ kind }) => kind === 'opaque');

/** The text with words put behind its only `az login`; or why they cannot be. */
function withWords(text: string, words: readonly NewWord[]): string | undefined {
  const command = commandsIn(text).find((each) => each.words[1]?.source === 'login');
  const after = command?.words[1];
  assert.ok(command && after);
  const edits = cmd.write(text, [
    { kind: 'setWords', command, edits: [{ remove: [], after, insert: words.map((word) => [word]) }] },
  ]);
  return 'refused' in edits ? undefined : applied(text, edits);
}

/** The same each time: Wine has quirks that Windows has not, which come up once in a thousand. */
const sampled = { numRuns: 150, seed: 20260823 };

const special = fc.constantFrom(...Array.from(' \t"\\$`!#~*?[]{}()<>|&;=,^@:+-\'/a'));

describeWithWine('cmd: what is read and written, compared with cmd itself as Wine has it', function () {
  this.timeout(600_000);
  const env = { V: 'v', W: 'w x', S: 'a=b;c' };

  const piece = fc.oneof(
    fc.constantFrom(..."a -u --x= = ; , ~ . / \\ : [ ] @ + ? _ 0 # $ ' ` { } ! * - ( )".split(' ')),
    fc.constantFrom('"a b"', '""', '"a""b"', '"a\\"b"', '"c\\\\"', '\\\\"d"', '"(&|<>)"', '"e', '^&'),
    fc.constantFrom('%V%', '"%W%"', '%S%', '%V:v=y%', '%V:~0,1%', '%1', '"%~1"', '%~2', '%NONE%', '"%V%'),
  );
  // Wine has its own ideas of carets next to quotes.
  const escaped = fc.constantFrom('^&', '^^^^', '^a', 'b', '%1', '^^^&c');
  const word = fc
    .oneof(
      { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }) },
      fc.array(escaped, { minLength: 1, maxLength: 3 }),
    )
    .map((pieces) => pieces.join(''));
  const separator = fc.constantFrom(' ', '\t', '  ', ' ^\r\n  ');
  const redirection = fc.constantFrom('', '', '', '', '', '>nul ', '2>&1 ', '2>nul ', '>> nul ', '<nul ');
  const line = fc
    .tuple(
      fc.constantFrom('az', '@az', 'call az', 'CALL az.cmd', '>nul call az'),
      fc.array(fc.tuple(redirection, word, separator), { maxLength: 5 }),
    )
    .map(([lead, words]) => `${lead} login ${words.flat().join('')}end`);

  it('reads every known word as cmd passes it on', () => {
    const lines = fc.sample(line, sampled);
    const runs = runInCmd(
      lines.map((text) => ({ text: `@echo off\r\n${text}`, args: ['one', '"t w"'] })),
      { env },
    );
    let compared = 0;
    const wrong = lines.flatMap((text, i): string[] => {
      const [, command] = commandsIn(`@echo off\r\n${text}`);
      const call = runs[i]?.[0];
      assert.ok(command, text);
      // Wine drops the blanks that a continued line starts with, also in an argument.
      const isContinued = command.words.some(({ source }) => source.includes('\n'));
      if (call === undefined || isContinued || command.words.some(isOpen)) return [];
      // Wine's `call` does not double carets in quotes.
      if (command.wrapper.length > 0 && text.includes('^') && argv(command).join('').includes('^')) return [];
      compared++;
      const fits =
        command.words.length === call.length &&
        command.words.slice(1).every(({ value }, j) => {
          const passed = call[j + 1] ?? '';
          return value.kind === 'known'
            ? value.text === passed
            : value.kind === 'unknown' || passed.startsWith(value.prefix);
        });
      return fits ? [] : [`${text}\n${JSON.stringify(argv(command))}\n${JSON.stringify(call)}`];
    });
    assert.deepEqual(wrong.slice(0, 20), [], String(wrong.length));
    assert.ok(compared > 40, String(compared));
  });

  it('writes any text so that it is passed on as that text', () => {
    const literal = fc
      .array(fc.oneof(special, fc.constantFrom('-', '--x=', '!V!', 'b c')), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const words = fc.array(literal, { minLength: 1, maxLength: 6 });
    const script = fc.constantFrom(
      'call az login',
      'az login',
      '@CALL az login >nul || exit /b 1',
      '(az login)',
    );
    const texts = fc.sample(fc.tuple(script, words), sampled).flatMap(([text, each]) => {
      const written = withWords(
        text,
        each.map((one) => [one]),
      );
      return written === undefined ? [] : [{ text: written, words: each }];
    });
    assert.ok(texts.length > 90, String(texts.length));
    const runs = runInCmd(texts, { env });
    const wrong = texts.flatMap(({ text, words }, i) => {
      const calls = JSON.stringify(runs[i]);
      const expected = JSON.stringify([['az', 'login', ...words]]);
      return calls === expected ? [] : [`${text}\n${expected}\n${calls}`];
    });
    assert.deepEqual(wrong.slice(0, 20), [], String(wrong.length));
  });

  it('finds every command that cmd runs, and none that it does not', () => {
    const block = (text: string): string => `(\r\n${text}\r\n)`;
    const { script } = fc.letrec<{ statement: string; script: string }>((tie) => ({
      statement: fc.oneof(
        { maxDepth: 3 },
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            'call az #',
            '@call az #',
            '>nul call az # a',
            'call az # "a & b" 2>nul',
            'call az # ^\r\n  b',
          ),
        },
        fc.constantFrom(
          'echo call az #',
          'echo "a & call az #"',
          'set X=call az #',
          'echo a ^& call az #',
          'echo a)',
        ),
        fc
          .tuple(
            fc.constantFrom<(one: string, other: string) => string>(
              (one, other) => `if 1==1 ${block(one)} else ${block(other)}`,
              (one, other) => `if /i not A==a ${block(one)} else ${block(other)}`,
              (one) => `if not defined NONE ${block(one)}`,
              (one) => `if exist nothing.txt ${block(one)}`,
              (one) => `if 2 gtr 1 ${block(one)}`,
              (one, other) => block(`${one}\r\n${other}`),
              (one) => `for %%i in (a, b) do ${block(one)}`,
              (one) => `for /l %%i in (1,1,2) do ${block(one)}`,
              (one, other) => `${block(one)} & ${block(other)}`,
            ),
            tie('script'),
            tie('script'),
          )
          .map(([write, one, other]) => write(one, other)),
        fc.constantFrom(
          'if 1==1 call az # & call az #',
          'if 1==2 call az # & call az #',
          'for %%i in (a b) do call az # & call az #',
          'call az # & call az #',
          "for /f %%i in ('call az #') do call az #",
          "for /f %%i in ('echo call az #') do call az #",
        ),
      ),
      script: fc
        .array(fc.tuple(fc.constantFrom('', '', '  ', 'rem call az #\r\n'), tie('statement')), {
          minLength: 1,
          maxLength: 4,
        })
        .map((statements) => statements.map((parts) => parts.join('')).join('\r\n')),
    }));
    const texts = fc.sample(script, sampled).map((text) => {
      let count = 0;
      return `@echo off\r\n${text.replaceAll('#', () => `n${++count}`)}\r\n`;
    });
    const runs = runInCmd(texts.map((text) => ({ text })));
    let ran = 0;
    texts.forEach((text, i) => {
      const found = commandsIn(text).filter(({ words }) => words[0]?.source === 'az');
      const calls = new Map(runs[i]?.map((call) => [call[1], call.join(' ')]));
      ran += calls.size;
      for (const [id, call] of calls) {
        const command = found.find(({ words }) => words[1]?.source === id);
        assert.equal(command && argv(command).join(' '), call, text);
      }
      for (const { words, nesting } of found) {
        const isCertain = nesting.every((each) => each === 'group' || each === 'substitution');
        if (isCertain) assert.ok(calls.has(words[1]?.source), `${words[1]?.source ?? ''} in ${text}`);
      }
    });
    assert.ok(ran > 100, String(ran));
  });
});
