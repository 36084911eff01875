import type { Script, SourceDocument } from '../model';

/** A file format that holds shell text. */
export interface Format {
  readonly id: string;
  /** The editor's language ids for it; the client's document selector and activation come from here. */
  readonly languageIds: readonly string[];
  /** File name extensions, lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Whole file names without an extension that tells. */
  readonly fileNames: readonly string[];
  /** Paths that tell more than the extension does, with `/` between folders; they count first. */
  readonly paths: readonly RegExp[];
  /** True if the first line of a file, whatever its name, shows the format. */
  recognises(firstLine: string): boolean;
  /** The scripts in a document of the format, in source order; none of broken text that does not show any. */
  scripts(document: SourceDocument): readonly Script[];
}
