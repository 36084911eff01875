import { formatOf } from '../documents';
import { withoutFillers } from '../documents/embedded/holes';
import type { ChangeAround, ChangedStep } from '../documents/format';
import type { LocatedFinding } from '../engine';
import { indentation, lineBreakAt } from '../lines';
import type { Change, Edit, Fix, HostComment, HostStep, Refusal, Script } from '../model';
import { shells } from '../shells';
import type { Grammars } from '../shells/shell';
import { declaredBy, newStart } from './declared';
import { applyEdits, movesOf, overlap } from './edits';
import { carriesSecret, scriptsDiffer, signInDiffers, storageDiffers } from './proof';
import { readDocument, type Reading, type ScriptReading } from './reading';
import type { Comparison } from './sameCommands';
import { mergeSuppressions } from './suppressions';

/** A fix that was chosen for a finding. */
export interface Chosen {
  readonly finding: LocatedFinding;
  readonly fix: Fix;
}

/** Fixes written as edits, not proven yet. */
export interface Written {
  /** Ranges of the document, in source order. */
  readonly edits: readonly Edit[];
  readonly scripts: readonly WrittenScript[];
  /** What changes around the scripts, in source order. */
  readonly around: readonly ChangeAround[];
}

interface WrittenScript {
  readonly before: ScriptReading;
  /** Ranges of the script, in source order. */
  readonly edits: readonly Edit[];
  readonly declared: ReturnType<typeof declaredBy>;
  /** True if the script goes, as what changes around it leaves none of its commands. */
  readonly isGone: boolean;
}

/** Writes fixes of one document, all or none. */
export function writeFixes({ input, scripts }: Reading, chosen: readonly Chosen[]): Written | Refusal {
  const { document } = input;
  const written: WrittenScript[] = [];
  const around: ChangeAround[] = [];
  const inDocument: Edit[] = [];
  const homeless = chosen.some(
    ({ finding: { script: own } }) => own !== undefined && !scripts.some(({ script }) => isSame(script, own)),
  );
  if (homeless) return { refused: 'The document has changed since it was analysed.' };
  for (const before of scripts) {
    const { script, comments } = before;
    const fixes = chosen.flatMap(({ finding, fix }) => (isIn(script, finding) ? fix : []));
    const { outside, within } = placeComments(
      script,
      fixes.flatMap(({ changes }) => changes),
    );
    const { edits: merged, changes } = mergeSuppressions(script.text, comments, within);
    const edits = shells[script.dialect].write(script.text, changes, script.isOneLine);
    if ('refused' in edits) return edits;
    const all = inOrder([...edits, ...merged]);
    const [hostChange, ...others] = fixes.flatMap((fix) => fix.hostChange ?? []);
    if (others.length > 0)
      return { refused: 'What is around a script is changed for one sign-in at a time.' };
    const step = hostChange && changedStep(before, all);
    if (hostChange !== undefined) {
      if (step === undefined) return noChange;
      around.push({ change: hostChange, step });
    } else {
      const placed = placeEdits(script, all);
      if ('refused' in placed) return placed;
      inDocument.push(...placed);
    }
    inDocument.push(...outside.map((comment) => writeComment(document.text, comment)));
    const isGone = step !== undefined && step.script === undefined;
    written.push({ before, edits: all, declared: declaredBy(changes), isGone });
  }
  for (const { finding, fix } of chosen) {
    if (finding.step === undefined) continue;
    inDocument.push(...commentsAt(finding.step, fix, document.text));
    const { path } = finding.step;
    if (fix.hostChange) around.push({ change: fix.hostChange, step: { path, script: undefined, edits: [] } });
  }
  const placed = around.length === 0 ? [] : (formatOf(document)?.around?.write(document, around) ?? noChange);
  if ('refused' in placed) return placed;
  const edits = inOrder([...inDocument, ...placed]);
  if (overlap(edits)) return { refused: 'Two changes touch the same text.' };
  return edits.length === 0
    ? { refused: 'There is nothing to change.' }
    : { edits, scripts: written, around };
}

const noChange: Refusal = { refused: 'Nothing can be changed around the scripts of this document.' };

/** @param edits of the script */
function changedStep({ script, commands }: ScriptReading, edits: readonly Edit[]): ChangedStep | undefined {
  if (script.step === undefined) return undefined;
  const moves = movesOf(edits);
  const isEmptied = edits.length > 0 && commands.every(({ range }) => moves.isRemoved(range));
  return {
    path: script.step.path,
    script: isEmptied ? undefined : withoutFillers(applyEdits(script.text, edits), script.holes),
    edits: placeEdits(script, edits),
  };
}

/** Takes edits of a script, returns those of its document. */
function placeEdits({ map }: Script, edits: readonly Edit[]): readonly Edit[] | Refusal {
  const placed: Edit[] = [];
  for (const edit of edits) {
    const each = map.toEdit(edit);
    if ('refused' in each) return each;
    placed.push(each);
  }
  return placed;
}

interface PlacedComment extends HostComment {
  readonly text: string;
}

