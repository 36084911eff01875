import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Change, Command, ExitStatus, NewWord, Nesting } from '../../server/src/model';
import { cmd } from '../../server/src/shells/cmd';
import { applied } from '../support/changes';
import { commandsIn, withSyntax } from '../support/cmd';

/** Known words as their text, others as their source. */
const argv = ({ wrapper, words }: Command): string[] => [
  ...wrapper.map(({ source }) => source),
  ...words.map(({ value, source }) => (value.kind === 'known' ? value.text : source)),
];

/** The commands of a text that have an `az` of their own. */
const azIn = (text: string): readonly Command[] =>
  commandsIn(text).filter(({ words: [program] }) =>
    /(?:^|\\)az(?:\.cmd)?$/i.test(program?.value.kind === 'known' ? program.value.text : ''),
  );

const onlyAz = (text: string): Command => {
  const [command, another] = azIn(text);
  assert.ok(command && !another, text);
  return command;
};

describe('cmd: the words of a command', () => {
  // What Windows does; where Wine does the same, the suite beside this one has it too.
  const cases: readonly (readonly [text: string, ...words: readonly string[]])[] = [
    ['az login -u a', 'az', 'login', '-u', 'a'],
    ['@az login', 'az', 'login'],
    ['@ @call az login', 'call', 'az', 'login'],
    ['az  login\t-u   a  ', 'az', 'login', '-u', 'a'],
    ['az login ^\r\n  -u a', 'az', 'login', '-u', 'a'],
    ['az login ^\n-u a', 'az', 'login', '-u', 'a'],
    ['az login "a b" "" "c""d" "e\\"f" "g\\\\"', 'az', 'login', 'a b', '', 'c"d', 'e"f', 'g\\'],
    ['az login a=b c;d,e', 'az', 'login', 'a=b', 'c;d,e'],
    ['az login a\u00a0b', 'az', 'login', 'a\u00a0b'],
    ['^az lo^gin ^-u ^"a b^"', 'az', 'login', '-u', 'a b'],
    ['az lo^\r\ngin', 'az', 'login'],
    ['az login "a & b" "(c)" "<d>"', 'az', 'login', 'a & b', '(c)', '<d>'],
    ['az login "%V%" %V% %1 "%~2" %~dp0x', 'az', 'login', '"%V%"', '%V%', '%1', '"%~2"', '%~dp0x'],
    ['az login 100%% "50%%"', 'az', 'login', '100%', '50%'],
    ['az login %%i', 'az', 'login', '%i'],
    // `az.cmd` passes its arguments on to be read once more, so carets go twice.
    ['az login a^^^&b c^^^^d "e^f"', 'az', 'login', 'a&b', 'c^d', 'e^f'],
    // `call` doubles carets in quotes, and replaces variables once more.
    ['call az login "e^f"', 'call', 'az', 'login', 'e^^f'],
    ['call az login %%V%% 50%%%%', 'call', 'az', 'login', '%%V%%', '50%'],
    // Quotes end at the end of the line.
    ['az login "a\nrem b"', 'az', 'login', 'a'],
    ['az login a)b', 'az', 'login', 'a)b'],
    ['(az login a)', 'az', 'login', 'a'],
    ['az login a>nul 2>&1 b>>"c d" e <nul', 'az', 'login', 'a', 'b', 'e'],
    ['2>nul az login a2>x', 'az', 'login', 'a2'],
    ['>nul az login', 'az', 'login'],
    // What follows an operator that comes out in `az.cmd` is not known.
    ['az login a ^> b', 'az', 'login', 'a', '^>', 'b'],
    ['cmd /c az login -u a', 'cmd', '/c', 'az', 'login', '-u', 'a'],
    ['cmd /s /c "az login -u "a b""', 'cmd', '/s', '/c', 'az', 'login', '-u', 'a b'],
    // Quotes that hold just the program stay, unless `/s` says otherwise.
    ['cmd /c "C:\\a b\\az.cmd" login x', 'cmd', '/c', 'C:\\a b\\az.cmd', 'login', 'x'],
    ['cmd /c ""C:\\a b\\az.cmd" login "x y""', 'cmd', '/c', 'C:\\a b\\az.cmd', 'login', 'x y'],
    ['%ComSpec% /c az login', '%ComSpec%', '/c', 'az', 'login'],
    ['"%COMSPEC%" /d /c "az login"', '"%COMSPEC%"', '/d', '/c', 'az', 'login'],
    ['%SystemRoot%\\System32\\cmd.exe /c az login', '%SystemRoot%\\System32\\cmd.exe', '/c', 'az', 'login'],
    // Of several commands the one that signs in.
    ['cmd /c "az account show || call az login a & b"', 'cmd', '/c', 'call', 'az', 'login', 'a'],
    ['for /f %%i in (\'"C:\\a b\\az.cmd" login\') do x', 'C:\\a b\\az.cmd', 'login'],
    ['for /f %%i in (\'""C:\\a b\\az.cmd" login "x y""\') do x', 'C:\\a b\\az.cmd', 'login', 'x y'],
    ['start "t" /wait /b az login -u a', 'start', '"t"', '/wait', '/b', 'az', 'login', '-u', 'a'],
    ['start /wait "t" /d "C:\\a b" az login', 'start', '/wait', '"t"', '/d', '"C:\\a b"', 'az', 'login'],
    // What PowerShell reads, as far as sign-ins need it.
    ['powershell -c az login -u a', 'powershell', '-c', 'az', 'login', '-u', 'a'],
    [`pwsh -Command "az login -p 'a b' -u $u"`, 'pwsh', '-Command', 'az', 'login', '-p', 'a b', '-u', '$u'],
    ['powershell -NoProfile "& az login \\"a b\\"; x"', 'powershell', '-NoProfile', 'az', 'login', 'a b'],
    [
      'powershell -c "if ($x) { az login -u ${env:U}a }"',
      'powershell',
      '-c',
      'az',
      'login',
      '-u',
      '${env:U}a',
    ],
    ['start /b call az login', 'start', '/b', 'call', 'az', 'login'],
    ['az login !V! "!V!" a!b!c', 'az', 'login', '!V!', '"!V!"', 'a!b!c'],
    ['setlocal enabledelayedexpansion\naz login a!V!b c!d', 'az', 'login', 'a!V!b', 'cd'],
    // Delayed expansion comes last, so it replaces carets once more, but only where there is a `!`.
    ['setlocal enabledelayedexpansion\naz login a^^!b "c^!d" !a b!', 'az', 'login', 'a!b', 'c!d', '!a b!'],
    ['setlocal enabledelayedexpansion\naz login "a^b" c!!d', 'az', 'login', 'ab', 'cd'],
    ['setlocal enabledelayedexpansion\naz login "a^b" !%1!', 'az', 'login', 'ab', '!%1!'],
    ['setlocal enabledelayedexpansion\naz login "a^b"', 'az', 'login', 'a^b'],
    ['setlocal enabledelayedexpansion\nendlocal\naz login a!V!b', 'az', 'login', 'a!V!b'],
    ['for %%i in (a) do az login %%i %%~i %%~ni', 'az', 'login', '%%i', '%%~i', '%%~ni'],
  ];
  for (const [text, ...words] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(argv(onlyAz(text)).slice(0, words.length), words);
    });
  }
  it('names variables, and says which may be several words', () => {
    const { words } = onlyAz('az login %V% "%W%" %1 "%~2" x%~dp0 %V:a=b% "%*"');
    const found = words.slice(2).map(({ parts, splits }) => {
      const part = parts.find(({ kind }) => kind !== 'literal');
      return [part?.kind === 'variable' ? part.name : part?.kind, splits];
    });
    assert.deepEqual(found, [
      ['V', true],
      ['W', false],
      ['1', true],
      ['2', false],
      ['opaque', true],
      ['opaque', true],
      ['opaque', false],
    ]);
  });
  it('gives redirections', () => {
    const { redirections } = onlyAz('2>err.txt az login >>"a b" 2>&1 <nul');
    assert.deepEqual(
      redirections.map(({ descriptor, operator, target }) => [descriptor, operator, target?.source]),
      [
        ['2', '>', 'err.txt'],
        [undefined, '>>', '"a b"'],
        ['2', '>&', '1'],
        [undefined, '<', 'nul'],
      ],
    );
  });
});

