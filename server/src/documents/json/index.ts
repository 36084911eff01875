import type { SourceDocument } from '../../model';
import type { Format } from '../format';
import { armTemplate } from './armTemplate';
import { devContainer } from './devContainer';
import { editorTasks } from './editorTasks';
import type { JsonFormat } from './format';
import { notebook } from './notebook';
import { packageJson } from './packageJson';
import { readJson, type JsonNode } from './tree';

/** Every format that is written in JSON; the first that fits a document wins. */
export const jsonFormats: readonly JsonFormat[] = [
  packageJson,
  devContainer,
  editorTasks,
  notebook,
  armTemplate,
];

/** A JSON file, of whichever of these formats. */
export const jsonFile: Format = {
  id: 'json',
  languageIds: ['json', 'jsonc', 'arm-template'],
  extensions: ['.json', '.jsonc', '.ipynb', '.code-workspace'],
  fileNames: [],
  paths: [],
  scripts(document) {
    const root = readJson(document.text);
    return root === undefined ? [] : (jsonFormatOf(document, root)?.scripts(root, document.text) ?? []);
  },
};

/** Takes a document and what it holds, returns its format, or undefined if no script is in it. */
function jsonFormatOf({ path }: SourceDocument, root: JsonNode): JsonFormat | undefined {
  const slashed = path.replaceAll('\\', '/');
  return (
    jsonFormats.find(({ paths }) => paths.some((pattern) => pattern.test(slashed))) ??
    jsonFormats.find((format) => format.recognises(root))
  );
}
