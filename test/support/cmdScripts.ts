import fc from 'fast-check';
import type { Replacement, Step } from './edits';

/** Pieces of scripts, whole and broken, that lean on what stands before or after them. */
const piece = fc.constantFrom(
  ...[
    'az login',
    'call az login -u %1 -p %2',
    ' >nul 2>&1',
    ' && ',
    ' || ',
    ' | more',
    ' & ',
    '\r\n',
    '\n',
    ' ^\r\n  ',
  ],
  ...[
    '(',
    ')',
    '(\r\n',
    '\r\n)',
    'if "%1"=="" ',
    'if exist x (',
    ') else (',
    ' else ',
    'rem az login',
    ':: x',
    ':label',
  ],
  ...[
    'for %%i in (a b) do ',
    "for /f %%i in ('az login ^| more') do ",
    'if errorlevel 1 goto label\r\n',
    'exit /b %ERRORLEVEL%\r\n',
    'setlocal EnableDelayedExpansion\r\n',
    'endlocal\r\n',
  ],
  ...['"', '%', '!X!', '^', 'set X=1\r\n', '@', '\ufeff', ' ', '', 'x'],
);

/** Scripts of such pieces. */
export const cmdScript = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

const replacement: fc.Arbitrary<Replacement> = fc.record({
  at: fc.nat(400),
  length: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12), fc.nat(60)),
  text: fc.oneof(piece, cmdScript),
});

/** What happens to a script, one after another. */
export const cmdEdits: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    replacements: fc.array(replacement, { minLength: 1, maxLength: 3 }),
    abandoned: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);
