import type { Command, Flow, GivenOption, Rejection, SignIn, Word } from '../model';
import type { Arguments } from './argparse';
import { azdAuthLoginOptions } from './azdAuthLoginOptions';
import { loginWord } from './azLogin';
import { outcomeOf, type Given, type Logic, type Outcome, type Refused } from './outcome';
import { isBoolean, readFlags } from './pflag';
import type { Tool } from './tool';
import { isKnown, lower, prefixOf, programName } from './words';

/** `azd auth login` of the Azure Developer CLI, and its older spelling `azd login`. */
export const azdAuthLogin: Tool = {
  id: 'azd auth login',
  product: 'The Azure Developer CLI',
  candidates: [loginWord, /\bauth(?=\s{1,50}login\b)/i],
  read: readAzdAuthLogin,
  flowOf: (options) => outcomeOf(logic, options, false).flow,
  spell: (name) => optionNamed(name)?.spellings[0] ?? `--${name}`,
  joint: (name) => (optionNamed(name)?.arity === 0 ? '=' : undefined),
  explainOption: (name) => optionNamed(name)?.explanation ?? '',
  principals: () => ['client-id'],
};

const optionNamed = (name: string) => azdAuthLoginOptions.find((option) => option.name === name);

function readAzdAuthLogin(command: Command): SignIn | undefined {
  const found = commandWords(command.words);
  if (found === undefined) return undefined;
  const appends = command.appends === true;
  const all = [...found.before, ...found.after];
  const typed = readFlags(all, azdAuthLoginOptions, appends);
  if (typed.exits) return undefined;
  const meant = readFlags(all, azdAuthLoginOptions, appends, 'meant');
  const outcome = outcomeOfArguments(typed, appends);
  const intended = outcomeOfArguments(meant, appends);
  return {
    tool: 'azd auth login',
    flow: outcome.flow,
    possibleFlows: outcome.possible,
    intended: intended.flow,
    confidence: lower(
      lower(command.confidence, outcome.confidence),
      found.before.every(isKnown) ? 'certain' : 'possible',
    ),
    command,
    site: found.site,
    options: meant.options,
    extras: meant.extras,
    rejections: rejectionsOf(outcome, intended, meant.options),
  };
}

/** How arguments turn out, with what refuses them. */
type ArgumentsOutcome = Pick<Outcome, 'flow' | 'possible' | 'confidence'> & {
  readonly rejections: readonly Rejection[];
};

function outcomeOfArguments({ options, extras, rejections }: Arguments, appends: boolean): ArgumentsOutcome {
  if (rejections.length > 0) {
    return { flow: 'rejected', possible: ['rejected'], confidence: 'certain', rejections };
  }
  const outcome = outcomeOf(logic, options, extras.length > 0 || appends);
  return { ...outcome, rejections: outcome.rejection === undefined ? [] : [outcome.rejection] };
}

/** Why arguments are refused. If they are for typographic dashes alone, which azd ignores with what is behind them, those are at fault. */
function rejectionsOf(
  typed: ArgumentsOutcome,
  meant: ArgumentsOutcome,
  options: readonly GivenOption[],
): readonly Rejection[] {
  const dashes = options.flatMap(({ typographic, words: [word] }) => (typographic && word ? [word] : []));
  if (dashes.length === 0 || typed.flow !== 'rejected') return typed.rejections;
  return meant.flow === 'rejected'
    ? meant.rejections
    : typed.rejections.map((each) => ({ ...each, reason: 'typographic-dash', words: dashes }));
}

/** Splits `azd [options] auth [options] login …`; undefined for any other command. */
function commandWords(
  words: readonly Word[],
): { site: readonly Word[]; before: readonly Word[]; after: readonly Word[] } | undefined {
  const [program, ...rest] = words;
  if (program === undefined || !/^azd(\.(cmd|exe|bat))?$/i.test(programName(program))) return undefined;
  const site = [program];
  const before: Word[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (word === undefined) break;
    const text = prefixOf(word);
    if (text === 'auth' && site.length === 1) site.push(word);
    else if (text === 'login') return { site: [...site, word], before, after: rest.slice(i + 1) };
    else if (text === '--' || (!text.startsWith('-') && word.value.kind !== 'unknown')) return undefined;
    else {
      before.push(word);
      const takesValue = azdAuthLoginOptions.some(
        (each) => each.arity === 1 && each.spellings.includes(text),
      );
      const value = takesValue ? rest[++i] : undefined;
      if (value !== undefined) before.push(value);
    }
  }
  return undefined;
}

/** The options that carry a service principal's credential, and the flow that each makes. */
const credentials: readonly (readonly [name: string, flow: Flow])[] = [
  ['client-secret', 'service-principal-secret'],
  ['certificate', 'service-principal-certificate'],
  ['federated-credential-provider', 'service-principal-federated'],
];

/** The secret counts as given even where it is empty: it is asked for then. */
const givenCredentials = (given: Given) =>
  credentials.filter(([name]) => (name === 'client-secret' ? given.has(name) : given.filled(name)));

const providers: ReadonlySet<string> = new Set(['github', 'azure-pipelines', 'oidc']);

/** How `azd auth login` decides. Source: azure-dev cli/azd/cmd/auth_login.go, `login`. */
const logic: Logic = {
  deciding: ['identity', 'client-id', 'tenant', 'use-device-code', ...credentials.map(([name]) => name)],
  switches: new Set(['identity', 'use-device-code']),
  exit: 1,
  flowOf(given) {
    if (given.has('identity')) return 'managed-identity';
    if (given.filled('client-id')) return givenCredentials(given)[0]?.[1] ?? 'rejected';
    return given.has('use-device-code') ? 'device-code' : 'interactive';
  },
  refuses(given): Refused | undefined {
    if (given.has('identity')) return undefined;
    if (!given.filled('client-id')) {
      const value = given.value('use-device-code');
      return value?.kind === 'known' && !isBoolean(value.text)
        ? { error: "unexpected boolean input for '--use-device-code'", options: ['use-device-code'] }
        : undefined;
    }
    if (!given.filled('tenant')) {
      return {
        error: 'must set both `client-id` and `tenant-id` for service principal login',
        options: ['client-id'],
      };
    }
    const [one, another] = givenCredentials(given);
    if (one === undefined || another !== undefined) {
      return {
        error:
          'must set exactly one of client-secret, client-certificate, federated-credential-provider for service principal',
        options: one === undefined ? ['client-id'] : credentials.map(([name]) => name),
      };
    }
    const provider = given.value('federated-credential-provider');
    return provider?.kind === 'known' && provider.text !== '' && !providers.has(provider.text)
      ? { error: 'unsupported federated token provider', options: ['federated-credential-provider'] }
      : undefined;
  },
};
