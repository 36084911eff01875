import type { Command, Dialect, Flow, GivenOption, SignIn, ToolId } from '../model';
import type { Settings } from '../settings';

/** In UTF-16 code units. */
export const longestCandidate = 100;

/** A program that can sign in to Azure. */
export interface Tool {
  readonly id: ToolId;
  /** The product, as it begins a sentence: `The Azure CLI`. */
  readonly product: string;
  /** The shells that have it; all if absent. */
  readonly dialects?: readonly Dialect[];
  /**
   * Find text that may be this tool's sign-in (case-insensitive). A document without a match is never parsed, so
   * they must be cheap and one must match every spelling. No match is longer than `longestCandidate`, with what it
   * looks at around it. In a comment the word before a match, or the match itself, is the program.
   */
  readonly candidates: readonly RegExp[];
  /** Reads a command; undefined if it is not this tool's sign-in. */
  read(command: Command, settings: Pick<Settings, 'minimumAzureCliVersion'>): SignIn | undefined;
  /** The options that say who signs in, in the order that they count. */
  principals(flow: Flow): readonly string[];
  /** How a sign-in with these options and no others turns out: what a fix that changes options comes to. */
  flowOf(options: readonly GivenOption[], settings: Pick<Settings, 'minimumAzureCliVersion'>): Flow;
  /** How the tool spells an option in full: `--tenant`, `-Tenant`. */
  spell(name: string): string;
  /** What joins an option and its value to one word; undefined if the value is a word of its own. */
  joint(name: string): '=' | ':' | undefined;
  /** What an option does and what becomes of it, one line of plain text for the hover. */
  explainOption(name: string): string;
}
