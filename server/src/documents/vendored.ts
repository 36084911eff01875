/** Folders that hold other people's scripts. */
const vendored: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  '.venv',
  'venv',
  'vendor',
  'third_party',
]);

/** Takes a folder's name, says whether what lies in it is not the user's own. */
export function isVendoredFolder(name: string): boolean {
  return vendored.has(name);
}

/** Takes the path of a file or a URI, says whether one of its folders is such a folder. */
export function isVendored(path: string): boolean {
  return path.split('/').slice(0, -1).some(isVendoredFolder);
}
