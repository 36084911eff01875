import assert from 'node:assert/strict';
import type { Command, ExitStatus, Operator } from '../../server/src/model';
import type { Grammar } from '../../server/src/shells/shell';
import { fixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';
import { withSyntax } from '../support/syntax';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

function commandAt(text: string, offset: number): Command {
  const [command] = withSyntax(grammar, text, (syntax) => syntax.commandsAt([offset]));
  assert.ok(command, text);
  return command;
}

/** The command `az login` of a text. */
const signIn = (text: string): Command => commandAt(text, text.indexOf('login'));

describe('bash: what becomes of an exit status', () => {
  const cases: readonly (readonly [status: ExitStatus, ...texts: string[]])[] = [
    [
      'tested',
      'az login && x',
      'az login \\\n  || x',
      '! az login',
      'if az login; then x; fi',
      'if x; then y; elif az login\nthen z; fi',
      'while ! az login; do x; done',
      'until az login; do x; done',
      '{ az login; } || x',
      'if x; then az login; fi || y',
      'for i in 1; do az login; done && x',
    ],
    [
      'returned',
      'az login',
      'az login; # the end\n\n',
      'az login &',
      'f() { az login; }',
      'f() {\n  az login # here\n}\nx',
      'f() { if x; then az login; else y; fi; }; z',
      'f() { case $x in a) az login ;; *) y ;; esac; }; z',
      '(az login)\nx',
      'y=$(x; az login)\nz',
      'y=`x; az login`\nz',
      'x <(az login)\ny',
      'if x; then az login; fi\n',
    ],
    [
      'repeated',
      'while x; do az login; done',
      'f() { for i in 1; do az login; done; }; z',
      '(while x; do if y; then az login; fi; done)\nz',
    ],
    [
      'asked',
      'az login\nx $?',
      'az login # why\n\nif [ "$?" -ne 0 ]; then x; fi',
      'if x; then az login; fi; y=$?',
      'case $x in a) az login ;; b) y ;; esac\nz "${?}"',
      'az login <<E\nx $?\nE\ny $?',
    ],
    ['tested', 'if { az login; x $?; }; then y; fi', '(az login; x $?) || y'],
    [
      'returned',
      'f() { az login; return; }',
      'f() { az login; return $?; }',
      'az login; exit "$?"',
      '(az login <<E\nE\n)\nx',
    ],
    [
      'unused',
      'az login; x; y $?',
      'az login <<E\n$?\nE\nx',
      'while x; do az login; done\ny',
      'az login\nx',
      'az login; x',
      'f() { az login; x; }',
      '(az login; x)',
      'if x; then az login; fi\ny',
      'if x; then az login; y; fi || z',
      'case $x in a) az login ;; esac\ny',
      '{ az login; }\nx',
      'x && az login\ny',
      'x || az login # last\ny',
    ],
  ];
  for (const [status, ...texts] of cases) {
    for (const text of texts) {
      it(`${status}: ${JSON.stringify(text)}`, () => assert.equal(signIn(text).exitStatus, status));
    }
  }
});

describe('bash: the operator before a command', () => {
  const cases: readonly (readonly [operator: Operator | undefined, ...texts: string[]])[] = [
    ['&&', 'x && az login', 'x &&\n  # why || not\n\n  az login', 'x && \\\r\n  az login', 'x && ! az login'],
    ['||', 'x || az login', 'x || # now\naz login', 'a && b || >log az login'],
    ['|', 'x | az login', 'x | y |\naz login'],
    ['|&', 'x |& az login'],
    [undefined, 'az login', 'x &\naz login', 'x; az login', '# x &&\naz login', 'x\n#\n\n# ||\naz login'],
    [undefined, 'case x in a) y ;& b) az login;; esac', '(az login)', 'x && (az login)', '! az login'],
  ];
  for (const [operator, ...texts] of cases) {
    for (const text of texts) {
      it(`${operator ?? 'none'}: ${JSON.stringify(text)}`, () =>
        assert.equal(signIn(text).operator, operator));
    }
  }
});

describe('bash: every command and comment', () => {
  for (const { name, text } of fixtures()) {
    it(`${name}: the same as looked up one by one`, () => {
      withSyntax(grammar, text, (syntax) => {
        const commands = syntax.commands();
        assert.ok(commands.length > 0);
        for (const command of commands) {
          const at = command.words[0]?.range.start ?? command.range.start;
          assert.deepEqual(syntax.commandsAt([at]), [command]);
        }
        const comments = syntax.comments();
        assert.deepEqual(syntax.commentsAt(comments.map(({ range }) => range.start)), comments);
      });
    });
  }

  it('tells glued commands apart', () => {
    const text = 'x a\n\\az login -u a\n\\az logout; y\n';
    const programs = withSyntax(grammar, text, (syntax) => syntax.commands()).map(
      ({ words }) => words[0]?.source,
    );
    assert.deepEqual(programs, ['x', '\\az', '\\az', 'y']);
  });

  it('reads a long text to its end', () => {
    const text = 'if x; then\n  az group list -o "$(y)" # z\nfi\n'.repeat(7000);
    withSyntax(grammar, text, (syntax) => {
      assert.equal(syntax.commands().length, 21_000);
    });
  });
});
