import type { Context, Finding, Flow, SignIn } from '../model';
import { ruleUrl } from '../rules';
import { tools } from '../signIns';
import { codeSpan, escapeMarkdown } from './markdown';

/** What the hover on a sign-in tells. */
export interface Explanation {
  readonly signIn: SignIn;
  readonly context: Context;
  readonly findings: readonly Finding[];
  /** Why there is no automatic fix, as plain sentences; empty if there is one or none is wanted. */
  readonly refusals: readonly string[];
}

interface FlowText {
  /** How the sign-in works, in plain words. */
  readonly what: string;
  /** Where MFA is required at sign-in: Conditional Access, security defaults, per-user MFA. */
  readonly atSignIn: string;
  /** Where only Azure Resource Manager requires it. */
  readonly atWrite: string;
}

const unaffected = { atSignIn: 'Works: MFA is not asked of workload identities.', atWrite: 'Works.' };
const waits = {
  atSignIn: 'Works if somebody is there to answer; with nobody there the script hangs.',
  atWrite: 'The same: somebody has to answer before anything else runs.',
};

/** Facts of each flow (Microsoft Entra: mandatory multifactor authentication; Azure CLI: profile/custom.py). */
const flows: Readonly<Record<Flow, FlowText>> = {
  ropc: {
    what: 'Signs in as a user with a password (ROPC).',
    atSignIn: 'Fails here: `AADSTS50076`, or `AADSTS50079` or `AADSTS50158`.',
    atWrite:
      'Signs in and reads; the first create, update or delete fails: `RequestDisallowedByPolicy`, with advice to sign in again that needs a person.',
  },
  interactive: {
    what: 'Signs in as a user in a browser, or with a device code where there is no browser.',
    ...waits,
  },
  'device-code': {
    what: 'Signs in as a user who enters a device code in any browser.',
    ...waits,
  },
  'service-principal-secret': {
    what: 'Signs in as a service principal with a client secret.',
    ...unaffected,
  },
  'service-principal-certificate': {
    what: 'Signs in as a service principal with a certificate.',
    ...unaffected,
  },
  'service-principal-federated': {
    what: 'Signs in as a service principal or user-assigned identity with a federated token.',
    ...unaffected,
  },
  'managed-identity': {
    what: 'Signs in as the managed identity of the machine or app that runs this, on Azure or Azure Arc.',
    ...unaffected,
  },
  rejected: {
    what: 'Signs nobody in: the tool refuses these arguments.',
    atSignIn: 'Fails before that.',
    atWrite: 'Fails before that.',
  },
  unknown: {
    what: 'How this signs in depends on what its variables hold.',
    atSignIn: 'Fails or hangs if it turns out to sign in as a user.',
    atWrite: 'The same.',
  },
};

/**
 * Explains a sign-in: how it signs in, what MFA does to it, its options, its findings, and why there is no
 * automatic fix where there is none.
 *
 * @returns Markdown to be shown untrusted; no value of an option is in it
 */
export function explain({ signIn, context, findings, refusals }: Explanation): string {
  const flow = flows[signIn.flow];
  const tool = tools[signIn.tool];
  const possible =
    signIn.possibleFlows.length > 1 ? signIn.possibleFlows.map((each) => `- ${flows[each].what}`) : [];
  const options = [...new Set(signIn.options.map(({ name }) => name))];
  return [
    `**${flow.what}**${signIn.confidence === 'certain' ? '' : ` (${signIn.confidence})`}`,
    section('It may turn out to be:', possible),
    section('', [
      `- Where MFA is required at sign-in: ${flow.atSignIn}`,
      `- Where it is required to change Azure resources: ${flow.atWrite}`,
      ...(context.cloud === 'sovereign'
        ? ['- A sovereign cloud is chosen before it: only the tenant’s own policies apply there.']
        : []),
    ]),
    section(
      '',
      options.map((name) => `- ${codeSpan(tool.spell(name))}: ${escapeMarkdown(tool.explainOption(name))}`),
    ),
    ...explained({ findings, refusals }),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * Explains what is found at a step of a document that runs no script.
 *
 * @returns Markdown to be shown untrusted
 */
export function explainStep(found: Pick<Explanation, 'findings' | 'refusals'>): string {
  return explained(found)
    .filter((part) => part !== '')
    .join('\n\n');
}

function explained({ findings, refusals }: Pick<Explanation, 'findings' | 'refusals'>): readonly string[] {
  return [
    section(
      '',
      findings.map(({ rule, message }) => `- [${rule}](${ruleUrl(rule)}): ${escapeMarkdown(message)}`),
    ),
    section(
      'Why there is no automatic fix:',
      refusals.map((reason) => `- ${escapeMarkdown(reason)}`),
    ),
  ];
}

/** A list under a line of text; nothing if the list is empty. */
function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [...(title === '' ? [] : [title, '']), ...items].join('\n');
}
