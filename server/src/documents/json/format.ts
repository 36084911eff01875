import type { Script } from '../../model';
import type { JsonNode } from './tree';

/** A file format that is written in JSON. */
export interface JsonFormat {
  readonly id: string;
  /** Paths that are of this format, whatever they hold; with `/` between folders. */
  readonly paths: readonly RegExp[];
  /** True if what a document holds shows the format. */
  recognises(root: JsonNode): boolean;
  /** The scripts of a document's text, in source order. */
  scripts(root: JsonNode, text: string): readonly Script[];
}
