import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command, Word } from '../../server/src/model';
import { powershell } from '../../server/src/shells/powershell';
import type { Syntax } from '../../server/src/shells/shell';
import { powershellScript } from '../support/powershellScripts';
import { noGrammar } from '../support/grammar';
import { describeWithPowershell, readByPowershell, runInPowershell } from '../support/powershell';

function withSyntax<T>(text: string, use: (syntax: Syntax) => T): T {
  const syntax = powershell.open(noGrammar);
  try {
    const parsing = syntax.parse(text, () => false);
    while (parsing.next().done !== true);
    return use(syntax);
  } finally {
    syntax.dispose();
  }
}

const offsetsOf = (text: string, word = 'login'): number[] =>
  Array.from(text.matchAll(new RegExp(word, 'g')), (match) => match.index);

function commandsIn(text: string): readonly Command[] {
  return withSyntax(text, (syntax) => syntax.commandsAt(offsetsOf(text)));
}

/** Known words as their text, others as their source. */
const argv = (command: Command): string[] =>
  command.words.map((word) => (word.value.kind === 'known' ? word.value.text : word.source));

const rangeOf = ({ range }: Pick<Command, 'range'>): string => `${range.start}-${range.end}`;

/** Says whether a word may turn into no argument or several. */
function isOpen({ splits, parts, source }: Word): boolean {
  const [part] = parts;
  // PowerShell on Linux takes them for patterns of file names.
  if (/[*?[]/.test(source)) return true;
  const isUnset = parts.length === 1 && part?.kind === 'variable' && !/^(?:variable:V|E)$/.test(part.name);
  return splits || isUnset || parts.some(({ kind }) => kind === 'opaque');
}

describeWithPowershell('powershell: the words of a command, compared with PowerShell itself', function () {
  this.timeout(600_000);
  const piece = fc.oneof(
    fc.constantFrom(
      'a',
      '-u',
      '--x=',
      '-',
      'é',
      '–',
      '#',
      '=',
      '~',
      '%',
      '*',
      '/',
      '\\',
      ':',
      '.',
      '[',
      ']',
      '@',
      '!',
      '?',
      '_',
      '0',
      '1kb',
      '<',
      '^',
    ),
    fc.constantFrom(
      "'a b'",
      "''",
      '"a  b"',
      '"`$x`"`` `n"',
      '"q""r"',
      "'s''t'",
      '` ',
      '`t',
      '`"',
      '`u{e9}',
      '“w”',
      '‘y’',
      '"$V"',
      '"${V}"',
      '"$env:E f"',
      '"a$(\'b\')c"',
    ),
    fc.constantFrom(
      '$V',
      '${V}',
      '$env:E',
      '${env:E}',
      "$('q')",
      '$O.P',
      '$V.Length',
      '$L[0]',
      '$',
      '$?',
      '(1)',
      '{b}',
    ),
  );
  const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const separator = fc.constantFrom(' ', '\t', ' `\n  ', '  ', ' <# c #> ', '\u00a0');
  const redirection = fc.constantFrom('>$null ', '2>&1 ', '2>$null ', '*>$null ', '>> $null ');
  const line = fc
    .array(fc.tuple(fc.option(redirection, { nil: '', freq: 8 }), word, separator), { maxLength: 5 })
    .map((words) => `az login ${words.map((parts) => parts.join('')).join('')}end`);
  const lead = "$V = 'v w'; $O = [pscustomobject]@{ P = 'p' }; $L = 'l', 'm'\n";

  it('reads every known word as PowerShell passes it on', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 250, maxLength: 250 }), (lines) => {
        const runs = runInPowershell(
          lines.map((each) => lead + each),
          { E: 'e f', LC_ALL: 'C.UTF-8' },
        );
        let compared = 0;
        lines.forEach((text, i) => {
          const run = runs[i];
          if (run === undefined || run.broken || run.calls.length !== 1) return;
          const command = commandsIn(text).find(({ words }) => words[0]?.source === 'az');
          assert.ok(command, text);
          if (command.words.some(isOpen)) return;
          const call = run.calls[0] ?? [];
          const message = `${text}\n${JSON.stringify(argv(command))}\n${JSON.stringify(call)}`;
          assert.equal(command.words.length, call.length, message);
          command.words.forEach((read, j) => {
            if (read.value.kind === 'known') assert.equal(read.value.text, call[j], message);
            else if (read.value.kind === 'partly-known')
              assert.ok(call[j]?.startsWith(read.value.prefix), message);
          });
          compared++;
        });
        assert.ok(compared > 20, String(compared));
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('finds the commands and comments of whole scripts', () => {
    fc.assert(
      fc.property(fc.array(powershellScript, { minLength: 1_000, maxLength: 1_000 }), (scripts) => {
        const readings = readByPowershell(scripts);
        let compared = 0;
        scripts.forEach((text, i) => {
          const reading = readings[i];
          if (reading === undefined || reading.broken) return;
          compared++;
          withSyntax(text, (syntax) => {
            assert.deepEqual(syntax.comments().map(rangeOf), reading.comments, text);
            const commands = reading.commands.filter(
              ([start, end]) => !/^[&.]\s*\{[^]*\}$/.test(text.slice(start, end)),
            );
            assert.deepEqual(
              syntax.commands().map(rangeOf),
              commands.map(([start, end]) => `${start}-${end}`),
              text,
            );
            assert.equal(syntax.broken, false, text);
          });
        });
        assert.ok(compared > 500, String(compared));
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('finds where each word starts and ends', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1_500, maxLength: 1_500 }), (lines) => {
        const readings = readByPowershell(lines);
        lines.forEach((text, i) => {
          const reading = readings[i];
          if (reading === undefined || reading.broken) return;
          const found = withSyntax(text, (syntax) => syntax.commands()).map(({ range }) => [
            range.start,
            range.end,
          ]);
          assert.deepEqual(
            found,
            reading.commands.map(([start, end]) => [start, end]),
            text,
          );
          assert.equal(
            withSyntax(text, ({ broken }) => broken),
            false,
            text,
          );
        });
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

describe('powershell: where commands stand', () => {
  const found: readonly [title: string, text: string, ...argvs: string[][]][] = [
    ['alone', 'az login -u a', ['az', 'login', '-u', 'a']],
    ['a list', 'x && az login -u a || az login', ['az', 'login', '-u', 'a'], ['az', 'login']],
    ['backticks at line ends', 'az login `\r\n  -u a `\n\t-p b # c', ['az', 'login', '-u', 'a', '-p', 'b']],
    ['a backtick that an option swallows', 'az login -u`\n x', ['az', 'login', '-u`']],
    ['a call', '& az login; &az login', ['az', 'login'], ['az', 'login']],
    ['an assignment', '$r = az login -u a | ConvertFrom-Json', ['az', 'login', '-u', 'a']],
    ['a negated condition', 'if (-not (az login -u a)) { exit }', ['az', 'login', '-u', 'a']],
    ['a string', '"a $(az login -u "b c") d"', ['az', 'login', '-u', 'b c']],
    ['a here-string', '@"\n$(az login)\n"@', ['az', 'login']],
    ['a hash table', '@{ a = az login; b = 1 }', ['az', 'login']],
    ['a script block', 'Start-Job { az login -u a }', ['az', 'login', '-u', 'a']],
    ['a block for a function', 'Exec { az login -u a }', ['az', 'login', '-u', 'a']],
    ['a method', 'class A { [void] B() { az login } }', ['az', 'login']],
    ['a parameter', 'param($x = (az login -u a))', ['az', 'login', '-u', 'a']],
    ['a pipe on the next line', 'az login\n  | Out-Null', ['az', 'login']],
    ['redirections amid', 'az login 2>$null -u a *>&1 -p b', ['az', 'login', '-u', 'a', '-p', 'b']],
    [
      'joined values',
      'az login --tenant=${env:T} --p=$($c.P)',
      ['az', 'login', '--tenant=${env:T}', '--p=$($c.P)'],
    ],
    ['a member', 'az login -p $c.Get("a b").P', ['az', 'login', '-p', '$c.Get("a b").P']],
    ['smart quotes and dashes', 'az login –u “a b” ‘c’', ['az', 'login', '–u', 'a b', 'c']],
    ['quotes in quotes', `az login "a""b" 'c''d' "e\`"f" \`$g`, ['az', 'login', 'a"b', "c'd", 'e"f', '$g']],
    ['what stops the parsing', 'az login --% -u $a "b c" | x', ['az', 'login', '-u', '$a', 'b c']],
    ['blanks of other kinds', 'az\u00a0login\u3000-u\u2009a', ['az', 'login', '-u', 'a']],
    ['cmd', 'cmd /d /c az login -u a', ['az', 'login', '-u', 'a']],
    ['cmd with a string', "cmd /c 'az login -u a'", ['az', 'login', '-u', 'a']],
    ['pwsh', 'pwsh -NoProfile -Command "az login -u a"', ['az', 'login', '-u', 'a']],
    ['powershell', 'powershell.exe -c az login -u a', ['az', 'login', '-u', 'a']],
    ['a block for pwsh', 'pwsh -Command { az login -u a }', ['az', 'login', '-u', 'a']],
    ['Invoke-Expression', 'iex "x; az login -u a"', ['az', 'login', '-u', 'a']],
    [
      'Start-Process',
      'Start-Process -Wait -FilePath az -ArgumentList "login -u a"',
      ['az', 'login', '-u', 'a'],
    ],
    ['Start-Process with a list', "saps az -Args @('login', '-u', 'a')", ['az', 'login', '-u', 'a']],
    ['splatting', "$a = @('login', '-u', 'b')\naz @a", ['az', 'login', '-u', 'b']],
    ['an array', "$a = 'login', '-u', 'b'\n& az $a", ['az', 'login', '-u', 'b']],
    [
      'lines of an array',
      "$a = @(\n'login'\n'-u', $b # c\n)\naz @a -p d",
      ['az', 'login', '-u', '$b', '-p', 'd'],
    ],
    ['two arrays', "$a = @('login')\n$b = @('-u', 'c')\naz @a @b", ['az', 'login', '-u', 'c']],
    ['an array that grows', "$a = @('login')\n$a += 'x'\naz @a", ['az', 'login', '@a']],
    ['an array with a command', "$a = @('login', (f)) + @(g)\naz @a", ['az', 'login', '(f)', '@a']],
    ['an array of some branch', "if ($x) { $a = @('login') }\naz @a", ['az', 'login', '@a']],
    ['an array that a program is given', "$a = @('-u', 'b')\naz login $a", ['az', 'login', '-u', 'b']],
    [
      'an array behind others',
      "$a = 'b', '-p', $c\naz login -u $a -o tsv",
      ['az', 'login', '-u', 'b', '-p', '$c', '-o', 'tsv'],
    ],
    ['an array without elements', '$a = @()\naz login $a -u b', ['az', 'login', '-u', 'b']],
    ['an array that may have grown', "$a = @('-u', 'b')\n$a += $c\naz login $a", ['az', 'login', '$a']],
    ['an array that is used before', "$a = @('-u', 'b')\nf $a\naz login $a", ['az', 'login', '$a']],
    ['an array of another branch', "if ($x) { $a = @('-u', 'b') }\naz login $a", ['az', 'login', '$a']],
    ['a text with a comma', "$a = 'b, c'\naz login -p $a", ['az', 'login', '-p', '$a']],
    ['a text that is joined', "$a = $b, $c -join ','\naz login -p $a", ['az', 'login', '-p', '$a']],
    ['a hash table that is no form', "$a = @{ u = 'b' }\naz login $a", ['az', 'login', '$a']],
    [
      'an array for a function',
      "$a = @('az', 'login')\nRun-Command login $a",
      ['Run-Command', 'login', '$a'],
    ],
    [
      'a program in a variable',
      '$az = "C:\\x\\az.cmd"\n& $az login -u a',
      ['C:\\x\\az.cmd', 'login', '-u', 'a'],
    ],
    ['a program that is found', '$az = (Get-Command az).Source\n& $az login', ['az', 'login']],
    ['a program in some folder', '$az = "$bin\\az.cmd"\n& $az login', ['az.cmd', 'login']],
    ['windows line ends', 'az login -u a\r\naz login\r\n', ['az', 'login', '-u', 'a'], ['az', 'login']],
    ['half-typed blocks', 'if ($x) {\naz login -u "a"\n', ['az', 'login', '-u', 'a']],
    ['a missing bracket', 'if ($x -eq (y {\naz login -u a\n}', ['az', 'login', '-u', 'a']],
    ['a bracket too many', '}\n)\naz login -u a', ['az', 'login', '-u', 'a']],
    ['after a lone quote', 'Write-Host "hi\naz login -u a\nx "y"\n', ['az', 'login', '-u', 'a']],
    ['a quote that never ends', 'az login -u a -p "x\n', ['az', 'login', '-u', 'a', '-p', '"x']],
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

  for (const text of [
    '# az login',
    '<# az login #>',
    "@'\naz login\n'@",
    '$a = "az login"',
    "'az login'",
    '$a = @{ login = 1 }',
    '$a = @("az", "login")',
  ]) {
    it(`not in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(commandsIn(text), []);
    });
  }

  it('says what encloses a command, and its statement', () => {
    const text =
      'function f {\n  if (-not (az login -u a)) {\n    exit 1\n  }\n  $x = az login | % { az login } \n}\n';
    const [first, second, third] = commandsIn(text);
    assert.deepEqual(first?.nesting, ['function', 'condition', 'negation', 'substitution']);
    assert.equal(
      text.slice(first.statement.start, first.statement.end),
      text.slice(text.indexOf('if'), text.indexOf('}') + 1),
    );
    assert.deepEqual(second?.nesting, ['function', 'substitution', 'pipeline']);
    assert.equal(text.slice(second.statement.start, second.statement.end), '$x = az login | % { az login }');
    assert.deepEqual(third?.nesting, ['function', 'substitution', 'pipeline', 'loop']);
  });

  it('takes a guard by $LASTEXITCODE or $? for the && that it stands for', () => {
    for (const guard of ['$LASTEXITCODE -eq 0', '$?']) {
      const [, second] = commandsIn(`az login -u a\nif (${guard}) { az login -u b }`);
      assert.equal(second?.operator, '&&');
      assert.deepEqual(second.nesting, []);
    }
  });

  it('names variables of the environment and PowerShell’s own apart', () => {
    const [command] = commandsIn('az login -u $env:USER -p $user ${env:A b} "$script:x"');
    const names = command?.words.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : [])),
    );
    assert.deepEqual(names, ['USER', 'variable:user', 'A b', 'variable:script:x']);
  });

  it('lowers its confidence where the text never ends', () => {
    assert.equal(commandsIn('Write-Host "hi\naz login -u a\nx "y"\n')[0]?.confidence, 'possible');
    assert.equal(commandsIn('az login -u a')[0]?.confidence, 'certain');
  });

  it('reads commands that are commented out', () => {
    const text = '# az login -u a -p Secret1\n<#\n  & az login -u c\n#>\n#   to sign in run az login -u b\n';
    const found = withSyntax(text, (syntax) => syntax.commentedCommandsAt(offsetsOf(text)));
    assert.deepEqual(
      found.map(({ command }) => [command.confidence, ...argv(command)]),
      [
        ['certain', 'az', 'login', '-u', 'a', '-p', 'Secret1'],
        ['certain', 'az', 'login', '-u', 'c'],
        ['possible', 'az', 'login', '-u', 'b'],
      ],
    );
  });

  it('reads the hash table that a variable holds', () => {
    const read = (text: string) =>
      withSyntax(text, (syntax) => syntax.commandsAt(offsetsOf(text, 'Connect')))[0]?.words.map(
        ({ source, table }) => [
          source,
          table && [table.isWhole, ...table.entries.map(({ name, value }) => `${name}=${value.source}`)],
        ],
      );
    const table = "$p = @{ A = 'x'; 'B'=$y\n  C = $true # c\n}\n";
    const entries = ["A='x'", 'B=$y', 'C=$true'];
    assert.deepEqual(read(`${table}Connect-X @p -d`), [
      ['Connect-X', undefined],
      ['@p', [true, ...entries]],
      ['-d', undefined],
    ]);
    assert.deepEqual(read(`${table}$p.D = 1\nConnect-X @p`)?.[1], ['@p', [false, ...entries]]);
    assert.deepEqual(read(`${table}$p += @{ D = 1 }\nConnect-X -Body $p`)?.[2], ['$p', [false, ...entries]]);
    assert.deepEqual(read(`${table}Connect-X -Name $p`)?.[2], ['$p', undefined]);
    assert.deepEqual(read(`$p = f\nConnect-X @p`)?.[1], ['@p', undefined]);
  });

  it('reads what variables are set to', () => {
    const text = "[string]$TenantId = 'a.b'\n$env:Tenant='c'\nparam($tenant = \"d\")\n$x = f $tenantName";
    const found = withSyntax(text, (syntax) => syntax.assignmentsAt(offsetsOf(text.toLowerCase(), 'tenant')));
    assert.deepEqual(
      found.map(({ name, value }) => [name, value?.value]),
      [
        ['variable:TenantId', { kind: 'known', text: 'a.b' }],
        ['Tenant', { kind: 'known', text: 'c' }],
        ['variable:tenant', { kind: 'known', text: 'd' }],
        ['variable:x', { kind: 'unknown' }],
      ],
    );
  });

  /** Some text before what is repeated. */
  const leads = [
    'az login\n',
    'az login\n"',
    'az login\n@"\n',
    'az login\n$x = @{\n',
    'az login\n# ',
    'az login\nx && y { ',
  ];
  for (const unit of [
    '(',
    '{',
    '$(',
    '@{a=',
    '[',
    '"$(',
    '@"\n',
    '<#',
    'if (1) { ',
    'a | ',
    '$a.b(',
    'az login ',
    'login',
    "'login' ",
    '#login',
    'az login && ',
    'az login; ',
    'az @a\n',
    'az login "',
    '# az login\n',
    "az login '\n",
    '\0',
    '-not ',
  ]) {
    it(`reads forty thousand characters of ${JSON.stringify(unit)} in no more time than a person waits`, function () {
      this.timeout(200_000);
      for (const lead of leads) {
        const text = lead + unit.repeat(40_000 / unit.length);
        withSyntax(text, (syntax) => {
          const offsets = offsetsOf(text).slice(0, 10_000);
          assert.ok(syntax.commandsAt(offsets).length > 0);
          syntax.commentedCommandsAt(offsets);
          syntax.assignmentsAt(offsets);
          syntax.commands();
        });
      }
    });
  }

  it('reads a row of signs behind a word that may name a block', () => {
    assert.equal(commandsIn(`begin ${'#'.repeat(100_000)}\n{ az login }`).length, 1);
    assert.equal(commandsIn(`begin ${'#'.repeat(100_000)}\naz login`).length, 1);
  });

  it('takes nothing for the arguments of a command that stands among them', () => {
    const [command] = commandsIn('$a = @(1, (az login @a), 2)');
    assert.deepEqual(command && argv(command), ['az', 'login', '@a']);
  });

  it('says whether what follows depends on the success of a command', () => {
    const statuses: readonly (readonly [text: string, status: string])[] = [
      ['az login && x', 'tested'],
      ['az login | Out-Null && x', 'tested'],
      ['(az login) || x', 'tested'],
      ['& { y; az login } && x', 'tested'],
      ['az login <# a #> && x', 'tested'],
      ['az login `\n  || x', 'tested'],
      ['y && az login; x', 'unused'],
      ['y && & { az login; x } && z', 'unused'],
      ['az login\nif (!$?) { exit 1 }', 'asked'],
      ['try { az login } finally { x }; y', 'returned'],
      ['try {\n az login\n if (!$?) { throw 1 }\n} catch { x }', 'asked'],
    ];
    for (const [text, status] of statuses) assert.equal(commandsIn(text)[0]?.exitStatus, status, text);
  });

  it('takes what is tried for a block of its own', () => {
    const text = 'try {\n  az login -u a\n  x\n}\ncatch { y }\nfinally { az login }';
    const [tried, last] = commandsIn(text);
    assert.deepEqual([tried?.nesting, last?.nesting], [['group'], ['group']]);
    assert.equal(tried && text.slice(tried.statement.start, tried.statement.end), 'az login -u a');
  });
});
