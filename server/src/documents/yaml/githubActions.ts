import type { Dialect, HostId, Script, Step } from '../../model';
import { dialectOfShell } from '../embedded/shellNames';
import { expressions } from './expressions';
import type { YamlFormat } from './format';
import { eventsOf, hostStepsIn, permissionsIn, usualPermissions } from './githubHostSteps';
import { githubActionChanges } from './githubActionChanges';
import { githubPermissions, githubSteps } from './githubSteps';
import { scriptIn } from './scalar';
import { actionScript } from './scriptActions';
import { at, entriesOf, itemsOf, listOf, textAt, type YamlEntry, type YamlNode } from './tree';

/** Workflows and composite actions of GitHub. */
export const githubActions: YamlFormat = {
  id: 'github-actions',
  languageIds: ['github-actions-workflow'],
  paths: [/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i, /(?:^|\/)action\.ya?ml$/i],
  recognises: (root) =>
    (at(root, 'jobs') !== undefined && at(root, 'on') !== undefined) ||
    textAt(root, 'runs', 'using') === 'composite' ||
    isListOfSteps(root),
  hostChanges: { addSignInStep: githubSteps, permit: githubPermissions, changeAction: githubActionChanges },
  hostSteps(root, text) {
    const ofWorkflow = permissionsIn(root) ?? usualPermissions(root);
    const ofJobs = jobsOf(root).flatMap(({ key, value: job }) =>
      hostStepsIn(
        at(job, 'steps'),
        {
          path: ['jobs', key, 'steps'],
          host: runnerOf(at(job, 'runs-on')).host,
          permissions: permissionsIn(job) ?? ofWorkflow,
        },
        text,
      ),
    );
    const ofAction = hostStepsIn(
      at(root, 'runs', 'steps'),
      { path: ['runs', 'steps'], host: 'github-hosted', permissions: { kind: 'of-caller' } },
      text,
    );
    return [...ofJobs, ...ofAction];
  },
  stepCandidates: [/\bazure\/login@/],
  scripts(root, text) {
    const defaultShell = textAt(root, 'defaults', 'run', 'shell');
    const isCalled = eventsOf(root).includes('workflow_call');
    const ofWorkflow = permissionsIn(root) ?? usualPermissions(root);
    const ofJobs = jobsOf(root).flatMap(({ key, value: job }) => {
      const { host, shell } = runnerOf(at(job, 'runs-on'));
      const usual = textAt(job, 'defaults', 'run', 'shell') ?? defaultShell ?? shell;
      const permissions = permissionsIn(job) ?? ofWorkflow;
      return listOf(at(job, 'steps')).flatMap((step, index) =>
        stepScript(step, usual, host, text, {
          path: ['jobs', key, 'steps', index],
          job: key,
          changes: {
            addSignInStep: {
              notes: [
                ...(isCalled ? [calledNote] : []),
                ...(hasScopes(root) || hasScopes(job) ? [] : [scopesNote]),
              ],
            },
          },
        }).map((script): Script => ({ ...script, permissions })),
      );
    });
    const ofAction = listOf(at(root, 'runs', 'steps')).flatMap((step, index) =>
      stepScript(step, 'bash', 'github-hosted', text, {
        path: ['runs', 'steps', index],
        job: '',
        changes: {
          addSignInStep: {
            refused:
              'A composite action cannot permit itself an OpenID Connect token: sign in where it is used.',
          },
        },
      }),
    );
    const quoted = isListOfSteps(root)
      ? listOf(root).flatMap((step) => stepScript(step, 'bash', 'github-hosted', text, undefined))
      : [];
    return [...ofJobs, ...ofAction, ...quoted];
  },
};

const calledNote =
  'Other workflows call this one: they must pass the secrets and permit id-token: write in the jobs that do.';

const scopesNote =
  'The job gets a permissions block, which takes away what the repository’s default gave its token: what the restricted default gives is written out. If the job pushes, comments or releases, add those scopes.';

function hasScopes(node: YamlNode | undefined): boolean {
  return at(node, 'permissions') !== undefined;
}

/** True of steps without a job, as documentation quotes them. */
function isListOfSteps(root: YamlNode): boolean {
  const items = itemsOf(root);
  const isStep = (item: YamlNode): boolean => at(item, 'run') !== undefined || at(item, 'uses') !== undefined;
  return items.length > 0 && items.every(isStep);
}

/** The jobs of a workflow, each with its name; of those that have the same steps, by an alias, the first. */
function jobsOf(root: YamlNode): readonly YamlEntry[] {
  const seen = new Set<YamlNode>();
  return entriesOf(at(root, 'jobs')).filter(({ value: job }) => {
    const steps = at(job, 'steps');
    if (steps === undefined || seen.has(steps)) return false;
    seen.add(steps);
    return true;
  });
}

/**
 * The script that a step runs, or that it gives to an action.
 *
 * @param usual the shell where the step names none
 */
function stepScript(
  node: YamlNode | undefined,
  usual: string,
  host: HostId,
  text: string,
  step: Step | undefined,
): readonly Script[] {
  const run = at(node, 'run');
  if (run?.kind === 'scalar') {
    const dialect = dialectOf(textAt(node, 'shell') ?? usual);
    if (dialect === undefined) return [];
    const script = scriptIn(text, run, { dialect, host, holesIn: expressions });
    return [step === undefined ? script : { ...script, step }];
  }
  const given = actionScript(node);
  if (given === undefined) return [];
  const { value, dialect, isElsewhere } = given;
  const script = scriptIn(text, value, { dialect, host: isElsewhere ? 'shell' : host, holesIn: expressions });
  return [step === undefined || isElsewhere ? script : { ...script, step }];
}

/** What a step names its shell. Source: the workflow syntax, `jobs.<job_id>.steps[*].shell`. */
function dialectOf(shell: string): Dialect | undefined {
  // One that is chosen by an expression is most often bash, as on Linux.
  return shell.includes('${{') ? 'bash' : dialectOfShell(shell);
}

/** What a job's `runs-on` says: the host, and the shell of its steps, which is PowerShell on Windows. */
function runnerOf(runsOn: YamlNode | undefined): { readonly host: HostId; readonly shell: string } {
  const labels = [runsOn, ...itemsOf(runsOn), at(runsOn, 'labels'), ...itemsOf(at(runsOn, 'labels'))]
    .map((node) => textAt(node)?.toLowerCase())
    .filter((label) => label !== undefined);
  return {
    host:
      labels.includes('self-hosted') || at(runsOn, 'group') !== undefined
        ? 'github-self-hosted'
        : 'github-hosted',
    shell: labels.some((label) => label.startsWith('windows')) ? 'pwsh' : 'bash',
  };
}
