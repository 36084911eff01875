import {
  ruleIds,
  type Command,
  type Comment,
  type Context,
  type Dialect,
  type Finding,
  type HostStep,
  type Place,
  type RuleId,
  type SignIn,
} from '../model';
import type { Environment } from '../context/environment';
import type { Settings } from '../settings';
import { version } from '../../../package.json';
import { batchWithoutCall } from './batchWithoutCall';
import { certificateAsPassword } from './certificateAsPassword';
import { dashLeadingSecret } from './dashLeadingSecret';
import { deviceCode } from './deviceCode';
import { interactive } from './interactive';
import { literalSecret } from './literalSecret';
import { managedIdentityUsername } from './managedIdentityUsername';
import { missingIdTokenPermission } from './missingIdTokenPermission';
import { missingTenant } from './missingTenant';
import { rejectedArguments } from './rejectedArguments';
import { sameCredential } from './sameCredential';
import { outdatedAzureLogin } from './outdatedAzureLogin';
import type { Match, Rule } from './rule';
import { servicePrincipalWithoutTenant } from './servicePrincipalWithoutTenant';
import { severityOf } from './severity';
import { typographicDash } from './typographicDash';
import { userPassword } from './userPassword';

const byId: Readonly<Record<RuleId, Rule>> = {
  'typographic-dash': typographicDash,
  'dash-leading-secret': dashLeadingSecret,
  'managed-identity-username': managedIdentityUsername,
  'rejected-arguments': rejectedArguments,
  'certificate-as-password': certificateAsPassword,
  'service-principal-without-tenant': servicePrincipalWithoutTenant,
  'user-password': userPassword,
  'device-code': deviceCode,
  'missing-tenant': missingTenant,
  interactive,
  'literal-secret': literalSecret,
  'batch-without-call': batchWithoutCall,
  'same-credential': sameCredential,
  'missing-id-token-permission': missingIdTokenPermission,
  'outdated-azure-login': outdatedAzureLogin,
};

/** Every rule, in the order of their ids. */
export const rules: readonly Rule[] = ruleIds.map((id) => byId[id]);

const primaryRules = rules.filter(({ additional }) => !additional);
const additionalRules = rules.filter(({ additional }) => additional);

/** Takes a rule's id, returns the address of its page, at this version of the product. */
export function ruleUrl(id: RuleId): string {
  return `https://github.com/azmfa/azmfa/blob/v${version}/docs/rules/${id}.md`;
}

/** What to tell the user of a sign-in: the primary finding first, if there is one, then the additional ones. */
export function findingsOf(
  signIn: SignIn,
  context: Context,
  settings: Pick<Settings, 'severity' | 'minimumAzureCliVersion'>,
): readonly Finding[] {
  const report = (rule: Rule) => {
    if (rule.tools?.includes(signIn.tool) === false) return undefined;
    const match = rule.check?.(signIn, context, settings);
    return match && finding(rule, match, signIn, signIn.command, context, settings);
  };
  const primary = firstOf(primaryRules, report);
  const further = additionalRules.flatMap((rule) => report(rule) ?? []);
  return [...(primary ? [primary] : []), ...further];
}

/**
 * What to tell the user of a sign-in that is commented out.
 *
 * @param signIn what the comment's text says, its ranges counted like the comment's
 */
export function commentFindingsOf(
  comment: Comment,
  signIn: SignIn,
  context: Pick<Context, 'host' | 'attended'>,
  settings: Pick<Settings, 'severity'>,
): readonly Finding[] {
  const place = { range: comment.range, statement: comment.range };
  return rules.flatMap((rule) => {
    if (rule.tools?.includes(signIn.tool) === false) return [];
    const match = rule.checkComment?.(comment, signIn);
    return (match && finding(rule, match, undefined, place, context, settings)) ?? [];
  });
}

/** What to tell the user of a command that is no sign-in to Azure. */
export function commandFindingsOf(
  command: Command,
  context: Pick<Context, 'host' | 'attended'> & { readonly dialect: Dialect },
  settings: Pick<Settings, 'severity'>,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const match = rule.checkCommand?.(command, context);
    const confident = match && { confidence: command.confidence, ...match };
    return (confident && finding(rule, confident, undefined, command, context, settings)) ?? [];
  });
}

/** What to tell the user of a step that runs what its host offers; all ranges count in the document. */
export function stepFindingsOf(
  step: HostStep,
  context: Pick<Context, 'host' | 'attended'>,
  settings: Pick<Settings, 'severity'>,
): readonly Finding[] {
  const place = { range: step.range, statement: step.range };
  return rules.flatMap((rule) => {
    const match = rule.checkStep?.(step);
    return (match && finding(rule, match, undefined, place, context, settings)) ?? [];
  });
}

/** What to tell the user of the environment that a script makes for other programs. */
export function environmentFindingsOf(
  environment: Environment,
  context: Pick<Context, 'host' | 'attended'>,
  settings: Pick<Settings, 'severity'>,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const match = rule.checkEnvironment?.(environment);
    const place = match && { range: match.range, statement: match.range };
    return (place && finding(rule, match, undefined, place, context, settings)) ?? [];
  });
}

function finding(
  rule: Rule,
  match: Match,
  signIn: SignIn | undefined,
  place: Place,
  context: Pick<Context, 'host' | 'attended'>,
  settings: Pick<Settings, 'severity'>,
): Finding | undefined {
  const confidence = match.confidence ?? signIn?.confidence ?? 'certain';
  const severity = severityOf(rule, match, confidence, context, settings);
  if (severity === 'none') return undefined;
  const { range, message, related = [] } = match;
  return { rule: rule.id, severity, confidence, range, message, related, signIn, place };
}

/** The first result that is not undefined. */
function firstOf<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
