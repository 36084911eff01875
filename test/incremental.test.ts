import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type Analysis, type DocumentAnalysis } from '../server/src/engine';
import { defaultSettings } from '../server/src/settings';
import type { Grammar, TextChange } from '../server/src/shells/shell';
import { cmdEdits, cmdScript } from './support/cmdScripts';
import { edits, replace, scripts, type Step } from './support/edits';
import { loadGrammar } from './support/grammar';
import { powershellEdits, powershellScript } from './support/powershellScripts';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

describe('an analysis that goes on from the last one', () => {
  it('says the same as one from the start', function () {
    this.timeout(600_000);
    fc.assert(fc.property(scripts, edits, goesOnRightly('script.sh')), { numRuns: 150 });
  });
  it('says the same of PowerShell', function () {
    this.timeout(600_000);
    const texts = fc.array(powershellScript, { maxLength: 4 }).map((parts) => parts.join('\n'));
    fc.assert(fc.property(texts, powershellEdits, goesOnRightly('script.ps1')), { numRuns: 100 });
  });
  it('says the same of cmd', function () {
    this.timeout(600_000);
    fc.assert(fc.property(cmdScript, cmdEdits, goesOnRightly('script.cmd')), { numRuns: 300 });
  });
});

const goesOnRightly = (path: string) => (initial: string, steps: readonly Step[]) => {
  const document = TextDocument.create(`file:///${path}`, 'shellscript', 1, initial);
  const opened = openDocument(() => grammar);
  try {
    analysed(opened, path, document.getText(), undefined);
    for (const { replacements, abandoned } of steps) {
      const changes = replacements.map((each) => replace(document, each));
      if (abandoned) opened.update(inputOf(path, document.getText()), changes, () => true).next();
      else check(opened, path, document.getText(), changes);
    }
    check(opened, path, document.getText(), []);
  } finally {
    opened.dispose();
  }
};

function check(opened: DocumentAnalysis, path: string, text: string, changes: readonly TextChange[]): void {
  const goneOn = plain(analysed(opened, path, text, changes));
  assert.deepEqual(goneOn, plain(fromTheStart(path, text)), JSON.stringify(text));
}

/** An analysis without the functions in it. */
function plain({ signIns, findings, skipped }: Analysis): unknown {
  return JSON.parse(JSON.stringify({ signIns, findings, skipped }));
}

function inputOf(path: string, text: string) {
  return { document: { path, languageId: 'shellscript', text }, settings: defaultSettings };
}

function analysed(
  opened: DocumentAnalysis,
  path: string,
  text: string,
  changes: readonly TextChange[] | undefined,
): Analysis {
  const steps = opened.update(inputOf(path, text), changes, () => false);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

function fromTheStart(path: string, text: string): Analysis {
  const opened = openDocument(() => grammar);
  try {
    return analysed(opened, path, text, undefined);
  } finally {
    opened.dispose();
  }
}
