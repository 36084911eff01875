import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Flow } from '../../server/src/model';
import { signInOf } from '../support/signIns';

/** What cli/azd/cmd/auth_login.go does with each command line, read by hand. */
const cases: readonly (readonly [line: string, flow: Flow | undefined, error?: string])[] = [
  ['azd auth login', 'interactive'],
  ['azd login', 'interactive'],
  ['azd auth login --tenant-id contoso.example', 'interactive'],
  ['azd auth login --no-prompt', 'interactive'],
  ['azd auth login --redirect-port 8080', 'interactive'],
  ['azd auth login --redirect-port x', 'rejected', 'invalid argument … for "--redirect-port" flag'],
  ['azd auth login --client-secret "$S"', 'interactive'],
  ['azd auth login --use-device-code', 'device-code'],
  ['azd auth login --use-device-code=true', 'device-code'],
  ['azd auth login --use-device-code=0', 'interactive'],
  [
    'azd auth login --use-device-code=perhaps',
    'rejected',
    "unexpected boolean input for '--use-device-code'",
  ],
  ['azd auth login --use-device-code false', 'device-code'],
  ['azd auth login --managed-identity', 'managed-identity'],
  ['azd auth login --managed-identity --client-id "$ID"', 'managed-identity'],
  ['azd auth login --managed-identity --tenant-id t --client-secret s', 'managed-identity'],
  ['azd auth login --managed-identity=F', 'interactive'],
  ['azd auth login --managed-identity=no', 'rejected', 'invalid argument … for "--managed-identity" flag'],
  ['azd auth login --client-id "$ID" --tenant-id t --client-secret "$S"', 'service-principal-secret'],
  ['azd auth login --client-id=$ID --tenant-id=t --client-secret=', 'service-principal-secret'],
  ['azd auth login --client-id "$ID" --tenant-id t --client-secret -s', 'service-principal-secret'],
  ['azd auth login --client-id "$ID" --tenant-id t --client-certificate c', 'service-principal-certificate'],
  [
    'azd auth login --client-id "$ID" --tenant-id t --federated-credential-provider github',
    'service-principal-federated',
  ],
  [
    'azd auth login --client-id "$ID" --tenant-id t --federated-credential-provider "$P"',
    'service-principal-federated',
  ],
  [
    'azd auth login --client-id "$ID" --tenant-id t --federated-credential-provider gitlab',
    'rejected',
    'unsupported federated token provider',
  ],
  ['azd auth login --client-id "$ID"', 'rejected', 'must set both `client-id` and `tenant-id`'],
  [
    'azd auth login --client-id "$ID" --tenant-id ""',
    'rejected',
    'must set both `client-id` and `tenant-id`',
  ],
  ['azd auth login --client-id "" --tenant-id t', 'interactive'],
  ['azd auth login --client-id "$ID" --tenant-id t', 'rejected', 'must set exactly one of'],
  [
    'azd auth login --client-id i --tenant-id t --client-secret "$S" --client-certificate c',
    'rejected',
    'must set exactly one of',
  ],
  [
    'azd auth login --client-id i --tenant-id t --client-secret "" --client-certificate c',
    'rejected',
    'must set exactly one of',
  ],
  [
    'azd auth login --client-id i --tenant-id t --client-secret s --client-certificate ""',
    'service-principal-secret',
  ],
  ['azd auth login --username u', 'rejected', 'unknown flag: --username'],
  ['azd auth login --tenant t', 'rejected', 'unknown flag: --tenant'],
  ['azd auth login -u u', 'rejected', 'unknown shorthand flag'],
  ['azd auth login --tenant-id', 'rejected', 'flag needs an argument: --tenant-id'],
  ['azd auth login --client-id --tenant-id t', 'rejected', 'must set both'],
  ['azd auth login -C folder --debug', 'interactive'],
  ['azd auth login -Cfolder -C=folder', 'interactive'],
  ['azd auth login nonsense -- --managed-identity', 'interactive'],
  ['azd --debug auth --no-prompt login --use-device-code', 'device-code'],
  ['azd -C folder auth login', 'interactive'],
  ['azd.exe auth login', 'interactive'],
  ['~/.azd/bin/azd auth login', 'interactive'],
  ['azd auth login --check-status=false', 'interactive'],
  ['azd auth login --check-status', undefined],
  ['azd auth login --check-status --username u', 'rejected', 'unknown flag: --username'],
  ['azd auth login -h', undefined],
  ['azd auth login --help --docs', undefined],
  ['azd auth LOGIN', undefined],
  ['azd auth logout', undefined],
  ['azd auth', undefined],
  ['azd init login', undefined],
  ['azd env set NAME login', undefined],
  ['azdo login', undefined],
  ['az auth login', undefined],
];

