import picomatch from 'picomatch';
import type { Connection, WorkspaceFolder } from 'vscode-languageserver';
import { defaultSettings, readSettings, type Settings } from '../settings';
import type { HostId } from '../model';

/** What applies to one document. */
export interface Configuration {
  readonly settings: Settings;
  /** The host that `azmfa.hosts` names for its path. */
  readonly host: HostId | undefined;
}

/** Reads the settings of documents, once each until `clear`. Problems go to the log, once each. */
export function configurations(
  connection: Connection,
  supported: boolean,
  folders: () => readonly WorkspaceFolder[],
): { of(uri: string): Promise<Configuration>; clear(): void } {
  const read = new Map<string, Promise<Configuration>>();
  const told = new Set<string>();

  async function load(uri: string): Promise<Configuration> {
    if (!supported) return { settings: defaultSettings, host: undefined };
    const raw: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: 'azmfa' });
    const { settings, problems } = readSettings(raw);
    for (const problem of problems.filter((text) => !told.has(text))) {
      told.add(problem);
      connection.console.warn(problem);
    }
    return { settings, host: hostFor(uri, settings, folders()) };
  }
  return {
    of(uri) {
      const configuration = read.get(uri) ?? load(uri);
      read.set(uri, configuration);
      return configuration;
    },
    clear: () => {
      read.clear();
    },
  };
}

/** The host of the first glob that matches a document's path in its workspace folder. */
function hostFor(uri: string, { hosts }: Settings, folders: readonly WorkspaceFolder[]): HostId | undefined {
  const bases = folders
    .map((folder) => folder.uri.replace(/\/?$/, '/'))
    .filter((base) => uri.startsWith(base));
  const base = bases.sort((a, b) => b.length - a.length)[0] ?? uri.slice(0, uri.lastIndexOf('/') + 1);
  const path = decoded(uri.slice(base.length));
  return hosts.find(([glob]) => picomatch.isMatch(path, glob, { dot: true }))?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
