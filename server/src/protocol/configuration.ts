import type { Connection, WorkspaceFolder } from 'vscode-languageserver';
import { compileGlob } from '../globs';
import type { HostId } from '../model';
import { defaultSettings, readSettings, type Settings } from '../settings';
import { nameOf, pathInFolder } from './folders';

/** What applies to one document. */
export interface Configuration {
  readonly settings: Settings;
  /** The host that `azmfa.hosts` names for its path in the workspace folder, or its name outside of one. */
  readonly host: HostId | undefined;
}

const unconfigured: Configuration = { settings: defaultSettings, host: undefined };

/** At most so many problems are told at once; who sets ten thousand things wrongly needs no list of them. */
const mostProblems = 20;

/** At most so many globs are tried: each takes its time, and all of them come with the repository. */
const mostGlobs = 200;

export interface Configurations {
  /** What applies to a document; never rejects. */
  of(uri: string): Promise<Configuration>;
  /** Forgets what was read, as when something changed. */
  clear(): void;
  /** Takes the settings that a client sends which cannot be asked for them. */
  receive(settings: unknown): void;
}

/**
 * Reads the settings of documents, once each until `clear`. Problems go to the log, once each.
 *
 * @param asks whether the client answers questions for settings; if not, it may send them
 */
export function configurations(
  connection: Connection,
  asks: boolean,
  folders: () => readonly WorkspaceFolder[],
): Configurations {
  const read = new Map<string, Promise<Configuration>>();
  const told = new Set<string>();
  let received: unknown;

  const warn = (text: string): void => {
    if (told.has(text)) return;
    told.add(text);
    connection.console.warn(text);
  };
  async function load(uri: string): Promise<Configuration> {
    const raw: unknown = asks
      ? await connection.workspace.getConfiguration({ scopeUri: uri, section: 'azmfa' })
      : received;
    const { settings, problems } = readSettings(raw);
    problems.slice(0, mostProblems).forEach(warn);
    if (problems.length > mostProblems) warn(`azmfa has ${problems.length} settings that cannot be used.`);
    if (settings.hosts.length > mostGlobs) warn(`azmfa.hosts: only the first ${mostGlobs} globs are tried.`);
    const path = pathInFolder(uri, folders()) ?? nameOf(uri);
    const globs = settings.hosts.slice(0, mostGlobs);
    return { settings, host: globs.find(([glob]) => compileGlob(glob)(path))?.[1] };
  }
  return {
    of(uri) {
      const known = read.get(uri);
      if (known !== undefined) return known;
      const loading = load(uri).catch((error: unknown) => {
        // Asked again next time.
        if (read.get(uri) === loading) read.delete(uri);
        warn(`The settings could not be read, so the defaults apply: ${String(error)}`);
        return unconfigured;
      });
      read.set(uri, loading);
      return loading;
    },
    clear: () => {
      read.clear();
    },
    receive(settings) {
      received =
        typeof settings === 'object' && settings !== null && 'azmfa' in settings ? settings.azmfa : undefined;
    },
  };
}
