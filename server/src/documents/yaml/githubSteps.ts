import { indentation, lineBreakAt, lineEnd, lineStart } from '../../lines';
import type { Edit, Permission, Range, Refusal, SignInStep, Step } from '../../model';
import type { HostWriter } from './hostChanges';
import { plain, type Plain } from './plain';
import { isScriptInput } from './scriptActions';
import { at, entriesOf, textAt, type YamlEntry, type YamlMap, type YamlNode } from './tree';

/** Writes steps that sign in into GitHub workflows. */
export const githubSteps: HostWriter<'addSignInStep'> = {
  write({ text, root }, { change, step: { path, script, edits } }) {
    const place = placeOf(text, root, path);
    if ('refused' in place) return place;
    const permissions = permissionEdits(text, root, place, change.step.permission);
    if ('refused' in permissions) return permissions;
    if (script !== undefined)
      return 'refused' in edits ? edits : [...permissions, ...insertion(text, place, change.step), ...edits];
    const replaced = replacement(text, place, change.step);
    return 'refused' in replaced ? replaced : [...permissions, ...replaced];
  },
  expected(before, { change: { step: added }, step: { path, script } }) {
    // It has the step's script, so it has jobs and steps.
    const workflow = before as unknown as Workflow;
    const [, name = '', , index] = path;
    const job = workflow.jobs[name];
    if (job === undefined) return before;
    const own = job.steps[Number(index)];
    const signingIn: Fields = { uses: added.uses, with: Object.fromEntries(added.inputs) };
    const there =
      script === undefined
        ? [{ ...without(own, scriptKeys), ...signingIn }]
        : [{ name: added.name, ...signingIn }, withScript(own ?? {}, script)];
    const steps = job.steps.flatMap((each, i) => (i === Number(index) ? there : [each]));
    const scopes = permitted(workflow, job, added.permission);
    return {
      ...workflow,
      ...scopes.workflow,
      jobs: { ...workflow.jobs, [name]: { ...job, ...scopes.job, steps } },
    };
  },
};

/** Lets the token of a job do more. */
export const githubPermissions: HostWriter<'permit'> = {
  write({ text, root }, { change, step: { path } }) {
    const [, name = ''] = path;
    const jobs = at(root, 'jobs');
    const job = at(jobs, String(name));
    // What an alias stands for lies elsewhere.
    if (jobs === undefined || job?.kind !== 'map' || job.range.start < jobs.range.start) return notThere;
    return permissionEdits(text, root, { job }, change.permission);
  },
  expected(before, { change, step: { path } }) {
    const workflow = before as unknown as Workflow;
    const [, name = ''] = path;
    const job = workflow.jobs[name];
    if (job === undefined) return before;
    const scopes = permitted(workflow, job, change.permission);
    return { ...workflow, ...scopes.workflow, jobs: { ...workflow.jobs, [name]: { ...job, ...scopes.job } } };
  },
};

type Fields = Readonly<Record<string, Plain>>;

interface Job extends Fields {
  readonly permissions: Plain;
  readonly steps: readonly Fields[];
}

export interface Workflow extends Fields {
  readonly permissions: Plain;
  readonly jobs: Readonly<Record<string, Job>>;
}

type Scopes = Readonly<Record<string, string>>;

/** The keys of a step that are about its script. */
const scriptKeys: ReadonlySet<string> = new Set(['run', 'shell', 'working-directory']);

/** A step with another script, where it has one. */
function withScript(step: Fields, script: string): Fields {
  const { uses, with: inputs } = step;
  if (typeof uses !== 'string') return { ...step, run: script };
  const changed = Object.entries((inputs ?? {}) as Fields).map(
    ([name, value]) => [name, isScriptInput(uses, name) ? script : value] as const,
  );
  return { ...step, with: Object.fromEntries(changed) };
}

function without(fields: Fields | undefined, keys: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([key]) => !keys.has(key)));
}

