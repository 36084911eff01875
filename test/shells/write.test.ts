import assert from 'node:assert/strict';
import type { Change, SignIn } from '../../server/src/model';
import { bash } from '../../server/src/shells/bash';
import type { Grammar } from '../../server/src/shells/shell';
import {
  applied,
  federated,
  managedIdentity,
  replaceOptions,
  setSubscription,
  signInsOf,
  wordsOf,
} from '../support/changes';
import { loadGrammar } from '../support/grammar';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

/** What the changes to the last sign-in of a script make of it; the reason if they are refused. */
function written(text: string, changes: (signIn: SignIn) => readonly Change[]): string {
  const signIn = signInsOf(grammar, text).at(-1);
  assert.ok(signIn, text);
  const edits = bash.write(text, changes(signIn));
  return 'refused' in edits ? `refused: ${edits.refused}` : applied(text, edits);
}

type Case = readonly [title: string, before: string, after: string];

function check(title: string, cases: readonly Case[], changes: (signIn: SignIn) => readonly Change[]): void {
  describe(title, () => {
    for (const [name, before, after] of cases) {
      it(name, () => assert.equal(written(before, changes), after));
    }
  });
}

const credentials = ['username', 'password'];

check(
  'bash: options that are replaced',
  [
    ['on one line', 'az login -u "$U" -p "$P" -o none', 'az login --identity --client-id "$ID" -o none'],
    ['at the end', 'az login -o none -u "$U" -p "$P"', 'az login -o none --identity --client-id "$ID"'],
    ['with a comment after', 'az login -u a -p b # c', 'az login --identity --client-id "$ID" # c'],
    ['apart', 'az login -u a -o none -p b; x', 'az login --identity --client-id "$ID" -o none; x'],
    ['around a redirection', 'az login -u a 2>&1 -p b', 'az login --identity --client-id "$ID" 2>&1'],
    ['before one without a blank', 'az login -u a>x', 'az login --identity --client-id "$ID" >x'],
    ['spelled in other ways', 'az login -pb --user=a', 'az login --identity --client-id "$ID"'],
    ['with tabs', 'az\tlogin\t-u a\t-p b\t-o none', 'az\tlogin\t--identity --client-id "$ID"\t-o none'],
    [
      'one on each line',
      'az login \\\n  --username "$U" \\\n  --password "$P" \\\n  --output none\n',
      'az login \\\n  --identity \\\n  --client-id "$ID" \\\n  --output none\n',
    ],
    [
      'one on each line, the last ones',
      'az login \\\n\t--output none \\\n\t--username a \\\n\t--password b # c\n',
      'az login \\\n\t--output none \\\n\t--identity \\\n\t--client-id "$ID" # c\n',
    ],
    [
      'one line of several',
      'az login \\\r\n  -o none \\\r\n  -u a \\\r\n  --debug\r\n',
      'az login \\\r\n  -o none \\\r\n  --identity \\\r\n  --client-id "$ID" \\\r\n  --debug\r\n',
    ],
    [
      'two on a line',
      'az login \\\n  -u a -p b \\\n  --debug',
      'az login \\\n  --identity --client-id "$ID" \\\n  --debug',
    ],
    [
      'the first on the first line',
      'az login -u a \\\n         -p b',
      'az login --identity \\\n         --client-id "$ID"',
    ],
    [
      'on lines of their own, apart',
      'az login \\\n  -u a \\\n  --debug \\\n  -p b \\\n  >x',
      'az login \\\n  --identity \\\n  --client-id "$ID" \\\n  --debug \\\n  >x',
    ],
    ['in a substitution', 'x="$(az login -u "$U" -p "p")"', 'x="$(az login --identity --client-id "$ID")"'],
    ['in backticks', 'x=`az login -u a -p b`', 'x=`az login --identity --client-id "$ID"`'],
    [
      'after text beyond the first plane',
      'echo 😀; az login -u 😀',
      'echo 😀; az login --identity --client-id "$ID"',
    ],
    [
      'in backticks with escapes',
      'x="`az login -u \\"$U\\"`"',
      'refused: It stands in backticks with escaped quotes; write `$(…)` instead of them first.',
    ],
    [
      'where words are added',
      'echo | xargs az login -u a',
      'refused: `xargs` adds words or has another shell read them, so they are not rewritten.',
    ],
    [
      'with a quote that never ends',
      'az login -o none -u "a\nx\n',
      'refused: A quote or a bracket in it never ends.',
    ],
    [
      'in a string that never ends',
      'echo "hi\naz login -u a\necho "x"\n',
      'refused: A quote or a here-document before it never ends, so it may be no command at all.',
    ],
  ],
  (signIn) => [replaceOptions(signIn, credentials, managedIdentity)],
);

