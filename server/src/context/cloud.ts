import type { SignIn } from '../model';
import { option } from '../signIns/option';
import { azPath, commandsMatching, known, program, type ScriptFacts } from './facts';

/** Where `az cloud set` chooses another cloud than the public one, or goes back to it. */
export interface CloudChoice {
  readonly offset: number;
  readonly cloud: 'public' | 'sovereign';
}

const sovereign: ReadonlySet<string> = new Set(['azureusgovernment', 'azurechinacloud', 'azuregermancloud']);

const choice = /\bcloud\s{1,20}set\b/;

/**
 * The clouds that a script certainly chooses, in source order. One that is chosen in a branch, or whose name
 * only the run knows, is not certain.
 */
export function cloudChoices(
  facts: Pick<ScriptFacts, 'script' | 'matches' | 'syntax'>,
): readonly CloudChoice[] {
  const choices: CloudChoice[] = [];
  for (const command of commandsMatching(facts, choice, 0, facts.script.text.length, 20)) {
    if (program(command) !== 'az' || azPath(command).slice(0, 2).join(' ') !== 'cloud set') continue;
    const name = cloudName(command.words.map(known));
    if (name === undefined) continue;
    const certain = !command.nesting.some((nesting) => nesting === 'branch' || nesting === 'loop');
    if (sovereign.has(name.toLowerCase())) {
      if (certain) choices.push({ offset: command.range.start, cloud: 'sovereign' });
    } else choices.push({ offset: command.range.start, cloud: 'public' });
  }
  return choices;
}

const sovereignHost = /\bmicrosoftonline\.(?:us|cn)\b/i;

/** Takes a sign-in and the choices of its script, returns the cloud that it certainly signs in to. */
export function cloudOf(signIn: SignIn, choices: readonly CloudChoice[]): CloudChoice['cloud'] {
  switch (signIn.tool) {
    case 'az login':
      return choices.findLast(({ offset }) => offset < signIn.command.range.start)?.cloud ?? 'public';
    case 'azd auth login':
      return 'public';
    case 'token request':
      return signIn.command.words.some(({ source }) => sovereignHost.test(source)) ? 'sovereign' : 'public';
    case 'Connect-AzAccount': {
      const name = option(signIn, 'environment')?.value?.value;
      return name?.kind === 'known' && sovereign.has(name.text.toLowerCase()) ? 'sovereign' : 'public';
    }
  }
}

/** Takes the words of `az cloud set`, returns the value of `--name`. */
function cloudName(words: readonly (string | undefined)[]): string | undefined {
  const at = words.findIndex((word) => word !== undefined && /^(-n|--n(a(me?)?)?)(=|$)|^-n./.test(word));
  const word = words[at];
  if (word === undefined) return undefined;
  if (/^(-n|--\w+)$/.test(word)) return words[at + 1];
  return word.replace(/^(--\w+=|-n=?)/, '');
}
