import type { Edit, Refusal, Script, SignInStep, SourceDocument, Step } from '../model';

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
  /** Adds a step to a document whose scripts are steps; absent if the format has none. */
  readonly addStep?: (document: SourceDocument, addition: StepAddition) => readonly Edit[] | Refusal;
  /**
   * Says why a document is not what adding a step was to make of it; undefined if it is.
   *
   * @param script the text of the step's script then
   */
  readonly stepDiffers?: (
    before: SourceDocument,
    after: SourceDocument,
    addition: StepAddition,
    script: string,
  ) => string | undefined;
}

/** A step that is added right before another one, or in its place. */
export interface StepAddition {
  readonly before: Step;
  readonly step: SignInStep;
  readonly replaces: boolean;
}

/** How a format writes steps, as far as it is read already. */
export interface StepWriter<Root> {
  write(
    text: string,
    root: Root,
    before: Step,
    added: SignInStep,
    replaces: boolean,
  ): readonly Edit[] | Refusal;
  /**
   * What the document must come to then, as a text to compare.
   *
   * @param script the script of the step that stays; undefined if that is replaced
   */
  expected(root: Root, before: Step, added: SignInStep, script: string | undefined): string;
  actual(root: Root): string;
}
