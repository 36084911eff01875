import type { HostComment, HostId, Range } from './script';

/**
 * A step of a pipeline that runs no script but what its host offers: an action of GitHub, a task of Azure Pipelines. All its
 * ranges count in the document.
 */
export interface HostStep {
  /** The keys and indices that lead to it in its document. */
  readonly path: readonly (string | number)[];
  readonly host: HostId;
  /** What it runs, in lower case and without a version: `azure/login`. */
  readonly action: string;
  /** The version as it is written, such as `v3` or a commit; undefined if it names none. */
  readonly version: string | undefined;
  /** The version that a comment behind a commit names: `v2.1.0`; undefined if none does. */
  readonly versionNote: string | undefined;
  /** Where action and version stand. */
  readonly site: Range;
  /** In source order. */
  readonly inputs: readonly HostInput[];
  /** What its job lets the token do that the host gives it; undefined if the host has no such token. */
  readonly permissions: TokenPermissions | undefined;
  /** All of it. */
  readonly range: Range;
  readonly hostComment: HostComment;
}

/** An input of a step, as a text. */
export interface HostInput {
  /** In lower case, as hosts compare names. */
  readonly name: string;
  /** As it stands there once quotes and escapes are gone; expressions are left as they are. */
  readonly text: string;
  readonly range: Range;
}

/** What a job lets its host's token do. */
export type TokenPermissions =
  /** Levels by scope, such as `contents: read`; a scope that is not named has none. */
  | { readonly kind: 'given'; readonly scopes: TokenScopes; readonly range: Range }
  /** Nothing is said, so that a default applies. */
  | { readonly kind: 'default' }
  /** Nothing is said, so that whoever calls the workflow or action decides. */
  | { readonly kind: 'of-caller' };

export type TokenScopes = Readonly<Record<string, string>>;
