import type { Dialect, Range, Script } from '../../model';
import { rangesOf } from '../embedded/holes';
import type { YamlFormat } from './format';
import { scriptOf } from './scalar';
import { at, entriesOf, itemsOf, textAt, type YamlNode, type YamlScalar } from './tree';

/** Pipelines of GitLab, and files that they include. */
export const gitlabCi: YamlFormat = {
  id: 'gitlab-ci',
  languageIds: [],
  paths: [/(?:^|\/)[^/]*gitlab-ci[^/]*\.ya?ml$/i, /(?:^|\/)\.gitlab(?:-ci)?\/.+\.ya?ml$/i],
  recognises: (root) => {
    const isPipeline = entriesOf(root).some(({ key }) => /^(?:stages|include|workflow|default)$/.test(key));
    return entriesOf(root).some(
      ({ value }) =>
        at(value, 'script') !== undefined &&
        (isPipeline || entriesOf(value).some(({ key }) => keysOfJobs.test(key))),
    );
  },
  scripts(root, text) {
    const jobs = new Map(entriesOf(root).map(({ key, value }) => [key, value]));
    const names = [...jobs.keys()].filter((key) => key !== 'default' && jobs.get(key)?.kind === 'map');
    const isHidden = (name: string): boolean => name.startsWith('.');
    // What jobs share belongs to the first of them, so that no line is in two scripts.
    const order = [...names.filter((name) => !isHidden(name)), ...names.filter(isHidden)];
    const taken = new Set<YamlNode>();
    const scriptWith = (chain: Chain, sections: readonly string[]): readonly Script[] => {
      const lines = sections.flatMap((section) => linesOf(inChain(chain, section), jobs, taken));
      const script = scriptOf(text, lines, { dialect: dialectOf(chain, lines), host: 'gitlab', holesIn });
      return script === undefined ? [] : [script];
    };
    // Only what is no job: a pipeline may have more jobs than there is time to go through for each.
    const globals = entriesOf(root).filter(({ key }) => /^(?:before_script|after_script|image)$/.test(key));
    const defaults: Chain = [jobs.get('default'), { kind: 'map', range: root.range, entries: globals }];
    return [...order.map((name) => [...chainOf(name, jobs), ...defaults]), defaults]
      .flatMap((chain) => [
        // One shell runs what comes before the script and the script, another one what comes after.
        ...scriptWith(chain, ['before_script', 'script']),
        ...scriptWith(chain, ['after_script']),
      ])
      .sort((a, b) => startOf(a) - startOf(b));
  },
};

/** Keys that jobs have, besides `script`. */
const keysOfJobs =
  /^(?:stage|rules|only|except|tags|artifacts|before_script|after_script|needs|extends|image|when|environment)$/;

/** Where a key of a job is looked for: in the job, in what it extends, in the defaults. */
type Chain = readonly (YamlNode | undefined)[];

type Jobs = ReadonlyMap<string, YamlNode | undefined>;

/** So many jobs are looked at that extend one another; GitLab allows eleven levels. */
const maxChain = 32;

/** A job and those that it extends, of which the last counts first. Source: the CI/CD YAML syntax, `extends`. */
function chainOf(name: string, jobs: Jobs): Chain {
  const chain = new Set<YamlNode>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined && chain.size < maxChain; next = waiting.pop()) {
    const job = jobs.get(next);
    if (job === undefined || chain.has(job)) continue;
    chain.add(job);
    waiting.push(
      ...[at(job, 'extends'), ...itemsOf(at(job, 'extends'))].flatMap((each) => textAt(each) ?? []),
    );
  }
  return [...chain];
}

function inChain(chain: Chain, key: string): YamlNode | undefined {
  return chain.map((each) => at(each, key)).find((found) => found !== undefined);
}

/** Lists of lines may be nested so deep. Source: the CI/CD YAML syntax, `!reference`. */
const maxNesting = 10;

/**
 * The lines of a section that no script has yet: strings, lists of them, and what `!reference [job, section]` names.
 *
 * @param taken the nodes whose lines are in a script; those that are found come to it
 */
function linesOf(
  node: YamlNode | undefined,
  jobs: Jobs,
  taken: Set<YamlNode>,
  depth = 0,
): readonly YamlScalar[] {
  if (node === undefined || node.kind === 'map' || taken.has(node) || depth > maxNesting) return [];
  taken.add(node);
  if (node.kind === 'scalar') return [node];
  if (node.tag !== '!reference') {
    return node.items.flatMap((item) => linesOf(item, jobs, taken, depth + 1));
  }
  const [job = '', ...keys] = node.items.map((item) => textAt(item) ?? '');
  return linesOf(at(jobs.get(job), ...keys), jobs, taken, depth + 1);
}

/**
 * The runner's settings choose the shell, which are not in the file: PowerShell where tags or the image say Windows, or
 * the lines are nothing else.
 */
function dialectOf(chain: Chain, lines: readonly YamlScalar[]): Dialect {
  const tags = inChain(chain, 'tags');
  const image = inChain(chain, 'image');
  const labels = [...itemsOf(tags).map((tag) => textAt(tag)), textAt(image), textAt(image, 'name')];
  const saysWindows = labels.some((label) => /windows|servercore|nanoserver/i.test(label ?? ''));
  return saysWindows || isPowershell(lines) ? 'powershell' : 'bash';
}

function isPowershell(lines: readonly YamlScalar[]): boolean {
  const text = lines.map((line) => line.text).join('\n');
  return (
    /\$env:\w|^[ \t]*(?:\$\w+[ \t]*=|[A-Z][a-z]+-Az[A-Z])/m.test(text) &&
    !/\b(?:pwsh|powershell)\b/i.test(text)
  );
}

/** `$[[ inputs.name ]]`, which is replaced before a job exists. Source: GitLab, "CI/CD inputs". */
function holesIn(text: string): readonly Range[] {
  return rangesOf(text, /\$\[\[[^[\]]*\]\]/g);
}

function startOf({ map }: Script): number {
  return map.toDocument({ start: 0, end: 0 }).start;
}
