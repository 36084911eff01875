import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openOutliner, type Outliner } from '../../server/src/shells/cmd/reader';
import { cmdEdits, cmdScript } from '../support/cmdScripts';
import { replace } from '../support/edits';

/** All that an outline says of a text. */
function outlined(outliner: Outliner, read: string): unknown {
  const reading = outliner.read(read, () => true);
  for (;;) {
    const step = reading.next();
    if (step.done !== true) continue;
    const { isBroken, nodes } = step.value;
    const flat = nodes.map(({ parent, ...rest }) => ({ ...rest, parent: parent && nodes.indexOf(parent) }));
    return structuredClone({ isBroken, flat });
  }
}

describe('cmd: the outline of a text that came of another one', () => {
  it('is the same as if it had come from nowhere', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(cmdScript, cmdEdits, (initial, steps) => {
        const document = TextDocument.create('file:///script.cmd', 'bat', 1, initial);
        const outliner = openOutliner();
        outlined(outliner, initial);
        for (const { replacements, abandoned } of steps) {
          for (const each of replacements) outliner.changed(replace(document, each));
          const now = document.getText();
          if (abandoned) outliner.read(now, () => true).next();
          else assert.deepEqual(outlined(outliner, now), outlined(openOutliner(), now), JSON.stringify(now));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read from the start of the line, where a % may wait for the one that has come', () => {
    const document = TextDocument.create('file:///script.cmd', 'bat', 1, '% & az login & x & y & z\r\n');
    const outliner = openOutliner();
    outlined(outliner, document.getText());
    outliner.changed(replace(document, { at: 900, length: 0, text: '%' }));
    const now = document.getText();
    assert.deepEqual(outlined(outliner, now), outlined(openOutliner(), now));
  });

  it('is read near the change only', () => {
    const document = TextDocument.create(
      'file:///script.cmd',
      'bat',
      1,
      'if a==b (\r\n  echo\r\n)\r\n'.repeat(2_000),
    );
    const outliner = openOutliner();
    outlined(outliner, document.getText());
    outliner.changed(replace(document, { at: 500, length: 0, text: 'x' }));
    assert.equal(outliner.read(document.getText(), () => true).next().done, true);
  });
});
