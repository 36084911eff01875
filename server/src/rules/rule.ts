import type {
  Attendance,
  Command,
  Comment,
  Confidence,
  Context,
  Dialect,
  HostId,
  HostStep,
  Range,
  Remedy,
  RuleId,
  Safety,
  Severity,
  SignIn,
  ToolId,
} from '../model';
import type { Environment } from '../context/environment';
import type { Settings } from '../settings';

/** The severities of a rule: by attendance, and in documentation. */
export type SeverityTable = Readonly<Record<Attendance | 'documentation', Severity>>;

/** What a rule found, before severity is settled. */
export interface Match {
  readonly range: Range;
  readonly message: string;
  /** Overrides the sign-in's confidence. */
  readonly confidence?: Confidence;
  /** Overrides the table, for what it cannot say: a sovereign cloud, an old CLI. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
}

/** A case of a rule: documentation and test at once. `⟦…⟧` marks what must be underlined. */
export interface RuleCase {
  readonly title: string;
  /** `bash` if absent. */
  readonly dialect?: Dialect;
  /** The path of a document that holds more than a script, by which its format is known; a script of the dialect if absent. */
  readonly path?: string;
  readonly before: string;
  /** Where it runs; a plain script of unknown use if absent. */
  readonly host?: HostId;
  /** What the first fix makes of it there; undefined if there is none, or if the page needs none. */
  readonly after?: string;
}

/** What a rule's page says. */
export interface RulePage {
  readonly id: RuleId;
  /** One line, no full stop: what is wrong. */
  readonly summary: string;
  /** Why it breaks: Markdown paragraphs. */
  readonly why: string;
  readonly severity: SeverityTable;
  /** What the severity table cannot say: Markdown, one or two sentences. */
  readonly severityNote?: string;
  /** How sure the rule can be, and when less: one sentence. */
  readonly confidence: string;
  /** What the fixes change and whether they are safe: one or two sentences. */
  readonly fixSafety: string;
  readonly safety: Safety | 'no-fix';
  /** Public sources: title and https link. */
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly cases: readonly RuleCase[];
}

/** A rule about sign-ins, or about commands and steps that have to do with them. The first one in the table that has a severity is the sign-in's primary finding. */
export interface Rule extends RulePage {
  /** The tools whose sign-ins it is about; all if absent. */
  readonly tools?: readonly ToolId[];
  /** `additional` rules report beside the primary one. */
  readonly additional?: true;
  check?(
    signIn: SignIn,
    context: Context,
    settings: Pick<Settings, 'minimumAzureCliVersion'>,
  ): Match | undefined;
  /** Says whether signing in as another identity repairs what `check` has found; absent if it never does. */
  repairedByIdentity?(signIn: SignIn): boolean;
  /** The rule's own repairs, for a sign-in that `check` has matched; they come before the identities. */
  remedy?(signIn: SignIn, context: Context, settings: Settings): Remedy;
  /** Checks a command that is no sign-in to Azure. */
  checkCommand?(
    command: Command,
    context: Pick<Context, 'host' | 'attended'> & { readonly dialect: Dialect },
  ): Match | undefined;
  /** Checks a step that runs what its host offers; the ranges of the match count in the document, as those of the step. */
  checkStep?(step: HostStep): Match | undefined;
  /** What repairs a step that `checkStep` has matched. */
  remedyAtStep?(step: HostStep, settings: Settings): Remedy;
  /** Checks what a script puts into the environment of the programs that it runs. */
  checkEnvironment?(environment: Environment): Match | undefined;
  /**
   * Checks a sign-in that is commented out.
   *
   * @param signIn what the comment's text says, its ranges counted like the comment's
   */
  checkComment?(comment: Comment, signIn: SignIn): Match | undefined;
}
