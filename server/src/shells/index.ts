import type { Dialect } from '../model';
import { bash } from './bash';
import { powershell } from './powershell';
import type { Shell } from './shell';

/** Every shell, by the dialect that a document format names. */
export const shells: Readonly<Record<Dialect, Shell>> = { bash, powershell };
