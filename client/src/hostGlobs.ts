import { compileGlob, escapeGlob } from '../../server/src/globs';

/** A choice of scripts that run in the same place. */
export interface Scope {
  readonly title: string;
  readonly glob: string;
}

/** The scopes that a script may stand for, the narrowest first. Takes its path, relative, with `/` between its parts. */
export function scopesOf(path: string): readonly Scope[] {
  const slash = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, slash + 1), path.slice(slash + 1)];
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  const inFolder = escapeGlob(folder);
  return [
    { title: 'Only this file', glob: escapeGlob(path) },
    ...(folder === '' ? [] : [{ title: 'Everything in this folder', glob: `${inFolder}**` }]),
    ...(extension === '' ? [] : [{ title: `All ${extension} files`, glob: `**/*${escapeGlob(extension)}` }]),
    { title: 'Everything', glob: '**' },
  ];
}

/**
 * Puts a glob into the setting `azmfa.hosts`, of which the first that fits a path counts: just before those that
 * fit the path already, so that it wins there and takes nothing from narrower ones elsewhere.
 */
export function withHost(
  hosts: Readonly<Record<string, unknown>>,
  { glob, host, path }: { readonly glob: string; readonly host: string; readonly path: string },
): Readonly<Record<string, unknown>> {
  const others = Object.entries(hosts).filter(([other]) => other !== glob);
  const rival = others.findIndex(([other]) => compileGlob(other)(path));
  const at = rival < 0 ? others.length : rival;
  return Object.fromEntries([...others.slice(0, at), [glob, host], ...others.slice(at)]);
}
