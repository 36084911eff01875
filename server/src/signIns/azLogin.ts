import type { Command, Confidence, SignIn, Word } from '../model';
import type { Settings } from '../settings';
import { optionTable, readArguments } from './argparse';
import { azLoginOptions } from './azLoginOptions';
import { azLoginLogic } from './azLoginOutcome';
import { isDashLeadingSecret } from './option';
import { outcomeOf, type Outcome } from './outcome';
import type { Tool } from './tool';
import { isKnown, lower, prefixOf, programName } from './words';

const table = optionTable(azLoginOptions);

/** What the shell takes out of a word; more of it stands in none. */
const inside = String.raw`(?:["'\\^]|[\\^]\r?\n){0,3}`;

/** Finds the word `login`; the second form has quotes, backslashes, carets or a continued line end in it, as in `lo"gin"`. */
export const loginWord = new RegExp(
  `\\blogin\\b|\\bl(?=o?g?i?["'\\\\^])${'ogin'.replace(/./g, `${inside}$&`)}\\b`,
  'gi',
);

/** `az login` of the Azure CLI. */
export const azLogin: Tool = {
  id: 'az login',
  product: 'The Azure CLI',
  candidates: [loginWord],
  read: readAzLogin,
  flowOf: (options, { minimumAzureCliVersion }) =>
    outcomeOf(azLoginLogic(minimumAzureCliVersion), options, false).flow,
  spell: (name) => `--${name}`,
  // A secret may begin with a dash, and a word of its own would then be taken for an option.
  joint: (name) => (name === 'password' ? '=' : undefined),
  explainOption: (name) => azLoginOptions.find((option) => option.name === name)?.explanation ?? '',
  principals: (flow) =>
    flow === 'managed-identity' ? ['client-id', 'object-id', 'resource-id'] : ['username'],
};

function readAzLogin(
  command: Command,
  { minimumAzureCliVersion }: Pick<Settings, 'minimumAzureCliVersion'>,
): SignIn | undefined {
  const found = commandWords(command.words);
  if (found === undefined) return undefined;
  const { site, before, after } = found;
  const read = readArguments(after, table, command.appends === true);
  if (read.exits || before.some((word) => onlyPrints.has(prefixOf(word)))) return undefined;

  const rejections = [...read.rejections];
  if (before.length > 0 && before.every(isKnown)) {
    rejections.push({ reason: 'arguments', error: 'unrecognized arguments', exit: 2, words: before });
  }
  const asRead = outcomeOf(
    azLoginLogic(minimumAzureCliVersion),
    read.options,
    read.extras.length > 0 || command.appends === true,
  );
  const outcome: Outcome =
    rejections.length > 0 ? { flow: 'rejected', possible: ['rejected'], confidence: 'certain' } : asRead;
  const onlyDashes = rejections.every(
    (rejection) => rejection.reason === 'typographic-dash' || isDashLeadingSecret(rejection),
  );
  const doubt: Confidence = before.every(isKnown) ? 'certain' : 'possible';
  return {
    tool: 'az login',
    flow: outcome.flow,
    possibleFlows: outcome.possible,
    intended: onlyDashes ? asRead.flow : 'rejected',
    confidence: lower(lower(command.confidence, outcome.confidence), doubt),
    command,
    site,
    options: read.options,
    extras: read.extras,
    rejections: outcome.rejection === undefined ? rejections : [outcome.rejection],
  };
}

/** Options that, before the command, make the Azure CLI print something and end. */
const onlyPrints: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v']);

/** Splits `az [options] login …`; undefined for any other command. */
function commandWords(
  words: readonly Word[],
): { site: readonly Word[]; before: readonly Word[]; after: readonly Word[] } | undefined {
  const [program, ...rest] = words;
  if (program === undefined || !/^az(\.(cmd|exe|bat))?$/i.test(programName(program))) return undefined;
  let i = 0;
  for (let word = rest[i]; word !== undefined; word = rest[++i]) {
    const text = prefixOf(word);
    if (text.toLowerCase() === 'login') {
      return { site: [program, word], before: rest.slice(0, i), after: rest.slice(i + 1) };
    }
    if (word.value.kind === 'unknown') continue;
    if (!text.startsWith('-')) return undefined;
    const arity = table.bySpelling.get(text)?.arity ?? 0;
    if (arity !== 0 && prefixOf(rest[i + 1]).toLowerCase() !== 'login') i++;
  }
  return undefined;
}
