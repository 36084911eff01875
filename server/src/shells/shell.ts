import type { Parser } from 'web-tree-sitter';
import type { Assignment, Change, Command, Comment, Dialect, Edit, Refusal } from '../model';

/** A grammar's compiled WebAssembly, as the host loaded it. */
export interface Grammar {
  /** Makes a parser that the caller owns and disposes of. */
  createParser(): GrammarParser;
}

/** Gives a grammar by the name of its WebAssembly file without extension; undefined if it is not loaded yet. */
export type Grammars = (name: string) => Grammar | undefined;

/** The part of a tree-sitter parser that a shell needs; its trees never leave the shell. */
export type GrammarParser = Parser;

/** A part of a script's text that was replaced: what stands before and behind it is as it was. */
export interface TextChange {
  readonly start: number;
  /** Its end in the text before the change, exclusively. */
  readonly oldEnd: number;
  /** Its end in the text after the change, exclusively. */
  readonly newEnd: number;
}

/** One shell's syntax. */
export interface Shell {
  readonly dialect: Dialect;
  /**
   * Opens a script for parsing; nothing is parsed yet. The caller disposes of it.
   *
   * @param grammar asked only once a text needs it
   */
  open(grammar: Grammars): Syntax;
  /**
   * Writes changes in the shell's own syntax, in the style of the commands that they touch.
   *
   * @param text the script that the changes' commands were read from
   * @param isOneLine true if no further lines can be written
   * @returns edits in source order that do not overlap, or why the changes cannot be written
   */
  write(text: string, changes: readonly Change[], isOneLine?: boolean): readonly Edit[] | Refusal;
}

/** A script's syntax, kept from one version of its text to the next. Only plain data leaves it. */
export interface Syntax {
  /** Says how the text changed since the last parse, so that the next one re-uses what stayed the same. */
  changed(change: TextChange): void;
  /**
   * Parses the text, in slices: whenever `pause` says so the iterator yields, and goes on where it stopped.
   * Abandoning it half way is allowed; the next call starts anew.
   */
  parse(text: string, pause: () => boolean): Iterator<void, void>;
  /**
   * The commands that hold these offsets among their own words, in source order, each once. An offset in a
   * comment, a string, a here-document or another command's argument gives none.
   */
  commandsAt(offsets: readonly number[]): readonly Command[];
  /** Every command, in source order: walks the whole tree, so only a proof or a migration asks for it. */
  commands(): readonly Command[];
  /** The comments that hold these offsets, in source order, each once. */
  commentsAt(offsets: readonly number[]): readonly Comment[];
  /** Every comment, in source order: walks the whole tree, as `commands` does. */
  comments(): readonly Comment[];
  /** The assignments whose name stands at these offsets, in source order. */
  assignmentsAt(offsets: readonly number[]): readonly Assignment[];
  /**
   * The commands that are commented out at these offsets, in source order, with their comments. Prose that
   * mentions a command comes with `possible` confidence.
   */
  commentedCommandsAt(
    offsets: readonly number[],
  ): readonly { readonly comment: Comment; readonly command: Command }[];
  /** The grammars that the last parse had to do without, by name: once they are loaded, the text must be parsed again. */
  readonly needs: readonly string[];
  /** True if the shell would refuse the text. */
  readonly broken: boolean;
  dispose(): void;
}
