/**
 * The words of the house: the readonly data that flows from room to room.
 *
 * documents → scripts → commands → sign-ins → findings → changes → edits. Every offset is in UTF-16 code
 * units; unless a docstring says otherwise it counts from the start of the script's text.
 */

/** A half-open span `[start, end)` of UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The shell syntax that a script is written in. `bash` stands for the POSIX family: sh, bash, zsh, ksh. */
export type Dialect = 'bash' | 'powershell' | 'cmd';

/** Where a script runs, as far as its document or the user's settings tell. The table is in `context/hosts.ts`. */
export type HostId =
  | 'shell'
  | 'documentation'
  | 'laptop'
  | 'github-hosted'
  | 'github-self-hosted'
  | 'azure-pipelines'
  | 'gitlab'
  | 'circleci'
  | 'bitbucket'
  | 'jenkins'
  | 'kubernetes'
  | 'azure-vm'
  | 'azure-app'
  | 'azure-automation'
  | 'azure-arc'
  | 'on-premises'
  | 'google-cloud'
  | 'aws';

/** Translates between a script's text and the document that it sits in. */
export interface SourceMap {
  /** Takes a range of the script, returns the range of the document; `approximate` if it is not one to one. */
  toDocument(range: Range): Range & { readonly approximate?: true };
  /** Takes an edit of the script, returns the edit of the document that makes it, in the document's own spelling. */
  toEdit(edit: Edit): Edit | Refusal;
}

/** Shell text, wherever it lives. */
export interface Script {
  /** Each hole is filled with characters that the shell takes for letters. */
  readonly text: string;
  readonly dialect: Dialect;
  /** What the document format knows of the place where the script runs. */
  readonly host: HostId;
  readonly map: SourceMap;
  /** Foreign text in it, such as `${{ … }}`, in source order. */
  readonly holes: readonly Hole[];
  /** True if its document has no place for further lines: what is added goes on the line that is there. */
  readonly isOneLine: boolean;
  /** How its document comments on it; undefined if the script is the whole document, or the format has no comments. */
  readonly hostComment: HostComment | undefined;
  /** Its parts, in order, where it is put together of several places of the document, such as the items of a list. */
  readonly parts?: readonly ScriptPart[];
  /** The step of a pipeline that it is. */
  readonly step?: Step;
}

/** A stretch of a script that stands in one place of its document. */
export interface ScriptPart {
  readonly range: Range;
  /** Where the line starts before which a comment about it stands; counts in the document. */
  readonly before: number;
}

/** The step of a pipeline that a script is, where the pipeline has steps that sign in. */
export interface Step {
  /** The keys and indices that lead to it in its document. */
  readonly path: readonly (string | number)[];
  /** Why no step can sign in before it, as a plain sentence; undefined if one can. */
  readonly refusal: string | undefined;
  /** What else has to be done if one does: plain sentences. */
  readonly notes: readonly string[];
}

/** A step that signs in, as a fix adds it to a pipeline. */
export interface SignInStep {
  readonly name: string;
  readonly uses: string;
  /** Its inputs in order: names, and values as the pipeline writes them. */
  readonly inputs: readonly (readonly [name: string, value: string])[];
  /** What the job's own token must be permitted to do, such as `id-token: write`. */
  readonly permission: readonly [scope: string, level: string];
}

/** A comment of a document that may be about a script in it. */
export interface HostComment {
  /** What begins a comment. */
  readonly marker: string;
  /** Where the line starts before which a comment about the script stands; counts in the document. */
  readonly before: number;
}

/** Foreign text in a script, which something else than its shell replaces before it runs. */
export interface Hole {
  readonly range: Range;
  /** As it stands in the document, and as long as the range. */
  readonly source: string;
}

/** The document that scripts are taken from, as an editor or the command line holds it. */
export interface SourceDocument {
  /** A path or URI; only its spelling is used. */
  readonly path: string;
  /** The editor's language id, or undefined where nobody chose one. */
  readonly languageId: string | undefined;
  readonly text: string;
}

/** A piece of a word, in source order. */
export type WordPart =
  /** Characters that stand for themselves once quotes and escapes are gone. */
  | { readonly kind: 'literal'; readonly text: string; readonly range: Range }
  /** `$NAME`, `${NAME}`, `$1`. A shell's own variables are named `variable:name` where they are none of the environment. */
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean; readonly range: Range }
  /** Anything else whose value only the run knows: `$(…)`, `${X:-y}`, a glob, a brace list, an array. */
  | { readonly kind: 'opaque'; readonly quoted: boolean; readonly range: Range }
  /** A hole of the script. Its value is taken for one argument, as if it stood in quotes. */
  | { readonly kind: 'hole'; readonly source: string; readonly quoted: true; readonly range: Range };

