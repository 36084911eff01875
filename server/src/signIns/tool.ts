import type { Command, SignIn, ToolId } from '../model';
import type { Settings } from '../settings';

/** A program that can sign in to Azure. */
export interface Tool {
  readonly id: ToolId;
  /**
   * Finds text that may be this tool's sign-in (global, case-insensitive). A document without a match is
   * never parsed, so it must be cheap and must match every spelling.
   */
  readonly candidate: RegExp;
  /** Reads a command; undefined if it is not this tool's sign-in. */
  read(command: Command, settings: Pick<Settings, 'minimumAzureCliVersion'>): SignIn | undefined;
  /** What an option does and what becomes of it, one line of plain text for the hover. */
  explainOption(name: string): string;
}
