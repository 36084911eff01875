import {
  either,
  fileOf,
  here,
  raw,
  signInScope,
  signInWords,
  writtenFrom,
  type SignInGrammar,
} from './pieces';

const language = 'powershell';

const programOf = (tool: string) =>
  either([
    raw`(?:[\w.~$:\-/\\]{1,200}[/\\])?${fileOf(tool)}`,
    raw`"(?:[^"]{0,255}[/\\])?${fileOf(tool)}"`,
    raw`'(?:[^']{0,255}[/\\])?${fileOf(tool)}'`,
  ]);
const wordEnd = raw`(?=[\s;|&)}]|$)`;
const words = signInWords(programOf, wordEnd, language, 1);
const cmdlet = raw`(?i:(?:[\w.]{1,50}\\)?(?:connect|login|add)-az(?:urerm)?account)${wordEnd}`;

/**
 * Where a command may start: at a line's start and behind what separates commands, opens a bracket, assigns or returns.
 * The PowerShell grammar gives commands no scope of their own.
 */
const commandStart = raw`(?:^|(?<=[;|&({=]|[;|&({=][ \t]|\breturn[ \t]))[ \t]*+`;

/** Marks sign-ins in VS Code's PowerShell grammar: nothing in a comment or a string. */
export const powershellSignIns: SignInGrammar = {
  comment: writtenFrom('powershell.ts'),
  name: 'Azure sign-ins in PowerShell scripts',
  scopeName: 'azure-sign-in.powershell',
  injectionSelector:
    'L:source.powershell - comment - string, L:interpolated.complex.source.powershell - comment - (interpolated.complex.source.powershell string)',
  patterns: [
    {
      match: here(commandStart, either([`(${cmdlet})`, words.pattern])),
      captures: { 1: { name: signInScope('azure-sign-in', language) }, ...words.captures },
    },
  ],
};
