import type { Shell } from '../shell';
import { openSyntax } from './syntax';
import { write } from './write';

/** cmd, the command processor of Windows. No grammar reads its scripts well enough, so none is asked for. */
export const cmd: Shell = { dialect: 'cmd', open: openSyntax, write };
