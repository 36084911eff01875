import type { Dialect, HostId, Script } from '../../model';
import { expressions } from './expressions';
import type { YamlFormat } from './format';
import { scriptIn } from './scalar';
import { at, entriesOf, itemsOf, textAt, type YamlNode } from './tree';

/** Workflows and composite actions of GitHub. */
export const githubActions: YamlFormat = {
  id: 'github-actions',
  languageIds: ['github-actions-workflow'],
  paths: [/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i, /(?:^|\/)action\.ya?ml$/i],
  recognises: (root) =>
    (at(root, 'jobs') !== undefined && at(root, 'on') !== undefined) ||
    textAt(root, 'runs', 'using') === 'composite',
  scripts(root, text) {
    const defaultShell = textAt(root, 'defaults', 'run', 'shell');
    const ofJobs = entriesOf(at(root, 'jobs')).flatMap(({ value: job }) => {
      const { host, shell } = runnerOf(at(job, 'runs-on'));
      const usual = textAt(job, 'defaults', 'run', 'shell') ?? defaultShell ?? shell;
      return itemsOf(at(job, 'steps')).flatMap((step) => stepScript(step, usual, host, text));
    });
    const ofAction = itemsOf(at(root, 'runs', 'steps')).flatMap((step) =>
      stepScript(step, 'bash', 'github-hosted', text),
    );
    return [...ofJobs, ...ofAction];
  },
};

/**
 * The script that a step runs.
 *
 * @param usual the shell where the step names none
 */
function stepScript(step: YamlNode, usual: string, host: HostId, text: string): readonly Script[] {
  const run = at(step, 'run');
  const dialect = dialectOf(textAt(step, 'shell') ?? usual);
  if (run?.kind !== 'scalar' || dialect === undefined) return [];
  return [scriptIn(text, run, { dialect, host, holesIn: expressions })];
}

/**
 * What GitHub takes for a shell: a name, or a command line that begins with one. Source: the workflow syntax,
 * `jobs.<job_id>.steps[*].shell`.
 */
const dialects: Readonly<Record<string, Dialect>> = {
  bash: 'bash',
  sh: 'bash',
  zsh: 'bash',
  pwsh: 'powershell',
  powershell: 'powershell',
  cmd: 'cmd',
};

function dialectOf(shell: string): Dialect | undefined {
  const name = /^\s*(?:\S*[/\\])?([\w-]+)/.exec(shell)?.[1]?.toLowerCase() ?? '';
  // One that is chosen by an expression is most often bash, as on Linux.
  return shell.includes('${{') ? 'bash' : dialects[name];
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
