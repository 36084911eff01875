import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { formatOfPath, isScriptFile } from '../documents';
import { maxTextLength } from '../engine';
import type { ReadError } from '../reports/model';

/** A file to look at, or why it cannot be. */
export type FileEntry = { readonly path: string; readonly text: string } | ReadError;

/** Folders that hold other people's scripts. */
const vendored = new Set(['.git', 'node_modules', '.venv', 'venv', 'vendor', 'third_party']);

/** Walks deeper than any tree that people make are loops. */
const maxDepth = 100;

/**
 * Reads the files that the arguments name: files whatever they are called, and of folders those that hold
 * scripts, except what git ignores and what is vendored. Links inside folders are not followed. The order is
 * that of the arguments, and by name inside a folder.
 */
export async function* filesOf(paths: readonly string[]): AsyncGenerator<FileEntry> {
  for (const given of paths) {
    try {
      const isFolder = (await stat(given)).isDirectory();
      yield* isFolder ? walk(given, [], 0) : [await readText(given)];
    } catch (error) {
      yield { path: given, message: reasonOf(error) };
    }
  }
}

/** One folder's `.gitignore`, which counts for paths below it. */
interface Ignored {
  readonly folder: string;
  readonly rules: Ignore;
}

async function* walk(folder: string, above: readonly Ignored[], depth: number): AsyncGenerator<FileEntry> {
  if (depth > maxDepth) {
    yield { path: folder, message: 'The folder lies too deep.' };
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const ignored = entries.some((entry) => entry.isFile() && entry.name === '.gitignore')
    ? [...above, { folder, rules: ignore().add(await readFile(path.join(folder, '.gitignore'), 'utf8')) }]
    : above;
  const isIgnored = (file: string, isFolder: boolean): boolean =>
    ignored.some(({ folder: base, rules }) => {
      const relative = path.relative(base, file).split(path.sep).join('/');
      return rules.ignores(isFolder ? `${relative}/` : relative);
    });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    try {
      if (entry.isDirectory()) {
        if (!vendored.has(entry.name) && !isIgnored(file, true)) yield* walk(file, ignored, depth + 1);
      } else if (entry.isFile() && !isIgnored(file, false) && (await holdsScript(file))) {
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
    return isScriptFile(file, buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function readText(file: string): Promise<FileEntry> {
  const { size } = await stat(file);
  // No text of the longest length that is looked at needs more bytes.
  if (size > 4 * maxTextLength) return { path: file, message: 'The file is too long to be a script.' };
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

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ENOENT':
      return 'There is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return 'It may not be read.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
