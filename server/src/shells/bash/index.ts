import type { Shell } from '../shell';
import { openSyntax } from './syntax';
import { write } from './write';

/** The POSIX family: sh, bash, zsh, ksh. */
export const bash: Shell = {
  dialect: 'bash',
  open: openSyntax,
  write,
};