check(
  'bash: options that are removed',
  [
    ['on one line', 'az login -u a -o none -p b --debug', 'az login -o none --debug'],
    ['at the end', 'az login --debug -u a -p b; x', 'az login --debug; x'],
    ['all of them', 'az login \\\n  -u a \\\n  -p b\n', 'az login\n'],
    ['the last line', 'az login \\\n  --debug \\\n  -u a # c\n', 'az login \\\n  --debug # c\n'],
    ['a line within', 'az login \\\n  -u a -p b \\\n  --debug', 'az login \\\n  --debug'],
    ['the first of a line', 'az login \\\n  -u a --debug \\\n  -o x', 'az login \\\n  --debug \\\n  -o x'],
    ['the last of a line', 'az login \\\n  --debug -u a \\\n  -o x', 'az login \\\n  --debug \\\n  -o x'],
    ['before a redirection', 'az login -u a 2>&1', 'az login 2>&1'],
    ['before one without a blank', 'az login 2 -u a>x', 'az login 2 >x'],
    ['that span lines themselves', 'az login -u \\\n "a\nb" -o x', 'az login -o x'],
  ],
  (signIn) => [replaceOptions(signIn, credentials, [])],
);

check(
  'bash: options that are added',
  [
    ['after the site', 'az login', 'az login --identity --client-id "$ID"'],
    ['before a redirection', 'az login>x', 'az login --identity --client-id "$ID" >x'],
    ['before others', 'az login --debug', 'az login --identity --client-id "$ID" --debug'],
    [
      'where each has a line',
      'az login \\\n  --debug',
      'az login \\\n  --identity \\\n  --client-id "$ID" \\\n  --debug',
    ],
  ],
  (signIn) => [replaceOptions(signIn, [], managedIdentity)],
);

check(
  'bash: options that are added after the last one',
  [
    ['on one line', 'az login -o x >y', 'az login -o x --identity --client-id "$ID" >y'],
    [
      'where each has a line',
      'az login \\\n  --debug \\\n  -o x\n',
      'az login \\\n  --debug \\\n  -o x \\\n  --identity \\\n  --client-id "$ID"\n',
    ],
    [
      'where they share a line',
      'az login \\\n  --debug -o x',
      'az login \\\n  --debug -o x --identity --client-id "$ID"',
    ],
  ],
  ({ command }) => {
    const after = command.words.at(-1);
    assert.ok(after);
    return [{ kind: 'setWords', command, edits: [{ remove: [], after, insert: managedIdentity }] }];
  },
);

describe('bash: new words', () => {
  const words: readonly (readonly [Parameters<typeof replaceOptions>[2][number][number], string])[] = [
    [['--password=', { variable: 'S' }], '--password="$S"'],
    [['a b'], "'a b'"],
    [["it's"], "'it'\\''s'"],
    [[''], "''"],
    [['=x'], "'=x'"],
    [['--x=~', 'y'], "'--x=~'y"],
    [[{ contentOfFileIn: 'F' }], '"$(cat "$F")"'],
    [[{ variable: 'A; rm -rf /' }], 'refused: `A; rm -rf /` cannot be the name of a shell variable.'],
    [['a\0'], 'refused: No shell can pass a NUL character.'],
  ];
  for (const [word, text] of words) {
    it(text, () => {
      const result = written('az login', (signIn) => [replaceOptions(signIn, [], [[word]])]);
      assert.equal(result, text.startsWith('refused') ? text : `az login ${text}`);
    });
  }

  it('carries pieces of the script as they stand', () => {
    const result = written('az login -p"${S:-"a b"}" -u x', (signIn) => {
      const source = signIn.options[0]?.value?.range;
      assert.ok(source);
      return [replaceOptions(signIn, ['password'], [[['--password=', { source }]]])];
    });
    assert.equal(result, 'az login --password="${S:-"a b"}" -u x');
  });

  it('writes a federated token from a file, a line for each option', () => {
    const result = written('az login \\\n  -u a \\\n  -p b', (signIn) => [
      replaceOptions(signIn, credentials, federated),
    ]);
    assert.equal(
      result,
      'az login \\\n  --service-principal \\\n  --username "$AZURE_CLIENT_ID" \\\n  --tenant "$AZURE_TENANT_ID" \\\n  --federated-token "$(cat "$AZURE_FEDERATED_TOKEN_FILE")"',
    );
  });
});

