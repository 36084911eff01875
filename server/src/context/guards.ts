import type { Command, SignIn, ToolId } from '../model';
import { azPath, commandsMatching, program, type ScriptFacts } from './facts';

/** Commands that ask whether there is a session, by the tool that would open it. */
const guards: Readonly<
  Partial<Record<ToolId, { readonly candidate: RegExp; readonly isGuard: (command: Command) => boolean }>>
> = {
  'az login': {
    candidate: /\baccount\s{1,20}(?:show|get-access-token)\b/,
    isGuard: (command) => program(command) === 'az' && azPath(command)[0] === 'account',
  },
  'azd auth login': {
    candidate: /\bauth\s{1,20}(?:login\s{1,20}--check-status|status)\b/,
    isGuard: (command) => program(command) === 'azd',
  },
  'Connect-AzAccount': {
    candidate: /\bget-az(?:urerm)?(?:context|accesstoken)\b/,
    isGuard: (command) => /^get-az(?:urerm)?(?:context|accesstoken)$/.test(program(command) ?? ''),
  },
};

/** A guard stands so far before a sign-in at most, in UTF-16 code units, and is one of so many that may be some. */
const farthest = 600;
const mostGuards = 8;

/**
 * The command that asks for a session and lets the sign-in run only if there is none: the left of `||`, the condition
 * of the `if` whose branch the sign-in stands in, what such an `if` asks the success or the outcome of, or what is
 * tried where the sign-in stands in a `catch`.
 */
export function guardOf(facts: ScriptFacts, { command, tool }: SignIn): Command | undefined {
  const guarding = guards[tool];
  if (guarding === undefined) return undefined;
  const { candidate, isGuard } = guarding;
  const to = command.range.start;
  if (command.statement.start === to && !command.nesting.includes('branch') && command.operator !== '||') {
    return undefined;
  }
  const from = Math.max(0, to - farthest);
  const candidates = [...commandsMatching(facts, candidate, from, to, mostGuards)].reverse();
  return candidates.find((guard) => isGuard(guard) && guardsCommand(facts.script.text, guard, command));
}

function guardsCommand(text: string, guard: Command, command: Command): boolean {
  const between = text.slice(guard.range.end, command.range.start);
  const isLeftOfOr = guard.range.start >= command.statement.start && /^[^;&\n]*\|\|/.test(between);
  if (isLeftOfOr) return true;
  if (!command.nesting.includes('branch')) return false;
  const isWithin = command.range.end <= guard.statement.end;
  if (guard.nesting.includes('condition')) return isWithin && !/\bfi\b/.test(between);
  if (isCaught.test(between)) return true;
  const behind = text.slice(guard.statement.end, command.range.start);
  if (guard.exitStatus === 'asked' && asksForFailure.test(behind)) return true;
  const variable = /^\$[\w:]+(?=\s*=(?!=))/.exec(text.slice(guard.statement.start, guard.range.start))?.[0];
  return variable !== undefined && asksForNothing(variable).test(behind);
}

/** From the end of what is tried to the sign-in in the `catch`, with no block that ends before it. */
const isCaught = /^[^{}]*\}\s*catch\b[^{}]*\{(?:[^{}]|\{[^{}]*\})*$/i;

/** The rest of a branch up to the sign-in, in which no block ends that has not begun there. */
const inBranch = String.raw`\s*\)\s*\{(?:[^{}]|\{[^{}]*\})*$`;

/** What may ask whether the command before has failed, in PowerShell, bash and cmd. */
const asksForFailure = new RegExp(
  [
    String.raw`^[\s;]*if\s*\(\s*(?:(?:!|-not\b)\s*\(?\s*\$\?|\$\?\s*-(?:eq\s+\$false|ne\s+\$true)|\$(?:global:)?LASTEXITCODE(?:\s*-(?:ne|gt)\s*0)?)\s*\)?${inBranch}`,
    String.raw`^[\s;]*if\s+\[\[?\s+"?\$\{?\?\}?"?\s+(?:-ne|-gt|!=)\s+"?0"?\s+\]\]?\s*;?\s*then\b(?:(?!\bfi\b|\bel(?:se|if)\b)[^])*$`,
    String.raw`^[\s&]*@?if\s+(?:errorlevel\s+1|["%!]+errorlevel["%!]+\s*(?:neq|gtr)\s*"?0"?|not\s+["%!]+errorlevel["%!]+\s*(?:==|equ)\s*"?0"?)\s*\(?[^)]*$`,
  ].join('|'),
  'i',
);

/** What asks in PowerShell whether a variable holds nothing. */
function asksForNothing(variable: string): RegExp {
  const name = variable.replaceAll('$', String.raw`\$`);
  const nothing = String.raw`(?:!|-not\b)\s*\(?\s*${name}(?:\.\w+)?|\$null\s*-eq\s*${name}|${name}(?:\.\w+)?\s*-eq\s*\$null|\[string\]::IsNullOr(?:Empty|WhiteSpace)\(\s*${name}(?:\.\w+)?\s*\)`;
  return new RegExp(String.raw`^[^{}]*?\bif\s*\(\s*(?:${nothing})\s*\)?${inBranch}`, 'i');
}
