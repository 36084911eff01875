import type { SourceDocument } from '../model';
import { bicep } from './bicep';
import { cmdScript } from './cmdScript';
import type { Format } from './format';
import { jsonFile } from './json';
import { jenkinsfile } from './groovy';
import { markdownWith } from './markdown';
import { powershellScript } from './powershellScript';
import { shellScript } from './shellScript';
import { yamlFile } from './yaml';

/** Every file format; the first that fits a document wins. */
export const formats: readonly Format[] = [
  shellScript,
  powershellScript,
  cmdScript,
  yamlFile,
  jsonFile,
  markdownWith([yamlFile, jenkinsfile]),
  jenkinsfile,
  bicep,
];

/** Finds text of a step that a rule is about, in whatever format. */
export const stepCandidate = new RegExp(
  formats.flatMap(({ stepCandidates = [] }) => stepCandidates.map(({ source }) => source)).join('|'),
  'i',
);

/** The language ids that the client opens documents of. */
export const languageIds: readonly string[] = formats.flatMap((format) => format.languageIds);

/**
 * Takes a document, returns its format, or undefined if it holds no scripts. The path and the first line count
 * before the language id, which may be anybody's guess; an untitled document has only its language id.
 */
export function formatOf(document: SourceDocument): Format | undefined {
  return (
    formatOfPath(document.path) ??
    formats.find((format) => format.recognises(firstLine(document.text))) ??
    formats.find((format) => format.languageIds.includes(document.languageId ?? ''))
  );
}

/** Takes a path or URI, returns the format that its name alone tells, or undefined. */
export function formatOfPath(path: string): Format | undefined {
  const slashed = path.replaceAll('\\', '/');
  const name = slashed.slice(slashed.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot).toLowerCase() : '';
  return (
    formats.find(({ paths }) => paths.some((pattern) => pattern.test(slashed))) ??
    formats.find((f) => f.extensions.includes(extension) || f.fileNames.includes(name))
  );
}

/** Takes a file's name and its beginning, says whether a walk through folders should read it. */
export function isScriptFile(path: string, beginning: string): boolean {
  return formatOfPath(path) !== undefined || formats.some((f) => f.recognises(firstLine(beginning)));
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).slice(0, 256).replace(/^\ufeff/, '');
}
