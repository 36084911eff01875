import type { Dialect } from '../server/src/model';
import { generateScript, type ScriptOptions } from './scripts';

/** A dialect as it is measured. */
export interface DialectSubject {
  readonly dialect: Dialect;
  /** As tables print it. */
  readonly name: string;
  readonly languageId: string;
  /** Of its files, with the dot. */
  readonly extension: string;
  /** The grammar of the bare parse: its package, and the path of its WebAssembly in there without extension. */
  readonly grammar: { readonly name: string; readonly file: string };
  /** Text without which the shell would refuse a generated script (global), and what that is. */
  readonly essential: { readonly pattern: RegExp; readonly name: string };
}

/** Every dialect. We read only scripts of bash by a grammar, and of them only those that never end. */
export const dialects: readonly DialectSubject[] = [
  {
    dialect: 'bash',
    name: 'bash',
    languageId: 'shellscript',
    extension: '.sh',
    grammar: { name: 'tree-sitter-bash', file: 'tree-sitter-bash' },
    essential: { pattern: /(?<=\n *echo )"/g, name: 'a quote' },
  },
  {
    dialect: 'powershell',
    name: 'PowerShell',
    languageId: 'powershell',
    extension: '.ps1',
    grammar: { name: 'tree-sitter-pwsh', file: 'tree-sitter-powershell' },
    essential: { pattern: /(?<=\n *Write-Host )"/g, name: 'a quote' },
  },
  {
    dialect: 'cmd',
    name: 'cmd',
    languageId: 'bat',
    extension: '.cmd',
    grammar: { name: 'tree-sitter-batch', file: 'tree-sitter-batch' },
    essential: { pattern: /(?<=\n)\)/g, name: 'a parenthesis' },
  },
];

/** Writes a script of a dialect; a broken one lacks something essential in its middle. */
export function scriptOf(
  { dialect, essential }: DialectSubject,
  { broken = false, ...options }: ScriptOptions & { readonly broken?: boolean },
): string {
  const text = generateScript({ dialect, ...options });
  if (!broken) return text;
  const lost = Array.from(text.matchAll(essential.pattern)).find(({ index }) => index > text.length / 2);
  if (lost === undefined) throw new Error(`There is no ${essential.name} in the second half of the script.`);
  return text.slice(0, lost.index) + text.slice(lost.index + lost[0].length);
}