/** What `permissions` of a job and its workflow come to. */
export function permitted(
  workflow: Workflow,
  job: Job,
  [scope, level]: Permission,
): { readonly workflow?: Fields; readonly job?: Fields } {
  const add = (scopes: Scopes): Fields => ({ permissions: { ...scopes, [scope]: level } });
  const own = scopesOf(job.permissions);
  if (own !== undefined) return own[scope] === level ? {} : { job: add(own) };
  const inherited = scopesOf(workflow.permissions);
  if (inherited?.[scope] === level) return {};
  const isOnly = Object.keys(workflow.jobs).length === 1;
  return inherited !== undefined && isOnly
    ? { workflow: add(inherited) }
    : { job: add(inherited ?? usualScopes) };
}

/** What a token may do where nothing is said and the repository has kept the restricted default. Source: GitHub's reference. */
const usualScopes: Scopes = { contents: 'read', packages: 'read' };

/** Every scope that `read-all` and `write-all` stand for. Source: the workflow syntax, `permissions`. */
const allScopes = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
];

/** The scopes that `permissions` names; undefined if there is none. */
export function scopesOf(permissions: Plain): Scopes | undefined {
  if (permissions === undefined) return undefined;
  if (permissions === 'read-all') return Object.fromEntries(allScopes.map((scope) => [scope, 'read']));
  if (permissions === 'write-all')
    return Object.fromEntries([...allScopes, 'id-token'].map((scope) => [scope, 'write']));
  return permissions === '' ? {} : (permissions as Scopes);
}

/** Where a step stands in the text. */
interface PlaceInText {
  readonly job: YamlMap;
  readonly step: YamlMap;
  /** Where the line of its dash starts. */
  readonly line: number;
  /** What stands before its keys: the dash with its blanks, and as many blanks. */
  readonly lead: string;
  readonly indent: string;
}

export const notThere: Refusal = {
  refused: 'The step stands in an alias, on one line or in another way that no step can be written before.',
};

function placeOf(text: string, root: YamlNode, path: Step['path']): PlaceInText | Refusal {
  let node = root;
  let within: Range = { start: 0, end: text.length };
  const nodes: YamlNode[] = [];
  for (const key of path) {
    const next = typeof key === 'number' ? itemAt(node, key) : at(node, key);
    // What an alias stands for lies elsewhere.
    if (next === undefined || next.range.start < within.start || next.range.end > within.end) return notThere;
    within = next.range;
    node = next;
    nodes.push(next);
  }
  const [, job] = nodes;
  if (job?.kind !== 'map' || node.kind !== 'map') return notThere;
  const line = lineStart(text, node.range.start);
  const lead = text.slice(line, node.range.start);
  if (!/^ *- +$/.test(lead) || text[node.range.start] === '{') return notThere;
  return { job, step: node, line, lead, indent: ' '.repeat(lead.length) };
}

function itemAt(node: YamlNode, index: number): YamlNode | undefined {
  return node.kind === 'sequence' ? node.items[index] : undefined;
}

/** The lines of a step without its dash and name. */
function linesOf({ uses, inputs }: SignInStep): readonly string[] {
  return [`uses: ${uses}`, 'with:', ...inputs.map(([name, value]) => `  ${name}: ${value}`)];
}

function insertion(text: string, { line, lead, indent }: PlaceInText, added: SignInStep): readonly Edit[] {
  const lineBreak = lineBreakAt(text, line);
  const dash = indentation(text, line).length;
  let start = line;
  // Comments right above a step are about it; further in they may be text of the step before.
  while (start > 0) {
    const before = lineStart(text, start - 1);
    const blanks = indentation(text, before);
    if (blanks.length !== dash || text[before + blanks.length] !== '#') break;
    start = before;
  }
  const [first, ...rest] = [`name: ${added.name}`, ...linesOf(added)];
  const newText = [lead + first, ...rest.map((each) => indent + each)]
    .map((each) => each + lineBreak)
    .join('');
  return [{ range: { start, end: start }, newText }];
}

