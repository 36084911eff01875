import type { Word } from '../../model';
import { assignmentOf } from './assignments';
import { arrayIn, entriesIn, listIn } from './literals';
import type { Ancestor } from './reader';
import { wordsOf } from './words';

/** Gives the nodes from the top to the innermost one that holds an offset. */
type PathTo = (offset: number) => readonly Ancestor[];

/** At most so far from a command its arguments are looked for. In UTF-16 code units. */
const farthest = 20_000;

/** At most so many uses of a variable are looked at. */
const mostUses = 50;

/**
 * The words of a command, with what its variables were set to before:
 *
 * - in place of a variable that holds an array of arguments, what it says: `az @loginArgs`, `& az $loginArgs`. The
 *   variable itself stays behind it if arguments may have been added to it.
 * - with a variable that holds a hash table of parameters or of a form, that table: `@parameters`, `-Body $form`.
 * - the program that `& $az` calls.
 */
export function wordsWithVariables(text: string, node: Ancestor, pathTo: PathTo): readonly Word[] {
  const { elements, start } = node;
  return wordsOf(text, elements).flatMap((word, i, words): Word | readonly Word[] => {
    if (i === 0) return calledProgram(text, word, start, pathTo) ?? word;
    const name = holderIn(word, words[i - 1], i);
    const assignment = name === undefined ? undefined : assignmentBefore(text, name, start, pathTo);
    if (name === undefined || assignment === undefined) return word;
    const isUsed = new RegExp(`[$@]\\{?${name}\\b`, 'i').test(text.slice(assignment.end, start));
    const isAll = listIn(text, assignment)?.isAll === true;
    const isWhole = isAll && !isUsed && certainlyRuns(assignment, start, pathTo);
    const variable = isWhole ? word : undefined;
    const entries = entriesIn(text, assignment, variable);
    if (entries !== undefined) return { ...word, table: { entries, isWhole } };
    const array = arrayIn(text, assignment, variable);
    return array?.isWhole === true ? array.words : [...(array?.words ?? []), word];
  });
}

/** The variable that a word takes arguments or a form from: splatted, all there is, or behind `-Body`. */
function holderIn({ source }: Word, before: Word | undefined, index: number): string | undefined {
  const [, sign, name] = /^([@$])(\w{1,100})$/.exec(source) ?? [];
  const isHolder = sign === '@' || index === 1 || /^-b/i.test(before?.source ?? '');
  return isHolder ? name : undefined;
}

/** Says whether an assignment ran when a command runs: no branch or function that it is in may be left out. */
function certainlyRuns({ start: at }: Ancestor, command: number, pathTo: PathTo): boolean {
  return pathTo(at).every(
    ({ type, start, end }) =>
      type === 'statement' || type === 'assignment' || start === at || (start <= at && command < end),
  );
}

/** The program in `& $az`, where the variable was set to its name or to what `Get-Command` finds. */
function calledProgram(text: string, word: Word, before: number, pathTo: PathTo): Word | undefined {
  const name = /^\$(\w{1,100})$/.exec(word.source)?.[1];
  const assignment = name === undefined ? undefined : assignmentBefore(text, name, before, pathTo);
  const assigned = assignment && assignmentOf(text, assignment)?.value;
  if (assigned === undefined) return undefined;
  const found = /^\(?\s*(?:Get-Command|gcm)\s+["']?([\w.-]{1,40})["']?/i.exec(assigned.source)?.[1];
  if (found !== undefined) return { ...word, value: { kind: 'known', text: found } };
  return assigned.value.kind === 'known' ? { ...word, value: assigned.value } : withLast(word, assigned);
}

/** A path whose folder is not known: only the program's own name counts. */
function withLast(word: Word, { parts }: Word): Word | undefined {
  const last = parts.at(-1);
  const name = last?.kind === 'literal' ? /[/\\]([^/\\]+)$/.exec(last.text)?.[1] : undefined;
  return name === undefined ? undefined : { ...word, value: { kind: 'known', text: name } };
}

/** The last assignment of a variable that ends before an offset. */
function assignmentBefore(text: string, name: string, before: number, pathTo: PathTo): Ancestor | undefined {
  const from = Math.max(0, before - farthest);
  const assignments = Array.from(
    text.slice(from, before).matchAll(new RegExp(`\\$${name}\\s*=(?!=)`, 'gi')),
    ({ index }) => from + index,
  );
  const last = assignments.at(-1);
  const found = last === undefined ? undefined : pathTo(last).findLast(({ type }) => type === 'assignment');
  return found !== undefined && found.end <= before ? found : undefined;
}

/** Takes the path to a place in an array or hash table, returns the paths to the commands that are given it. */
export function commandsGiven(
  text: string,
  path: readonly Ancestor[],
  pathTo: PathTo,
): readonly (readonly Ancestor[])[] {
  const assignment = path.findLast(({ type }) => type === 'assignment');
  if (assignment === undefined) return [];
  if (listIn(text, assignment) === undefined) return [];
  const { start, end, targetEnd = end } = assignment;
  const name = /\$(\w{1,100})$/.exec(text.slice(Math.max(start, targetEnd - 110), targetEnd))?.[1];
  if (name === undefined) return [];
  const uses = text.slice(end, end + farthest).matchAll(new RegExp(`[@$]${name}\\b`, 'gi'));
  const found: (readonly Ancestor[])[] = [];
  let looked = 0;
  for (const { index } of uses) {
    if (looked++ >= mostUses) break;
    const use = pathTo(end + index);
    const leaf = use.at(-1);
    const at = leaf?.elements.findIndex((element) => element.start === end + index) ?? -1;
    const element = leaf?.elements[at];
    const isForm = /-b\w*:?\s+$/i.test(text.slice(Math.max(0, end + index - 20), end + index));
    if (element !== undefined && (isForm || text[element.start] === '@' || at === 1)) found.push(use);
  }
  return found;
}