const N = 'az account set --subscription "$SUBSCRIPTION"';

check(
  'bash: a command that runs after',
  [
    ['on a line of its own', '  az login # c\nx\n', `  az login # c\n  ${N}\nx\n`],
    ['at the end of the file', 'az login', `az login &&\n  ${N}`],
    ['with Windows line ends', 'az login \\\r\n  -u a\r\nx', `az login \\\r\n  -u a\r\n${N}\r\nx`],
    ['on a line with others', 'x; az login; y', `x; az login; ${N}; y`],
    [
      'before $?',
      'az login\nif [ $? -ne 0 ]; then x; fi',
      `az login &&\n  ${N}\nif [ $? -ne 0 ]; then x; fi`,
    ],
    ['before a bare return', 'f() {\n\taz login\n\treturn\n}', `f() {\n\taz login &&\n\t\t${N}\n\treturn\n}`],
    ['before $? under set -e', 'set -e\naz login\nr=$?\n', `set -e\naz login\n${N}\nr=$?\n`],
    [
      'before $? after set +e',
      'set -euo pipefail\nset +e\naz login; r=$?\n',
      `set -euo pipefail\nset +e\naz login && ${N}; r=$?\n`,
    ],
    [
      'at the end of a block before $?',
      'if x; then\n  az login\nfi\necho $?\n',
      `if x; then\n  az login &&\n    ${N}\nfi\necho $?\n`,
    ],
    [
      'at the end of a function',
      'f() {\n    az login\n}\nf\n',
      `f() {\n    az login &&\n        ${N}\n}\nf\n`,
    ],
    ['in a one-line function', 'f() { az login; }; f', `f() { az login && ${N}; }; f`],
    ['in a group', '{ az login; x; }', `{ az login; ${N}; x; }`],
    ['before &&', 'az login && x', `az login && ${N} && x`],
    ['before ||', 'az login || exit 1', `az login && ${N} || exit 1`],
    ['after &&', 'x && az login\ny', `x && az login && ${N}\ny`],
    ['after && under set -e', 'set -e\nx && az login\ny', `set -e\nx && { az login; ${N}; }\ny`],
    ['after ||', 'x || az login\necho $?', `x || { az login && ${N}; }\necho $?`],
    ['after || under set -e', 'set -e\nx || az login\ny', `set -e\nx || { az login; ${N}; }\ny`],
    ['after || before &&', 'x || az login && y', `x || { az login && ${N}; } && y`],
    ['negated', 'if ! az login; then exit; fi', `if ! { az login && ${N}; }; then exit; fi`],
    ['as a condition', 'if az login -o none; then x; fi', `if az login -o none && ${N}; then x; fi`],
    ['in a loop', 'until az login; do sleep 1; done', `until az login && ${N}; do sleep 1; done`],
    ['before a pipe', '>e az login 2>&1 | tee x', `{ >e az login 2>&1 && ${N}; } | tee x`],
    ['after a pipe', 'yes | az login', `yes | { az login && ${N}; }`],
    ['in the background', 'az login &\nwait', `az login && ${N} &\nwait`],
    ['in a subshell', '(az login)', `(az login && ${N})`],
    ['captured', 'x="$(az login)"', `x="$(az login && ${N})"`],
    ['in backticks', 'x=`az login`', `x=\`az login && ${N}\``],
    ['before a here-document', 'az login <<E\nhi\nE\nx', `az login <<E; ${N}\nhi\nE\nx`],
    ['in a case', 'case x in a) az login ;; esac\ny', `case x in a) az login; ${N} ;; esac\ny`],
    ['behind sudo', 'sudo -u x az login\ny', `sudo -u x az login\nsudo -u x ${N}\ny`],
    ['behind timeout', 'timeout 60 az login\ny', `timeout 60 az login\n${N}\ny`],
    ['behind env', 'env A=b az login\ny', `env A=b az login\n${N}\ny`],
    [
      'behind sudo env',
      'sudo env HOME=/x A=b az login\ny',
      `sudo env HOME=/x A=b az login\nsudo env HOME=/x ${N}\ny`,
    ],
    [
      'with its own session',
      'A=1 AZURE_CONFIG_DIR=/x az login\ny',
      `A=1 AZURE_CONFIG_DIR=/x az login\nAZURE_CONFIG_DIR=/x ${N}\ny`,
    ],
    [
      'behind any wrapper',
      'kubectl exec p -- az login\ny',
      `kubectl exec p -- az login\nkubectl exec p -- ${N}\ny`,
    ],
    ['by its path', '/bin/az login\ny', `/bin/az login\n/bin/${N}\ny`],
    ['behind exec', 'exec az login', 'refused: `exec` replaces the shell, so no command can run after it.'],
    [
      'with a here-document, in a substitution',
      'x=$(az login <<E\nhi\nE\n)',
      'refused: It has a here-document in a substitution, where bash may misread a command after it.',
    ],
    [
      'in a new container each time',
      'docker run i -- az login\ny',
      'refused: Each `run` starts a new container, which knows nothing of the sign-in before.',
    ],
    [
      'with a secret before',
      'HOME=$(x) az login\ny',
      'refused: What leads to the sign-in runs a command of its own, which must not run twice.',
    ],
    [
      'behind a wrapper with a secret',
      'w --password x -- az login\ny',
      'refused: What leads to the sign-in may hold a secret, which must not be written twice.',
    ],
  ],
  ({ command }) => [setSubscription(command)],
);