/** Takes the changes of a script, returns the comments among them that its document must hold, and all else. */
function placeComments(
  { isOneLine, hostComment, parts = [] }: Script,
  changes: readonly Change[],
): { readonly outside: readonly PlacedComment[]; readonly within: readonly Change[] } {
  if (!isOneLine || hostComment === undefined) return { outside: [], within: changes };
  const outside: PlacedComment[] = [];
  const within: Change[] = [];
  for (const change of changes) {
    if (change.kind === 'commentBefore') {
      const part = parts.findLast(({ range }) => range.start <= change.command.range.start);
      outside.push({ ...hostComment, ...(part && { before: part.before }), text: change.text });
    } else within.push(change);
  }
  return { outside, within };
}

/** Writes what a fix says beside a step of the document. */
function commentsAt({ hostComment }: HostStep, { changes }: Fix, text: string): readonly Edit[] {
  return changes.flatMap((change) =>
    change.kind === 'commentBefore' ? [writeComment(text, { ...hostComment, text: change.text })] : [],
  );
}

/** Writes a comment on a line of its own in a document, indented as the line behind it. */
function writeComment(text: string, { marker, end, before, text: comment }: PlacedComment): Edit {
  const ending = end === undefined ? '' : ` ${end}`;
  const newText = `${indentation(text, before)}${marker} ${comment}${ending}${lineBreakAt(text, before)}`;
  return { range: { start: before, end: before }, newText };
}

function isIn(script: Script, finding: LocatedFinding): boolean {
  return finding.script !== undefined && isSame(script, finding.script);
}

function isSame(script: Script, other: Script): boolean {
  const start = { start: 0, end: 0 };
  return (
    script.text === other.text && script.map.toDocument(start).start === other.map.toDocument(start).start
  );
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits
    .filter(({ range, newText }) => range.end > range.start || newText !== '')
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/**
 * Writes fixes and proves them together: reads the result from scratch and compares.
 *
 * @returns the edits and the reading of the result, or why it is none of what the fixes promise
 */
export function prove(
  before: Reading,
  grammar: Grammars,
  chosen: readonly Chosen[],
): { readonly edits: readonly Edit[]; readonly after: Reading } | Refusal {
  const written = writeFixes(before, chosen);
  if ('refused' in written) return written;
  const { document } = before.input;
  const text = applyEdits(document.text, written.edits);
  const stored = storageDiffers(document.text, text, written.edits);
  if (stored !== undefined) return { refused: stored };

  const after = readDocument({ ...before.input, document: { ...document, text } }, grammar);
  if (after.analysis.needs.length > 0) return { refused: 'The result would be broken shell syntax.' };
  const staying = written.scripts.filter(({ isGone }) => !isGone);
  if (after.scripts.length !== staying.length)
    return { refused: 'The scripts of the document would change.' };
  const reason =
    staying
      .map((script, i) => scriptDiffers(script, after.scripts[i], chosen))
      .find((each) => each !== undefined) ??
    otherFindingRemains(written.edits, after, chosen) ??
    (written.around.length > 0
      ? formatOf(document)?.around?.differs(document, after.input.document, written.around)
      : undefined);
  return reason === undefined ? { edits: written.edits, after } : { refused: reason };
}

function scriptDiffers(
  { before, edits, declared }: WrittenScript,
  after: ScriptReading | undefined,
  chosen: readonly Chosen[],
): string | undefined {
  if (after?.script.text !== applyEdits(before.script.text, edits)) {
    return 'The document would not spell the script as it is meant to.';
  }
  if (after.script.dialect !== before.script.dialect) return 'Another shell would run the script.';
  if (edits.length === 0) return undefined;
  if (carriesSecret(before, edits, declared.touched.values())) {
    return 'It would write a secret of the script once more.';
  }
  const moves = movesOf(edits);
  const comparison: Comparison = { before, after, moves, declared };
  const differs = scriptsDiffer(comparison);
  if (differs !== undefined) return differs;
  const signInAt = ({ signIns }: ScriptReading, start: number | undefined) =>
    signIns.find(({ signIn }) => signIn.command.range.start === start);
  for (const { finding, fix } of chosen) {
    const start = finding.signIn?.command.range.start;
    if (start === undefined || !isIn(before.script, finding)) continue;
    const was = signInAt(before, start);
    if (was === undefined) return 'The document has changed since it was analysed.';
    if (declared.removed.some(({ range }) => range.start === start)) continue;
    const now = signInAt(after, newStart(declared, moves, start));
    const reason = signInDiffers(was, now, finding, fix, comparison);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Says why a finding that is about no sign-in is still there. */
function otherFindingRemains(
  edits: readonly Edit[],
  after: Reading,
  chosen: readonly Chosen[],
): string | undefined {
  const moves = movesOf(edits);
  const remaining = chosen.find(
    ({ finding }) =>
      finding.signIn === undefined &&
      after.analysis.findings.some(
        ({ rule, range, signIn }) =>
          signIn === undefined && rule === finding.rule && range.start === moves.start(finding.range.start),
      ),
  );
  return remaining && `The result would still be ${remaining.finding.rule}.`;
}
