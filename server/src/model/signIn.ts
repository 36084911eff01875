import type { Command, Confidence, Range, Value, Word } from './script';

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
