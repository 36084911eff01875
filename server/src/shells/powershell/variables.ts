import type { Word } from '../../model';
import { countLeading } from '../../search';
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

/** Where the variables of a text are set. */
export interface Assigned {
  /** Where the variable was set the last time before an offset, if that is near; case does not count. */
  lastBefore(name: string, offset: number): number | undefined;
}

/** Looks for assignments in a text, once it is asked. */
export function assignedIn(text: string): Assigned {
  let found: ReadonlyMap<string, readonly number[]> | undefined;
  const places = (): ReadonlyMap<string, readonly number[]> => {
    const all = new Map<string, number[]>();
    for (const { 1: name = '', index } of text.matchAll(/\$(\w{1,100})\s{0,100}=(?!=)/g)) {
      const own = all.get(name.toLowerCase());
      if (own === undefined) all.set(name.toLowerCase(), [index]);
      else own.push(index);
    }
    return all;
  };
  return {
    lastBefore(name, offset) {
      const own = (found ??= places()).get(name.toLowerCase()) ?? [];
      const last = own[countLeading(own, (place) => place < offset) - 1];
      return last !== undefined && offset - last <= farthest ? last : undefined;
    },
  };
}

/**
 * The words of a command, with what its variables were set to before:
 *
 * - in place of a variable that holds an array of arguments, what it says: `az @loginArgs`, `& az $loginArgs`. The
 *   variable itself stays behind it if arguments may have been added to it. Further on in a command a variable that is
 *   not splatted counts only if the array certainly is all that it holds: `az login $list`.
 * - with a variable that holds a hash table of parameters or of a form, that table: `@parameters`, `-Body $form`.
 * - the program that `& $az` calls.
 */
export function wordsWithVariables(
  text: string,
  node: Ancestor,
  pathTo: PathTo,
  assigned: Assigned,
): readonly Word[] {
  const { elements, start } = node;
  const read = wordsOf(text, elements);
  const [first] = read;
  const program = first && (calledProgram(text, first, start, pathTo, assigned) ?? first);
  return read.flatMap((word, i): Word | readonly Word[] => {
    if (program === undefined || i === 0) return program ?? word;
    const [, sign, name] = /^([@$])(\w{1,100})$/.exec(word.source) ?? [];
    const isForm = /^-b/i.test(read[i - 1]?.source ?? '');
    const isHolder = sign === '@' || i === 1 || isForm;
    if (name === undefined || (!isHolder && !isAzureCli(program))) return word;
    const assignment = assignmentBefore(text, name, start, pathTo, assigned);
    const list = assignment && listIn(text, assignment);
    if (assignment === undefined || list === undefined) return word;
    const isUsed = (): boolean =>
      new RegExp(`[$@]\\{?${name}\\b`, 'i').test(text.slice(assignment.end, start));
    const isWhole = list.isAll && !isUsed() && certainlyRuns(assignment, start, pathTo);
    const variable = isWhole ? word : undefined;
    const entries = isHolder ? entriesIn(text, assignment, variable) : undefined;
    if (entries !== undefined) return { ...word, table: { entries, isWhole } };
    const array = arrayIn(text, assignment, variable);
    if (array?.isWhole === true) return array.words;
    return isHolder ? [...(array?.words ?? []), word] : word;
  });
}

/** Says whether a program is one that signs in, and no cmdlet, to which an array is one argument. */
function isAzureCli({ value }: Word): boolean {
  return value.kind === 'known' && /(?:^|[/\\])azd?(?:\.(?:cmd|exe|bat))?$/i.test(value.text);
}

/** Says whether an assignment ran when a command runs: no branch or function that it is in may be left out. */
function certainlyRuns({ start: at }: Ancestor, command: number, pathTo: PathTo): boolean {
  return pathTo(at).every(
    ({ type, start, end }) =>
      type === 'statement' || type === 'assignment' || start === at || (start <= at && command < end),
  );
}

/** The program in `& $az`, where the variable was set to its name or to what `Get-Command` finds. */
function calledProgram(
  text: string,
  word: Word,
  before: number,
  pathTo: PathTo,
  assigned: Assigned,
): Word | undefined {
  const name = /^\$(\w{1,100})$/.exec(word.source)?.[1];
  const assignment = name === undefined ? undefined : assignmentBefore(text, name, before, pathTo, assigned);
  const held = assignment && assignmentOf(text, assignment)?.value;
  if (held === undefined) return undefined;
  const found = /^\(?\s*(?:Get-Command|gcm)\s+["']?([\w.-]{1,40})["']?/i.exec(held.source)?.[1];
  if (found !== undefined) return { ...word, value: { kind: 'known', text: found } };
  return held.value.kind === 'known' ? { ...word, value: held.value } : withLast(word, held);
}

/** A path whose folder is not known: only the program's own name counts. */
function withLast(word: Word, { parts }: Word): Word | undefined {
  const last = parts.at(-1);
  const name = last?.kind === 'literal' ? /[/\\]([^/\\]+)$/.exec(last.text)?.[1] : undefined;
  return name === undefined ? undefined : { ...word, value: { kind: 'known', text: name } };
}

/** The last assignment of a variable that ends before an offset. */
function assignmentBefore(
  text: string,
  name: string,
  before: number,
  pathTo: PathTo,
  assigned: Assigned,
): Ancestor | undefined {
  const last = assigned.lastBefore(name, before);
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
