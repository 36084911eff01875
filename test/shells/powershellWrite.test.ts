import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ArgumentEdit, Change, Command, NewWord } from '../../server/src/model';
import { powershell } from '../../server/src/shells/powershell';
import { applied } from '../support/changes';
import { noGrammar } from '../support/grammar';
import { describeWithPowershell, runInPowershell } from '../support/powershell';

const env = { V: 'v  *', ID: '-i d"$`\\\'', LC_ALL: 'C.UTF-8' };

function signInOf(text: string): Command {
  const syntax = powershell.open(noGrammar);
  try {
    const parsing = syntax.parse(text, () => false);
    while (parsing.next().done !== true);
    const [command] = syntax.commandsAt([text.indexOf('login')]);
    assert.ok(command, text);
    return command;
  } finally {
    syntax.dispose();
  }
}

/** The text after a change; undefined if it is refused. */
function written(text: string, change: Change): string | undefined {
  const edits = powershell.write(text, [change]);
  return 'refused' in edits ? undefined : applied(text, edits);
}

const special = fc.constantFrom(
  ...Array.from(' \t\n\r\'"\\$`!#~*?[]{}()<>|&;=,^%@:+-–—“”‘’„‚é😀\u0001\u00a0'),
);
const literal = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.oneof(special, fc.constantFrom('a', '-', '--x=', '$V', '~/x', '1kb', '@x')), { maxLength: 6 })
      .map((parts) => parts.join('')),
  )
  .filter((text) => !text.includes('\0') && text !== '--%');

describeWithPowershell('powershell: what is written, compared with PowerShell itself', function () {
  this.timeout(600_000);

  it('any text that is written as a word is passed on as that text', () => {
    const words = fc.array(fc.array(literal, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 150, maxLength: 150 }), (all) => {
        const command = signInOf('az login');
        const texts = all.map((each) => {
          const insert = each.map((word): readonly NewWord[] => [word]);
          const after = command.words[1];
          assert.ok(after);
          return written('az login', { kind: 'setWords', command, edits: [{ remove: [], after, insert }] });
        });
        const runs = runInPowershell(
          texts.map((text) => text ?? ''),
          env,
        );
        all.forEach((each, i) => {
          const expected = each.map((word) => word.join(''));
          if (texts[i] === undefined) assert.ok(expected.includes('--%'));
          else assert.deepEqual(runs[i]?.calls, [['az', 'login', ...expected]], texts[i]);
        });
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  const word = fc.constantFrom(
    '-u',
    'a',
    '"b c"',
    "'d''e'",
    '-p"$env:V"',
    '--x=$env:V',
    '"$(\'q\')"',
    '$env:V',
    '$O.P',
    "('r')",
    '-n:x',
    '`#',
    '“f”',
    '"\ng"',
    '$L',
    'é',
  );
  const gap = fc.constantFrom(' ', '\t', '  ', ' `\n  ', ' `\n\t');
  const redirection = fc.constantFrom('>$null', '2>&1', '2>$null', '> $null');
  const newWord: fc.Arbitrary<NewWord> = fc.oneof(
    fc.constantFrom<NewWord>(
      ['--identity'],
      [{ variable: 'ID' }],
      ['--password=', { variable: 'ID' }],
      ['7'],
      ['a b'],
      [{ variable: 'ID' }, 'x', { variable: 'variable:own' }],
    ),
    literal.filter((text) => !text.includes('\n')).map((text): NewWord => [text]),
  );
  const item = fc.record({
    gap,
    word,
    redirection: fc.option(fc.tuple(redirection, gap), { nil: undefined, freq: 6 }),
    removed: fc.boolean(),
    insert: fc.option(
      fc.array(fc.array(newWord, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      { nil: undefined },
    ),
  });
  const frame = fc.constantFrom(
    ['', ''],
    ['& ', ''],
    ['$x = ', ' | Out-Null'],
    ['if (', ') { }'],
    ['. { ', ' }'],
    ['$(', ')'],
    ['', ' # c'],
    ['', '; $x'],
    ['', ' >$null'],
    ['', ' `\n'],
    ['', '\n| Out-Null'],
  );
  const line = fc.record({ frame, items: fc.array(item, { maxLength: 5 }) });
  const lead = "$O = [pscustomobject]@{ P = 'p' }; $own = 'own'; $L = 'l m'\n";

  it('arguments go and come at every position, whatever stands between', () => {
    const expand = (words: readonly NewWord[]): string[] =>
      words.map((parts) =>
        parts
          .map((part) =>
            typeof part === 'string' ? part : 'variable' in part && part.variable === 'ID' ? env.ID : 'own',
          )
          .join(''),
      );
    fc.assert(
      fc.property(fc.array(line, { minLength: 150, maxLength: 150 }), (lines) => {
        const texts = lines.map(({ frame: [start = '', end = ''], items }) => {
          const words = items.map((each) => `${each.gap}${each.redirection?.join('') ?? ''}${each.word}`);
          return `${lead}${start}az login${words.join('')}${end}`;
        });
        const before = runInPowershell(texts, env);
        const changed = texts.map((text, i) => {
          const command = signInOf(text);
          const items = lines[i]?.items ?? [];
          const words = command.words.slice(2);
          assert.equal(words.length, items.length, text);
          const edits = items.flatMap(({ removed, insert = [] }, j): readonly ArgumentEdit[] => {
            const each = words[j];
            assert.ok(each);
            return removed || insert.length > 0
              ? [{ remove: removed ? [each] : [], after: each, insert }]
              : [];
          });
          return written(text, { kind: 'setWords', command, edits });
        });
        const after = runInPowershell(
          changed.map((text) => text ?? ''),
          env,
        );
        let compared = 0;
        texts.forEach((text, i) => {
          const call = before[i]?.calls[0];
          if (before[i]?.broken === true || call === undefined || changed[i] === undefined) return;
          compared++;
          const argv = (lines[i]?.items ?? []).flatMap(({ removed, insert = [] }, j) => [
            ...(removed ? [] : [call[j + 2] ?? '']),
            ...expand(insert.flat()),
          ]);
          assert.deepEqual(after[i]?.calls[0], ['az', 'login', ...argv], `${text}\n---\n${changed[i] ?? ''}`);
        });
        assert.ok(compared > 40, String(compared));
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
