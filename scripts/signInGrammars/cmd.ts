import {
  blanks,
  either,
  fileOf,
  here,
  oneOf,
  raw,
  signInWords,
  writtenFrom,
  type SignInGrammar,
} from './pieces';

const language = 'batchfile';

const programOf = (tool: string) =>
  either([
    raw`(?:[^\s"'&|<>()^,;=]{0,200}?[/\\])?${fileOf(tool)}`,
    raw`"(?:[^"]{0,255}[/\\])?${fileOf(tool)}"`,
  ]);
const wordEnd = raw`(?=[\s&|<>()^'${'`'}]|$)`;

const operand = raw`(?:"[^"]*+"|[^\s"=&|<>()])++`;
const comparison = raw`(?:[ \t]*+==[ \t]*+|${blanks}(?:equ|neq|lss|leq|gtr|geq)${blanks})`;
const question = `(?:exist|defined|errorlevel|cmdextversion)${blanks}${operand}`;
const condition = `if${blanks}(?:/i${blanks})?+(?:not${blanks})?+${either([question, `${operand}${comparison}${operand}`])}`;
const start = raw`start(?:${blanks}"[^"]*+")?+(?:${blanks}/[^\s"&|<>()]++)*+`;

/** What may stand between the start of a command and a program that it runs. */
const lead = `(?:${either([condition, start])}${blanks}){1,3}`;
const words = signInWords(programOf, wordEnd, language, 1);

/**
 * Where a command may start. The grammar gives commands no scope of their own, so this is told by what stands before:
 * nothing, a separator, a bracket that is not that of a set of words, or a word that a command follows.
 */
const commandStart = raw`${either([
  '^',
  raw`(?<=[&|])(?<!\^[&|])`,
  raw`(?<=\()(?<!\bin \()(?<!\bin\()`,
  raw`(?<=\(['${'`'}])`,
  raw`(?<=^@|[\s&|(]@)`,
  raw`(?<=[\s@&|('${'`'}]call[ \t]|^call[ \t])`,
  raw`(?<=[\s)]do[ \t]|[\s)]else[ \t])`,
  raw`(?<=[ \t]/[ck][ \t])`,
])}[ \t]*+`;

const batch = { include: 'source.batchfile' };

/** Marks sign-ins in VS Code's grammar for batch files: nothing in a comment, a string or what is printed. */
export const cmdSignIns: SignInGrammar = {
  comment: writtenFrom('cmd.ts'),
  name: 'Azure sign-ins in Windows command scripts',
  scopeName: 'azure-sign-in.batchfile',
  injectionSelector: 'L:source.batchfile - comment - string - meta.text.batchfile',
  patterns: [
    {
      // The grammar gives no scope to what these words take as text: it looks as ever, with a scope that says so.
      name: 'meta.text.batchfile',
      begin: raw`(?<=^|[\s@&|(])(?=(?i:${oneOf(['echo', 'set', 'title'])})(?:[\s.,:;=+/\\(\[\]]|$))`,
      end: raw`(?=$\n|(?<!\^)[&|]|\))`,
      patterns: [batch],
    },
    {
      // The grammar knows no comment directly behind a separator.
      name: 'meta.text.batchfile',
      begin: raw`(?<=[&|(])(?=(?i:rem)(?:\s|$))`,
      end: raw`(?=$\n|\))`,
      patterns: [batch],
    },
    {
      match: `(?i)${here(commandStart, `(${lead})?+${words.pattern}`)}`,
      captures: { 1: { patterns: [batch] }, ...words.captures },
    },
  ],
};
