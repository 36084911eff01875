import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { IGrammar } from 'vscode-textmate';
import { loadAnalyser } from '../support/analyse';
import { loadHighlighter, markedRanges, scopesOf, stepsOf, withMarks, withoutMarks } from './highlight';

const scriptsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sh'))
    .map((name) => path.join(folder, name));
const marked = scriptsIn('test/syntaxes/fixtures');
const scripts = ['test/fixtures', 'samples'].flatMap(scriptsIn);
/** The text as an editor shows it. */
const read = (file: string) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

let withSignIns: IGrammar;
let plain: IGrammar;
before(async () => {
  withSignIns = await loadHighlighter('source.shell');
  plain = await loadHighlighter('source.shell', { injected: false });
});

describe('the colours of sign-ins', () => {
  for (const file of marked) {
    it(`${path.basename(file)}: what is marked is coloured, and nothing else`, () => {
      const text = read(file);
      deepEqual(withMarks(withSignIns, withoutMarks(text)).split('\n'), text.split('\n'));
    });
  }

  for (const file of [...marked, ...scripts]) {
    it(`${file}: all other text looks as it does without them`, () => {
      const text = withoutMarks(read(file));
      const visible = (names: readonly string[]) => names.filter((name) => !name.startsWith('meta.'));
      const before = scopesOf(plain, text).map(visible);
      scopesOf(withSignIns, text).forEach((names, i) => {
        if (names.some((name) => name.endsWith('.azure-sign-in.shell') && !name.startsWith('meta.'))) return;
        deepEqual(visible(names), before[i], `line ${lineOf(text, i)}, ${JSON.stringify(text[i])}`);
      });
    });
  }
});

/** Where the shell grammar sees no command, whatever its name, so that there is no place to mark. */
const notMarked = [
  'time az login',
  '~/bin/az login',
  '>log az login',
  '>/dev/null az login',
  '"never closed\naz login',
];
/** What the server knows to sign nobody in. */
const signsNobodyIn = [
  'az login --help',
  'az login -h',
  'azd auth login --help',
  'azd auth login --check-status',
];

describe('the colours of sign-ins and what the server finds', () => {
  let analyse: Awaited<ReturnType<typeof loadAnalyser>>;
  before(async () => {
    analyse = await loadAnalyser();
  });
  for (const file of [...marked, ...scripts]) {
    it(`${file}: agree`, () => {
      const text = withoutMarks(read(file));
      const isAt = (offset: number, texts: readonly string[]) =>
        texts.some((each) => text.startsWith(each, offset - each.indexOf('login')));
      const found = analyse(text)
        .signIns.filter(({ signIn }) => signIn.tool !== 'token request')
        .map(({ signIn }) => signIn.site.at(-1)?.range.start ?? 0);
      const coloured = markedRanges(withSignIns, text)
        .filter(({ start, end }) => /^["']?login["']?$/i.test(text.slice(start, end)))
        .map(({ start }) => start);
      deepEqual(
        coloured.filter((offset) => !isAt(offset, signsNobodyIn)),
        found.filter((offset) => !isAt(offset, notMarked)),
      );
    });
  }
});

describe('an .azcli scrapbook', () => {
  it('looks like a shell script', async () => {
    const scrapbook = await loadHighlighter('source.shell.azcli');
    for (const file of marked) {
      const text = read(file);
      equal(withMarks(scrapbook, withoutMarks(text)), text);
      const inner = (names: readonly string[]) => names.slice(1);
      deepEqual(scopesOf(scrapbook, text).map(inner), scopesOf(withSignIns, text).map(inner));
    }
  });
});

describe('a long line', () => {
  const length = 10_000; // VS Code colours none beyond twice that.
  /**
   * How many times the steps of the shell grammar alone it takes with our expressions. One that goes back and forth,
   * or over the rest of the line again for each of its words, takes tens of times them.
   */
  const times = async (line: string) => (await stepsOf(withSignIns, line)) / (await stepsOf(plain, line));
  const few = 4;
  const filled = (beginning: string, repeated: string, atLeast: number) =>
    beginning + repeated.repeat(Math.ceil(atLeast / repeated.length));

  for (const [beginning, repeated] of [
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
  ] as const) {
    it(`of ${beginning}${repeated.repeat(2)}… takes few more steps for them`, async () => {
      ok((await times(filled(beginning, repeated, length))) < few);
    });
  }

  it('takes few more steps for them, whatever it repeats', async () => {
    const texts = fc
      .array(
        fc.constantFrom(
          ...['az', 'login', 'foo', '-u', '--', ' -- ', '--username ', 'A=b', '.exe', '/', 'é'],
          ...['sudo', 'env', 'xargs', 'timeout', ' 6 ', 'if ', 'kubectl exec ', 'bash -c '],
          ...[' ', '\t', '"', "'", '\\', '`', '#', '=', '!', '<', '>', '*', ';', '|', '&'],
          ...['$', '${A}', '${', '{', '}', '$(', '<(', '(', ')', '[', ']'],
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (beginning, repeated, ending) => {
        ok((await times(filled(beginning, repeated, 2_000) + ending)) < few);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the colours of sign-ins in PowerShell', () => {
  let withSignIns: IGrammar;
  let plain: IGrammar;
  before(async () => {
    withSignIns = await loadHighlighter('source.powershell');
    plain = await loadHighlighter('source.powershell', { injected: false });
  });

  it('mark what is a sign-in, and nothing else', () => {
    const text = read('test/syntaxes/fixtures/signIns.ps1');
    deepEqual(withMarks(withSignIns, withoutMarks(text)).split('\n'), text.split('\n'));
  });

  it('leave all other text as it is', () => {
    const folder = 'test/fixtures/powershell';
    for (const name of readdirSync(folder)) {
      const text = read(path.join(folder, name));
      const before = scopesOf(plain, text);
      scopesOf(withSignIns, text).forEach((names, i) => {
        if (names.some((each) => each.endsWith('.azure-sign-in.powershell'))) return;
        deepEqual(names, before[i], `${name}, line ${lineOf(text, i)}, ${JSON.stringify(text[i])}`);
      });
    }
  });

  it('take no more steps on a long line than the grammar alone', async () => {
    for (const unit of ['az ', 'az login ', '/', '"az', '& ', 'a/', '= ', '\\', '$az/']) {
      const text = unit.repeat(2_000);
      const times = (await stepsOf(withSignIns, text)) / (await stepsOf(plain, text));
      ok(times < 2, `${unit}: ${times}`);
    }
  });
});
