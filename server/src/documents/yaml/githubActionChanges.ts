import { indentation, lineBreakAt, lineEnd, lineStart } from '../../lines';
import type { Edit, Refusal } from '../../model';
import type { HostWriter, YamlText } from './hostChanges';
import { notThere, permissionEdits, permitted, type Workflow } from './githubSteps';
import type { Plain } from './plain';
import { at, entriesOf, listOf, textAt, type YamlNode } from './tree';

/** Changes which version of an action a step runs, and what that is given. */
export const githubActionChanges: HostWriter<'changeAction'> = {
  write(document, { change: { version, inputs }, step: { path } }) {
    const { text, root } = document;
    const job = path[0] === 'jobs' ? at(root, 'jobs', String(path[1])) : at(root, 'runs');
    const step = listOf(at(job, 'steps'))[Number(path.at(-1))];
    const uses = at(step, 'uses');
    // What an alias stands for lies elsewhere.
    if (job?.kind !== 'map' || uses?.kind !== 'scalar' || uses.range.start < job.range.start) return notThere;
    const edits: Edit[] = [];
    if (version !== undefined) {
      const start = text.indexOf('@', uses.range.start) + 1;
      const was = uses.text.trim().split('@', 2)[1] ?? '';
      if (start === 0 || was === '' || !text.startsWith(was, start)) return notThere;
      edits.push({ range: { start, end: start + was.length }, newText: version });
    }
    if (inputs === undefined) return edits;
    const permissions = permissionEdits(text, root, { job }, inputs.permission);
    if ('refused' in permissions) return permissions;
    const replaced = replacedInput(document, at(step, 'with'), inputs);
    return 'refused' in replaced ? replaced : [...permissions, ...edits, ...replaced];
  },
  expected(before, { change: { version, inputs }, step: { path } }) {
    const [place, name = ''] = path;
    const changed = (step: Fields): Fields => {
      const action = typeof step.uses === 'string' ? step.uses.trim().split('@')[0] : '';
      const given = Object.entries((step.with ?? {}) as Fields).filter(
        ([key]) => key.toLowerCase() !== inputs?.name,
      );
      return {
        ...step,
        ...(version !== undefined && { uses: `${action}@${version}` }),
        ...(inputs && { with: { ...Object.fromEntries(given), ...Object.fromEntries(inputs.inputs) } }),
      };
    };
    const inSteps = <Job extends Fields>(job: Job, steps: readonly Fields[]): Job => ({
      ...job,
      steps: steps.map((step, i) => (i === path.at(-1) ? changed(step) : step)),
    });
    if (place === 'runs') {
      const action = before as Fields;
      const runs = action.runs as Fields;
      return { ...action, runs: inSteps(runs, runs.steps as readonly Fields[]) };
    }
    const workflow = before as unknown as Workflow;
    const job = workflow.jobs[name];
    if (job === undefined) return before;
    const scopes = inputs === undefined ? {} : permitted(workflow, job, inputs.permission);
    return {
      ...workflow,
      ...scopes.workflow,
      jobs: { ...workflow.jobs, [name]: { ...inSteps(job, job.steps), ...scopes.job } },
    };
  },
};

type Fields = Readonly<Record<string, Plain>>;

/** Writes the new inputs in the place of the one that goes, in the style that they stand in. */
function replacedInput(
  { text }: Pick<YamlText, 'text'>,
  given: YamlNode | undefined,
  { name, inputs }: { readonly name: string; readonly inputs: readonly (readonly [string, string])[] },
): readonly Edit[] | Refusal {
  const entry = entriesOf(given).find(({ key }) => key.toLowerCase() === name);
  if (given === undefined || entry?.value === undefined || entry.value.range.start < entry.keyRange.start)
    return notThere;
  const start = entry.keyRange.start;
  const end = start + text.slice(start, entry.value.range.end).trimEnd().length;
  const isBlock = entry.value.kind === 'scalar' && entry.value.token.type === 'block-scalar';
  if (isBlock && text.slice(entry.keyRange.end, lineEnd(text, entry.keyRange.end)).includes('#'))
    return { refused: 'A comment on its value would be lost.' };
  const isFlow = text[given.range.start] === '{';
  const indent = indentation(text, lineStart(text, start));
  if (!isFlow && lineStart(text, start) + indent.length !== start) return notThere;
  const missing = inputs.filter(([key]) => textAt(given, key) === undefined);
  const newText = missing
    .map(([key, value]) => (isFlow ? `${key}: "${value}"` : `${key}: ${value}`))
    .join(isFlow ? ', ' : lineBreakAt(text, start) + indent);
  return [{ range: { start, end }, newText }];
}
