import type { AnalysisInput, LocatedFinding } from '../engine';
import type { Edit, Fix, Refusal } from '../model';
import type { Grammars } from '../shells/shell';
import { prove, type Chosen } from './prove';
import { readDocument, type Reading } from './reading';

export { fixAll, type FixAll } from './fixAll';

/** What a fix comes to, once it is proven. */
export interface Proven {
  /** Ranges of the document, in source order. */
  readonly edits: readonly Edit[];
  /** The whole document with the edits applied. */
  readonly text: string;
}

/** The readings of inputs that something was proven for: whoever asks for one fix often asks for more. */
const readings = new WeakMap<AnalysisInput, Reading>();

/**
 * Turns a fix of an analysed finding into edits of its document, and proves them: on the result every command is
 * the same but for what the fix declares, the sign-in does what the fix promises, and the finding is gone.
 *
 * @param input what the analysis was asked that gave the finding
 * @param grammar gives the grammars that the analysis needed
 */
export function proveFix(
  input: AnalysisInput,
  grammar: Grammars,
  finding: LocatedFinding,
  fix: Fix,
): Proven | Refusal {
  const reading = readings.get(input) ?? readDocument(input, grammar);
  readings.set(input, reading);
  const chosen: Chosen = { finding, fix };
  const proof = prove(reading, grammar, [chosen]);
  return 'refused' in proof ? proof : { edits: proof.edits, text: proof.after.input.document.text };
}
