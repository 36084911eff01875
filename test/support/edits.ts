import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextChange } from '../../server/src/shells/shell';

/** Pieces of scripts, whole and broken, that lean on what stands before or after them. */
const pieces = [
  'az login -u "$A" -p "$B"\n',
  'az login',
  ' --tenant t.example',
  'login',
  'log',
  'lo\\\n',
  'g"in"',
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
  'coproc\n',
  'X\n',
  "cat <<'E\n",
  'f()\n',
  '[[ a ',
  '{ az login; } <<-"E',
  '{fd}>x az login -p b\n',
  'read -p "who?" name\n',
  'az group create -n x\n',
  'run() { "$@"; }\n',
  'run() { shift; "$@"',
  'run az login -u a -p b\n',
  'run x az login\n',
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
export interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** What comes at once, and whether the analysis is dropped half way, as when more comes meanwhile. */
export interface Step {
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

/** Scripts of such pieces. */
export const scripts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

/** What happens to a script, one after another. */
export const edits = fc.array(step, { minLength: 1, maxLength: 12 });

/** Changes the document, returns the change as the engine wants it. */
export function replace(document: TextDocument, { at, length, text }: Replacement): TextChange {
  const wanted = Math.floor((document.getText().length * at) / 1000);
  const range = { start: document.positionAt(wanted), end: document.positionAt(wanted + length) };
  // Between the two halves of a line end there is no position.
  const [start, oldEnd] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  TextDocument.update(document, [{ range, text }], document.version + 1);
  return { start, oldEnd, newEnd: start + text.length };
}
