import * as vscode from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient';

/** Answers the server's question for settings, and adds what only the editor knows: who made them. */
export const configuration: ConfigurationMiddleware['configuration'] = async (params, token, next) => {
  const answers: unknown = await next(params, token);
  if (!Array.isArray(answers)) return [];
  return params.items.map(({ section, scopeUri }, index): unknown => {
    const answer: unknown = answers[index];
    if (section !== 'azmfa' || !isObject(answer)) return answer;
    const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
    const settings = vscode.workspace.getConfiguration('azmfa', scope);
    return { ...answer, ...hostsNearestFirst(settings), preferredIdentityIsUsers: choseIdentity(settings) };
  });
};

/** True if the preferred identity comes from the user's own settings, and from no workspace or folder. */
function choseIdentity(settings: vscode.WorkspaceConfiguration): boolean {
  const made = settings.inspect('preferredIdentity');
  return (
    made?.globalValue !== undefined &&
    made.workspaceValue === undefined &&
    made.workspaceFolderValue === undefined
  );
}

/** The first glob that fits counts; the editor alone would put the user's before those of the folder. */
function hostsNearestFirst(settings: vscode.WorkspaceConfiguration): { readonly hosts?: object } {
  const made = settings.inspect('hosts');
  const levels = [made?.workspaceFolderValue, made?.workspaceValue, made?.globalValue].filter(
    (level) => level !== undefined,
  );
  if (!levels.every(isObject)) return {};
  const nearest = new Map<string, unknown>();
  for (const [glob, host] of levels.flatMap(Object.entries)) {
    if (!nearest.has(glob)) nearest.set(glob, host);
  }
  return { hosts: Object.fromEntries(nearest) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