describe('cmd: what surrounds a command', () => {
  const cases: readonly (readonly [text: string, nesting: readonly Nesting[], exit: ExitStatus])[] = [
    ['az login', [], 'returned'],
    ['az login\necho', [], 'unused'],
    ['az login & echo', [], 'unused'],
    ['az login || exit /b 1', [], 'tested'],
    ['az login && echo', [], 'tested'],
    ['(az login) && echo', ['group'], 'tested'],
    ['az login | more', ['pipeline'], 'returned'],
    ['az login\nif errorlevel 1 exit /b', [], 'asked'],
    ['az login\n@if not %ERRORLEVEL%==0 exit /b', [], 'asked'],
    ['az login\nif "!errorlevel!" neq "0" exit /b', [], 'asked'],
    ['az login\nexit /b %ERRORLEVEL%', [], 'returned'],
    ['az login\nexit /b', [], 'returned'],
    ['if "%1"=="" az login', ['branch'], 'returned'],
    ['if exist "a b" (az login) else echo', ['branch'], 'returned'],
    ['if not defined X (echo) else (\naz login\n)', ['branch'], 'returned'],
    ['if %X% equ 1 (echo) else if /i a==b az login', ['branch', 'branch'], 'returned'],
    ['if x==y echo & az login', ['branch'], 'returned'],
    ['for %%i in (a, b) do az login', ['loop'], 'repeated'],
    ['for /l %%i in (1,1,3) do (\naz login\n)', ['loop'], 'repeated'],
    ["for /f %%i in ('az login') do echo", ['substitution'], 'returned'],
    ["for /f %%i in ('az login ^| more') do echo", ['substitution', 'pipeline'], 'returned'],
    ['for /f "usebackq" %%i in (`az login`) do echo', ['substitution'], 'returned'],
    ['(\r\naz login\r\n) > log', ['group'], 'unused'],
  ];
  for (const [text, nesting, exit] of cases) {
    it(JSON.stringify(text), () => {
      const command = onlyAz(text);
      assert.deepEqual([command.nesting, command.exitStatus], [nesting, exit]);
    });
  }
  it('joins commands by operators', () => {
    const commands = azIn('az a && az b || az c | az d & az e && (az f)');
    assert.deepEqual(
      commands.map(({ operator }) => operator),
      [undefined, '&&', '||', '|', undefined, undefined],
    );
  });
  it('grows statements over lists and what stands on one line with `if` and `for`', () => {
    const text = 'if a==b (\r\n  az a\r\n  az b && az c\r\n)\r\nif a==b az d & az e\r\naz f ^\r\n  g';
    assert.deepEqual(
      azIn(text).map(({ statement: { start, end } }) => text.slice(start, end)),
      ['az a', 'az b && az c', 'az b && az c', 'if a==b az d & az e', 'if a==b az d & az e', 'az f ^\r\n  g'],
    );
  });
});

