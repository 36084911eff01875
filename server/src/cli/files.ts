import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatOfPath, isScriptFile } from '../documents';
import { isVendoredFolder } from '../documents/vendored';
import { maxTextLength } from '../engine';
import { ignoreRules, type IgnoreRule } from '../globs';
import type { ReadError } from '../reports/model';

/** A file to look at, or why it cannot be. */
export type FileEntry = { readonly path: string; readonly text: string } | ReadError;

/** Walks deeper than any tree that people make are loops. */
const maxDepth = 100;

/** No text of the longest length that is looked at needs more bytes. */
export const maxBytes = 4 * maxTextLength;

/** The text of a file or stream that has more. */
export const tooLong = 'It is too long to be a script.';

/**
 * Reads the files that the arguments name, each once: files whatever they are called, and of folders those that
 * hold scripts, except what git ignores and what is vendored. Links inside folders are not followed. The order
 * is that of the arguments, and by name inside a folder.
 */
export async function* filesOf(paths: readonly string[]): AsyncGenerator<FileEntry> {
  const seen = new Set<string>();
  const isNew = (file: string): boolean => seen.size < seen.add(path.resolve(file)).size;
  for (const given of paths) {
    try {
      const isFolder = (await stat(given)).isDirectory();
      if (isFolder) yield* walk(given, await ignoredAbove(given), 0, isNew);
      else if (isNew(given)) yield await readText(given);
    } catch (error) {
      yield { path: given, message: reasonOf(error) };
    }
  }
}

/** What git ignores below a folder. */
interface Ignored {
  readonly folder: string;
  readonly rules: readonly IgnoreRule[];
}

/** What the repository that a folder lies in says about it, from the outermost file to the innermost. */
async function ignoredAbove(folder: string): Promise<readonly Ignored[]> {
  const above: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const repository = await stat(path.join(at, '.git')).catch(() => undefined);
    if (at !== path.resolve(folder)) above.unshift(at);
    if (repository !== undefined) {
      const files = [
        path.join(at, '.git', 'info', 'exclude'),
        ...above.map((each) => path.join(each, '.gitignore')),
      ];
      const read = files.map(async (file, i): Promise<Ignored> => {
        const text = await readFile(file, 'utf8').catch(() => '');
        return { folder: i === 0 ? at : path.dirname(file), rules: ignoreRules(text) };
      });
      return Promise.all(read);
    }
    if (at === path.dirname(at)) return [];
  }
}

function isIgnored(file: string, isFolder: boolean, ignored: readonly Ignored[]): boolean {
  for (const { folder, rules } of ignored.toReversed()) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const rule = rules.findLast((each) => each.matches(relative, isFolder));
    if (rule !== undefined) return rule.ignores;
  }
  return false;
}

async function* walk(
  folder: string,
  above: readonly Ignored[],
  depth: number,
  isNew: (file: string) => boolean,
): AsyncGenerator<FileEntry> {
  if (depth > maxDepth) {
    yield { path: folder, message: 'The folder lies too deep.' };
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true });
  let ignored = above;
  if (entries.some((entry) => entry.isFile() && entry.name === '.gitignore')) {
    const file = path.join(folder, '.gitignore');
    try {
      ignored = [...above, { folder, rules: ignoreRules(await readFile(file, 'utf8')) }];
    } catch (error) {
      yield { path: file, message: reasonOf(error) };
    }
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (isIgnored(file, entry.isDirectory(), ignored)) continue;
    try {
      if (entry.isDirectory()) {
        if (!isVendoredFolder(entry.name)) yield* walk(file, ignored, depth + 1, isNew);
      } else if (entry.isFile() && (await holdsScript(file)) && isNew(file)) {
        const read = await readText(file);
        if ('message' in read || !isBinary(read.text)) yield read;
      }
    } catch (error) {
      yield { path: file, message: reasonOf(error) };
    }
  }
}

/** Looks at a file's name, and where that tells nothing at its first line. */
async function holdsScript(file: string): Promise<boolean> {
  if (formatOfPath(file) !== undefined) return true;
  if (path.extname(file) !== '') return false;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return isScriptFile(file, decode(buffer.subarray(0, bytesRead)));
  } finally {
    await handle.close();
  }
}

async function readText(file: string): Promise<FileEntry> {
  const stats = await stat(file);
  // Reading from a pipe or a device may never end.
  if (!stats.isFile())
    return { path: file, message: 'It is neither a file nor a folder. Give `-` to read standard input.' };
  if (stats.size > maxBytes) return { path: file, message: tooLong };
  return { path: file, text: decode(await readFile(file)) };
}

/** Takes a file's bytes, returns its text without a byte order mark: UTF-8, or UTF-16 where a mark says so. */
export function decode(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function isBinary(text: string): boolean {
  return text.slice(0, 8192).includes('\0');
}

/** Takes an error of the file system, returns a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ENOENT':
      return 'There is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return 'It may not be read.';
    case 'EISDIR':
      return 'It is a folder.';
    case 'ELOOP':
      return 'It is a link that leads back to itself.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
