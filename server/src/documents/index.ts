import type { SourceDocument } from '../model';
import { bicep } from './bicep';
import { cmdScript } from './cmdScript';
import type { Format } from './format';
import { dockerfile } from './dockerfile';
import { jenkinsfile } from './groovy';
import { hclFile } from './hcl';
import { jsonFile } from './json';
import { markdownWith } from './markdown';
import { powershellScript } from './powershellScript';
import { shellScript } from './shellScript';
import { bySigns, showsIn, toldByPath } from './signs';
import { yamlFile } from './yaml';

/** Every file format; the first that fits a document wins. */
export const formats: readonly Format[] = [
  shellScript,
  powershellScript,
  cmdScript,
  yamlFile,
  jsonFile,
  markdownWith([yamlFile, jenkinsfile, dockerfile, hclFile]),
  jenkinsfile,
  bicep,
  dockerfile,
  hclFile,
];

/** Finds text of a step that a rule is about, in whatever format. */
export const stepCandidate = new RegExp(
  formats.flatMap(({ stepCandidates = [] }) => stepCandidates.map(({ source }) => source)).join('|'),
  'i',
);

/** The language ids that the client opens documents of. */
export const languageIds: readonly string[] = formats.flatMap((format) => format.languageIds);

/** Takes a document, returns its format, or undefined if it holds no scripts. */
export function formatOf(document: SourceDocument): Format | undefined {
  return bySigns(formats, document);
}

/** Takes a path or URI, returns the format that its name alone tells, or undefined. */
export function formatOfPath(path: string): Format | undefined {
  return toldByPath(formats, path);
}

/** Takes a file's name and its beginning, says whether a walk through folders should read it. */
export function isScriptFile(path: string, beginning: string): boolean {
  return formatOfPath(path) !== undefined || formats.some((format) => showsIn(format, beginning));
}
