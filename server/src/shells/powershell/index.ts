import type { Shell } from '../shell';
import { openSyntax } from './syntax';
import { write } from './write';

/** PowerShell: Windows PowerShell 5.1 and PowerShell 7. It is read without a grammar. */
export const powershell: Shell = { dialect: 'powershell', open: openSyntax, write };
