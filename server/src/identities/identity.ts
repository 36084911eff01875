import type { Change, Context, Flow, IdentityId, Prerequisite, Refusal, SignIn } from '../model';
import type { Settings } from '../settings';

/** What a rewrite to an identity comes to, or why it cannot be had. */
export type Rewrite =
  | {
      readonly changes: readonly Change[];
      readonly prerequisites: readonly Prerequisite[];
      readonly notes: readonly string[];
    }
  | Refusal;

/** A target that a sign-in can be rewritten to. */
export interface Identity {
  readonly id: IdentityId;
  /** At most 60 characters, such as `Sign in with a federated token (OIDC)`. */
  readonly title: string;
  /** For a pick list: what it is and where it works, one line. */
  readonly description: string;
  readonly flow: Flow;
  rewrite(signIn: SignIn, context: Context, settings: Settings): Rewrite;
  /** Text that sets the identity up: commands with placeholders, and what each is for. Plain text. */
  setUp(context: Context, settings: Settings): string;
}
