import type { RuleId } from './finding';
import type { HostChange } from './hostChange';
import type { Command, Place, Range, Word } from './script';
import type { Flow } from './signIn';

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
  /** What it changes around the script; most fixes change the script alone. */
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
