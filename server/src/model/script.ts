import type { HostChangeKind } from './hostChange';
import type { TokenPermissions } from './hostStep';

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
  | 'build-service'
  | 'kubernetes'
  | 'image-build'
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
  /** What its job lets the token do that its host gives it; absent if the host has no such token. */
  readonly permissions?: TokenPermissions;
  /** The step of a pipeline that it is; undefined where nothing around it can be changed. */
  readonly step?: Step;
}

/** A stretch of a script that stands in one place of its document. */
export interface ScriptPart {
  readonly range: Range;
  /** Where the line starts before which a comment about it stands; counts in the document. */
  readonly before: number;
}

/** The step of a pipeline that a script is, or the job, where that has one script. */
export interface Step {
  /** The keys and indices that lead to it in its document. */
  readonly path: readonly (string | number)[];
  /** Names its job: those with the same one run after each other, on one machine. */
  readonly job: string;
  /** The changes around it that its format can make, by kind. */
  readonly changes: Readonly<Partial<Record<HostChangeKind, ChangeTerms>>>;
}

/** What comes with a change around a step: what else has to be done then, as plain sentences; or why it cannot be made. */
export type ChangeTerms = { readonly notes: readonly string[] } | Refusal;

/** A comment of a document that may be about a script in it. */
export interface HostComment {
  /** What begins a comment. */
  readonly marker: string;
  /** What ends it; undefined if that is the end of the line. */
  readonly end?: string;
  /** Where the line starts before which a comment about the script stands; counts in the document. */
  readonly before: number;
  /** True if it is about every part of the script, which may have comments of their own. */
  readonly isForAll?: true;
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
  /** The array or hash table whose element the word is; undefined for a word of the command itself. */
  readonly within?: HeldList;
}

/** An array or hash table that certainly is all that a variable of PowerShell holds. */
export interface HeldList {
  /** Where it stands, without its brackets. */
  readonly range: Range;
  /** The word of the command that stands for it. */
  readonly variable: Word;
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
  /** All of it, as the word that stands for it among the command's. */
  readonly word: Word;
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
  /** True if it certainly is for the environment of the programs that run later, or of its own command. */
  readonly isExported?: boolean;
}

/** A comment, from its marker to the end of the line. */
export interface Comment {
  readonly range: Range;
  /** The text after the marker. */
  readonly text: string;
}

/** How sure we are that the sign-in happens as described. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** The replacement of a range by a text. Ranges never overlap within one list, which is in source order. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** Why something cannot be done, as one plain sentence for the user. */
export interface Refusal {
  readonly refused: string;
}
