import type { AnalysisInput, LocatedFinding } from '../engine';
import type { Edit, Fix, Refusal } from '../model';
import type { Grammars } from '../shells/shell';
import { collide, roundsOn } from './edits';
import { prove, writeFixes, type Chosen } from './prove';
import { readDocument, type Reading } from './reading';

/** What came of applying chosen fixes until nothing changed. Findings have their ranges in the first text. */
export interface FixAll {
  /** Ranges of the document, in source order. */
  readonly edits: readonly Edit[];
  /** The whole document with the edits applied. */
  readonly text: string;
  readonly fixed: readonly Chosen[];
  /** Findings that stay though a fix or a refusal was chosen for them: why, in a plain sentence. */
  readonly left: readonly Left[];
}

interface Left {
  readonly finding: LocatedFinding;
  readonly reason: string;
}

/** A fix reveals at most one other problem of its sign-in; more rounds than that are only for nested commands. */
const mostRounds = 10;

/** So often the whole document is read at most, however many fixes fail. */
const mostProofs = 50;

/**
 * Applies chosen fixes until nothing changes: in each round those that do not touch each other, in source order.
 *
 * @param choose the fix for a finding, or a refusal with the reason to list; asked again in each round, with
 *   findings of the text as it is then
 */
export function fixAll(
  input: AnalysisInput,
  grammar: Grammars,
  choose: (finding: LocatedFinding) => Fix | Refusal | undefined,
): FixAll {
  let reading = readDocument(input, grammar);
  const rounds = roundsOn(input.document.text.length);
  const fixed: Chosen[] = [];
  const left = new Map<string, Left>();
  const inFirstText = (finding: LocatedFinding): LocatedFinding => ({
    ...finding,
    range: rounds.origin(finding.range),
  });
  const key = (finding: LocatedFinding): string => `${finding.rule} ${inFirstText(finding).range.start}`;
  const refuse = (finding: LocatedFinding, reason: string): void => {
    left.set(key(finding), { finding: inFirstText(finding), reason });
  };
  let proofs = 0;
  const proveCounted = (before: Reading, chosen: readonly Chosen[]): ReturnType<typeof prove> =>
    ++proofs > mostProofs
      ? { refused: 'Too many other fixes could not be applied; try this one alone.' }
      : prove(before, grammar, chosen);
  for (let round = 0; round < mostRounds; round++) {
    const chosen = chooseApart(
      reading,
      (finding) => (left.has(key(finding)) ? undefined : choose(finding)),
      refuse,
    );
    const done = proveMost(reading, proveCounted, chosen, refuse);
    if (done === undefined) break;
    fixed.push(...done.chosen.map(({ finding, fix }) => ({ finding: inFirstText(finding), fix })));
    rounds.add(done.edits);
    reading = done.after;
  }
  // What was refused may be gone with another fix of its sign-in: a literal secret, with the option that holds it.
  const staying = new Set(reading.analysis.findings.map(key));
  return {
    edits: rounds.edits(),
    text: reading.input.document.text,
    fixed,
    left: [...left].flatMap(([name, each]) => (staying.has(name) ? each : [])),
  };
}

/** Chooses fixes whose edits do not touch, in source order; what collides is left for the next round. */
function chooseApart(
  reading: Reading,
  choose: (finding: LocatedFinding) => Fix | Refusal | undefined,
  refuse: (finding: LocatedFinding, reason: string) => void,
): readonly Chosen[] {
  const chosen: Chosen[] = [];
  const taken: Edit[] = [];
  const changed = new Set<LocatedFinding['analysed']>();
  for (const finding of reading.analysis.findings) {
    const fix = choose(finding);
    if (fix === undefined) continue;
    if ('refused' in fix) {
      refuse(finding, fix.refused);
      continue;
    }
    if (finding.analysed !== undefined && changed.has(finding.analysed)) continue;
    const written = writeFixes(reading, [{ finding, fix }]);
    if ('refused' in written) refuse(finding, written.refused);
    else if (!collide(written.edits, taken)) {
      chosen.push({ finding, fix });
      taken.push(...written.edits);
      changed.add(finding.analysed);
    }
  }
  return chosen;
}

interface Step {
  readonly edits: readonly Edit[];
  readonly after: Reading;
  readonly chosen: readonly Chosen[];
}

/** Proves fixes together; where that fails, by halves, so that only those are left out that fail. */
function proveMost(
  reading: Reading,
  proveCounted: (before: Reading, chosen: readonly Chosen[]) => ReturnType<typeof prove>,
  chosen: readonly Chosen[],
  refuse: (finding: LocatedFinding, reason: string) => void,
): Step | undefined {
  const [first] = chosen;
  if (first === undefined) return undefined;
  const proof = proveCounted(reading, chosen);
  if (!('refused' in proof)) return { ...proof, chosen };
  if (chosen.length === 1) {
    refuse(first.finding, proof.refused);
    return undefined;
  }
  // Once the proofs are used up the halves fail at once, each with its reason.
  const middle = chosen.length >> 1;
  const one = proveMost(reading, proveCounted, chosen.slice(0, middle), refuse);
  const other = proveMost(reading, proveCounted, chosen.slice(middle), refuse);
  if (one === undefined || other === undefined) return one ?? other;
  const both = [...one.chosen, ...other.chosen];
  const together = proveCounted(reading, both);
  return 'refused' in together ? one : { ...together, chosen: both };
}
