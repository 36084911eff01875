import type {
  Edit,
  HostChange,
  HostChangeKind,
  HostStep,
  Refusal,
  Script,
  SourceDocument,
  Step,
} from '../model';
import type { Signs } from './signs';

/** A file format that holds shell text. */
export interface Format extends Signs {
  readonly id: string;
  /** The scripts in a document of the format, in source order; none of broken text that does not show any. */
  scripts(document: SourceDocument): readonly Script[];
  /** The steps in a document of the format that run what their host offers; absent if the format has none. */
  readonly hostSteps?: (document: SourceDocument) => readonly HostStep[];
  /**
   * Find text of steps that a rule is about, as the candidates of sign-ins do (case-insensitive): a document with neither is
   * never parsed. No match is longer than `longestCandidate`.
   */
  readonly stepCandidates?: readonly RegExp[];
  /** Changes what is around its scripts; absent if the format has no such changes. */
  readonly around?: ChangesAround;
}

/** How a format makes changes around the scripts of a document. */
export interface ChangesAround {
  /** Writes all of them, or none. */
  write(document: SourceDocument, changes: readonly ChangeAround[]): readonly Edit[] | Refusal;
  /** Says why a document is not what they were to make of it; undefined if it is. */
  differs(
    before: SourceDocument,
    after: SourceDocument,
    changes: readonly ChangeAround[],
  ): string | undefined;
}

/** A change around a script, with what else happens to that. */
export interface ChangeAround<Kind extends HostChangeKind = HostChangeKind> {
  readonly change: HostChange<Kind>;
  readonly step: ChangedStep;
}

/** A step whose script changes with what is around it. */
export interface ChangedStep extends Pick<Step, 'path'> {
  /** Its script then, with the holes as the document has them; undefined if no command is left in it. */
  readonly script: string | undefined;
  /** The edits of the document that make it so where it stands, or why there are none. */
  readonly edits: readonly Edit[] | Refusal;
}
