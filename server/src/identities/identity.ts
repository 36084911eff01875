import type {
  Change,
  Context,
  Dialect,
  Flow,
  HostChange,
  IdentityId,
  Prerequisite,
  Refusal,
  SignIn,
  ToolId,
} from '../model';
import type { Settings, VariableNames } from '../settings';

/** What a sign-in is rewritten to. */
export interface Rewrite {
  readonly changes: readonly Change[];
  readonly hostChange?: HostChange;
  /** Another title than the identity's, at most 44 characters. */
  readonly title?: string;
  /** The flow that it has then; undefined if the script does not sign in any more. */
  readonly promises: Flow | undefined;
  /** The variables that the new words read and that the script does not set itself. */
  readonly variables: readonly (keyof VariableNames)[];
  /** What must exist, variables aside. */
  readonly prerequisites: readonly Prerequisite[];
  /** What is dropped and what behaves differently, as plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Rewrites a sign-in of one tool whose arguments are all known.
 *
 * @returns the rewrite, or why it cannot be had, as a sentence that follows the identity's title and a colon
 */
export type Rewriter = (signIn: SignIn, context: Context, settings: Settings) => Rewrite | Refusal;

/** What an identity is set up for: a place, and the tool that signs in there. */
export interface Place extends Pick<Context, 'host' | 'cloud'> {
  /** `az login` if absent. */
  readonly tool?: ToolId;
  /** The shell that the commands are for. */
  readonly dialect: Dialect;
}

/** A target that a sign-in can be rewritten to. */
export interface Identity {
  readonly id: IdentityId;
  /** At most 44 characters, so that a place fits behind it: `Sign in with a federated token`. */
  readonly title: string;
  /** Other titles, where a tool calls an option otherwise. */
  readonly titles?: Readonly<Partial<Record<ToolId, string>>>;
  /** Where it works, for the title of a fix where the host is not known: `on Azure`. At most 13 characters. */
  readonly where: string;
  /** For a pick list: what it is and where it works, one line. */
  readonly description: string;
  /** How the sign-ins of each tool are rewritten; a token request never is. */
  readonly rewrite: Readonly<Record<Exclude<ToolId, 'token request'>, Rewriter>>;
  /** Text that sets the identity up, as the place's shell reads it: commands with `<placeholders>`, and what each is for. */
  setUp(place: Place, settings: Settings): string;
}
