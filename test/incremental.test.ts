import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument, type Position } from 'vscode-languageserver-textdocument';
import { openDocument, type Analysis, type DocumentAnalysis } from '../server/src/engine';
import { defaultSettings } from '../server/src/settings';
import type { Grammar, TextChange } from '../server/src/shells/shell';
import { loadGrammar } from './support/grammar';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

/** Pieces of scripts, whole and broken, that lean on what stands before or after them. */
const pieces = [
  'az login -u "$A" -p "$B"\n',
  'az login',
  ' --tenant t.example',
  'login',
  'log',
  'in',
  'az ',
  'sudo az login -u a \\\n  -p b >/dev/null\n',
  'TENANT_ID=contoso.example\n',
  'az account show || az login\n',
  'echo "az login"\n',
  '# az login -u a -p secret123\n',
  '# azmfa: ignore[user-password]\n',
  '# azmfa: ignore-file[interactive]\n',
  'az cloud set -n AzureUSGovernment\n',
  'if az account show; then\n',
  'else\n',
  'fi\n',
  'f() {\n',
  '}\n',
  'while read -r x; do\n',
  'done\n',
  'case $x in\n',
  'a) ',
  ';;\n',
  'esac\n',
  'cat <<EOF\n',
  'cat <<-"E"\n\t$(az login)\n\tE\n',
  'EOF\n',
  'x=$(az login -u a)\n',
  'x=`az login`\n',
  '(( x = (1) + 2 ))\n',
  '((a) | b)\n',
  '$((',
  '))',
  '! { az login; }\n',
  'time ',
  '{fd}>x az login -p b\n',
  'read -p "who?" name\n',
  'az group create -n x\n',
  '[[ $a == (b|c) ]] && az login\n',
  'a=(1 2)\n',
  '"',
  "'",
  '`',
  '$(',
  ')',
  '(',
  '{',
  '&&',
  '|',
  ';',
  '&',
  '\\',
  '\n',
  '\r\n',
  '\n\n',
  ' ',
  '\t',
  '#',
  'é',
  '🔑',
] as const;

/** What part of the text is replaced, in thousandths of its length, and by what. */
interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** What comes at once, and whether the analysis is dropped half way, as when more comes meanwhile. */
interface Step {
  readonly replacements: readonly Replacement[];
  readonly abandoned: boolean;
}

const replacement: fc.Arbitrary<Replacement> = fc.record({
  at: fc.nat(1000),
  length: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12), fc.nat(60)),
  text: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', ' ', '\n') },
  ),
});
const step: fc.Arbitrary<Step> = fc.record({
  replacements: fc.array(replacement, { minLength: 1, maxLength: 3 }),
  abandoned: fc.boolean(),
});

describe('an analysis that goes on from the last one', () => {
  it('says the same as one from the start', function () {
    this.timeout(600_000);
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
    const steps = fc.array(step, { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(text, steps, goesOnRightly), { numRuns: 150 });
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

/** Changes the document, returns the change as the engine wants it. */
function replace(document: TextDocument, { at, length, text }: Replacement): TextChange {
  const wanted = Math.floor((document.getText().length * at) / 1000);
  const range = { start: document.positionAt(wanted), end: document.positionAt(wanted + length) };
  // Between the two halves of a line end there is no position.
  const [start, oldEnd] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  TextDocument.update(document, [{ range, text }], document.version + 1);
  const newEnd = start + text.length;
  const point = ({ line, character }: Position) => ({ row: line, column: character });
  return {
    start,
    oldEnd,
    newEnd,
    startPosition: point(range.start),
    oldEndPosition: point(range.end),
    newEndPosition: point(document.positionAt(newEnd)),
  };
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
