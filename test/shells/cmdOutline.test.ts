import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openOutliner, type Outliner } from '../../server/src/shells/cmd/reader';
import { replace, type Replacement } from '../support/edits';

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
    'setlocal EnableDelayedExpansion\r\n',
    'endlocal\r\n',
  ],
  ...['"', '%', '!X!', '^', 'set X=1\r\n', '@', '\ufeff', ' ', '', 'x'],
);

const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

const replacement: fc.Arbitrary<Replacement> = fc.record({
  at: fc.nat(400),
  length: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12), fc.nat(60)),
  text: fc.oneof(piece, text),
});

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
    const steps = fc.array(
      fc.record({ changes: fc.array(replacement, { minLength: 1, maxLength: 3 }), abandoned: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(text, steps, (initial, all) => {
        const document = TextDocument.create('file:///script.cmd', 'bat', 1, initial);
        const outliner = openOutliner();
        outlined(outliner, initial);
        for (const { changes, abandoned } of all) {
          for (const each of changes) outliner.changed(replace(document, each));
          const now = document.getText();
          if (abandoned) outliner.read(now, () => true).next();
          else assert.deepEqual(outlined(outliner, now), outlined(openOutliner(), now), JSON.stringify(now));
        }
      }),
      { numRuns: 2_000 },
    );
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
