import type { Command, PlainSecret, Range, SignIn } from '../model';
import { option } from '../signIns/option';
import { known, program, type ScriptFacts } from './facts';

/** So far before a sign-in a variable's value is looked for. In UTF-16 code units. */
const farthest = 20_000;

/** So many variables are followed at most. */
const mostVariables = 12;

/** No value that people write is longer. */
const longestValue = 2_000;

/**
 * The passwords that stand in a script as plain text and become a sign-in's `-Credential`: what its variable was set to,
 * and what that was made of, up to `ConvertTo-SecureString 'text' -AsPlainText`.
 */
export function plainSecretsOf(
  facts: Pick<ScriptFacts, 'script' | 'syntax'>,
  signIn: SignIn,
): readonly PlainSecret[] {
  const credential = option(signIn, 'credential')?.value;
  if (credential === undefined) return [];
  const { text } = facts.script;
  const secrets: PlainSecret[] = [];
  const open: Range[] = [credential.range];
  const seen = new Set<string>();
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const value = text.slice(range.start, Math.min(range.end, range.start + longestValue));
    for (const { index } of value.matchAll(/\bConvertTo-SecureString\b/gi)) {
      for (const command of facts.syntax.commandsAt([range.start + index])) {
        const word = plainText(command);
        if (word !== undefined) secrets.push({ command, word });
      }
    }
    for (const [, name = ''] of value.matchAll(/\$\{?(\w{1,100})\b(?!:)/g)) {
      if (seen.has(name.toLowerCase()) || seen.size >= mostVariables) continue;
      seen.add(name.toLowerCase());
      const assignment = lastAssignment(facts, name, signIn.command.range.start);
      if (assignment !== undefined) open.push(assignment);
    }
  }
  return secrets;
}

/** Where a variable is given a value before an offset, for the last time. */
function lastAssignment(
  { script: { text }, syntax }: Pick<ScriptFacts, 'script' | 'syntax'>,
  name: string,
  before: number,
): Range | undefined {
  const from = Math.max(0, before - farthest);
  const found = Array.from(text.slice(from, before).matchAll(new RegExp(`\\$${name}\\s*=(?!=)`, 'gi')));
  const at = found.at(-1)?.index;
  const [assignment] = at === undefined ? [] : syntax.assignmentsAt([from + at]);
  // What is assigned to stands before the value.
  return assignment && { start: assignment.range.start + name.length + 1, end: assignment.range.end };
}

/** The word of `ConvertTo-SecureString` that is the secret itself. */
function plainText(command: Command): PlainSecret['word'] | undefined {
  if (program(command) !== 'convertto-securestring') return undefined;
  const words = command.words.slice(1);
  if (!words.some((word) => /^-asp/i.test(known(word) ?? ''))) return undefined;
  const named = words.findIndex((word) => /^-s(?:t(?:r(?:i(?:ng?)?)?)?)?$/i.test(known(word) ?? ''));
  const word =
    named >= 0
      ? words[named + 1]
      : words.find(({ source }) => !/^[-\u2013\u2014\u2015][A-Za-z]/.test(source));
  return known(word) === undefined ? undefined : word;
}
