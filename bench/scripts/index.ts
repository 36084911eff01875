import type { Dialect } from '../../server/src/model';
import { bash } from './bash';
import { cmd } from './cmd';
import { powershell } from './powershell';
import { writeScript, type ScriptOptions, type Vocabulary } from './writing';

export type { ScriptOptions } from './writing';

const vocabularies: Readonly<Record<Dialect, Vocabulary>> = { bash, powershell, cmd };

/**
 * Writes a deployment script of exactly so many lines, in about the mix that scripts in repositories have. The shell
 * accepts it.
 *
 * @throws {RangeError} if so many sign-ins need more lines
 */
export function generateScript(options: ScriptOptions & { readonly dialect: Dialect }): string {
  return writeScript(vocabularies[options.dialect], options);
}
