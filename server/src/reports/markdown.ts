import type { Dialect } from '../model';

/** Takes text that others wrote, returns Markdown that shows it as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:@]/g, '\\$&');
}

/** Takes text that others wrote, returns a code span that shows it as it is, on one line. */
export function codeSpan(text: string): string {
  const shown = printable(text);
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || shown.trim() === '' || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** What Markdown calls each language: names that VS Code and GitHub colour. */
const languages: Readonly<Record<Dialect | 'yaml', string>> = {
  bash: 'bash',
  powershell: 'powershell',
  cmd: 'bat',
  yaml: 'yaml',
};

/** Takes text of our own without a fence in it, returns it as a block of code, in a shell's dialect or YAML. */
export function codeBlock(dialect: Dialect | 'yaml', text: string): string {
  return `\`\`\`${languages[dialect]}\n${text.trimEnd()}\n\`\`\``;
}

/** One line without control, direction and other invisible characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
