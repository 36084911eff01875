import type { Change, Context, GivenOption, NewWord, Prerequisite, Refusal, SignIn } from '../model';
import { variableMeanings, variablePattern, type Settings, type VariableNames } from '../settings';
import { option } from '../signIns/option';

/** Why further arguments may come when a sign-in runs, as a plain sentence; undefined if all of them are there. */
export function whyArgumentsAreOpen({ extras, command, site }: SignIn): string | undefined {
  const [first = 0, ...others] = site.map((word) => command.words.indexOf(word));
  const between = command.words.slice(first, others.at(-1) ?? first);
  const mayComeBetween = between.some((word) => !site.includes(word) && word.value.kind !== 'known');
  return extras.length > 0 || mayComeBetween || command.appends === true
    ? 'Words that only the run knows, such as "$@", @arguments or %*, may add options that conflict with the new ones.'
    : undefined;
}

/** Says whether the oldest Azure CLI that the scripts meet has what a minor version of 2 brought. */
export function hasVersion(
  { minimumAzureCliVersion: oldest }: Pick<Settings, 'minimumAzureCliVersion'>,
  minor: number,
): boolean {
  return oldest === undefined || oldest[0] > 2 || (oldest[0] === 2 && oldest[1] >= minor);
}

/** Why something is refused that a minor version of Azure CLI 2 brought. */
export function tooOld(what: string, minor: number): Refusal {
  return {
    refused: `${what} needs Azure CLI 2.${minor}; the setting azmfa.minimumAzureCliVersion is older.`,
  };
}

/** The version of the Azure CLI that a rewritten sign-in needs. */
export function needsVersion(what: string, minor: number): Prerequisite {
  return { kind: 'version', text: `Azure CLI 2.${minor} or later, for ${what}.` };
}

/** The variable that holds the tenant: the script's own, which need not be set anew, or the one of the settings. */
export function tenantVariable(
  { tenantEvidence }: Pick<Context, 'tenantEvidence'>,
  { variables }: Pick<Settings, 'variables'>,
): { readonly name: string; readonly isOwn: boolean } {
  const own = tenantEvidence?.variable;
  // `$1` is another one in another function.
  return own !== undefined && new RegExp(variablePattern).test(own.replace(/^variable:/, ''))
    ? { name: own, isOwn: true }
    : { name: variables.tenantId, isOwn: false };
}

/** A variable that has to be set. */
export function needsVariable(
  name: keyof VariableNames,
  { variables }: Pick<Settings, 'variables'>,
): Prerequisite {
  return { kind: 'variable', text: `The variable ${variables[name]}: ${variableMeanings[name]}.` };
}

/** A role for whom the rewritten script signs in as. */
export const needsRole: Prerequisite = {
  kind: 'role',
  text: 'A role for it on what the script works with, such as Contributor on a resource group.',
};

/** What a change of principal means for the rest of the script. */
export const otherPrincipal =
  'Another principal signs in: look at later commands that name the user, such as az logout --username or az ad signed-in-user.';

/** Why options are dropped: sentences that follow their name, by option. */
export type DropNotes = Readonly<Partial<Record<string, string>>>;

/** Takes the names of dropped options, returns a note for each that has one. */
export function dropNotes(dropped: readonly string[], notes: DropNotes): readonly string[] {
  return dropped.flatMap((name) => notes[name] ?? []);
}

/** What choosing the default subscription takes, after a sign-in whose principal has another one. */
export interface SubscriptionGuard {
  readonly changes: readonly Change[];
  readonly variables: readonly (keyof VariableNames)[];
  readonly notes: readonly string[];
}

const noGuard: SubscriptionGuard = { changes: [], variables: [], notes: [] };

/**
 * Chooses the default subscription right after the sign-in, if what follows depends on it before anything else
 * chooses one.
 *
 * @param honoursOption true if the new sign-in does what its own `--subscription` says
 */
export function guardSubscription(
  signIn: SignIn,
  { following }: Pick<Context, 'following'>,
  { variables }: Pick<Settings, 'variables'>,
  honoursOption: boolean,
): SubscriptionGuard {
  const given = option(signIn, 'subscription');
  const own = given?.value;
  if (!following.needsSubscription || (own !== undefined && honoursOption)) return noGuard;
  if (given !== undefined && !canBeSaidTwice(given)) return noGuard;
  const { command, site } = signIn;
  const words: readonly NewWord[] = [
    ...site.slice(0, 1).map(({ range }): NewWord => [{ source: range }]),
    ...['account', 'set', '--subscription'].map((word): NewWord => [word]),
    [own === undefined ? { variable: variables.subscriptionId } : { source: own.range }],
  ];
  const changes: readonly Change[] = [{ kind: 'runAfter', command, words }];
  return own === undefined
    ? {
        changes,
        variables: ['subscriptionId'],
        notes: ['Chooses the default subscription, since another principal has another one.'],
      }
    : {
        changes,
        variables: [],
        notes: ['Chooses the subscription once more after it: a managed identity ignores --subscription.'],
      };
}

/** Says whether an option's value stands by itself and runs nothing, so that another command can have it too. */
function canBeSaidTwice({ words, value }: GivenOption): boolean {
  const standsAlone = words.length > 1 || value?.range.start !== words[0]?.range.start;
  const runsNothing = words.every(({ source }) => !/[`(]/.test(source));
  return standsAlone && runsNothing;
}
