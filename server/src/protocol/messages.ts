/** The messages beyond the protocol's own that client and server exchange. Only this file is shared by both. */

/** Asks for every sign-in of an open document: `{ uri }` → `SignInItem[]`, in source order. */
export const signInsMethod = 'azmfa/signIns';

/** A sign-in as the client lists it. */
export interface SignInItem {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly tool: string;
  readonly flow: string;
  /** The principal's expression, such as `$USER`; null if there is none. */
  readonly principal: string | null;
  readonly findings: readonly string[];
}

interface Position {
  readonly line: number;
  readonly character: number;
}
