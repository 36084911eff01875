import type { Confidence, Place, Range } from './script';
import type { SignIn } from './signIn';

/** A severity as the editor shows it, or `none` for nothing at all. */
export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'none';

/**
 * The ids of the rules, which are also the diagnostics' codes. The order decides: of those that are not additional,
 * the first that reports is the sign-in's primary finding.
 */
export const ruleIds = [
  'typographic-dash',
  'dash-leading-secret',
  'managed-identity-username',
  'rejected-arguments',
  'certificate-as-password',
  'service-principal-without-tenant',
  'user-password',
  'device-code',
  'missing-tenant',
  'interactive',
  'literal-secret',
  'batch-without-call',
  'same-credential',
  'missing-id-token-permission',
  'outdated-azure-login',
] as const;

export type RuleId = (typeof ruleIds)[number];

/** One thing to tell the user. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Exclude<Severity, 'none'>;
  readonly confidence: Confidence;
  readonly range: Range;
  readonly message: string;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  /** The sign-in it is about; undefined for one in a comment, and for a step that the host runs. */
  readonly signIn: SignIn | undefined;
  /** The command, comment or step that it is about. */
  readonly place: Place;
}
