import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type Analysis, type DocumentAnalysis } from '../server/src/engine';
import { defaultSettings } from '../server/src/settings';
import type { Grammar, TextChange } from '../server/src/shells/shell';
import { edits, replace, scripts, type Step } from './support/edits';
import { loadGrammar } from './support/grammar';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

describe('an analysis that goes on from the last one', () => {
  it('says the same as one from the start', function () {
    this.timeout(600_000);
    fc.assert(fc.property(scripts, edits, goesOnRightly), { numRuns: 150 });
  });
});

function goesOnRightly(initial: string, steps: readonly Step[]): void {
  const document = TextDocument.create('file:///script.sh', 'shellscript', 1, initial);
  const opened = openDocument(() => grammar);
  try {
    analysed(opened, document.getText(), undefined);
    for (const { replacements, abandoned } of steps) {
      const changes = replacements.map((each) => replace(document, each));
      if (abandoned) opened.update(inputOf(document.getText()), changes, () => true).next();
      else check(opened, document.getText(), changes);
    }
    check(opened, document.getText(), []);
  } finally {
    opened.dispose();
  }
}

function check(opened: DocumentAnalysis, text: string, changes: readonly TextChange[]): void {
  const goneOn = plain(analysed(opened, text, changes));
  assert.deepEqual(goneOn, plain(fromTheStart(text)), JSON.stringify(text));
}

/** An analysis without the functions in it. */
function plain({ signIns, findings, skipped }: Analysis): unknown {
  return JSON.parse(JSON.stringify({ signIns, findings, skipped }));
}

function inputOf(text: string) {
  return { document: { path: 'script.sh', languageId: 'shellscript', text }, settings: defaultSettings };
}

function analysed(
  opened: DocumentAnalysis,
  text: string,
  changes: readonly TextChange[] | undefined,
): Analysis {
  const steps = opened.update(inputOf(text), changes, () => false);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

function fromTheStart(text: string): Analysis {
  const opened = openDocument(() => grammar);
  try {
    return analysed(opened, text, undefined);
  } finally {
    opened.dispose();
  }
}