/** What a word's text can be when it runs. */
export type Value =
  | { readonly kind: 'known'; readonly text: string }
  /** Starts with `prefix`, which is not empty; the rest is only known when it runs. */
  | { readonly kind: 'partly-known'; readonly prefix: string }
  | { readonly kind: 'unknown' };

/** One word of a command as it stands in the source. */
export interface Word {
  readonly range: Range;
  /** The source text of the word, quotes and all. */
  readonly source: string;
  readonly parts: readonly WordPart[];
  readonly value: Value;
  /** True if the shell may make no argument or several of it (`$X` without quotes, `"${A[@]}"`, `*`). */
  readonly splits: boolean;
  /** The hash table that a variable of PowerShell stands for, as in `@parameters` and `$body`. */
  readonly table?: HashTable;
}

/** A hash table that a variable was set to. */
export interface HashTable {
  readonly entries: readonly HashEntry[];
  /** True if nothing is added to it, or taken out, before the command. */
  readonly isWhole: boolean;
}

/** `Tenant = $tenant`. */
export interface HashEntry {
  readonly name: string;
  readonly value: Word;
}

/** A redirection of a command, such as `2>&1` or `</dev/null`. */
export interface Redirection {
  readonly range: Range;
  /** The operator with no file descriptor: `>`, `<<`, `<&`, … */
  readonly operator: string;
  /** The file descriptor or `{name}` in front of the operator, or undefined. */
  readonly descriptor: string | undefined;
  /** The target; undefined for a here-document. */
  readonly target: Word | undefined;
}

/** What encloses a command, innermost last. */
export type Nesting =
  | 'condition'
  | 'loop'
  | 'branch'
  | 'function'
  | 'group'
  | 'subshell'
  | 'substitution'
  | 'pipeline'
  | 'background'
  | 'negation';

/** What joins the commands of a list or a pipeline. */
export type Operator = '&&' | '||' | '|' | '|&';

/**
 * What the exit status of a command decides.
 *
 * - `tested`: what runs next. In a condition, a negation or to the left of `&&` and `||`, also where it is the
 *   last command of a block that stands there; `set -e` does not end the script.
 * - `returned`: the status of what it ends, a function, a subshell, a substitution, a background job or the script.
 * - `repeated`: the same, but only in the last turn of a loop.
 * - `asked`: what the next statement does, which reads `$?`.
 * - `unused`: nothing; only `set -e` and the like look at it.
 */
export type ExitStatus = 'tested' | 'returned' | 'repeated' | 'asked' | 'unused';

/**
 * A simple command: its words in source order, redirections aside, wherever they stand.
 *
 * `words[0]` is the program that finally runs: what stands before it (`sudo -u x`, `env A=b`, `timeout 60`)
 * is in `wrapper`.
 */
export interface Command {
  readonly wrapper: readonly Word[];
  readonly words: readonly Word[];
  /** True if the wrapper adds arguments at the end that only the run knows, as `xargs` does. */
  readonly appends?: boolean;
  readonly assignments: readonly Assignment[];
  readonly redirections: readonly Redirection[];
  readonly nesting: readonly Nesting[];
  /** The operator in front of it: `||` for the `b` of `a || ! b`; undefined at the start of a statement. */
  readonly operator: Operator | undefined;
  readonly exitStatus: ExitStatus;
  /** True if it stands in `` `…` ``, where backslashes mean something else. */
  readonly inBackticks: boolean;
  /** From the first character of the command (assignments and redirections included) to its last. */
  readonly range: Range;
  /**
   * The first command that never runs, since this one hands the script over and does not come back: in cmd, a batch
   * file that is run without `call`.
   */
  readonly cutsOff?: Range;
  /** The smallest run of whole lines' worth of syntax that holds the command: an `a && b` list, an `if … fi`. */
  readonly statement: Range;
  /** `likely` or `possible` where broken syntax around it leaves doubt that this is a command. */
  readonly confidence: Confidence;
}

/** Where a comment about something belongs: a command, or a comment that stands for its own statement. */
export type Place = Pick<Command, 'range' | 'statement'>;

/** `NAME=value`, alone or before a command. */
export interface Assignment {
  readonly name: string;
  /** The value's word; undefined for an array or an empty value. */
  readonly value: Word | undefined;
  readonly range: Range;
}

/** A comment, from its marker to the end of the line. */
export interface Comment {
  readonly range: Range;
  /** The text after the marker. */
  readonly text: string;
}

