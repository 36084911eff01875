import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openOutliner, type NodeType, type Outliner } from '../../server/src/shells/powershell/reader';
import { replace } from '../support/edits';
import { powershellEdits, powershellScript } from '../support/powershellScripts';

const types: ReadonlySet<NodeType> = new Set(['command', 'comment', 'assignment', 'statement']);

/** All that an outline says of a text. */
function outlined(outliner: Outliner, text: string): unknown {
  const reading = outliner.read(text, () => true);
  for (;;) {
    const step = reading.next();
    if (step.done !== true) continue;
    const outline = step.value;
    const { end, broken } = outline;
    const paths = Array.from({ length: end }, (_, offset) => outline.pathTo(offset));
    return { end, broken, paths, nodes: [...outline.pathsToEvery(types)] };
  }
}

describe('powershell: the outline of a text that came of another one', () => {
  it('is the same as if it had come from nowhere', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.array(powershellScript, { maxLength: 3 }), powershellEdits, (parts, all) => {
        const initial = parts.join('\n');
        const document = TextDocument.create('file:///script.ps1', 'powershell', 1, initial);
        const outliner = openOutliner();
        outlined(outliner, initial);
        for (const { replacements, abandoned } of all) {
          for (const each of replacements) outliner.changed(replace(document, each));
          const text = document.getText();
          if (abandoned) outliner.read(text, () => true).next();
          else
            assert.deepEqual(outlined(outliner, text), outlined(openOutliner(), text), JSON.stringify(text));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is the same however little is read at once', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(
        powershellScript,
        fc.nat(60),
        fc.constantFrom('', '"', '{', '@"', '}', ')'),
        (script, at, sign) => {
          const text = script.slice(0, at) + sign + script.slice(at);
          const whole = outlined(openOutliner(Number.POSITIVE_INFINITY), text);
          for (const atOnce of [1, 3]) assert.deepEqual(outlined(openOutliner(atOnce), text), whole, text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read near the change only', () => {
    const text = 'if ($x) {\n  Write-Host "$(Get-Date)"\n}\n'.repeat(1000);
    const document = TextDocument.create('file:///script.ps1', 'powershell', 1, text);
    const outliner = openOutliner();
    outlined(outliner, text);
    outliner.changed(replace(document, { at: 500, length: 0, text: 'x' }));
    let slices = 0;
    const reading = outliner.read(document.getText(), () => true);
    while (reading.next().done !== true) slices++;
    assert.equal(slices, 0);
  });

  for (const [name, lead, end] of [
    ['a function', 'function Install-It {\n', '}\n'],
    ['a try', 'try {\n', '} catch { throw }\n'],
    ['an if in a function', 'function f {\n if ($x) {\n', '}\n}\n'],
    ['a block that a command is given', 'Describe "it" {\n', '}\n'],
    ['a block that is called', '& {\n', '}\n'],
    ['a block in brackets', '$x = @(\n', ')\n'],
    ['a block that a method is given', '$list.ForEach({\n', '})\n'],
    ['what is assigned', '$x = if ($y) {\n', '}\n'],
    ['a hash table', '$x = @{ a = {\n', '} }\n'],
    ['a class', 'class A {\n [void] B() {\n', '}\n}\n'],
  ] as const) {
    it(`is read in slices where the text is all ${name}`, () => {
      const reading = openOutliner().read(`${lead}${'  az group list\n'.repeat(1000)}${end}`, () => true);
      let slices = 0;
      while (reading.next().done !== true) slices++;
      assert.ok(slices > 20, String(slices));
    });
  }
});
