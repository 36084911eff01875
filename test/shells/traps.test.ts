import assert from 'node:assert/strict';
import { generateScript } from '../../bench/scripts';
import { openOutliner, type Outline } from '../../server/src/shells/bash/outline';
import { commandTypes, pathsToEvery, type Ancestor } from '../../server/src/shells/bash/paths';
import type { Grammar } from '../../server/src/shells/shell';
import { recordedCalls } from '../support/bash';
import { fixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';
import { withSyntax } from '../support/syntax';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

function outlined(text: string): Outline {
  const outlining = openOutliner().outline(text, () => true);
  for (;;) {
    const step = outlining.next();
    if (step.done === true) return step.value;
  }
}

/** Scripts that the grammar misreads, or may; every `az` in them that is a command runs when bash runs them. */
const scripts: Readonly<Record<string, string>> = {
  'backticks in backticks': 'x=`echo \\`az login -u a\\``; x=`echo \\`az login -u "b c"\\` d`',
  'backticks in a here-document': 'cat <<EOF\n`az login -u a`\nEOF\n',
  'backticks in an expansion': 'echo "${X:-`az login -u a`}" ${X:-`az login -u b`}',
  'a substitution in backticks': 'x=`echo "$(az login -u a)"`',
  'substitutions in a here-document':
    'cat <<EOF\naz login\n$(az login -u a) "$(az login -u b)" \'$(az login -u c)\' \\$(az login -u d)\n${X:-$(az login -u e)}\nEOF\naz login -u f',
  'a here-document that strips tabs': 'cat <<-EOF\n\t$(az login -u a)\n\taz login\n\tEOF\naz login -u b',
  'quoted here-documents':
    'cat <<\'EOF\'\n$(az login -u a)\nEOF\ncat <<E"O"F\n`az login`\nEOF\ncat <<\\EOF\n$(az login)\nEOF\n',
  'a here-document that seems to end':
    'cat <<EOF\n  EOF\naz login\nEOF \naz login\nEOF2\naz login\nEOF\naz login -u a',
  'two here-documents': "cat <<A - <<'B'; az login -u a\nit's\nA\n$(az login)\nB\naz login -u b",
  'a here-document with quotes': 'cat <<EOF\nit\'s "a `echo test`\nEOF\naz login -u a',
  'a here-document with brackets': 'cat <<EOF\n)\n}\nfi\nEOF\naz login -u a',
  'here-documents in brackets':
    "(\ncat <<EOF\naz login\nit's\nEOF\naz login -u a\n)\nx=$(cat <<EOF\naz login )\nEOF\n)\naz login -u b",
  'a here-document before a pipe':
    "f() {\n  cat <<EOF | sed 's/a/b/'\nit's az login\nEOF\n  az login -u a\n}\nf",
  'here-documents with other names':
    'cat <<\'END OF\'\naz login\nEND OF\ncat <<"E-O.F"\naz login\nE-O.F\ncat <<$x\naz login\n$x\naz login -u a',
  'a here-document in a condition': 'if cat <<EOF\nx\nEOF\nthen az login -u a; fi',
  'negated groups': 'if ! { az login -u a; }; then :; fi; ! ( az login -u b )',
  'negations and time':
    'time az login -u a; ! time az login -u b; time ! az login -u c; ! ! az login -u d; time -p -- az login -u e',
  'time and coproc before groups':
    'time { az login -u a; }; time -p ( az login -u b ); coproc X { az login -u c >&9; }; wait',
  'a named descriptor first': '{fd}>/dev/null az login -u a {fd}>&-',
  'arithmetic with a base': '(( 10#$((5)) )); echo $((8#17)); az login -u a',
  'arithmetic that holds commands':
    "echo $(( $(az login -u a; echo 1) + 1 )); (( x = $(az login -u b; echo '2') )); x=$(( (1+2)*3 )); az login -u c",
  'subshells that look like arithmetic':
    'x=$( (az login -u a) ); ( (az login -u b) ); ((az login -u c); az login -u d)',
  'patterns in tests':
    '[[ x =~ ^([a-z]+)=([^ ]*)$ ]] || az login -u a; [[ (x == y || "\'" == \'"\') && x == [Xx]* ]] || az login -u b; [[ ( x == x )]] && az login -u c',
  'a text in a test': '[[ x == *"az login"* ]] || az login -u a',
  'expansions with quotes':
    'x=a; echo ${x/\\\'/}; az login -u a; echo "${x%%[!0-9]*}" ${x:-"it\'s"}; az login -u b',
  'quotes after a variable': "x=$x'&a='$x\nx=$x'&b='$x; az login -u a",
  'cases in substitutions':
    'x=$(case a in a) az login -u a;; esac); y="$(case x in (x) echo ")"; az login -u b;; esac)"',
  'cases without ends':
    'case a in\n  b) case c in d) ;; *) true\n  esac\n  ;;\n  a) az login -u a ;&\n  e) az login -u b\nesac\naz login -u c',
  'select and for':
    'select x in a; do az login -u a; break; done <<<1; for ((i=0;i<1;i++)); do az login -u b; done; for i in 1; { az login -u c; }',
  'functions of every form':
    'f() { az login -u a; }; f; function g { az login -u b; }; g; function h() ( az login -u c ); h\nk-l ()\n{\n  az login -u d\n} >/dev/null\nk-l; m::n() if true; then az login -u e; fi; m::n',
  'redirections of blocks':
    'while read -r l; do az login -u a; done < <(echo x; az login -u b); { az login -u c; } >"$(az login -u d; echo /dev/null)"; wait $!',
  arrays:
    'a=(az login $(az login -u a) "az login"\n# az login\n[3]=`az login -u b`); declare -a b=(az login); export c=$(az login -u c)',
  comments: "x=$(\n # don't\n az login -u a # it's\n)\naz login -u b;# az login\necho a#b; az login -u c#d",
  'continued and piped lines': 'true &&\n  # comment\n  az login -u a |\n\n cat; false || \\\n az login -u b',
  'empty backticks': 'echo "``"; az login -u a',
  templates: 'true {{ x }} {}; az login -u a; echo ${x:-{a}}; az login -u b',
};

function commandsIn(text: string): string[][] {
  const offsets = Array.from(text.matchAll(/\blogin\b/g), (match) => match.index);
  return withSyntax(grammar, text, (syntax) => syntax.commandsAt(offsets))
    .filter(({ words, confidence }) => words[0]?.source === 'az' && confidence === 'certain')
    .map(({ words }) => words.slice(1).map(({ value }) => (value.kind === 'known' ? value.text : '?')));
}

describe('bash: what the grammar misreads', () => {
  for (const [title, script] of Object.entries(scripts)) {
    it(`${title}: the commands that are found are those that bash runs`, () => {
      assert.deepEqual(commandsIn(script).sort(), recordedCalls(script).sort());
      assert.equal(outlined(script).end, script.length);
    });
  }

  it('is outlined as the grammar reads it where that reads well', () => {
    const parser = grammar.createParser();
    const generated = [1, 2, 3].map((seed) => ({
      name: `seed ${seed}`,
      text: generateScript({ dialect: 'bash', lines: 500, signIns: 50, seed }),
    }));
    let compared = 0;
    for (const { name, text } of [...fixtures(), ...generated]) {
      const { end, pathsToEvery: outlinedPaths } = outlined(text);
      const tree = parser.parse(text);
      assert.ok(tree);
      // The grammar takes a line that begins with a backslash for more of the one before.
      if (end === text.length && !tree.rootNode.hasError && !/\n\s*\\/.test(text)) {
        const startsOf = (paths: Iterable<readonly Ancestor[]>) =>
          Array.from(paths, (path) => path.at(-1)?.start).sort((one = 0, other = 0) => one - other);
        assert.deepEqual(
          startsOf(outlinedPaths(commandTypes)),
          startsOf(pathsToEvery({ tree, start: 0, end: text.length }, text, commandTypes)),
          name,
        );
        compared++;
      }
      tree.delete();
    }
    parser.delete();
    assert.ok(compared > 10);
  });

  it('is outlined up to what never ends, which is only a quote, a bracket or a here-document', () => {
    for (const text of ['echo "a', "echo 'a", 'x=$(a', 'x=`a', 'cat <<EOF\na', 'echo ${x', 'a=(b', '[[ a']) {
      const { end, pathTo } = outlined(`if x; then y\n${text}\n`);
      assert.equal(end, 'if x; then y\n'.length, text);
      assert.deepEqual(
        pathTo('if x; then '.length).map(({ type }) => type),
        ['if_statement', 'command'],
      );
    }
    assert.equal(outlined(`x=${'$('.repeat(5000)}`).end, 0);
    for (const text of ['if a; then b', '{ a', 'case x in a) b', 'f() {', 'a &&', '| ; )) }', '(a', '']) {
      assert.equal(outlined(text).end, text.length, text);
    }
  });
});
