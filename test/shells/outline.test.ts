import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openOutliner, type Outliner } from '../../server/src/shells/bash/outline';
import { commandTypes } from '../../server/src/shells/bash/paths';
import { edits, replace, scripts, type Step } from '../support/edits';

/** All that an outline says of a text. */
function outlined(outliner: Outliner, text: string): unknown {
  const outlining = outliner.outline(text, () => true);
  for (;;) {
    const step = outlining.next();
    if (step.done !== true) continue;
    const { end, pathTo, pathsToEvery } = step.value;
    const paths = Array.from({ length: end }, (_, offset) => pathTo(offset));
    return {
      end,
      paths,
      commands: [...pathsToEvery(commandTypes)],
      comments: [...pathsToEvery(new Set(['comment']))],
    };
  }
}

describe('bash: the outline of a text that came of another one', () => {
  it('is the same as if it had come from nowhere', function () {
    this.timeout(120_000);
    const goesOnRightly = (initial: string, steps: readonly Step[]): void => {
      const document = TextDocument.create('file:///script.sh', 'shellscript', 1, initial);
      const outliner = openOutliner();
      outlined(outliner, initial);
      for (const { replacements, abandoned } of steps) {
        for (const each of replacements) outliner.changed(replace(document, each));
        const text = document.getText();
        if (abandoned) outliner.outline(text, () => true).next();
        else assert.deepEqual(outlined(outliner, text), outlined(openOutliner(), text), JSON.stringify(text));
      }
    };
    fc.assert(fc.property(scripts, edits, goesOnRightly), { numRuns: 300 });
  });

  const farther: readonly (readonly [title: string, before: string, added: string, after: string])[] = [
    ['coproc and what it runs', 'coproc\nX\n', '{ ', 'az login; }\n'],
    ['time and what it times', 'time\n', '{ ', 'az login; }\n'],
    ['options of time and what it times', 'time\n-p\n--\n', '{ ', 'az login; }\n'],
    ['a function and its body', 'f()\n', '{ ', 'az login; }\n'],
    ['a delimiter that ends', 'cat <<$(x\naz login\n$(x\n:\n:\n:\n:\naz login', '))', '\n'],
    ['arithmetic that ends', '((1 + (2\n:\n:\n:\n:\naz login\n', ')))', '\naz login\n'],
    ['a here-document that ends', 'cat <<E\naz login\n:\n:\n:\n:\n', 'E', '\naz login\n'],
    ['a string that ends', 'echo "\n:\n:\n:\n:\naz login\n', '"', '\naz login\n'],
  ];
  for (const [title, before, added, after] of farther) {
    it(`is the same for ${title}`, () => {
      for (const behind of ['', ':\n:\n:\n:\n']) {
        const texts = [before + after + behind, before + added + after + behind];
        for (const [old = '', text = ''] of [texts, texts.toReversed()]) {
          const outliner = openOutliner();
          outlined(outliner, old);
          const start = before.length;
          const rest = after.length + behind.length;
          outliner.changed({ start, oldEnd: old.length - rest, newEnd: text.length - rest });
          assert.deepEqual(outlined(outliner, text), outlined(openOutliner(), text), JSON.stringify(text));
        }
      }
    });
  }

  it('is read near the change only', () => {
    const statement = 'if az account show; then\n  echo "$(date)"\nfi\n';
    const text = statement.repeat(1000);
    const document = TextDocument.create('file:///script.sh', 'shellscript', 1, text);
    const outliner = openOutliner();
    outlined(outliner, text);
    outliner.changed(replace(document, { at: 500, length: 0, text: 'x' }));
    let slices = 0;
    const outlining = outliner.outline(document.getText(), () => true);
    while (outlining.next().done !== true) slices++;
    assert.equal(slices, 0);
  });
});
