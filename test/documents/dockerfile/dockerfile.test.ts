import { execFileSync } from 'node:child_process';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { formatOfPath } from '../../../server/src/documents';
import { dockerfile } from '../../../server/src/documents/dockerfile';
import type { Dialect, Edit, Script } from '../../../server/src/model';
import { applyEdits } from '../../../server/src/rewrites/edits';

const scriptsIn = (text: string): readonly Script[] =>
  dockerfile.scripts({ path: 'Dockerfile', languageId: undefined, text });

/** What an instruction has a shell read, as the oracle joins its lines. */
const commandsIn = (text: string): readonly (string | null)[] =>
  DockerfileParser.parse(text)
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === 'RUN')
    .map((instruction) => instruction.getArgumentsContent());

/** The script with its lines joined, as Docker hands it over. */
const joined = ({ text }: Script): string => text.replace(/\\\n/g, '');

const line = fc
  .array(fc.constantFrom('az', 'login', 'u=a', "'x", "y'", '"', '$V', '&&', ';', ' ', '\t', 'é'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(' '))
  .filter((words) => /\S/.test(words));
// What the oracle reads unlike Docker has cases of its own: indented comments and those with a backslash, lines of blanks.
const amid = fc.constantFrom('', '', '', '# a comment\n', '#\n', '\n');
const command = fc
  .tuple(
    line,
    fc.array(fc.tuple(fc.constantFrom(' \\\n', '\t\\\n', ' \\  \n'), amid, line), { maxLength: 5 }),
  )
  .map(([first, others]) => first + others.map((parts) => parts.join('')).join(''));
const options = fc.constantFrom('', '--mount=type=secret,id=x ', '--network=none --mount=type=tmpfs \\\n ');
const instruction = fc
  .tuple(fc.constantFrom('RUN ', 'run\t', '  RUN   '), options, command)
  .map((parts) => parts.join(''));
const document = fc
  .tuple(
    fc.array(
      fc.oneof(instruction, fc.constantFrom('# comment', '', 'ENV A=b \\\n C=d', 'LABEL a="az login"')),
      {
        maxLength: 5,
      },
    ),
    fc.boolean(),
  )
  .map(([lines, isWindows]) => {
    const text = ['FROM alpine', ...lines, ''].join('\n');
    return isWindows ? text.replace(/\n/g, '\r\n') : text;
  });

describe('a Dockerfile', () => {
  it('has each RUN read as another parser joins its lines', () => {
    fc.assert(
      fc.property(document, (text) => {
        const expected = commandsIn(text).map((each) => each?.trim() ?? '');
        deepEqual(scriptsIn(text).map(joined), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('says where each character of a script stands', () => {
    fc.assert(
      fc.property(document, (text) => {
        for (const { text: script, map } of scriptsIn(text)) {
          for (const [offset, character] of Array.from(script, (each, i) => [i, each] as const)) {
            const { start, end } = map.toDocument({ start: offset, end: offset + 1 });
            if (character !== '\n') equal(text.slice(start, end), character);
          }
        }
      }),
    );
  });

  it('has an edit change the command that it is in, and nothing else', () => {
    const added = fc.constantFrom('', 'x', ' -i', '"$A" \\\n  "$B"', ' \\\n\t-t c');
    let written = 0;
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(), fc.nat(), added, (text, which, one, other, newText) => {
        const scripts = scriptsIn(text);
        const index = which % Math.max(1, scripts.length);
        const script = scripts[index];
        if (script === undefined) return;
        const length = script.text.length + 1;
        const [start = 0, end = 0] = [one % length, other % length].sort((a, b) => a - b);
        // No edit of a fix parts a backslash from the character that it is for.
        const around = [start, end].flatMap((at) => [script.text[at - 1], script.text[at]]);
        if (around.includes('\\') || around.includes('\n')) return;
        const edit: Edit = { range: { start, end }, newText };
        // Nor does one take all away that stands on the last line, and the sign before it not.
        if (newText === '' && script.text.slice(end).trim() === '') return;
        const placed = script.map.toEdit(edit);
        if ('refused' in placed) return;
        written++;
        const result = applyEdits(text, [placed]);
        // The oracle loses its place behind a word that the sign stands right behind.
        if (/\S\\[ \t]*\r?\n/.test(result)) return;
        // Where nothing but blanks is left of a line, the oracle drops them.
        const withoutBlanks = (each: string | null): string => each?.replace(/\s/g, '') ?? '';
        const expected = commandsIn(text).map(withoutBlanks);
        expected[index] = withoutBlanks(applyEdits(script.text, [edit]).replace(/\\\n/g, ''));
        deepEqual(commandsIn(result).map(withoutBlanks), expected);
        equal(/(?<!\r)\n/.test(result), /(?<!\r)\n/.test(text));
      }),
      { numRuns: 1000 },
    );
    ok(written > 100);
  });

  it('keeps the end of a line in a script only where bash goes on just so', () => {
    const words = [
      'a',
      "'b'",
      '"c',
      'd"',
      "'e",
      "f'",
      '#',
      '$(printf "%s" "g)")',
      '`printf h`',
      '"$(echo "i',
      "')",
      '\\\\',
      "\\'",
      "$'\\''",
      ';echo',
      '&&echo',
      ')',
      '"$(echo \'j',
    ];
    const text = fc
      .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '', ' \\\n', '\\\n', ' \\\n ')), {
        maxLength: 10,
      })
      .map((parts) => parts.flat().join(''));
    const run = (script: string): string => {
      try {
        return execFileSync('bash', ['-c', script], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {
        return 'fails';
      }
    };
    fc.assert(
      fc.property(text, (body) => {
        const [script] = scriptsIn(`RUN echo ${body.replace(/(?<=\\)\\\n/g, '\n')}`);
        ok(script);
        const whole = joined(script);
        const asRun = script.text;
        if (asRun !== whole) equal(run(asRun), run(whole), JSON.stringify(asRun));
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);

  const shells: readonly (readonly [title: string, text: string, dialects: readonly Dialect[]])[] = [
    ['sh by default', 'FROM a\nRUN x', ['bash']],
    ['cmd by the directive', '# syntax=a\n#escape = `\nFROM a\nRUN x', ['cmd']],
    ['no directive behind a comment', '# hello\n# escape=`\nFROM a\nRUN x', ['bash']],
    ['cmd on Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN x', ['cmd']],
    ['cmd in a tag', 'FROM mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022 AS b\nRUN x', ['cmd']],
    [
      'SHELL, up to the next stage',
      'FROM a\nSHELL ["pwsh", "-c"]\nRUN x\nFROM a\nRUN x',
      ['powershell', 'bash'],
    ],
    ['SHELL of a stage before', 'FROM a AS B\nSHELL ["pwsh", "-c"]\nFROM b\nRUN x', ['powershell']],
    ['a program that is no shell', 'FROM a\nSHELL ["python3", "-c"]\nRUN x', []],
    ['Ash of busybox', 'FROM a\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN x', ['bash']],
    [
      'a list',
      'FROM a\nRUN ["pwsh", "-NoProfile", "-ExecutionPolicy", "Bypass", "-Command", "x"]',
      ['powershell'],
    ],
    ['what leads to a shell', 'FROM a\nENTRYPOINT ["tini", "--", "cmd", "/c", "x"]', ['cmd']],
  ];
  for (const [title, text, dialects] of shells) {
    it(`is read by its shell: ${title}`, () => {
      deepEqual(
        scriptsIn(text).map(({ dialect }) => dialect),
        dialects,
      );
    });
  }

  const hereDocuments: readonly (readonly [text: string, scripts: readonly string[]])[] = [
    ['RUN <<EOF\na\n\nb\nEOF\nRUN c', ['a\n\nb\n', 'c']],
    ['RUN <<-EOF\n\ta\n\t\tb\n\tEOF\nRUN c', ['a\nb\n', 'c']],
    ['RUN <<EOF\n\tEOF\n EOF\nEOF', ['\tEOF\n EOF\n']],
    ['RUN <<EOF\r\na\r\nEOF\r\nRUN c', ['a\n', 'c']],
    ['RUN <<"E F"\na\nE F\nRUN c', ['a\n', 'c']],
    ['RUN --mount=type=cache,target=/x <<EOF\na\nEOF', ['a\n']],
    ['RUN <<EOF\n#!/bin/zsh\na\nEOF', ['#!/bin/zsh\na\n']],
    ['RUN bash <<EOF\na\nEOF', ['a\n']],
    ['RUN <<EOF \\\n sh -ex\na\nEOF\nRUN c', ['a\n', 'c']],
    ['RUN cat <<A <<B > x\na\nA\nb\nB\nRUN c', ['cat <<A <<B > x\na\nA\nb\nB\n', 'c']],
    ["RUN echo '<<EOF'\nRUN c", ["echo '<<EOF'", 'c']],
    ['RUN a<<EOF\nRUN c', ['a<<EOF', 'c']],
    ['RUN cat <<<x\nRUN c', ['cat <<<x', 'c']],
    ['RUN half <<EOF\nRUN c', ['half <<EOF', 'c']],
    ['ADD <<EOF /x\nRUN a\nEOF\nRUN c', ['c']],
    ['ONBUILD RUN <<EOF\na\nEOF\nRUN c', ['a\n', 'c']],
    ['CMD <<EOF\nRUN c', ['<<EOF', 'c']],
    ['RUN ["a", "<<EOF"]\nRUN c', ["a '<<EOF'", 'c']],
    ['RUN', []],
    ['RUN \\', []],
    ['RUN \\\n# a\n\n  b', ['b']],
    ['RUN a \\', ['a']],
    ['RUN a \\\n \t \n b', ['a \\\n b']],
    ['RUN a \\\n\t # no\n  b', ['a \\\n  b']],
    ['RUN a \\\n # no \\\n b', ['a \\\n b']],
    ['RUN a\\\\\nRUN c', ['a\\\\', 'c']],
    ['\ufeffRUN a', ['a']],
    ['CMD ["a"', ['["a"']],
    ['HEALTHCHECK NONE\nHEALTHCHECK CMD a', ['a']],
    ['RUN ["sh", "-c", "a \\\n  # no\n  b\\u0041"]', ['a   bA']],
  ];
  for (const [text, scripts] of hereDocuments) {
    it(`has these scripts: ${JSON.stringify(text)}`, () => {
      deepEqual(
        scriptsIn(text).map((script) => script.text),
        scripts,
      );
    });
  }

  it('is told by its name', () => {
    const names =
      'Dockerfile dockerfile Dockerfile.prod api.Dockerfile Containerfile build/Dockerfile-dev x.dockerfile';
    for (const name of names.split(' ')) equal(formatOfPath(name)?.id, 'dockerfile', name);
    for (const name of [
      'Dockerfile.md',
      'docker-bake.hcl',
      'Dockerfiles',
      'mydockerfile.sh',
      'Dockerfile.sh',
    ]) {
      equal(formatOfPath(name)?.id === 'dockerfile', false, name);
    }
  });

  it('is read to its end, whatever it holds', () => {
    const signs = [
      '\\',
      '\\\n',
      '`',
      '#\n',
      '# escape=`\n',
      'RUN ',
      'RUN <<A\n',
      'RUN <<A <<-B\nA\n',
      '<<',
      "'",
      '"',
      '[',
      '["',
      'RUN ["a",\\\n',
      'FROM a AS b\n',
      'ONBUILD ',
      '--',
      '--a="',
      'RUN a \\\n#\n',
      'RUN "$(\\\n',
      'COPY <<a.sh b\na.sh\n',
      ' ',
      '\r',
      '\n',
      '\t',
    ];
    for (const sign of signs) for (const lead of ['', 'RUN ', 'RUN [']) scriptsIn(lead + sign.repeat(10_000));
  });
});
