import { deepEqual, equal, ok } from 'node:assert/strict';
import { Parser } from 'commonmark';
import fc from 'fast-check';
import { markdownWith } from '../../../server/src/documents/markdown';
import { yamlFile } from '../../../server/src/documents/yaml';
import type { Edit } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

const markdown = markdownWith([yamlFile]);

const scriptsIn = (text: string, path = 'guide.md') =>
  markdown.scripts({ path, languageId: undefined, text });

/** The text of the first block of code, as the reference implementation reads it, and how many nodes there are. */
function codeIn(text: string): { readonly code: string | null; readonly nodes: number } {
  const walker = new Parser().parse(text).walker();
  let nodes = 0;
  let code: string | null = null;
  for (let event = walker.next(); event; event = walker.next()) {
    nodes++;
    if (event.node.type === 'code_block') code ??= event.node.literal;
  }
  return { code, nodes };
}

describe('scripts in Markdown', () => {
  const line = fc.constantFrom(
    ...[
      '',
      '',
      'az login',
      '  az login -u a',
      '\taz',
      "-p 'x y' \\",
      '# c',
      '- a',
      '> b',
      '    d',
      'é→😀',
      '<!-- x',
    ],
  );
  const scripts = fc.array(line, { minLength: 1, maxLength: 6 });
  /** What the first line of the fence stands behind, and all others. */
  const containers = fc.constantFrom(
    ...[
      ['', ''],
      ['  ', '  '],
      ['- ', '  '],
      ['12. ', '    '],
      ['> ', '> '],
      ['> > ', '> > '],
      ['> 1. ', '>    '],
      ['- > - ', '  >   '],
    ],
  );
  const documents = fc
    .record({
      lines: scripts,
      container: containers,
      fence: fc.constantFrom('```', '~~~~'),
      crlf: fc.boolean(),
    })
    .map(({ lines, container: [first = '', rest = ''], fence, crlf }) => {
      const body = lines.map((each) => `${rest}${each}\n`).join('');
      const text = `# Title\n\n${first}${fence}bash\n${body}${rest}${fence}\n\nend\n`;
      return crlf ? text.replace(/\n/g, '\r\n') : text;
    });
  const newText = fc.constantFrom(
    ...[
      '',
      ' ',
      'x',
      '# comment\n',
      '\n  az account set',
      'a\nb\n',
      '"$X"',
      ' \\\n  --tenant x',
      '\n',
      '\n\n',
    ],
  );

  it('are what the reference implementation reads, and are edited where they stand', () => {
    let written = 0;
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), newText, (text, one, other, added) => {
        const [script] = scriptsIn(text);
        ok(script);
        const before = codeIn(text);
        equal(script.text, before.code);
        const [start = 0, end = 0] = [one, other]
          .map((n) => n % (script.text.length + 1))
          .sort((a, b) => a - b);
        const edit: Edit = { range: { start, end }, newText: added };
        if (start === end && added === '') return;
        const wanted = applyEdits(script.text, [edit]);
        // The last line break is that of the closing fence, and a list drops the blanks of an empty line.
        if (!wanted.endsWith('\n') || /^[ \t]+$/m.test(wanted)) return;
        const placed = script.map.toEdit(edit);
        ok(!('refused' in placed));
        const result = applyEdits(text, [placed]);
        deepEqual(codeIn(result), { code: wanted, nodes: before.nodes });
        if (text.includes('\r')) ok(!/(?<!\r)\n/.test(result));
        written++;
      }),
      { numRuns: 1000 },
    );
    ok(written > 500, `only ${written} edits were written`);
  });

  const shells: readonly (readonly [info: string, dialect: string | undefined])[] = [
    ...[
      'sh',
      'bash',
      'shell',
      'zsh',
      'Bash',
      'azurecli',
      'azurecli-interactive',
      'bash title="x"',
      'sh{1,3}',
      '{.bash}',
    ]
      .concat(['{ .sh .copy }', 'language-bash', 'bash,linenos', '{bash}', 'Azure CLI'])
      .map((info) => [info, 'bash'] as const),
    ...[
      'powershell',
      'pwsh',
      'ps1',
      'PowerShell',
      'azurepowershell',
      'azurepowershell-interactive',
      'Azure PowerShell',
    ].map((info) => [info, 'powershell'] as const),
    ...['cmd', 'bat', 'batch'].map((info) => [info, 'cmd'] as const),
    ...[
      'python',
      'json',
      'yaml',
      'text',
      'output',
      'fish',
      'constructor',
      '{#id}',
      'azure',
      'output bash',
    ].map((info) => [info, undefined] as const),
  ];
  for (const [info, dialect] of shells) {
    it(`are in the shell that a fence names: ${info}`, () => {
      equal(scriptsIn(`\`\`\`${info}\nls\n\`\`\`\n`)[0]?.dialect, dialect);
    });
  }

  const sessions: readonly (readonly [block: string, dialect: string, typed: string])[] = [
    ['$ az login\nok\n$ ls\n', 'bash', 'az login\nls\n'],
    ['$ cat <<E\n> x\n> E\nx\n', 'bash', 'cat <<E\nx\nE\n'],
    ['$ az login \\\n  -u a\nok\n', 'bash', 'az login \\\n  -u a\n'],
    ['~/x % ls\nok\n', 'bash', 'ls\n'],
    ['PS> az login\nok\n', 'powershell', 'az login\n'],
    ['PS /home/x> az login `\n>> -u a\nok\n', 'powershell', 'az login `\n-u a\n'],
    ['> az login\nok\n', 'powershell', 'az login\n'],
    ['> az login -u %U%\nok\n', 'cmd', 'az login -u %U%\n'],
    ['C:\\x>az login ^\nMore? -u a\nok\n', 'cmd', 'az login ^\n-u a\n'],
    ['# az login\nok\n', 'bash', 'az login\n'],
    ['# Sign in\naz login\n', 'bash', '# Sign in\naz login\n'],
    ['  $ az login\n  ok\n', 'bash', 'az login\n'],
  ];
  for (const [block, dialect, typed] of sessions) {
    it(`are what was typed in a session: ${JSON.stringify(block)}`, () => {
      const [script] = scriptsIn(`\`\`\`console\n${block}\`\`\`\n`);
      deepEqual([script?.dialect, script?.text], [dialect, typed]);
    });
  }

  it('keep the output of a session where it is', () => {
    const text = '```console\n$ az login\nok\n$ ls\n```\n';
    const [script] = scriptsIn(text);
    ok(script);
    ok('refused' in script.map.toEdit({ range: { start: 3, end: 11 }, newText: '' }));
    deepEqual(script.map.toEdit({ range: { start: 9, end: 9 }, newText: 'cd\n' }), {
      range: { start: text.indexOf('$ ls'), end: text.indexOf('$ ls') },
      newText: '$ cd\n',
    });
  });

  const holes: readonly (readonly [script: string, holes: readonly string[]])[] = [
    ['az login -u <username> -p <password>', ['<username>', '<password>']],
    ['az login -u "<app id>" -p={password}', ['<app id>', '{password}']],
    ['az login -u <your-app-id> -t {{ tenant }}', ['<your-app-id>', '{{ tenant }}']],
    ['az login -u user@<tenant>.onmicrosoft.com', ['<tenant>']],
    ['cat < in > out; cat <in >out; cat <<E', []],
    ['az login -u APP_ID -p="CLIENT_SECRET" --tenant TENANT_ID', ['APP_ID', 'CLIENT_SECRET', 'TENANT_ID']],
    ['az login -t myOrganizationTenantID -u your-app-id', ['myOrganizationTenantID', 'your-app-id']],
    ['TENANT_ID=x; az login -t $TENANT_ID -u "${APP_ID}" -n GUID -p APP_ID/x -g mysql -n yours', []],
    ['cat <(az login) ${x} {a,b} {1..2} ${{ x }}', ['{{ x }}']],
    ['if ((a<b && c>d)); then x; fi', []],
  ];
  for (const [code, expected] of holes) {
    it(`have holes where their reader fills something in: ${code}`, () => {
      const [script] = scriptsIn(`\`\`\`sh\n${code}\n\`\`\`\n`);
      deepEqual(
        script?.holes.map(({ source }) => source),
        expected,
      );
    });
  }
});
