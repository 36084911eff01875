import type { Grammar } from '../shells/shell';

/** What the server needs of the place it runs in: Node or a web worker. */
export interface Host {
  grammar(name: string): Promise<Grammar>;
  /** A clock in milliseconds, only ever used to pause work. */
  now(): number;
  /** Resolves once messages that wait have been served. */
  nextTurn(): Promise<void>;
}
