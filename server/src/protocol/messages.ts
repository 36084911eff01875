import type { Dialect, Prerequisite } from '../model';

/** The messages beyond the protocol's own that client and server exchange. Only this file is shared by both. */

interface Position {
  readonly line: number;
  readonly character: number;
}

/** A span of a document, in lines and UTF-16 characters from 0. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** The replacement of a span by a text. */
export interface SpanEdit {
  readonly range: Span;
  readonly newText: string;
}

/** What the client tells the server when it starts it. */
export interface InitializationOptions {
  /** True if the client has the commands in `clientCommands`; without it no action needs one. */
  readonly commands?: boolean;
}

/** The commands of the client that code actions may run. Each takes one `SignInPlace`, `fixApplied` a `FixApplied`. */
export const clientCommands = {
  moreIdentities: 'azmfa.moreIdentities',
  chooseHost: 'azmfa.chooseHost',
  copySetUp: 'azmfa.copySetUp',
  explainNoFix: 'azmfa.explainNoFix',
  fixApplied: 'azmfa.fixApplied',
} as const;

/** A place in a version of a document. */
export interface SignInPlace {
  readonly uri: string;
  readonly position: Position;
}

/** What a fix asks of the user before the script runs again. */
export interface Requirements {
  readonly prerequisites: readonly Prerequisite[];
  readonly notes: readonly string[];
  /** What sets the identity up; null where the fix needs none. */
  readonly setUp: SetUp | null;
}

/** Commands that set an identity up, and what each is for. */
export interface SetUp {
  readonly text: string;
  /** The shell that reads it: that of the script. */
  readonly dialect: Dialect;
}

/** A fix that changed who signs in has been applied. */
export interface FixApplied extends SignInPlace, Requirements {
  /** The fix's title. */
  readonly title: string;
}

/** Asks for every sign-in of an open document: `{ uri }` → `SignInItem[]`, in source order. */
export const signInsMethod = 'azmfa/signIns';

/** A sign-in as the client lists it. */
export interface SignInItem {
  readonly range: Span;
  readonly tool: string;
  readonly flow: string;
  /** The principal's expression, such as `$USER`; null if there is none. */
  readonly principal: string | null;
  readonly findings: readonly string[];
}

/** Asks what repairs whatever is found at a place: `SignInPlace` → `Remedies`, or null where nothing was found. */
export const remediesMethod = 'azmfa/remedies';

export interface Remedies {
  readonly version: number;
  /** The whole command, comment or step. */
  readonly range: Span;
  /** Where the script runs: an id that `azmfa.hosts` takes, and its title. */
  readonly host: string;
  readonly hostTitle: string;
  /** Best first. */
  readonly fixes: readonly RemedyItem[];
  /** Why other fixes cannot be had: plain sentences. */
  readonly refusals: readonly string[];
}

export interface RemedyItem extends Requirements {
  readonly reference: FixReference;
  readonly title: string;
  /** One line for a pick list. */
  readonly description: string;
  /** True if the fix changes who signs in. */
  readonly isIdentity: boolean;
}

/** Names a fix of a finding, in a version of a document. */
export interface FixReference {
  readonly uri: string;
  readonly version: number;
  readonly rule: string;
  /** Where the finding starts, in UTF-16 code units. */
  readonly start: number;
  /** The fix's id. */
  readonly fix: string;
}

/** Asks for a fix's edits: `FixReference` → `FixResult`. An outdated version is refused. */
export const fixMethod = 'azmfa/fix';

export type FixResult = { readonly edits: readonly SpanEdit[] } | { readonly refused: string };

/** Asks what the sign-ins of a document can be migrated to: `{ uri }` → `MigrationTargets`. */
export const migrationTargetsMethod = 'azmfa/migrationTargets';

export interface MigrationTargets {
  readonly version: number;
  readonly hostTitle: string;
  /** How many sign-ins have a finding. */
  readonly broken: number;
  /** How many sign-ins there are. */
  readonly signIns: number;
  /** Best first. */
  readonly targets: readonly MigrationTarget[];
  /** Why the others cannot be migrated: plain sentences. */
  readonly refusals: readonly string[];
}

export interface MigrationTarget {
  /** An identity, or `safe` for what changes nobody's identity. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** How many sign-ins it can rewrite. */
  readonly count: number;
}

/** Asks for a migration: `{ uri, target }` → `Migration`. Nothing is changed by asking. */
export const migrateMethod = 'azmfa/migrate';

export interface Migration extends Requirements {
  readonly version: number;
  /** In source order; empty where there is nothing to do. */
  readonly edits: readonly SpanEdit[];
  /** The whole new text. */
  readonly text: string;
  /** What is rewritten: where it stands in the old text, and how. */
  readonly fixed: readonly { readonly range: Span; readonly title: string }[];
  /** What still needs a person, and why. */
  readonly left: readonly { readonly range: Span; readonly rule: string; readonly reason: string }[];
}

/** Asks for the places where scripts can run: nothing → `HostItem[]`, in the order of pick lists. */
export const hostsMethod = 'azmfa/hosts';

export interface HostItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}
