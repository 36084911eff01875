import type { Script } from '../../model';
import type { YamlFormat } from './format';
import { scriptOf } from './scalar';
import { at, itemsOf, textAt, visitMaps, type YamlNode, type YamlScalar } from './tree';

/** Pipelines of Bitbucket. */
export const bitbucketPipelines: YamlFormat = {
  id: 'bitbucket-pipelines',
  languageIds: [],
  paths: [/(?:^|\/)bitbucket-pipelines[^/]*\.ya?ml$/i],
  recognises: (root) =>
    ['default', 'branches', 'pull-requests', 'custom', 'tags'].some(
      (key) => at(root, 'pipelines', key) !== undefined,
    ),
  scripts(root, text) {
    const scripts: Script[] = [];
    const taken = new Set<YamlNode>();
    visitMaps(root, undefined, (map) => {
      const isWindows = itemsOf(at(map, 'runs-on')).some((label) => /windows/i.test(textAt(label) ?? ''));
      // The lines of each are one script; what stands after it has a shell of its own.
      for (const section of ['script', 'after-script']) {
        const script = scriptOf(text, linesOf(at(map, section), taken), {
          dialect: isWindows ? 'powershell' : 'bash',
          host: 'bitbucket',
        });
        if (script !== undefined) scripts.push(script);
      }
      return undefined;
    });
    return scripts;
  },
};

/** The lines of a section that no script has yet; what is no line is a pipe. */
function linesOf(section: YamlNode | undefined, taken: Set<YamlNode>): readonly YamlScalar[] {
  const lines = itemsOf(section).filter((item) => item.kind === 'scalar' && !taken.has(item));
  for (const line of lines) taken.add(line);
  return lines.filter((line) => line.kind === 'scalar');
}
