import type { Context, SignIn } from '../model';
import type { Settings, VariableNames } from '../settings';
import { isOn, option } from '../signIns/option';
import type { Rewrite } from './identity';
import { needsRole, otherPrincipal } from './rewriting';

/** What the action has no input for, and the new sign-in does without: a note for each. */
const dropped: Readonly<Record<string, string>> = {
  scope: 'Drops --scope: tokens for other services are fetched when they are needed.',
  'claims-challenge': 'Drops --claims-challenge: only a browser or device code answers it.',
};

/**
 * Signs in by a step `azure/login` with the job's OpenID Connect token, before the step that the sign-in stands in. The session
 * is there for every later step of the job. Source: the action's `action.yml`, version 3.
 *
 * @returns undefined where no such step can take the sign-in's place
 */
export function azureLoginStep(
  signIn: SignIn,
  { step, cloud }: Pick<Context, 'step' | 'cloud'>,
  { variables }: Settings,
): Rewrite | undefined {
  const isHealthy = signIn.intended.startsWith('service-principal-federated');
  const terms = step?.changes.addSignInStep;
  if (terms === undefined || 'refused' in terms || cloud !== 'public' || isHealthy) return undefined;
  const { command } = signIn;
  const secret = (name: keyof VariableNames): string => `\${{ secrets.${variables[name]} }}`;
  const tenant = asWritten(signIn, 'tenant') ?? secret('tenantId');
  const subscription = asWritten(signIn, 'subscription') ?? secret('subscriptionId');
  const without = option(signIn, 'allow-no-subscriptions');
  const isPowerShell = signIn.tool === 'Connect-AzAccount';
  const inputs: (readonly [string, string])[] = [
    ['client-id', secret('clientId')],
    ['tenant-id', tenant],
    without !== undefined && isOn(without) && option(signIn, 'subscription') === undefined
      ? ['allow-no-subscriptions', 'true']
      : ['subscription-id', subscription],
    ...(isPowerShell ? [['enable-AzPSSession', 'true'] as const] : []),
  ];
  const secrets = inputs.flatMap(([, value]) => /^\$\{\{ secrets\.(\w+) \}\}$/.exec(value)?.[1] ?? []);
  return {
    title: 'Sign in with azure/login and OpenID Connect',
    changes: [{ kind: 'removeCommand', command }],
    hostChange: {
      kind: 'addSignInStep',
      step: {
        name: 'Sign in to Azure',
        uses: 'azure/login@v3',
        inputs,
        permission: ['id-token', 'write'],
      },
    },
    promises: undefined,
    variables: [],
    prerequisites: [
      {
        kind: 'identity',
        text: 'A user-assigned managed identity (creating it needs Azure rights only), or an app registration with its service principal.',
      },
      {
        kind: 'federated-credential',
        text: 'A federated credential on it for the tokens of this repository’s branch or environment.',
      },
      ...secrets.map((name) => ({
        kind: 'variable' as const,
        text: `The secret ${name} of the repository or environment.`,
      })),
      needsRole,
    ],
    notes: [
      'The step signs in before the script begins, for every later step of the job; its end signs out.',
      ...signIn.options.flatMap(({ name }) => dropped[name] ?? []),
      ...terms.notes,
      otherPrincipal,
    ],
  };
}

/** The value of an option as the workflow can say it: a known text, or an expression and nothing else. */
function asWritten(signIn: SignIn, name: string): string | undefined {
  const given = option(signIn, name);
  if (given?.value === undefined) return undefined;
  const { value, range } = given.value;
  if (value.kind === 'known') return /^[\w.-]+$/.test(value.text) ? value.text : undefined;
  const parts = given.words
    .flatMap((word) => word.parts)
    .filter((part) => part.range.start >= range.start && part.range.end <= range.end);
  const [only] = parts.filter((part) => part.kind !== 'literal' || part.text !== '');
  return parts.length === 1 && only?.kind === 'hole' ? only.source : undefined;
}
