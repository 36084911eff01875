import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Flow } from '../../server/src/model';
import { signInOf } from '../support/signIns';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

interface Outcome {
  readonly argv: readonly string[];
  readonly branch?: string;
  readonly error?: string;
  readonly exit?: number;
}

const rowsOf = (file: string): unknown[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

/** What the real CLI did with each argv, as recorded. */
const outcomes = rowsOf('az-login-outcomes.jsonl') as Outcome[];

/**
 * What Python's own argparse (3.10, 3.12 and 3.13, where they agree) did with random arguments, given the options
 * of `az login`, and what the checks of `login()` then said. `error` is how the message begins.
 */
const parsed = rowsOf('argparse-outcomes.jsonl') as {
  readonly argv: readonly string[];
  readonly flow?: Flow;
  readonly help?: true;
  readonly exit?: number;
  readonly error?: string;
}[];

const flowOfBranch: Readonly<Record<string, Flow>> = {
  'user-password-ROPC': 'ropc',
  'interactive-browser': 'interactive',
  'device-code': 'device-code',
  'service-principal:client_secret': 'service-principal-secret',
  'service-principal:certificate': 'service-principal-certificate',
  'service-principal:client_assertion': 'service-principal-federated',
  'managed-identity:system': 'managed-identity',
  'managed-identity:client_id': 'managed-identity',
  'managed-identity:object_id': 'managed-identity',
  'managed-identity:resource_id': 'managed-identity',
};

describe('az login: what the real CLI does', () => {
  for (const { argv, branch, error, exit } of outcomes) {
    const asksForPassword =
      error?.startsWith('Please specify both username') === true && !argv.includes('--service-principal');
    const flow = branch === undefined ? (asksForPassword ? 'ropc' : 'rejected') : flowOfBranch[branch];
    it(`${JSON.stringify(argv)} is ${flow}`, () => {
      const signIn = signInOf(['az', ...argv.map(quote)].join(' '));
      assert.ok(signIn);
      assert.equal(signIn.flow, flow);
      assert.deepEqual(signIn.possibleFlows, [flow]);
      if (flow === 'rejected') assert.equal(signIn.rejections[0]?.exit, exit);
    });
  }
});

describe('az login: what argparse does', () => {
  for (const { argv, flow, help, exit, error = '' } of parsed) {
    it(`${JSON.stringify(argv)} is ${flow ?? (help ? 'help' : error)}`, () => {
      const signIn = signInOf(['az', ...argv.map(quote)].join(' '));
      assert.equal(signIn?.flow, help ? undefined : (flow ?? 'rejected'));
      assert.equal(signIn?.rejections[0]?.exit, exit);
      assert.equal(signIn?.rejections[0]?.error.slice(0, error.length) ?? '', error);
    });
  }
});

describe('az login: words that only the run knows', () => {
  const cases: readonly [line: string, flow: Flow | undefined, confidence?: string][] = [
    ['az login -u $U -p $P', 'ropc', 'certain'],
    ['az login -u "$U" --password="$P"', 'ropc', 'certain'],
    ['az login -u$U -p$P', 'ropc', 'certain'],
    ['az login -u $U -p $P $EXTRA', 'ropc', 'likely'],
    ['az login $EXTRA', 'unknown', 'possible'],
    ['az login "${ARGS[@]}"', 'unknown', 'possible'],
    ['az login --service-principal -u x $EXTRA', 'service-principal-secret', 'likely'],
    ['az login --service-principal $EXTRA', 'service-principal-secret', 'likely'],
    ['az login -u "$U" $PASSWORD_OPTION secret', 'ropc', 'likely'],
    ['az login extra $EXTRA', 'rejected', 'certain'],
    ['az login --identity --tenant "$T" $EXTRA', 'rejected', 'certain'],
    ['az login --msi $EXTRA', 'rejected', 'certain'],
    ['az login $EXTRA -p', 'rejected', 'certain'],
    ['az login $EXTRA --help', undefined],
    ['az login -u --help', 'rejected', 'certain'],
    ['az --help login', undefined],
    ['az $DEBUG login -u a', 'ropc', 'possible'],
    ['az login -u @', 'ropc', 'certain'],
    ['az login -u a -p b --query "[?"', 'rejected', 'certain'],
    ['az login -u a -p b --query "[?state==\'Enabled\'].id | [0]"', 'ropc', 'certain'],
    ['az login -u a -p b --query "$Q"', 'ropc', 'certain'],
    ['az login --tenant organizations', 'interactive', 'certain'],
    ['az login --service-principal -u x -p $S "$@"', 'service-principal-secret', 'likely'],
    ['az login --identity $EXTRA', 'managed-identity', 'likely'],
    ['az login --tenant "$T"', 'interactive', 'certain'],
    ['az login -u a -p @pw', 'ropc', 'certain'],
    ['az login @args', 'unknown', 'possible'],
    ['AZ.CMD login -u a', 'ropc', 'certain'],
    ['/opt/az/bin/az login', 'interactive', 'certain'],
    ['az login --help', undefined],
    ['az acr login', undefined],
    ['az account set --subscription login', undefined],
    ['az-login -u a', undefined],
  ];
  for (const [line, flow, confidence] of cases) {
    it(`${line} is ${flow ?? 'no sign-in'}`, () => {
      const signIn = signInOf(line);
      assert.equal(signIn?.flow, flow);
      assert.equal(signIn?.confidence, confidence);
    });
  }

  it('lists the flows that unknown arguments may lead to', () => {
    assert.deepEqual(signInOf('az login $EXTRA')?.possibleFlows, [
      'ropc',
      'interactive',
      'device-code',
      'service-principal-secret',
      'service-principal-certificate',
      'service-principal-federated',
      'managed-identity',
      'rejected',
    ]);
    assert.deepEqual(
      signInOf('az login --tenant "$T" $EXTRA')?.possibleFlows.includes('managed-identity'),
      false,
    );
    assert.deepEqual(signInOf('az login -i $EXTRA')?.possibleFlows, ['managed-identity', 'rejected']);
    assert.deepEqual(signInOf('az login -u a -p b $EXTRA')?.possibleFlows, [
      'ropc',
      'service-principal-secret',
      'rejected',
    ]);
  });

  it('reads options behind typographic dashes as they were meant', () => {
    const signIn = signInOf('az login --username $username –password $password');
    assert.equal(signIn?.flow, 'rejected');
    assert.equal(signIn.rejections[0]?.reason, 'typographic-dash');
    assert.deepEqual(
      signIn.options.map(({ name, value, typographic }) => [name, value?.source, typographic]),
      [
        ['username', '$username', false],
        ['password', '$password', true],
      ],
    );
  });

  it('takes a secret that begins with a dash as meant for its option', () => {
    const signIn = signInOf('az login -u a -p -s3cret -t t.x');
    assert.equal(signIn?.rejections[0]?.reason, 'dash-leading-value');
    assert.equal(signIn.options[1]?.value?.source, '-s3cret');
    assert.equal(signInOf('az login -u a -p --tenant t.x')?.rejections[0]?.reason, 'arguments');
  });

  it('says where a value stands, with its quotes, and the whole word where they hold the option as well', () => {
    for (const [line, source] of [
      ['az login -u "$U"', '"$U"'],
      ['az login -u="$U"', '"$U"'],
      ['az login -u"$U"', '"$U"'],
      ["az login --username='a b'", "'a b'"],
      ['az login --username="$U@t.x"', '"$U@t.x"'],
      ['az login --username=a"$U"', 'a"$U"'],
      ['az login –username="$U"', '"$U"'],
      ['az login "--username="$U', '$U'],
      ['az login "--username=$U"', '"--username=$U"'],
      ['az login "--username="a', '"--username="a'],
    ] as const) {
      assert.equal(signInOf(line)?.options[0]?.value?.source, source, line);
    }
  });

  it('says what is intended once the dashes are right', () => {
    for (const [line, intended] of [
      ['az login –u a -p b', 'ropc'],
      ['az login –identity', 'managed-identity'],
      ['az login -u a -p -x', 'ropc'],
      ['az login –u a -p -x --service-principal', 'service-principal-secret'],
      ['az login –u a -p b "$@"', 'ropc'],
      ['az login –identity -t t.x', 'rejected'],
      ['az login –u a --msi', 'rejected'],
      ['az login -u -x', 'rejected'],
      ['az login -u a', 'ropc'],
    ] as const) {
      assert.equal(signInOf(line)?.intended, intended, line);
    }
  });

  it('knows that older versions took a managed identity by --username', () => {
    assert.equal(signInOf('az login --identity -u x')?.rejections[0]?.reason, 'managed-identity-username');
    assert.equal(signInOf('az login --identity -u x', [2, 68])?.flow, 'managed-identity');
  });

  it('never throws, keeps ranges inside their words, and shows no value in an error', () => {
    const piece = fc.constantFrom(
      '-', '--', '-u', '-p', '-i', '--pass', '--user=', '--scope', '–p', '=', 'x y', 's3cretValue', '@f', '1', '$V', '"$V"',
    ); // prettier-ignore
    const word = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const line = `az login ${words.map((text) => (text.includes('$') ? text.replaceAll(' ', '') : quote(text))).join(' ')}`;
        const signIn = signInOf(line);
        for (const { words: spelled, value } of signIn?.options ?? []) {
          if (value === undefined) continue;
          const inside = spelled.some(
            ({ range: r }) => value.range.start >= r.start && value.range.end <= r.end,
          );
          assert.ok(inside, line);
          assert.equal(line.slice(value.range.start, value.range.end), value.source);
        }
        for (const { error } of signIn?.rejections ?? []) assert.doesNotMatch(error, /s3cretValue/);
      }),
    );
  });
});