check(
  'bash: a comment before',
  [
    ['a statement', 'x\n  az login', 'x\n  # c\n  az login'],
    ['with tabs and Windows line ends', '\taz login\r\n', '\t# c\r\n\taz login\r\n'],
    ['a list', 'x &&\n  az login', '# c\nx &&\n  az login'],
    ['a condition', 'if x; then\n  if ! az login; then\n', 'if x; then\n  # c\n  if ! az login; then\n'],
    ['a here-document', 'cat <<E\n$(az login)\nE\n', '# c\ncat <<E\n$(az login)\nE\n'],
    ['a substitution', 'x=$(\n  az login\n)', '# c\nx=$(\n  az login\n)'],
    ['continued lines', 'sudo \\\n  az login', '# c\nsudo \\\n  az login'],
    ['after a byte order mark', '\ufeffaz login', '\ufeff# c\naz login'],
  ],
  ({ command }) => [{ kind: 'commentBefore', command, text: 'c' }],
);

check(
  'bash: a comment at the top',
  [
    ['of a plain script', 'az login', '# c\naz login'],
    ['after #!', '#!/bin/sh\r\naz login\r\n', '#!/bin/sh\r\n# c\r\naz login\r\n'],
    ['after a byte order mark', '\ufeff#!/bin/sh\naz login', '\ufeff#!/bin/sh\n# c\naz login'],
  ],
  () => [{ kind: 'commentAtTop', text: 'c' }],
);

describe('bash: several changes at once', () => {
  it('adds arguments before a command that runs after', () => {
    const result = written('az login', (signIn) => [
      setSubscription(signIn.command),
      replaceOptions(signIn, [], managedIdentity),
    ]);
    assert.equal(result, `az login --identity --client-id "$ID" &&\n  ${N}`);
  });

  it('keeps two sign-ins on one line apart', () => {
    const text = 'az login -u a || az login -u b';
    const signIns = signInsOf(grammar, text);
    const edits = bash.write(
      text,
      signIns.flatMap((signIn) => [
        replaceOptions(signIn, credentials, managedIdentity),
        setSubscription(signIn.command),
      ]),
    );
    assert.ok(!('refused' in edits));
    const one = 'az login --identity --client-id "$ID"';
    assert.equal(applied(text, edits), `${one} && ${N} || { ${one} && ${N}; }`);
  });

  it('refuses changes of the same text, and words that are not there', () => {
    const both = (signIn: SignIn): readonly Change[] => [
      replaceOptions(signIn, ['username'], []),
      replaceOptions(signIn, credentials, []),
    ];
    assert.equal(written('az login -u a', both), 'refused: Two changes touch the same text.');
    const [other] = signInsOf(grammar, 'az login     -u a');
    assert.ok(other);
    const foreign = ({ command }: SignIn): readonly Change[] => [
      { kind: 'setWords', command, edits: [{ remove: wordsOf(other, 'username'), insert: [] }] },
    ];
    assert.equal(written('az login -u a', foreign), 'refused: A word to remove is not there.');
  });

  it('replaces text that needs no quotes', () => {
    const replace = (newText: string) => (signIn: SignIn) => {
      const [name, value] = wordsOf(signIn, 'password');
      assert.ok(name && value);
      const range = { start: name.range.end, end: value.range.start };
      return [{ kind: 'replaceText', command: signIn.command, range, text: newText }] as const;
    };
    assert.equal(written("az login -p '-x'", replace('=')), "az login -p='-x'");
    assert.equal(written("az login -p '-x'", replace('$(x)')), 'refused: The new text would need quotes.');
  });
});