/** How sure we are that the sign-in happens as described. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** How a sign-in authenticates. The same words stand in code, JSON and documentation. */
export type Flow =
  | 'ropc'
  | 'interactive'
  | 'device-code'
  | 'service-principal-secret'
  | 'service-principal-certificate'
  | 'service-principal-federated'
  | 'managed-identity'
  | 'rejected'
  | 'unknown';

/** One option as it was given, with all the words that spell it. */
export interface GivenOption<Name extends string = string> {
  /** One word for one thing in every tool: `tenant` is `--tenant`, `--tenant-id` or `-Tenant`. */
  readonly name: Name;
  /** The words it is spelled with, in source order: `-u x` is two, `--user=x` one. */
  readonly words: readonly Word[];
  /** The value; undefined for a flag. */
  readonly value: OptionValue | undefined;
  /** True if an earlier en dash or the like was read as a hyphen to recognise it. */
  readonly typographic: boolean;
}

/** The value of an option: a part of a word (`--user=x`, `-ux`) or the word after it. */
export interface OptionValue {
  /** Where the value stands, without the option's own characters; quotes included. */
  readonly range: Range;
  /** The value's source text, such as `"$USER"`. */
  readonly source: string;
  readonly value: Value;
  /** The names of the variables that it is made of. */
  readonly variables: readonly string[];
}

/** Why a tool refuses a command line before it signs in. */
export interface Rejection {
  readonly reason: 'typographic-dash' | 'dash-leading-value' | 'managed-identity-username' | 'arguments';
  /** The error that the tool prints; never the text of a literal value. */
  readonly error: string;
  /** The process's exit status; undefined for a cmdlet, which has none. */
  readonly exit: 1 | 2 | undefined;
  /** The words at fault. */
  readonly words: readonly Word[];
}

/** A command that signs in, understood as its own tool understands it. */
export interface SignIn {
  readonly tool: ToolId;
  readonly flow: Flow;
  /** Every flow it may turn out to be; just `[flow]` unless something unknown could change it. */
  readonly possibleFlows: readonly Flow[];
  /**
   * The flow once its dashes are repaired: typographic ones, and those of secrets that are taken for options.
   * The same as `flow` where there are none.
   */
  readonly intended: Flow;
  readonly confidence: Confidence;
  readonly command: Command;
  /** The words that name the tool, such as `az` and `login`. */
  readonly site: readonly Word[];
  /** Options in source order; where one is repeated, the last wins (see `option`). */
  readonly options: readonly GivenOption[];
  /** Words that may turn into any number of further arguments (`$EXTRA`, `"${ARGS[@]}"`). */
  readonly extras: readonly Word[];
  readonly rejections: readonly Rejection[];
}

export type ToolId = 'az login' | 'azd auth login' | 'Connect-AzAccount' | 'token request';

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
] as const;

export type RuleId = (typeof ruleIds)[number];

/** Is anybody there to answer a prompt? */
export type Attendance = 'attended' | 'unattended' | 'unknown';

/** What surrounds one sign-in: where it runs, whether anybody is there, what comes before and after. */
export interface Context {
  readonly host: HostId;
  readonly attended: Attendance;
  readonly cloud: 'public' | 'sovereign';
  /** Evidence that a user here deals with more than one tenant; undefined if there is none. */
  readonly tenantEvidence: TenantEvidence | undefined;
  readonly following: Following;
  /** The command that asks for an existing session first, as in `az account show || az login`. */
  readonly guardedBy?: Command | undefined;
  /** The step that the script is, if nothing before the sign-in in it would miss a session or lose one. */
  readonly step?: Step | undefined;
  /** The passwords in the script that become the sign-in's credential. */
  readonly plainSecrets?: readonly PlainSecret[];
}

/** A password as plain text in a command that makes a credential of it. */
export interface PlainSecret {
  readonly command: Command;
  readonly word: Word;
}

/** Where a tenant is named near a sign-in that names none. */
export interface TenantEvidence {
  readonly kind: 'two-tenants' | 'tenant-nearby';
  readonly range: Range;
  /** The variable that holds the tenant (`TENANT_ID`), if it is one. */
  readonly variable: string | undefined;
}

/** What happens after the sign-in, up to the next one. */
export interface Following {
  /** The first command that certainly creates, updates or deletes Azure resources through ARM. */
  readonly firstWrite: Command | undefined;
  /** True if a command that uses the default subscription follows before anything chooses one. */
  readonly needsSubscription: boolean;
  /** True if a later command chooses a subscription (`az account set`, `--subscription`). */
  readonly choosesSubscription: boolean;
}

