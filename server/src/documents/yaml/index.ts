import type { Script, SourceDocument } from '../../model';
import type { Format } from '../format';
import { azurePipelines } from './azurePipelines';
import { githubActions } from './githubActions';
import { bitbucketPipelines } from './bitbucketPipelines';
import { buildServices } from './buildServices';
import { circleci } from './circleci';
import type { YamlFormat } from './format';
import { changesDiffer, noChange, writeChanges } from './hostChanges';
import { goTemplate } from './goTemplate';
import { gitlabCi } from './gitlabCi';
import { ansible } from './ansible';
import { cloudInit, isCloudConfig } from './cloudInit';
import { dockerCompose } from './dockerCompose';
import { kubernetes } from './kubernetes';
import { taskfile } from './taskfile';
import { readYaml, type YamlNode } from './tree';

/** Every format that is written in YAML; the first that fits a document wins. */
export const yamlFormats: readonly YamlFormat[] = [
  githubActions,
  azurePipelines,
  circleci,
  bitbucketPipelines,
  ...buildServices,
  taskfile,
  cloudInit,
  kubernetes,
  dockerCompose,
  ansible,
  gitlabCi,
];

/** A YAML file, of whichever of these formats. */
export const yamlFile: Format = {
  id: 'yaml',
  languageIds: ['yaml', ...yamlFormats.flatMap((format) => format.languageIds)],
  extensions: ['.yml', '.yaml'],
  fileNames: [],
  paths: [],
  // A file of cloud-init may have any name.
  recognises: (firstLine) => isCloudConfig(firstLine),
  scripts(document) {
    const template = goTemplate(document.text);
    const text = template?.text ?? document.text;
    const found = readYaml(text).flatMap(
      (root) => yamlFormatOf({ ...document, text }, root)?.scripts(root, text) ?? [],
    );
    const scripts = template === undefined ? found : found.map((script) => template.script(script));
    // An alias leads to the same text again.
    return [...new Map([...scripts].reverse().map((each) => [startOf(each), each])).values()].reverse();
  },
  around: {
    write(document, changes) {
      const [root, ...others] = readYaml(document.text);
      const writers = root && yamlFormatOf(document, root)?.hostChanges;
      if (root === undefined || writers === undefined || others.length > 0) return noChange;
      return writeChanges(writers, { text: document.text, root }, changes);
    },
    differs(before, after, changes) {
      const [root] = readYaml(before.text);
      const [now] = readYaml(after.text);
      const writers = root && yamlFormatOf(before, root)?.hostChanges;
      if (root === undefined || now === undefined || writers === undefined)
        return 'The document could not be read any more.';
      return changesDiffer(writers, root, now, changes);
    },
  },
};

function startOf({ map }: Script): number {
  return map.toDocument({ start: 0, end: 0 }).start;
}

/** Takes a document and the root of one of its YAML documents, returns its format, or undefined if no script is in it. */
function yamlFormatOf(
  { path, languageId = '', text }: SourceDocument,
  root: YamlNode,
): YamlFormat | undefined {
  const slashed = path.replaceAll('\\', '/');
  return (
    yamlFormats.find(({ paths }) => paths.some((pattern) => pattern.test(slashed))) ??
    yamlFormats.find(({ languageIds }) => languageIds.includes(languageId)) ??
    yamlFormats.find((format) => format.recognises(root, text))
  );
}