describe('cmd: what is no command', () => {
  for (const text of [
    'rem az login',
    'REM\taz login & az login',
    '@rem az login',
    ':: az login',
    ':az login',
    'echo az login',
    'echo.az login',
    'echo(az login',
    'title az login',
    'set X=az login',
    'set "X=az login"',
    'if "az login"=="x" echo',
    'for %%i in (az login) do echo',
    ') az login',
    'echo a ^& az login',
    'echo "a & az login',
    'echo %X:a& az login=b%',
    '> az echo login',
    'call :az login',
  ]) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(azIn(text), []);
    });
  }
  it('gives comments, to the end of the line', () => {
    const text = '@rem a & b\r\necho & rem c ^\r\n:: d\r\n:label\r\n(\r\n  REM e )\r\n)\r\nremark f';
    assert.deepEqual(
      withSyntax(text, (syntax) => syntax.comments().map((each) => each.text)),
      [' a & b', ' c ^', ' d', ' e )'],
    );
  });
});

describe('cmd: a program that stands in a variable', () => {
  const cases: readonly (readonly [text: string, ...words: readonly string[]])[] = [
    ['set AZ=az\n%AZ% login', 'az', 'login'],
    ['set "AZ=C:\\a b\\az.cmd"\ncall "%AZ%" login', 'call', 'C:\\a b\\az.cmd', 'login'],
    ['SET AZ=call az & set Az=call az.cmd\n%az% login', '%az%', 'az.cmd', 'login'],
    ['set L=az login -u "a b"\n(\n!L! -p c\n)', 'az', 'login', '-u', 'a b', '-p', 'c'],
  ];
  for (const [text, ...words] of cases) {
    it(JSON.stringify(text), () => {
      const command = onlyAz(text);
      assert.deepEqual([argv(command), command.confidence], [words, 'likely']);
      // Whoever asks what stands where it is set is told who reads it.
      const offset = text.toLowerCase().lastIndexOf('az', text.indexOf('\n'));
      const [, found] = withSyntax(text, (syntax) => syntax.commandsAt([offset]));
      assert.deepEqual(found?.range, command.range);
    });
  }
  it('is not known before it is set, nor where nothing of the Azure CLI is in it', () => {
    assert.deepEqual(azIn('%AZ% login\nset AZ=az'), []);
    assert.deepEqual(azIn('set AZ=echo az\n%AZ% login\necho %AZ% login'), []);
  });
});

