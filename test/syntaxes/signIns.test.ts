import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { IGrammar } from 'vscode-textmate';
import { loadAnalyser } from '../support/analyse';
import { loadHighlighter, markedRanges, scopesOf, stepsOf, withMarks, withoutMarks } from './highlight';

/** A language whose sign-ins are coloured. */
interface Language {
  readonly scope: string;
  readonly extensions: readonly string[];
  /** Texts with a sign-in where the language's grammar shows no place for a command. */
  readonly notMarked: readonly string[];
  /** The last word of a sign-in's name, or all of it. */
  readonly name: RegExp;
  /** Long lines: what they begin with, and what is repeated from there on. */
  readonly long: readonly (readonly [beginning: string, repeated: string])[];
  /** What long lines are made of by chance. */
  readonly pieces: readonly string[];
}

const languages: readonly Language[] = [
  {
    scope: 'source.shell',
    extensions: ['.sh'],
    notMarked: [
      'time az login',
      '~/bin/az login',
      '>log az login',
      '>/dev/null az login',
      '"never closed\naz login',
    ],
    name: /^["']?login["']?$/i,
    long: [
      ['', 'az login;'],
      ['', 'az'],
      ['', '/az'],
      ['', '"az"'],
      ['', "az'"],
      ['"', 'az login '],
      ['', '"az/'],
      ['', '\\az'],
      ['az ', '-o json '],
      ['az login ', '-u "$A" '],
      ['az login -p"', 'a\\"'],
      ['sudo ', '-u a '],
      ['env A="', '\\"x'],
      ['env ', 'A=b '],
      ['foo ', '-- '],
      ['', 'foo -- '],
      ['', 'timeout 6 '],
      ['', 'a;'],
      ['', 'xargs${'],
      ['${A}', '-u!=a'],
    ],
    pieces: [
      ...['az', 'login', 'foo', '-u', '--', ' -- ', '--username ', 'A=b', '.exe', '/', 'é'],
      ...['sudo', 'env', 'xargs', 'timeout', ' 6 ', 'if ', 'kubectl exec ', 'bash -c '],
      ...[' ', '\t', '"', "'", '\\', '`', '#', '=', '!', '<', '>', '*', ';', '|', '&'],
      ...['$', '${A}', '${', '{', '}', '$(', '<(', '(', ')', '[', ']'],
    ],
  },
  {
    scope: 'source.powershell',
    extensions: ['.ps1'],
    notMarked: [
      '. az login',
      'sudo az login',
      'a`z login',
      'az --only-show-errors login',
      'param($u) az login',
      'Write-Host "unclosed\naz login -u $u -p $p #~ user-password hint\n#~+1 user-password hint\n$x = az login',
      // Told to another command.
      'cmd /c az login',
      'cmd.exe /c "az login',
      'Invoke-Expression "az login',
      "iex 'az login",
      '-Command "az login',
      'powershell.exe -c az login',
      `-ArgumentList "login`,
      "-ArgumentList 'login'",
      "@('login', '-u'",
      "'login', '-u'",
      "start az 'login'",
    ],
    name: /^login$|account$/i,
    long: [
      ['', 'az '],
      ['', 'az login '],
      ['', '/'],
      ['', '"az'],
      ['', '& '],
      ['', 'a/'],
      ['', '= '],
      ['', '\\'],
      ['', '$az/'],
      ['', 'a\\'],
      ['', '(a.)'],
    ],
    pieces: [
      ...['az', 'login', 'auth', 'azd', 'Connect-AzAccount', 'foo', '-u', '--', '.exe', '/', 'é', 'if '],
      ...[' ', '\t', '"', "'", '\\', '`', '#', '=', '!', '<', '>', '*', ';', '|', '&', '.', ','],
      ...['$', '$A', '${', '{', '}', '$(', '@(', '@{', '(', ')', '[', ']', '<#', '#>'],
    ],
  },
  {
    scope: 'source.batchfile',
    extensions: ['.cmd', '.bat'],
    // A string with a command in it, and what stands below text that the grammar goes on with.
    notMarked: ['cmd /c "az login', 'echo "Usage\ncall az login'],
    name: /^login$/i,
    long: [
      ['', 'az '],
      ['', 'az login '],
      ['', 'call '],
      ['', 'call az '],
      ['', 'call az login & '],
      ['', '"az'],
      ['', '/'],
      ['', '&'],
      ['', '()'],
      ['', 'a/'],
      ['', '& a\\'],
      ['', 'if a == b '],
      ['', 'if '],
      ['if a', '== a '],
      ['', 'if not defined '],
      ['', 'start /a '],
      ['start ', '/a '],
      ['', 'start "a" '],
      ['', 'echo '],
      ['echo ', '(az login '],
      ['', '&rem '],
      ['', 'else '],
      ['', '@'],
      ['', '%a%'],
    ],
    pieces: [
      ...['az', 'login', 'azd', 'auth', 'foo', '-u', '--', '.cmd', '/', '\\', 'é', 'NUL', ' 6 '],
      ...['call ', 'if ', 'not ', 'exist ', 'defined ', 'else ', 'for ', ' in ', ' do ', 'start ', 'cmd /c '],
      ...['echo ', 'set ', 'rem ', '::', ':', '@', ' == ', ' equ ', '%A%', '%~1', '%%i', '!A!'],
      ...[' ', '\t', '"', "'", '`', '=', '!', '<', '>', '*', ';', '|', '&', '^', '%', '(', ')'],
    ],
  },
];

/** What the server knows to sign nobody in. */
const signsNobodyIn = [
  'az login --help',
  'az login -h',
  'azd auth login --help',
  'azd auth login --check-status',
];

/** The text as an editor shows it. */
const read = (file: string) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;
const scriptsIn = (folder: string, extensions: readonly string[]) =>
  readdirSync(folder)
    .filter((name) => extensions.includes(path.extname(name)))
    .map((name) => path.join(folder, name));
const scriptFolders = [
  'test/fixtures',
  ...['cmd', 'powershell', 'azurePowerShell'].map((name) => `test/fixtures/${name}`),
  'samples',
];

for (const { scope, extensions, notMarked, name, long, pieces } of languages) {
  describe(`the colours of sign-ins in ${scope}`, () => {
    const marked = scriptsIn('test/syntaxes/fixtures', extensions);
    const scripts = [...marked, ...scriptFolders.flatMap((folder) => scriptsIn(folder, extensions))];
    let withSignIns: IGrammar;
    let plain: IGrammar;
    let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
    before(async () => {
      withSignIns = await loadHighlighter(scope);
      plain = await loadHighlighter(scope, { injected: false });
      analyse = await loadAnalyser();
    });

    for (const file of marked) {
      it(`${path.basename(file)}: what is marked is coloured, and nothing else`, () => {
        const text = read(file);
        deepEqual(withMarks(withSignIns, withoutMarks(text)).split('\n'), text.split('\n'));
      });
    }

    for (const file of scripts) {
      it(`${file}: all other text looks as it does without them`, () => {
        const text = withoutMarks(read(file));
        const visible = (names: readonly string[]) => names.filter((each) => !each.startsWith('meta.'));
        const before = scopesOf(plain, text).map(visible);
        scopesOf(withSignIns, text).forEach((names, i) => {
          if (visible(names).some((each) => each.includes('.azure-sign-in.'))) return;
          deepEqual(visible(names), before[i], `line ${lineOf(text, i)}, ${JSON.stringify(text[i])}`);
        });
      });

      it(`${file}: the server finds the same`, () => {
        const text = withoutMarks(read(file));
        const isIn = (texts: readonly string[], offset: number) =>
          texts.some((each) => {
            const start = text.lastIndexOf(each, offset);
            return start >= 0 && offset < start + each.length;
          });
        const shown = (offset: number) => `${lineOf(text, offset)}: ${text.slice(offset, offset + 40)}`;
        const found = analyse(text, { path: file })
          .signIns.filter(({ signIn }) => signIn.tool !== 'token request')
          .map(({ signIn }) => signIn.site.at(-1)?.range.start ?? 0);
        const coloured = markedRanges(withSignIns, text)
          .filter(({ start, end }) => name.test(text.slice(start, end)))
          .map(({ start }) => start);
        deepEqual(
          coloured.filter((offset) => !isIn(signsNobodyIn, offset)).map(shown),
          found.filter((offset) => !isIn(notMarked, offset)).map(shown),
        );
      });
    }

    describe('on a long line', () => {
      const length = 10_000; // VS Code colours none beyond twice that.
      /** The steps that a grammar takes for a character of an ordinary script; for `&&&&` it may take next to none. */
      const ordinary = 250;
      /**
       * How many times the steps of the language's grammar alone it takes with our expressions. One that goes back and
       * forth, or over the rest of the line again for each of its words, takes tens of times them.
       */
      const times = async (line: string) =>
        (await stepsOf(withSignIns, line)) / Math.max(await stepsOf(plain, line), ordinary * line.length);
      const few = 4;
      const filled = (beginning: string, repeated: string, atLeast: number) =>
        beginning + repeated.repeat(Math.ceil(atLeast / repeated.length));

      for (const [beginning, repeated] of long) {
        it(`of ${beginning}${repeated.repeat(2)}… they take few more steps`, async () => {
          ok((await times(filled(beginning, repeated, length))) < few);
        });
      }

      it('they take few more steps, whatever it repeats', async () => {
        const texts = fc
          .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 })
          .map((parts) => parts.join(''));
        await fc.assert(
          fc.asyncProperty(texts, texts, texts, async (beginning, repeated, ending) => {
            ok((await times(filled(beginning, repeated, 2_000) + ending)) < few);
          }),
          { numRuns: 40 },
        );
      });
    });
  });
}

describe('an .azcli scrapbook', () => {
  it('looks like a shell script', async () => {
    const scrapbook = await loadHighlighter('source.shell.azcli');
    const shell = await loadHighlighter('source.shell');
    for (const file of scriptsIn('test/syntaxes/fixtures', ['.sh'])) {
      const text = read(file);
      equal(withMarks(scrapbook, withoutMarks(text)), text);
      const inner = (names: readonly string[]) => names.slice(1);
      deepEqual(scopesOf(scrapbook, text).map(inner), scopesOf(shell, text).map(inner));
    }
  });
});
