import type { Command, SignIn, HashEntry, Word, WordPart } from '../../server/src/model';
import { readSignIn } from '../../server/src/signIns';
import { valueOf } from '../../server/src/shells/value';

/** A piece of an argument: a string, a variable, something in brackets, other text. */
const piece =
  /'[^']*'|"[^"]*"|\$env:\w+|\$\w+(?:\.\w+)*|[$@]?\((?:[^()]|\([^()]*\))*\)|@\{[^}]*\}|@\w+|[^\s'"$()]+/g;

/**
 * The command that one line of PowerShell is, its words as the shell gives them.
 *
 * @param tables the hash tables that its `@name` and `$name` certainly stand for
 */
export function powerShellCommand(
  line: string,
  tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Command {
  const words: Word[] = [];
  for (const { 0: source, index } of line.matchAll(new RegExp(`(?:${piece.source})+`, 'g'))) {
    words.push(wordAt(source, index, tables));
  }
  const range = { start: 0, end: line.length };
  return {
    ...{ words, assignments: [], redirections: [], range, wrapper: [], nesting: [], statement: range },
    ...{ operator: undefined, exitStatus: 'unused', inBackticks: false, confidence: 'certain' },
  };
}

/** The sign-in that one line of PowerShell is. */
export function powerShellSignIn(...given: Parameters<typeof powerShellCommand>): SignIn | undefined {
  return readSignIn(powerShellCommand(...given), 'powershell', { minimumAzureCliVersion: undefined });
}

function wordAt(
  source: string,
  start: number,
  tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Word {
  const parts = Array.from(source.matchAll(piece), ({ 0: text, index }) => partOf(text, start + index));
  const name = /^[@$](\w+)$/.exec(source)?.[1];
  const table = name === undefined ? undefined : tables[name];
  return {
    range: { start, end: start + source.length },
    source,
    parts,
    value: valueOf(parts),
    splits: source.startsWith('@'),
    ...(table && {
      table: {
        entries: Object.entries(table).map(([name, value]): HashEntry => ({
          name,
          value: wordAt(value, start),
          word: wordAt(value, start),
        })),
        isWhole: true,
      },
    }),
  };
}

function partOf(text: string, start: number): WordPart {
  const range = { start, end: start + text.length };
  const name = /^"?\$((?:env:)?\w+)"?$/.exec(text)?.[1];
  if (name !== undefined) {
    const isQuoted = name.startsWith('env:') || text.startsWith('"');
    return {
      kind: 'variable',
      name: name.startsWith('env:') ? name.slice(4) : `variable:${name}`,
      quoted: isQuoted,
      range,
    };
  }
  if (/^[$@]/.test(text) || text.startsWith('(')) return { kind: 'opaque', quoted: false, range };
  return { kind: 'literal', text: text.replace(/^(['"])(.*)\1$/s, '$2'), range };
}
