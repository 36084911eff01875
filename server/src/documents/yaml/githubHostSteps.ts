import type { HostInput, HostStep, TokenPermissions, TokenScopes } from '../../model';
import { lineEnd, lineStart } from '../../lines';
import { scopesOf } from './githubSteps';
import { at, entriesOf, listOf, scalarsIn, type YamlNode } from './tree';

/** What the steps of a list have in common. */
interface Job extends Pick<HostStep, 'host' | 'permissions'> {
  /** The keys and indices that lead to the list. */
  readonly path: HostStep['path'];
}

/** The steps of a list that run an action (`uses:`). */
export function hostStepsIn(steps: YamlNode | undefined, job: Job, text: string): readonly HostStep[] {
  return listOf(steps).flatMap((step, index): readonly HostStep[] => {
    const uses = at(step, 'uses');
    if (step === undefined || uses?.kind !== 'scalar') return [];
    const [action = '', version] = uses.text.trim().split('@', 2);
    return [
      {
        ...job,
        path: [...job.path, index],
        action: action.toLowerCase(),
        version,
        versionNote: noteBehind(text, uses.range.end),
        site: uses.range,
        inputs: entriesOf(at(step, 'with')).flatMap(({ key, value }): readonly HostInput[] =>
          value?.kind === 'scalar' ? [{ name: key.toLowerCase(), text: value.text, range: value.range }] : [],
        ),
        range: step.range,
        hostComment: { marker: '#', before: lineStart(text, step.range.start) },
      },
    ];
  });
}

/** The version that a comment on the rest of a line begins with. */
function noteBehind(text: string, offset: number): string | undefined {
  const rest = text.slice(offset, Math.min(lineEnd(text, offset), offset + 100));
  return /^[ \t]+#[ \t]*(?:tag=)?(v?\d[\w.]*)/.exec(rest)?.[1];
}

/** The events that a workflow runs on. */
export function eventsOf(root: YamlNode): readonly string[] {
  const on = at(root, 'on');
  return on?.kind === 'map' ? on.entries.map(({ key }) => key) : scalarsIn(on).map(({ text }) => text);
}

/** What `permissions` of a workflow or a job let a token do; undefined if it has none. */
export function permissionsIn(node: YamlNode | undefined): TokenPermissions | undefined {
  const entry = entriesOf(node).find(({ key }) => key === 'permissions');
  const scopes = scopesIn(entry?.value);
  return entry && scopes && { kind: 'given', scopes, range: entry.keyRange };
}

/** What applies in a workflow where no `permissions` stand. */
export function usualPermissions(root: YamlNode): TokenPermissions {
  const events = eventsOf(root);
  return { kind: events.length === 1 && events[0] === 'workflow_call' ? 'of-caller' : 'default' };
}

/** What stands in `permissions`; undefined for what is none, as where it is being typed. */
function scopesIn(node: YamlNode | undefined): TokenScopes | undefined {
  if (node?.kind === 'scalar')
    return /^(?:read|write)-all$/.test(node.text) ? scopesOf(node.text) : undefined;
  if (node?.kind !== 'map') return undefined;
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }) => (value?.kind === 'scalar' ? [[key, value.text]] : [])),
  );
}
