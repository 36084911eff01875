import { cmdSignIns } from './cmd';
import type { SignInGrammar } from './pieces';
import { powershellSignIns } from './powershell';
import { shellSignIns } from './shell';

/** The grammars that mark sign-ins, by the scope of the language that each is injected into. */
export const signInGrammars: Readonly<Record<string, SignInGrammar>> = {
  'source.shell': shellSignIns,
  'source.powershell': powershellSignIns,
  'source.batchfile': cmdSignIns,
};

/** Where a grammar is kept. */
export const pathOfGrammar = ({ scopeName }: SignInGrammar): string =>
  `syntaxes/${scopeName}.tmLanguage.json`;