/** One thing to tell the user. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Exclude<Severity, 'none'>;
  readonly confidence: Confidence;
  readonly range: Range;
  readonly message: string;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  /** The sign-in it is about; undefined for one in a comment. */
  readonly signIn: SignIn | undefined;
  /** The command or comment that it is about. */
  readonly place: Place;
}

/** Text that a fix writes, free of any shell's quoting. */
export type NewPart =
  | string
  /** The value of an environment variable; always written so that it stays one argument. */
  | { readonly variable: string }
  /** The content of the file whose path is in the variable. */
  | { readonly contentOfFileIn: string }
  /** A credential object of two environment variables, as only PowerShell has them. */
  | { readonly credentialOf: { readonly name: string; readonly secret: string } }
  /** A piece of the document itself, carried over as it stands. */
  | { readonly source: Range };

/** A word that a fix writes: its parts, joined. */
export type NewWord = readonly NewPart[];

/** Replaces whole arguments of a command. */
export interface ArgumentEdit {
  /** The words that go; empty to insert only. */
  readonly remove: readonly Word[];
  /** Where new arguments go if nothing is removed: after this word. */
  readonly after?: Word;
  /** The arguments that come, each a group of words that stay on one line (`--username` and its value). */
  readonly insert: readonly (readonly NewWord[])[];
}

/** What a fix wants changed in a script, said without any shell's syntax. */
export type Change =
  | { readonly kind: 'setWords'; readonly command: Command; readonly edits: readonly ArgumentEdit[] }
  /** Replaces text inside a command by other text, such as ` ` by `=`; never carries a value. */
  | { readonly kind: 'replaceText'; readonly command: Command; readonly range: Range; readonly text: string }
  /**
   * Runs a further command right after this one, only if this one succeeds, and in the same session: behind the
   * same `sudo` and the like.
   */
  | { readonly kind: 'runAfter'; readonly command: Command; readonly words: readonly NewWord[] }
  /** Runs the batch file that a command is through `call`, so that the script goes on behind it; only cmd has that. */
  | { readonly kind: 'call'; readonly command: Command }
  /** Takes a command out of the script, with what only tells whether it succeeded. */
  | { readonly kind: 'removeCommand'; readonly command: Command }
  /** Puts a comment on a line of its own before the statement. The text has no marker. */
  | { readonly kind: 'commentBefore'; readonly command: Place; readonly text: string }
  /** Puts a comment at the top of the script, after a `#!` line. The text has no marker. */
  | { readonly kind: 'commentAtTop'; readonly text: string };

/**
 * What a fix wants changed around a script, in its document: a step that signs in right before the step that the script is,
 * or in its place, if the changes leave nothing of it.
 */
export interface HostChange {
  readonly kind: 'addSignInStep';
  readonly step: SignInStep;
}

/** The replacement of a range by a text. Ranges never overlap within one list, which is in source order. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** May the fix be applied without asking? */
export type Safety = 'safe' | 'needs-confirmation';

/** What must exist before a rewritten sign-in works. */
export interface Prerequisite {
  readonly kind: 'identity' | 'federated-credential' | 'role' | 'variable' | 'file' | 'version';
  readonly text: string;
}

/** One way to repair a finding. */
export interface Fix {
  /** Stable across runs: a rule's own fix (`typographic-dash`) or `sign-in:<identity>`. */
  readonly id: string;
  readonly title: string;
  readonly safety: Safety;
  readonly preferred: boolean;
  readonly changes: readonly Change[];
  /** Most fixes change the script alone. */
  readonly hostChange?: HostChange | undefined;
  readonly prerequisites: readonly Prerequisite[];
  /** What the user should know: what is dropped, what behaves differently. Plain sentences. */
  readonly notes: readonly string[];
  /** The flow that the rewritten sign-in must have, which the proof checks; undefined if no sign-in changes. */
  readonly promises: Flow | undefined;
  /** Rules that may report the rewritten sign-in though they did not before: a dash that is repaired reveals a password. */
  readonly reveals: readonly RuleId[];
  /** The identity, where the fix changes who signs in. */
  readonly identity: IdentityId | undefined;
}

/** Why something cannot be done, as one plain sentence for the user. */
export interface Refusal {
  readonly refused: string;
}

/** The ways to repair a finding, best first, and why others cannot be had. */
export interface Remedy {
  readonly fixes: readonly Fix[];
  /** Plain sentences; where `fixes` is empty, why there is no automatic fix. */
  readonly refusals: readonly string[];
}

/** What a fix signs in as. */
export type IdentityId =
  | 'federated'
  | 'certificate'
  | 'secret'
  | 'user-assigned'
  | 'user-assigned-object-id'
  | 'user-assigned-resource-id'
  | 'system-assigned'
  | 'user-with-tenant';