/** Writes the new keys in the place of `run`; what belongs to that goes with it. */
function replacement(
  text: string,
  { step, indent }: PlaceInText,
  added: SignInStep,
): readonly Edit[] | Refusal {
  if (at(step, 'uses') !== undefined || at(step, 'with') !== undefined) return notThere;
  const edits: Edit[] = [];
  for (const [i, { key, keyRange, value }] of step.entries.entries()) {
    if (!scriptKeys.has(key)) continue;
    if (value === undefined || value.range.start < keyRange.start) return notThere;
    const end = keyRange.start + text.slice(keyRange.start, value.range.end).trimEnd().length;
    if (key === 'run') {
      const newText = linesOf(added).join(lineBreakAt(text, keyRange.start) + indent);
      edits.push({ range: { start: keyRange.start, end }, newText });
      continue;
    }
    const next = step.entries[i + 1];
    const range =
      i === 0 && next !== undefined
        ? { start: keyRange.start, end: next.keyRange.start }
        : { start: lineStart(text, keyRange.start), end: nextLine(text, end) };
    edits.push({ range, newText: '' });
  }
  return edits;
}

function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return end + (text.startsWith('\r\n', end) ? 2 : text.startsWith('\n', end) ? 1 : 0);
}

/** Permits what the step needs, for the job alone unless the workflow has no other; every other scope stays as it is. */
export function permissionEdits(
  text: string,
  root: YamlNode,
  { job }: Pick<PlaceInText, 'job'>,
  [scope, level]: Permission,
): readonly Edit[] | Refusal {
  const own = entryOf(job, 'permissions');
  const ofWorkflow = entryOf(root, 'permissions');
  const inherited = scopesOf(plain(ofWorkflow?.value));
  if (own === undefined && inherited?.[scope] === level) return [];
  const isOnly = entriesOf(at(root, 'jobs')).length === 1;
  const changed = own ?? (isOnly ? ofWorkflow : undefined);
  if (changed !== undefined) return scopeEdits(text, changed, scope, level);
  const runsOn = entryOf(job, 'runs-on');
  if (runsOn?.value === undefined || runsOn.value.range.start < runsOn.keyRange.start) return notThere;
  const indent = ' '.repeat(runsOn.keyRange.start - lineStart(text, runsOn.keyRange.start));
  if (text.slice(lineStart(text, runsOn.keyRange.start), runsOn.keyRange.start) !== indent) return notThere;
  const scopes = Object.entries({ [scope]: level, ...(inherited ?? usualScopes), [scope]: level });
  const lines = ['permissions:', ...scopes.map(([name, value]) => `  ${name}: ${value}`)];
  const end = lineEnd(text, runsOn.value.range.end);
  const newText = lines.map((each) => `${lineBreakAt(text, end)}${indent}${each}`).join('');
  return [{ range: { start: end, end }, newText }];
}

function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return entriesOf(node).find((entry) => entry.key === key);
}

/** Adds a scope to `permissions`, in the style that it has. */
function scopeEdits(
  text: string,
  { keyRange, value }: YamlEntry,
  scope: string,
  level: string,
): readonly Edit[] | Refusal {
  if (value === undefined || value.range.start < keyRange.start) return notThere;
  if (value.kind === 'scalar') {
    const scopes = scopesOf(value.text);
    if (scopes?.[scope] === level) return [];
    if (value.text !== 'read-all') return notThere;
    const all = Object.entries({ [scope]: level, ...scopes }).map(([name, each]) => `${name}: ${each}`);
    return [{ range: value.range, newText: `{ ${all.join(', ')} }` }];
  }
  if (value.kind !== 'map') return notThere;
  const given = entryOf(value, scope);
  if (given?.value !== undefined) {
    return textAt(given.value) === level ? [] : [{ range: given.value.range, newText: level }];
  }
  const { start } = value.range;
  const isFlow = text[start] === '{';
  const first = value.entries[0];
  if (isFlow) {
    const newText = first === undefined ? ` ${scope}: ${level} ` : ` ${scope}: ${level},`;
    return [{ range: { start: start + 1, end: start + 1 }, newText }];
  }
  const line = lineStart(text, start);
  const indent = text.slice(line, start);
  if (first === undefined || indent.trim() !== '') return notThere;
  return [
    { range: { start: line, end: line }, newText: `${indent}${scope}: ${level}${lineBreakAt(text, line)}` },
  ];
}
