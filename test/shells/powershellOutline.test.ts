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
});
