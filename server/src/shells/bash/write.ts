import type { Shell } from '../shell';

/** Writes changes in the syntax of the POSIX family. */
export const write: Shell['write'] = () => ({ refused: 'This change cannot be written.' });
