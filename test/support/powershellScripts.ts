import fc from 'fast-check';
import type { Replacement, Step } from './edits';

/** Blanks, comments and continued lines that may stand between two words. */
const gap = fc.constantFrom(' ', ' ', ' ', '  ', ' `\n  ', ' <# az login #> ');

const argument = fc.constantFrom(
  'a',
  '-u',
  '-p',
  '$u',
  '${p}',
  '"x $u y"',
  "'it''s'",
  '"a ""b"" `"c"',
  '--tenant=$t',
  '$c.Password',
  '$($c.Get().Password)',
  '"$(az account show -o tsv)"',
  '"($("x)")',
  '(az account show)',
  '@args',
  '@(1, 2)',
  '@{ a = 1; b = az version }',
  '{ az logout }',
  'a,b',
  '$x, $y',
  '[int]',
  '[0].value',
  '-Name:x',
  '-Name: $x',
  '--',
  '2>&1',
  '>$null',
  '2> $null',
  '–u',
  '“a b”',
  'a#b',
  '1kb',
  'user@contoso.example',
);

const name = fc.constantFrom(
  'az login',
  'az',
  '& az',
  '& "az" login',
  'Write-Host',
  '. ./x.ps1',
  'az.cmd login',
  'Get-Item',
  '%',
  'foreach',
);

const command = fc
  .tuple(name, fc.array(fc.tuple(gap, argument), { maxLength: 4 }))
  .map(([first, rest]) => first + rest.map((pair) => pair.join('')).join(''));

const expression = fc.constantFrom(
  '$x',
  '"az login $x"',
  "'az login'",
  '5',
  '1..3',
  '$x.Foo(1, "a", { az x })',
  '[int]$x',
  '[Foo.Bar]::Baz("az login")',
  '[System.Collections.Generic.List[string]]::new()',
  '-not (az login)',
  '!$x',
  '$x -eq "a" -and -not $y',
  '$x -f $y, $z',
  '($x | Select-Object -First 1).Name',
  '$x[0]["k"]',
  '@("a", "b")',
  "@'\naz login\n'@",
  '@"\naz login $(az login -u x)\n"@',
  '$x ? "a" : "b"',
  '$x ?? $y',
  '[PSCustomObject]@{ A = $x; "B c" = az login; C = if ($x) { 1 } else { 2 } }',
  '{ az login }',
  '-join $x',
  '$x++',
  '"a`"b" + \'c\'',
  '$x -replace "\'", "("',
);

const value = fc.oneof({ weight: 2, arbitrary: command }, expression);

const comment = fc.constantFrom('# az login -u a', '<# az login\n#>', '# {', "# '");

const pipeline = fc
  .tuple(
    value,
    fc.array(fc.tuple(fc.constantFrom(' | ', '|', ' |\n  ', '\n  | '), command), { maxLength: 2 }),
  )
  .map(([first, rest]) => first + rest.map((pair) => pair.join('')).join(''));

const chain = fc
  .tuple(pipeline, fc.array(fc.tuple(fc.constantFrom(' && ', ' || ', ' &&\n  '), pipeline), { maxLength: 1 }))
  .map(([first, rest]) => first + rest.map((pair) => pair.join('')).join(''));

const target = fc.constantFrom('$r', '$env:X', '[string]$s', '$a.b', '$a[0]', '$x, $y', '$script:z');

const simple = fc.oneof(
  { weight: 3, arbitrary: chain },
  {
    weight: 2,
    arbitrary: fc
      .tuple(target, fc.constantFrom(' = ', '=', ' += ', ' =\n  '), pipeline)
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: comment },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('return ', 'throw ', 'exit '), expression)
      .map((parts) => parts.join('')),
  },
  fc.constantFrom('break', 'continue', 'return', ''),
);

const newline = fc.constantFrom('\n', '\n', '\r\n', '; ', '\n\n', ' # az login\n');

function list(statement: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(statement, newline), { maxLength: 4 })
    .map((parts) => parts.map((pair) => pair.join('')).join(''));
}

/** Statements of PowerShell, most of them valid. */
const statements: fc.Arbitrary<string> = fc.letrec<{ statement: string; block: string }>((tie) => ({
  block: list(tie('statement')).map((text) => `{\n${text}\n}`),
  statement: fc.oneof(
    { maxDepth: 3 },
    { weight: 6, arbitrary: simple },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            'if (?) #',
            'if (?) # else #',
            'if (?) #\nelseif (?)\n#\nelse #',
            'while (?) #',
            'do # while (?)',
            'do #\nuntil (?)',
            'for ($i = 0; ?; $i++) #',
            'foreach ($x in ?) #',
            ':outer foreach ($x in ?) #',
            'switch (?) { "a" # default # }',
            "switch -Regex (?) { 'b.c' # { $_ -eq 1 } # }",
            'try # catch #',
            'try #\ncatch [System.Exception], [Foo]\n#\nfinally #',
            'function Foo #',
            'function Foo { [CmdletBinding()] param([string]$TenantId = "x", [Parameter(Mandatory)] [switch] $y) ? }',
            'function Foo-Bar ([string]$x = "az login") #',
            'filter script:F { begin # process # end # }',
            'class A : B { [string]$x = "y"; hidden [int] M([string]$z) # A() : base() # }',
            'enum E { A; B = 2 }',
            '& #',
            '. #',
            '? | ForEach-Object #',
            'Invoke-Command -ScriptBlock # -ArgumentList $x',
            '$x = if (?) # else #',
            '$h = @{ a = ?; b = @{ c = ? } }',
            'trap #',
            '$(? ; ?)',
            'data #',
          ),
          fc.array(tie('block'), { minLength: 3, maxLength: 3 }),
          fc.array(pipeline, { minLength: 2, maxLength: 2 }),
        )
        .map(([form, blocks, conditions]) => {
          let [block, condition] = [0, 0];
          return form.replaceAll(/#|\?/g, (sign) =>
            sign === '#' ? (blocks[block++ % 3] ?? '') : (conditions[condition++ % 2] ?? ''),
          );
        }),
    },
  ),
})).statement;

/** PowerShell scripts, most of them valid. */
export const powershellScript: fc.Arbitrary<string> = list(statements);

const replacement: fc.Arbitrary<Replacement> = fc.record({
  at: fc.nat(1000),
  length: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12), fc.nat(60)),
  text: fc.oneof(
    fc.constantFrom(...Array.from('"\'`(){}[]$@|;&,#=\n\r -<>x'), '<#', '#>', '@"\n', '\n"@', "@'\n", "\n'@"),
    fc.constantFrom(
      'else',
      ' else {\n',
      'catch {}',
      '| az login',
      '\n| ',
      'az login',
      '',
      'if ($x) {',
      '}\n',
    ),
    fc.constantFrom('$a = @("login", "-u", $x)\n', 'az @a\n', "$TenantId = 'a.b'\n", 'Read-Host\n', '$?\n'),
    powershellScript,
  ),
});

/** What happens to a script, one after another. */
export const powershellEdits: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    replacements: fc.array(replacement, { minLength: 1, maxLength: 3 }),
    abandoned: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);
