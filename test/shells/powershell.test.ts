import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command, Word } from '../../server/src/model';
import { powershell } from '../../server/src/shells/powershell';
import type { Syntax } from '../../server/src/shells/shell';
import { powershellScript } from '../support/powershellScripts';
import { describeWithPowershell, readByPowershell, runInPowershell } from '../support/powershell';

function withSyntax<T>(text: string, use: (syntax: Syntax) => T): T {
  const syntax = powershell.open();
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
function isOpen({ splits, parts }: Word): boolean {
  const [part] = parts;
  const isUnset = parts.length === 1 && part?.kind === 'variable' && !/^(?:variable:V|E)$/.test(part.name);
  return splits || isUnset || parts.some(({ kind }) => kind === 'opaque');
}

describeWithPowershell('powershell: the words of a command, compared with PowerShell itself', function () {
  this.timeout(600_000);
  const piece = fc.oneof(
    fc.constantFrom('a', '-u', '--x=', '-', 'é', '–', '#', '=', '~', '%', '*', '/', '\\', ':', '.', '[', ']', '@', '!', '+', '?', '_', '0', '1kb', '<', '^'),
    fc.constantFrom("'a b'", "''", '"a  b"', '"`$x`"`` `n"', '"q""r"', "'s''t'", '` ', '`t', '`"', '`u{e9}', '“w”', '‘y’', '"$V"', '"${V}"', '"$env:E f"', '"a$(\'b\')c"'),
    fc.constantFrom('$V', '${V}', '$env:E', '${env:E}', '$(\'q\')', '$O.P', '$V.Length', '$L[0]', '$', '$?', '(1)', '{b}'),
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
      fc.property(fc.array(line, { minLength: 400, maxLength: 400 }), (lines) => {
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
            else if (read.value.kind === 'partly-known') assert.ok(call[j]?.startsWith(read.value.prefix), message);
          });
          compared++;
        });
        assert.ok(compared > 100, String(compared));
      }),
      { numRuns: 3, endOnFailure: true },
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
            const commands = reading.commands.filter(([start, end]) => !/^[&.]\s*\{[^]*\}$/.test(text.slice(start, end)));
            assert.deepEqual(syntax.commands().map(rangeOf), commands.map(([start, end]) => `${start}-${end}`), text);
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
      fc.property(fc.array(line, { minLength: 2_000, maxLength: 2_000 }), (lines) => {
        const readings = readByPowershell(lines);
        lines.forEach((text, i) => {
          const reading = readings[i];
          if (reading === undefined || reading.broken) return;
          const found = withSyntax(text, (syntax) => syntax.commands()).map(({ range }) => [range.start, range.end]);
          assert.deepEqual(found, reading.commands.map(([start, end]) => [start, end]), text);
          assert.equal(withSyntax(text, ({ broken }) => broken), false, text);
        });
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
