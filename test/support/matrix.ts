import assert from 'node:assert/strict';
import type { LocatedFinding } from '../../server/src/engine';
import type { Change, Command, Edit, Fix, NewWord, SignIn } from '../../server/src/model';
import { collide } from '../../server/src/rewrites/edits';
import { remedyOf, suppressionsOf } from '../../server/src/rules/remedies';
import { defaultSettings } from '../../server/src/settings';
import { applied } from './changes';
import { markedProgram } from './runs';

/** A fix of a fixture, with the edits that are proven for it. */
export interface Proof {
  readonly finding: LocatedFinding;
  readonly fix: Fix;
  readonly edits: readonly Edit[];
}

/** Fixes of one fixture whose edits are apart, so that they can be run together. */
export interface Batch {
  readonly name: string;
  readonly before: string;
  /** `before` with a program of its own in the place of `az` in each sign-in. */
  readonly marked: string;
  readonly after: string;
  readonly signIns: readonly SignIn[];
  readonly proofs: readonly Proof[];
}

/** Every fix of a finding, suppressions too. */
export function fixesOf(finding: LocatedFinding): readonly Fix[] {
  const repairs = remedyOf(finding, finding.analysed?.context, defaultSettings).fixes;
  return [...repairs, ...suppressionsOf(finding, finding.script)];
}

/** Puts fixes together whose edits are apart: each sign-in once in a batch. */
export function batchesOf(
  name: string,
  before: string,
  signIns: readonly SignIn[],
  proofs: readonly Proof[],
): readonly Batch[] {
  const groups: { proofs: Proof[]; edits: Edit[] }[] = [];
  for (const proof of proofs) {
    const isApart = ({ proofs, edits }: (typeof groups)[number]): boolean =>
      !collide(edits, proof.edits) &&
      proofs.every(({ finding }) => finding.analysed !== proof.finding.analysed);
    let group = groups.find(isApart);
    if (group === undefined) groups.push((group = { proofs: [], edits: [] }));
    group.proofs.push(proof);
    group.edits.push(...proof.edits);
  }
  const marks = signIns.flatMap(({ site }, i): Edit[] =>
    site[0] ? [{ range: site[0].range, newText: markedProgram(i) }] : [],
  );
  const marked = applied(before, marks);
  return groups.map(({ proofs, edits }) => {
    const sorted = [...edits].sort((a, b) => a.range.start - b.range.start);
    return { name, before, marked, after: applied(before, sorted), signIns, proofs };
  });
}

/** The program that a sign-in calls, as it is named without folders and what its file ends with. */
export function programOf({ tool, site }: SignIn): string {
  const [name = ''] = tool === 'token request' ? site.map(({ source }) => source) : tool.split(' ');
  return name;
}

/** What variables hold, by the names that fixes have for them. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The arguments that a sign-in must get, computed from those that were passed before.
 *
 * @param message says what is computed, if it cannot be
 */
export function rewritten(
  argv: readonly string[],
  command: Command,
  changes: readonly Change[],
  variables: Variables,
  message: string,
): readonly string[] {
  const own = changes.filter(({ kind }) => kind === 'setWords' || kind === 'replaceText');
  if (own.length === 0) return argv;
  assert.equal(argv.length, command.words.length - 1, message);
  const words = command.words.map((word, i) => ({
    word,
    text: argv[i - 1] ?? 'az',
    gone: false,
    after: [] as string[],
  }));
  for (const change of own) {
    if (change.kind === 'setWords') {
      for (const { remove, after, insert } of change.edits) {
        const removed = words.filter(({ word }) => remove.includes(word));
        const place = removed[0] ?? words.find(({ word }) => word === after);
        removed.forEach((each) => (each.gone = true));
        const texts = insert.flat().map((word) => expanded(word, words, variables));
        if (texts.length > 0) assert.ok(place, message);
        place?.after.push(...texts);
      }
    } else if (change.kind === 'replaceText') {
      const { start, end } = change.range;
      const touched = words.filter(({ word }) => word.range.start <= end && start <= word.range.end);
      const [first, second] = touched;
      assert.ok(first, message);
      if (second === undefined) {
        // Text at the start of a word: what is plain is the same in the source and in the argument.
        const lead = start - first.word.range.start;
        first.text = first.text.slice(0, lead) + change.text + first.text.slice(lead + end - start);
      } else if (start === first.word.range.start && end === first.word.range.end) {
        first.text = change.text;
      } else {
        first.text = `${start === first.word.range.start ? '' : first.text}${change.text}${second.text}`;
        second.gone = true;
      }
    }
  }
  return words
    .slice(1)
    .flatMap(({ text, gone, after }) => [...(gone ? [] : [text]), ...after])
    .flatMap((text) => (/^--\w[\w-]*( --?\w[\w-]*)+$/.test(text) ? text.split(' ') : [text]));
}

/** What a new word comes to when it runs. */
function expanded(
  parts: NewWord,
  words: readonly { word: Command['words'][number]; text: string }[],
  variables: Variables,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('variable' in part) return variables[part.variable] ?? '';
      if ('contentOfFileIn' in part) return 'the token';
      assert.ok('source' in part);
      const { start, end } = part.source;
      const from = words.find(({ word }) => word.range.start <= start && end <= word.range.end);
      assert.ok(from);
      return from.text.slice(start - from.word.range.start);
    })
    .join('');
}

/** The calls that must follow a sign-in. */
export function followers(changes: readonly Change[], variables: Variables): string[][] {
  return changes.flatMap((change) => {
    if (change.kind !== 'runAfter') return [];
    const [, ...words] = change.words;
    return [['az', ...words.map((word) => expanded(word, [], variables))]];
  });
}
