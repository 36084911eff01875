import type { Range, SourceDocument } from '../../model';
import type { Format } from '../format';
import { azurePipelines } from './azurePipelines';
import { githubActions } from './githubActions';
import { bitbucketPipelines } from './bitbucketPipelines';
import { buildServices } from './buildServices';
import { circleci } from './circleci';
import type { YamlFormat } from './format';
import { changesDiffer, noChange, writeChanges } from './hostChanges';
import { goTemplate, type GoTemplate } from './goTemplate';
import { gitlabCi } from './gitlabCi';
import { ansible } from './ansible';
import { cloudInit, cloudConfig } from './cloudInit';
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
  firstLine: cloudConfig,
  scripts(document) {
    const { template, text, roots } = read(document);
    const found = roots.flatMap(
      (root) => yamlFormatOf({ ...document, text }, root)?.scripts(root, text) ?? [],
    );
    const scripts = template === undefined ? found : found.map((script) => template.script(script));
    return firstAt(scripts, ({ map }) => map.toDocument({ start: 0, end: 0 }));
  },
  hostSteps(document) {
    const { text, roots } = read(document);
    const steps = roots.flatMap(
      (root) => yamlFormatOf({ ...document, text }, root)?.hostSteps?.(root, text) ?? [],
    );
    return firstAt(steps, ({ range }) => range);
  },
  stepCandidates: yamlFormats.flatMap(({ stepCandidates = [] }) => stepCandidates),
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

/** A document as it is read, a template with its actions out of the way. */
interface Read {
  readonly template: GoTemplate | undefined;
  readonly text: string;
  readonly roots: readonly YamlNode[];
}

const documentsRead = new WeakMap<SourceDocument, Read>();

/** Reads a document, once though it is asked for more than its scripts. */
function read(document: SourceDocument): Read {
  const known = documentsRead.get(document);
  if (known !== undefined) return known;
  const template = goTemplate(document.text);
  const text = template?.text ?? document.text;
  const made = { template, text, roots: readYaml(text) };
  documentsRead.set(document, made);
  return made;
}

/** What stands at each place first: an alias leads to the same text again. */
function firstAt<Each>(items: readonly Each[], rangeOf: (each: Each) => Range): readonly Each[] {
  return [...new Map([...items].reverse().map((each) => [rangeOf(each).start, each])).values()].reverse();
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
