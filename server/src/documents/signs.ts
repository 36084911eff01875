import type { SourceDocument } from '../model';

/** What tells a file format before anything of it is read. */
export interface Signs {
  /** The editor's language ids for it; the client's document selector and activation come from here. */
  readonly languageIds: readonly string[];
  /** File name extensions, lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Whole file names without an extension that tells. */
  readonly fileNames: readonly string[];
  /** Paths that tell more than the extension does, with `/` between folders; they count first. */
  readonly paths: readonly RegExp[];
  /** The first line of a file that shows the format whatever the file's name is; absent if none does. */
  readonly firstLine?: RegExp;
}

/**
 * Takes formats and a document, returns the first format that fits, or undefined. The path and the first line count
 * before the language id, which may be anybody's guess; an untitled document has only its language id.
 */
export function bySigns<S extends Signs>(formats: readonly S[], document: SourceDocument): S | undefined {
  return (
    toldByPath(formats, document.path) ??
    formats.find((format) => showsIn(format, document.text)) ??
    formats.find(({ languageIds }) => languageIds.includes(document.languageId ?? ''))
  );
}

/** Takes formats and a path or URI, returns the format that the name alone tells, or undefined. */
export function toldByPath<S extends Signs>(formats: readonly S[], path: string): S | undefined {
  const slashed = path.replaceAll('\\', '/');
  const name = slashed.slice(slashed.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot).toLowerCase() : '';
  return (
    formats.find(({ paths }) => paths.some((pattern) => pattern.test(slashed))) ??
    formats.find((f) => f.extensions.includes(extension) || f.fileNames.includes(name))
  );
}

/** Says whether the beginning of a text shows a format. */
export function showsIn({ firstLine }: Signs, beginning: string): boolean {
  const end = beginning.indexOf('\n');
  const line = (end < 0 ? beginning : beginning.slice(0, end)).slice(0, 256).replace(/^\ufeff/, '');
  return firstLine?.test(line) === true;
}
