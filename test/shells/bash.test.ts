import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import { recordedCalls } from '../support/bash';
import { loadGrammar } from '../support/grammar';
import { parseAtOnce, withSyntax } from '../support/syntax';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

const offsetsOf = (text: string, word = 'login'): number[] =>
  Array.from(text.matchAll(new RegExp(word, 'g')), (match) => match.index);

function commandsIn(text: string): readonly Command[] {
  return withSyntax(grammar, text, (syntax) => syntax.commandsAt(offsetsOf(text)));
}

/** Known words as their text, others as their source. */
const argv = (command: Command): string[] =>
  command.words.map((word) => (word.value.kind === 'known' ? word.value.text : word.source));

describe('bash: where commands stand', () => {
  const found: readonly [title: string, text: string, ...argvs: string[][]][] = [
    ['alone', 'az login -u a', ['az', 'login', '-u', 'a']],
    ['a function that runs it', 'run() { "$@"; }\nrun az login -u a', ['az', 'login', '-u', 'a']],
    ['one that is defined later', 'f() { r x az login; }\nfunction r {\nshift\n"$@"\n}', ['az', 'login']],
    ['a function of az', 'a() { az "$@"; }\na login -u b', ['az', 'login', '-u', 'b']],
    ['a function that is another program', 'a() { aws "$@"; }\na login', ['a', 'login']],
    ['a list', 'x && az login -u a || az login', ['az', 'login', '-u', 'a'], ['az', 'login']],
    ['a negated condition', 'if ! az login -u a; then exit; fi', ['az', 'login', '-u', 'a']],
    ['a loop', 'until az login; do sleep 1; done', ['az', 'login']],
    ['a function', 'f() {\n\taz login\n}\n', ['az', 'login']],
    ['substitutions', 'x=$(az login -u `az login`)', ['az', 'login', '-u', '`az login`'], ['az', 'login']],
    ['a quoted substitution', 'echo "$(az login -o "tsv")"', ['az', 'login', '-o', 'tsv']],
    ['a process substitution', 'diff <(az login) x', ['az', 'login']],
    ['a here-document', 'cat <<EOF\naz login $(az login -x)\nEOF', ['az', 'login', '-x']],
    ['before a here-document', 'az login <<EOF -u a\nhi\nEOF\n', ['az', 'login', '-u', 'a']],
    ['redirections amid', '>x az login >/dev/null -u a 2>&1 -p b', ['az', 'login', '-u', 'a', '-p', 'b']],
    ['a closed input amid', 'az login <&- -u a', ['az', 'login', '-u', 'a']],
    ['a named descriptor', 'az login {fd}>x -u a <>c &>d', ['az', 'login', '-u', 'a']],
    ['wrappers', 'sudo -u x env A=b timeout 60 az login', ['az', 'login']],
    ['any wrapper', 'wrapper run -- az login -u a', ['az', 'login', '-u', 'a']],
    ['an assignment before', 'A=1 B=$(x) az login', ['az', 'login']],
    ['continuations', 'az login \\\r\n  -u a \\\n\t-p b # c', ['az', 'login', '-u', 'a', '-p', 'b']],
    ['windows line ends', 'az login -u a\r\naz login\r\n', ['az', 'login', '-u', 'a'], ['az', 'login']],
    ['quotes', '"az" \'login\' -u "a b"c\\ d', ['az', 'login', '-u', 'a bc d']],
    ['background', 'az login & az login -u a', ['az', 'login'], ['az', 'login', '-u', 'a']],
    ['a case', 'case $x in a) az login;; esac', ['az', 'login']],
    ['half-typed blocks', 'if x; then\naz login -u "a"\n', ['az', 'login', '-u', 'a']],
    ['a NUL byte, which the shell drops', 'az login\0 -u a', ['az', 'login', '-u', 'a']],
    ['a missing brace', 'f() {\n az login -u $U\n', ['az', 'login', '-u', '$U']],
    ['a quote that never ends', 'az login -u a -p "x\n', ['az', 'login', '-u', 'a', '-p', '"x']],
    [
      'after what the grammar glues to it',
      "x $'a\\\\'\naz login -u 'a'\n\\az login",
      ['az', 'login', '-u', 'a'],
      ['az', 'login'],
    ],
    ['after a lone quote', 'echo "hi\naz login -u a\necho "x"\n', ['az', 'login', '-u', 'a']],
  ];
  for (const [title, text, ...expected] of found) {
    it(title, () => {
      const commands = commandsIn(text).filter((command) => argv(command)[1] === 'login');
      assert.deepEqual(commands.map(argv), expected);
      for (const { words } of commands) {
        for (const word of words) assert.equal(text.slice(word.range.start, word.range.end), word.source);
      }
    });
  }

  for (const text of ['# az login', 'cat <<EOF\naz login\nEOF\n', 'A="az login"', 'A=(az login -u x)']) {
    it(`not in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(commandsIn(text), []);
    });
  }

  it('says what encloses a command, and its statement', () => {
    const text = 'f() {\n  if ! az login -u a; then\n    exit 1\n  fi\n  x=$(az login | cat) || exit\n}\n';
    const [first, second] = commandsIn(text);
    assert.deepEqual(first?.nesting, ['function', 'group', 'condition', 'negation']);
    assert.equal(
      text.slice(first.statement.start, first.statement.end),
      text.slice(8, text.indexOf('fi') + 2),
    );
    assert.deepEqual(second?.nesting, ['function', 'group', 'substitution', 'pipeline']);
    assert.equal(text.slice(second.statement.start, second.statement.end), 'x=$(az login | cat) || exit');
  });

  it('ends a word before the line break that follows it', () => {
    const [first] = commandsIn('az login\\\n\\\r\n -u a\\\nb');
    assert.deepEqual(
      first?.words.map(({ source }) => source),
      ['az', 'login', '-u', 'a\\\nb'],
    );
  });

  it('lowers its confidence where the text is broken', () => {
    assert.equal(commandsIn('echo "hi\naz login -u a\necho "x"\n')[0]?.confidence, 'possible');
    assert.equal(commandsIn('az login -u a')[0]?.confidence, 'certain');
  });
});

describe('bash: the words of a command, compared with bash itself', function () {
  this.timeout(600_000);
  const piece = fc.oneof(
    fc.constantFrom(
      'a',
      '-u',
      '--x=',
      'é',
      '–',
      '#',
      '=',
      '{',
      '}',
      ',',
      '~',
      '@',
      '%',
      '\\$',
      '\\"',
      "\\'",
      '\\\\',
    ),
    fc.constantFrom(
      "'a b'",
      "''",
      '"a  b"',
      '"\\$x\\"\\\\ \\y"',
      "$'\\n\\x41\\u00e9\\'\\\\.'",
      '$"t"',
      '\\ ',
      '"$"',
    ),
    fc.constantFrom(
      '\\\n',
      '"\\\n"',
      '*',
      '[x]',
      "'#'",
      '"`echo q`"',
      '"$(echo ")")"',
      '"${V:-"}"}"',
      '$V',
      '"$V"',
      '${V}x',
    ),
  );
  const word = fc
    .array(piece, { minLength: 1, maxLength: 4 })
    .map((pieces) => pieces.join(''))
    .filter((text) => !/^(\\\n)*[#~]/.test(text) && !/[\\$]$/.test(text) && !/\{.*[,}]/.test(text));
  const separator = fc.constantFrom(' ', '\t', ' \\\n  ', '  ');
  const redirection = fc.constantFrom(
    '>/dev/null ',
    '2>&1 ',
    '<&- ',
    '</dev/null ',
    '>|o ',
    '<>o ',
    '{fd}>o ',
    '<<<x ',
    '&>o ',
  );
  const line = fc
    .array(fc.tuple(fc.option(redirection, { nil: '' }), word, separator), { maxLength: 6 })
    .map((words) => `az login ${words.map((parts) => parts.join('')).join('')}end`);

  it('reads every known word as bash does, whatever stands between', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 8, maxLength: 8 }), (lines) => {
        const script = `${lines.join('\n')}\n`;
        const calls = recordedCalls(script, { V: 'v' });
        const commands = commandsIn(script).filter((command) => command.words[0]?.source === 'az');
        assert.equal(commands.length, calls.length, script);
        commands.forEach((command, i) => {
          if (command.words.some(({ splits }) => splits)) return;
          const call = ['az', ...(calls[i] ?? [])];
          assert.equal(command.words.length, call.length, script);
          command.words.forEach((read, j) => {
            if (read.value.kind === 'known') assert.equal(read.value.text, call[j], script);
            else if (read.value.kind === 'partly-known')
              assert.ok(call[j]?.startsWith(read.value.prefix), script);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('bash: parsing', () => {
  it('gives the same commands typed character by character as at once', () => {
    const text = 'x=1\nif ! az login -u "$U" \\\n  -p "$P"; then\n  exit 1\nfi\naz group list | cat\n';
    const syntax = bash.open(() => grammar);
    try {
      for (let length = 1; length <= text.length; length++) {
        const typed = text.slice(0, length);
        syntax.changed({ start: length - 1, oldEnd: length - 1, newEnd: length });
        parseAtOnce(syntax, typed);
        assert.deepEqual(
          syntax.commands(),
          withSyntax(grammar, typed, (fresh) => fresh.commands()),
          typed,
        );
      }
    } finally {
      syntax.dispose();
    }
  });

  it('can be paused at every step and comes to the same', () => {
    const text = 'az login -u a -p b\n'.repeat(500);
    const syntax = bash.open(() => grammar);
    let slices = 1;
    const parsing = syntax.parse(text, () => true);
    while (parsing.next().done !== true) slices++;
    assert.ok(slices > 2);
    assert.equal(syntax.commandsAt(offsetsOf(text)).length, 500);
    syntax.dispose();
  });

  it('recovers from an error the same way, however often it was paused', () => {
    // The recovery depends on where the parser was interrupted.
    const broken =
      '\\fi\n$()"echo "$(az login --identity)"F\nif true; then  && $(😀cat <<EOF\n😀e; then # az login -u a -p 😀b';
    for (const text of [broken, `${broken}\n`.repeat(40), `${'true\n'.repeat(2000)}${broken}`]) {
      const read = (pause: () => boolean) => {
        const syntax = bash.open(() => grammar);
        const parsing = syntax.parse(text, pause);
        while (parsing.next().done !== true);
        const offsets = offsetsOf(text);
        const found = [syntax.commandsAt(offsets), syntax.commentedCommandsAt(offsets)];
        syntax.dispose();
        return found;
      };
      assert.deepEqual(
        read(() => true),
        read(() => false),
      );
    }
  });

  it('looks no further than it can where something never ends', () => {
    // In front the outline tells, a little further the grammar, then only what a line looks like.
    const text = `az login -u a\necho "\n${'az login -u b\n'.repeat(1_000)}`;
    withSyntax(grammar, text, (syntax) => {
      const found = syntax.commandsAt(offsetsOf(text));
      assert.equal(found.length, 1_001);
      assert.deepEqual([found[0]?.confidence, found.at(-1)?.confidence], ['certain', 'possible']);
      assert.deepEqual(argv(found.at(-1) ?? assert.fail()), ['az', 'login', '-u', 'b']);
    });
  });

  for (const [title, unit, joint] of [
    ['backticks that never end', 'az login `', ''],
    ['redirections of no command', '>login', ' '],
    ['brackets that never end', 'az login $((', ''],
    ['one list', 'az login', ' && '],
    ['substitutions in one string', 'x "$(az login)"', ' '],
    ['one command with many words', 'az login', ' '],
    ['comments', '# az login', '\n'],
    ['continued lines', 'az login \\', '\n'],
    ['a string with many lines', 'az login', '\n'],
  ] as const) {
    it(`looks up ten thousand places of ${title} in no more time than a person waits`, function () {
      this.timeout(600_000);
      const start = title.startsWith('a string') ? 'echo "' : '';
      const text = `${start}${Array.from({ length: 10_000 }, () => unit).join(joint)}\n`;
      withSyntax(grammar, text, (syntax) => {
        for (const offset of offsetsOf(text)) {
          syntax.commandsAt([offset]);
          syntax.commentedCommandsAt([offset]);
        }
      });
    });
  }

  for (const unit of [
    ...[
      'a=(',
      '+(',
      'a=+(',
      '$(',
      '<(',
      '`',
      '\\`',
      '"$(',
      '${',
      '${a:-"',
      '"${a:-',
      '((',
      '$((',
      '$[',
      '(',
      '{ ',
      '[[ a =~ (',
    ],
    ...[
      'if ',
      'while ',
      'for a in ',
      'case a in ',
      'case a in (a) ',
      'f() ',
      'function f ',
      '! ',
      'time ',
      'coproc ',
    ],
    ...['a[', "$'", '<<E ', 'a <<E\n', '<<<', '>&', ';;', '\\\n', '#', '\0', '\r', '{a,', '~'],
  ]) {
    it(`reads ${JSON.stringify(unit)} again and again, and commands before it`, function () {
      this.timeout(600_000);
      const text = `az login -u a\n${unit.repeat(10_000)}az login -u b`;
      withSyntax(grammar, text, (syntax) => {
        assert.equal(argv(syntax.commandsAt(offsetsOf(text))[0] ?? assert.fail())[2], '-u');
      });
    });
  }

  it('reads commands that are commented out', () => {
    const text = '# az login -u a -p Secret1\n#   to sign in run az login -u b\n';
    const found = withSyntax(grammar, text, (syntax) => syntax.commentedCommandsAt(offsetsOf(text)));
    assert.deepEqual(
      found.map(({ command }) => [command.confidence, ...argv(command)]),
      [
        ['certain', 'az', 'login', '-u', 'a', '-p', 'Secret1'],
        ['possible', 'az', 'login', '-u', 'b'],
      ],
    );
  });
});
