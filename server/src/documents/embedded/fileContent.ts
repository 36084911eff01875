import type { Dialect } from '../../model';
import { cmdScript } from '../cmdScript';
import { powershellScript } from '../powershellScript';
import { shellScript } from '../shellScript';
import { showsIn } from '../signs';

const files = [
  { format: shellScript, dialect: 'bash' },
  { format: powershellScript, dialect: 'powershell' },
  { format: cmdScript, dialect: 'cmd' },
] as const;

/** Takes the path and the content of a file that a document holds, returns its dialect, or undefined if it is no script. */
export function dialectOfFile(path: string, content: string): Dialect | undefined {
  const extension = /\.\w+$/.exec(path)?.[0].toLowerCase() ?? '';
  return (
    files.find(({ format }) => format.extensions.includes(extension)) ??
    files.find(({ format }) => showsIn(format, content))
  )?.dialect;
}