describe('azd auth login', () => {
  for (const [line, flow, error = ''] of cases) {
    it(`${line} is ${flow ?? 'no sign-in'}`, () => {
      const signIn = signInOf(line);
      assert.equal(signIn?.flow, flow);
      if (signIn === undefined) return;
      assert.deepEqual([signIn.tool, signIn.confidence], ['azd auth login', 'certain']);
      assert.equal(signIn.rejections[0]?.error.slice(0, error.length) ?? '', error);
      assert.equal(signIn.rejections.length > 0, flow === 'rejected');
    });
  }

  it('knows what only the run decides', () => {
    for (const [line, flow, confidence, ...possible] of [
      ['azd auth login $EXTRA', 'unknown', 'possible', 'interactive', 'device-code'],
      ['azd auth login "$@"', 'unknown', 'possible', 'managed-identity', 'rejected'],
      ['azd auth login --managed-identity=$MI', 'unknown', 'possible', 'interactive', 'managed-identity'],
      ['azd auth login --use-device-code=$D', 'interactive', 'likely', 'interactive', 'device-code'],
      ['azd auth login --managed-identity $EXTRA', 'managed-identity', 'likely', 'managed-identity'],
      ['azd auth login --use-device-code $EXTRA', 'device-code', 'likely', 'device-code'],
      ['azd $DEBUG auth login', 'unknown', 'possible', 'interactive'],
      ['azd auth login --client-id $ID', 'rejected', 'certain', 'rejected'],
      ['azd auth login --client-id $ID $EXTRA', 'service-principal-secret', 'likely', 'managed-identity'],
    ] as const) {
      const signIn = signInOf(line);
      assert.deepEqual([signIn?.flow, signIn?.confidence], [flow, confidence], line);
      for (const each of possible) assert.ok(signIn?.possibleFlows.includes(each), `${line}: ${each}`);
    }
  });

  it('ignores an option behind a typographic dash, and knows what was meant', () => {
    for (const [line, flow, intended, options, error] of [
      [
        'azd auth login –-client-id i —tenant-id t −−client-secret s',
        'interactive',
        'service-principal-secret',
        3,
      ],
      [
        'azd auth login –client-id=i --tenant-id t --client-secret=s',
        'interactive',
        'service-principal-secret',
        3,
      ],
      ['azd auth login –-managed-identity', 'interactive', 'managed-identity', 1],
      ['azd auth login --managed-identity –-client-id "$ID"', 'managed-identity', 'managed-identity', 2],
      [
        'azd auth login --client-id i –tenant-id t --client-secret s',
        'rejected',
        'service-principal-secret',
        3,
        'must set both',
      ],
      ['azd auth login -–tenant-id t', 'rejected', 'interactive', 1, 'unknown shorthand flag'],
      ['azd auth login –-client-id i', 'interactive', 'rejected', 1],
      ['azd auth login –-client-id', 'interactive', 'rejected', 0],
      ['azd auth login –C folder', 'interactive', 'interactive', 1],
      ['azd auth login –-nonsense x – —', 'interactive', 'interactive', 0],
      ['azd auth login –-help', 'interactive', 'interactive', 0],
      ['azd auth login --client-secret –-client-id', 'interactive', 'interactive', 1],
      ['azd auth login –-client-secret="$S"', 'interactive', 'interactive', 1],
    ] as const) {
      const signIn = signInOf(line);
      const found = [signIn?.flow, signIn?.intended, signIn?.options.length, signIn?.confidence];
      assert.deepEqual(found, [flow, intended, options, 'certain'], line);
      assert.equal(signIn?.rejections[0]?.error.slice(0, error?.length), error, line);
      if (error !== undefined) assert.equal(signIn?.rejections[0]?.reason, 'typographic-dash');
    }
  });

  it('says what stands where', () => {
    const signIn = signInOf('azd --debug auth login --tenant-id="$T" --client-id \'a b\'');
    assert.deepEqual(
      signIn?.site.map(({ source }) => source),
      ['azd', 'auth', 'login'],
    );
    assert.deepEqual(
      signIn.options.map(({ name, value, words }) => [name, value?.source, words.length]),
      [
        ['debug', undefined, 1],
        ['tenant', '"$T"', 1],
        ['client-id', "'a b'", 2],
      ],
    );
  });

  it('never throws, keeps ranges inside their words, and shows no value in an error', () => {
    const piece = fc.constantFrom('-', '--', '-C', '--client-secret', '--managed-identity', '=', 's3cretValue', '$V', '"$V"', '1', '-h', '–x'); // prettier-ignore
    const word = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const line = `azd auth login ${words.join(' ')}`;
        const signIn = signInOf(line);
        for (const { words: spelled, value } of signIn?.options ?? []) {
          if (value === undefined) continue;
          assert.ok(
            spelled.some(({ range: r }) => value.range.start >= r.start && value.range.end <= r.end),
            line,
          );
          assert.equal(line.slice(value.range.start, value.range.end), value.source);
        }
        for (const { error } of signIn?.rejections ?? []) assert.doesNotMatch(error, /s3cretValue/);
      }),
    );
  });
});