describe('cmd: what variables are set to', () => {
  const assigned = (text: string) =>
    withSyntax(text, (syntax) => syntax.assignmentsAt([text.indexOf('T')])).map(({ name, value }) => [
      name,
      value?.value.kind === 'known' ? value.value.text : value?.value.kind,
    ]);
  for (const [text, ...expected] of [
    ['set T=a.example', ['T', 'a.example']],
    ['@set "T=a b" & echo', ['T', 'a b']],
    ['SET T=%1', ['T', 'unknown']],
    ['set T=a%1', ['T', 'partly-known']],
    ['if x==y (set T=a)', ['T', 'a']],
    ['set T=', ['T', undefined]],
    ['set T'],
    ['set /p T=Tenant:'],
    ['echo T=a'],
  ] as const) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(assigned(text), expected);
    });
  }
});

describe('cmd: broken text', () => {
  it('is told from text that cmd takes', () => {
    const isBroken = (text: string): boolean => withSyntax(text, ({ broken }) => broken);
    for (const text of ['(echo', 'if a', 'for %%i', 'for %%i in (a) echo', 'echo >', 'echo a && && echo b']) {
      assert.equal(isBroken(text), true, text);
    }
    for (const text of ['echo "', ')', 'echo )', '', ':: (', 'rem (', 'if a==b (\r\n) else (\r\n)']) {
      assert.equal(isBroken(text), false, text);
    }
  });
  it('is read in chains and blocks as deep as anybody writes', () => {
    for (const [lead, count] of [
      ['if a==b (\r\n', 100],
      ['if a==b (echo) else ', 150],
      ['(', 300],
      ["for /f %%i in ('echo') do ", 150],
    ] as const) {
      assert.equal(azIn(`${lead.repeat(count)}az login`).length, 1, lead);
    }
  });
  it('is read on behind what nests deeper', () => {
    for (const lead of ['(', 'if a==b ', "for /f %%i in ('"]) {
      assert.equal(azIn(`${lead.repeat(2_000)}\r\ncall az login`).length, 1, lead);
    }
  });
  it('is read to its end, and never throws', () => {
    const pieces = Array.from('(){}"%!^&|<>@:;,= \t\r\n\0é').concat([
      ...[
        'az login ',
        'if ',
        'for ',
        "for /f %%i in ('",
        'rem ',
        'set X=',
        'else ',
        'call ',
        '%%',
        '%~',
        '%X:',
      ],
      ...['^\r\n', '&&', '||', '2>', 'if a==b (', '(az login ', 'cmd /c "', 'start "" ', '%~$', '!X:', 'do '],
      ...[
        'rem az login ',
        ':: az login\n',
        'az login & ',
        'pwsh -c "az login ',
        'cmd /c az login&',
        'set X=az login\n%X% -u a\n',
        '%ComSpec% /c ',
      ],
    ]);
    for (const piece of pieces) {
      for (const end of ['', ' az login']) {
        const text = piece.repeat(200_000 / piece.length) + end;
        withSyntax(text, (syntax) => {
          const offsets = Array.from(text.matchAll(/login/g), ({ index }) => index).slice(0, 10_000);
          syntax.commandsAt(offsets);
          syntax.commentedCommandsAt(offsets);
          syntax.assignmentsAt([0]);
        });
      }
    }
    const tangled = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(tangled, (text) => {
        withSyntax(text, (syntax) => {
          for (const command of syntax.commands()) {
            assert.ok(command.range.start < command.range.end && command.range.end <= text.length);
            // Where a variable is set, the commands that it becomes a part of are given as well.
            const found = syntax.commandsAt([command.range.start]).map(({ range }) => range.start);
            assert.ok(found.includes(command.range.start), JSON.stringify(text));
          }
          syntax.comments();
          syntax.commentedCommandsAt(Array.from(text, (_, i) => i));
        });
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('cmd: what is written', () => {
  const withWords = (text: string, words: readonly NewWord[]): string | undefined => {
    const command = onlyAz(text);
    const after = command.words[1];
    assert.ok(after);
    const edits = cmd.write(text, [
      { kind: 'setWords', command, edits: [{ remove: [], after, insert: words.map((word) => [word]) }] },
    ]);
    return 'refused' in edits ? undefined : applied(text, edits);
  };
  const cases: readonly (readonly [word: NewWord, written: string | undefined])[] = [
    [['--identity'], '--identity'],
    [['a b'], '"a b"'],
    [[''], '""'],
    [[{ variable: 'AZURE_CLIENT_ID' }], '"%AZURE_CLIENT_ID%"'],
    [['--password=', { variable: 'S' }], '--password="%S%"'],
    [['a b', { variable: 'S' }], '"a b%S%"'],
    [[{ contentOfFileIn: 'F' }], '"@%F%"'],
    [['x', { contentOfFileIn: 'F' }], 'x"@%F%"'],
    [['50%'], '"50%%"'],
    [['a^b&c'], '"a^b&c"'],
    [['a"b\\'], '"a""b\\\\"'],
    [['a\\"b'], '"a\\\\""b"'],
    [['a\nb'], undefined],
    [['a\0b'], undefined],
    [[{ variable: 'a%&b' }], undefined],
    [[{ variable: '' }], undefined],
  ];
  for (const [word, written] of cases) {
    it(JSON.stringify(word), () => {
      assert.equal(withWords('az login', [word]), written && `az login ${written}`);
    });
  }
  it('leaves carets to commands without `call`, and `!` to scripts without delayed expansion', () => {
    assert.equal(withWords('call az login', [['a^b']]), undefined);
    assert.equal(withWords('call az login', [['50%']]), 'call az login "50%%%%"');
    assert.equal(withWords('setlocal EnableDelayedExpansion\naz login', [['a!']]), undefined);
    assert.equal(withWords('az login', [['a!']]), 'az login "a!"');
    assert.equal(withWords('cmd /c "az login"', [['a']]), undefined);
  });
  it('reads any text that was written as that text', () => {
    const special = fc.constantFrom(...Array.from(' \t"\\$`!#~*?[]{}()<>|&;=,^%@:+-–é😀\'/a'));
    const literal = fc
      .array(fc.oneof(special, fc.constantFrom('-', '--x=', '%V%', '!V!')), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const script = fc.constantFrom(
      'az login',
      'call az login',
      '(az login)',
      'az login -u a >nul || exit /b',
    );
    fc.assert(
      fc.property(script, fc.array(literal, { minLength: 1, maxLength: 4 }), (text, words) => {
        const written = withWords(
          text,
          words.map((word) => [word]),
        );
        if (written === undefined) {
          assert.ok(text.startsWith('call') && words.join('').includes('^'));
          return;
        }
        const read = onlyAz(written).words.slice(2, 2 + words.length);
        // `!V!` may be a variable where a script that calls this one says so.
        if (words.some((word) => /!\w+!/.test(word))) return;
        assert.deepEqual(
          read.map(({ value, splits }) => [value, splits]),
          words.map((word) => [{ kind: 'known', text: word }, false]),
          written,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  const subscription: readonly NewWord[] = [['az'], ['account'], ['set']];
  const followed: readonly (readonly [text: string, written: string | undefined])[] = [
    ['call az login', 'call az login && call az account set'],
    ['@call az login >nul', '@call az login >nul && call az account set'],
    ['call az login || exit /b 1', 'call az login && call az account set || exit /b 1'],
    ['(call az login)', '(call az login && call az account set)'],
    ['echo && call az login & echo', 'echo && call az login && call az account set & echo'],
    ['echo || call az login', 'echo || (call az login && call az account set)'],
    ['call az login | more', '(call az login && call az account set) | more'],
    // A batch file that is not called ends the script, but where another cmd runs it.
    ['az login >nul', 'az login >nul && call az account set'],
    ['if a==b (az login) else echo', 'if a==b (az login && call az account set) else echo'],
    ['az login | more', '(az login && az account set) | more'],
    ['echo | az login', undefined],
    ["for /f %%i in ('az login') do echo", "for /f %%i in ('az login ^&^& az account set') do echo"],
    ["for /f %%i in ('az login ^| more') do echo", undefined],
    ['if a==b (call az login) else echo', 'if a==b (call az login && call az account set) else echo'],
  ];
  for (const [text, written] of followed) {
    it(`a command after ${JSON.stringify(text)}`, () => {
      const command = onlyAz(text);
      const edits = cmd.write(text, [{ kind: 'runAfter', command, words: subscription }]);
      assert.equal('refused' in edits ? undefined : applied(text, edits), written);
    });
  }

  const commented: readonly (readonly [text: string, kind: Change['kind'], written: string])[] = [
    ['az login', 'commentBefore', '@rem c\r\naz login'],
    ['@echo off\naz login', 'commentBefore', '@echo off\nrem c\naz login'],
    [
      '@echo off\r\nif a==b (\r\n  az login\r\n)',
      'commentBefore',
      '@echo off\r\nif a==b (\r\n  rem c\r\n  az login\r\n)',
    ],
    ['echo ^\r\n  x & az login', 'commentBefore', '@rem c\r\necho ^\r\n  x & az login'],
    ['@echo off\r\naz login', 'commentAtTop', '@echo off\r\nrem c\r\naz login'],
    ['\ufeffaz login', 'commentAtTop', '\ufeff@rem c\r\naz login'],
  ];
  for (const [text, kind, written] of commented) {
    it(`${kind} in ${JSON.stringify(text)}`, () => {
      const change: Change =
        kind === 'commentBefore'
          ? { kind, command: onlyAz(text), text: 'c' }
          : { kind: 'commentAtTop', text: 'c' };
      const edits = cmd.write(text, [change]);
      assert.ok(!('refused' in edits));
      assert.equal(applied(text, edits), written);
    });
  }
});
