import type { NewPart, NewWord, Range, Refusal } from '../../../model';
import { readArgument } from '../reader/commands';
import { cursorAt } from '../reader/cursor';
import { wordOf } from '../words';

/** Text that PowerShell passes as it stands, without quotes. */
const plain = /^(?:-[A-Za-z]\w*:?|--[a-z][\w-]*(?:=[\w./:\\@%+-]*)?|[A-Za-z0-9_/\\][\w./:\\@%+=-]*)$/;

/** The name of an environment variable, or of one of PowerShell's own with the name of their drive. */
const variableName = /^(?:variable:(?:\w+:)?)?[A-Za-z_]\w*$/;

/**
 * Writes an argument.
 *
 * @param text the script that carried pieces come from
 */
export function quoted(text: string, word: NewWord): string | Refusal {
  const [first, ...rest] = word.filter((part) => part !== '');
  if (first === undefined) return "''";
  if (typeof first === 'object' && rest.length === 0) return alone(text, first);
  const literals = word.filter((part) => typeof part === 'string');
  if (literals.length === word.length) return literal(literals.join(''));
  const last = word.at(-1);
  return typeof last === 'object' && 'source' in last
    ? joinedTo(text, word.slice(0, -1), last.source)
    : expandable(word);
}

/**
 * Writes an argument as a value, as it stands in an array or hash table: there text needs quotes.
 *
 * @param text the script that carried pieces come from
 */
export function quotedAsValue(text: string, word: NewWord): string | Refusal {
  if (word.every((part) => typeof part === 'string')) return inQuotes(word.join(''));
  const written = quoted(text, word);
  return typeof written !== 'string' || /^["'$(]/.test(written) ? written : notCarried;
}

/** A part that is a whole argument. */
function alone(text: string, part: Exclude<NewPart, string>): string | Refusal {
  if ('source' in part) return carried(text, part.source);
  if ('contentOfFileIn' in part) return expandable([part]);
  if ('credentialOf' in part) return credential(part.credentialOf);
  return variableName.test(part.variable) ? `$${spelled(part.variable)}` : notVariable(part.variable);
}

/** A `PSCredential` of two variables, in brackets since a type begins no argument. */
function credential({ name, secret }: { readonly name: string; readonly secret: string }): string | Refusal {
  const wrong = [name, secret].find((each) => !variableName.test(each));
  if (wrong !== undefined) return notVariable(wrong);
  const secure = `ConvertTo-SecureString $${spelled(secret)} -AsPlainText -Force`;
  return `([pscredential]::new($${spelled(name)}, (${secure})))`;
}

/** A piece of the script that has to read as the same argument where it is put. */
function carried(text: string, { start, end }: Range): string | Refusal {
  const source = text.slice(start, end);
  const isOwnWord = start === 0 || /[\s(;|&]/.test(text.charAt(start - 1));
  return isOwnWord || isSimple(source) ? source : notCarried;
}

const notCarried: Refusal = {
  refused: 'A value cannot be carried over: PowerShell would read it in another way.',
};

/** Says whether text reads as one argument, the same on its own and behind other text. */
function isSimple(source: string): boolean {
  const cursor = cursorAt(source, 0);
  const element = readArgument(cursor, 'bare');
  if (element.end !== source.length || cursor.broken) return false;
  if (element.kind === 'expression' && source.startsWith('@')) return false;
  const opaque = wordOf(source, element).parts.filter((part) => part.kind === 'opaque');
  return opaque.length === 0 || (opaque.length === 1 && source.startsWith('$('));
}

/** Known text with a piece of the script behind it, such as `--password=` and `$p`. */
function joinedTo(text: string, lead: NewWord, { start, end }: Range): string | Refusal {
  const known = lead.every((part) => typeof part === 'string') ? lead.join('') : undefined;
  const source = text.slice(start, end);
  return known !== undefined && plain.test(known) && isSimple(source) ? known + source : notCarried;
}

/** Parts joined in double quotes. */
function expandable(word: NewWord): string | Refusal {
  let written = '';
  for (const [i, part] of word.entries()) {
    if (typeof part === 'string') {
      if (part.includes('\0')) return { refused: 'No shell can pass a NUL character.' };
      written += part.replace(/["\u201c-\u201e`$]/g, '`$&');
    } else if ('source' in part || 'credentialOf' in part) return notCarried;
    else {
      const name = 'variable' in part ? part.variable : part.contentOfFileIn;
      if (!variableName.test(name)) return notVariable(name);
      const next = word[i + 1];
      const goesOn = next !== undefined && (typeof next !== 'string' || /^[\w:?]/.test(next));
      written +=
        'contentOfFileIn' in part
          ? `$(Get-Content $${spelled(name)})`
          : goesOn
            ? `\${${spelled(name)}}`
            : `$${spelled(name)}`;
    }
  }
  return `"${written}"`;
}

function spelled(name: string): string {
  return name.startsWith('variable:') ? name.slice('variable:'.length) : `env:${name}`;
}

function notVariable(name: string): Refusal {
  return { refused: `\`${name}\` cannot be the name of a variable.` };
}

/** Quotes text so that it stands for itself. */
function literal(text: string): string | Refusal {
  return plain.test(text) ? text : inQuotes(text);
}

function inQuotes(text: string): string | Refusal {
  if (text.includes('\0')) return { refused: 'No shell can pass a NUL character.' };
  if (text === '--%') return { refused: 'PowerShell cannot pass `--%`, not even in quotes.' };
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Writes arguments with a blank between them. */
export function quotedAll(text: string, words: readonly NewWord[]): string | Refusal {
  const written: string[] = [];
  for (const word of words) {
    const one = quoted(text, word);
    if (typeof one !== 'string') return one;
    written.push(one);
  }
  return written.join(' ');
}
