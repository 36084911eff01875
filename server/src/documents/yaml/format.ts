import type { HostStep, Script } from '../../model';
import type { HostWriters } from './hostChanges';
import type { YamlNode } from './tree';

/** A file format that is written in YAML. */
export interface YamlFormat {
  readonly id: string;
  /** The editor's language ids for it, besides `yaml`. */
  readonly languageIds: readonly string[];
  /** Paths that are of this format, whatever they hold; with `/` between folders. */
  readonly paths: readonly RegExp[];
  /** True if what a document holds shows the format. */
  recognises(root: YamlNode, text: string): boolean;
  /** The scripts of a document's text, in source order. */
  scripts(root: YamlNode, text: string): readonly Script[];
  /** The changes around its scripts that it can make; those that a script's step has terms for. */
  readonly hostChanges?: HostWriters;
  /** The steps of a document's pipelines that run what the host offers, in source order. */
  readonly hostSteps?: (root: YamlNode, text: string) => readonly HostStep[];
  /** Find text of steps that a rule is about. */
  readonly stepCandidates?: readonly RegExp[];
}
