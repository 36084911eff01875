const raw = String.raw;

// Pieces of Oniguruma regular expressions. A repeat gives nothing back or is short, so that no line is slow.
const blanks = raw`[ \t]++`;
const az = raw`(?i:az(?:\.(?:cmd|exe|bat))?)`;
const program = `(?:${[
  raw`(?:[\w.~$:\-/\\]{1,200}[/\\])?${az}`,
  raw`"(?:[^"]{0,255}[/\\])?${az}"`,
  raw`'(?:[^']{0,255}[/\\])?${az}'`,
].join('|')})`;
const login = raw`(?i:login)(?=[\s;|&)}]|$)`;

/**
 * Where a command may start: at a line's start and behind what separates commands, opens a bracket or assigns. The
 * PowerShell grammar gives commands no scope of their own.
 */
const commandStart = raw`(?:^|(?<=[;|&({=]))[ \t]*+`;

const signInScope = 'keyword.other.azure-sign-in.powershell support.class.azure-sign-in.powershell';

/**
 * The grammar that marks sign-ins in VS Code's PowerShell grammar, as a `.tmLanguage.json` holds it: nothing in a
 * comment or a string.
 */
export function powershellSignInGrammar(): object {
  return {
    comment: 'Written by `npm run generate`: change scripts/powershellSignInGrammar.ts, not this file.',
    name: 'Azure sign-ins in PowerShell scripts',
    scopeName: 'azure-sign-in.powershell',
    injectionSelector: 'L:source.powershell - comment - string',
    patterns: [
      {
        // Without the branch that never matches, the engine would search the rest of the line for `login` at each place.
        match: `${commandStart}(?:(${program})${blanks}(${login})|(?!))`,
        captures: { 1: { name: signInScope }, 2: { name: signInScope } },
      },
    ],
  };
}
