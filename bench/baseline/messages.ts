import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-protocol';

/** Asks the baseline to parse an edit: `EditParams` → `EditResult`. */
export const editMethod = 'bench/edit';

export interface EditParams {
  readonly uri: string;
  readonly change: TextDocumentContentChangeEvent;
}

export interface EditResult {
  /** What the parser alone took. */
  readonly milliseconds: number;
}
