import type { Format } from './format';
import { wholeFile } from './wholeFile';

/** A file that is one PowerShell script or module. */
export const powershellScript: Format = {
  id: 'powershell-script',
  languageIds: ['powershell'],
  extensions: ['.ps1', '.psm1'],
  fileNames: [],
  paths: [],
  recognises: (firstLine) => /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:pwsh|powershell)\b/.test(firstLine),
  scripts: (document) => wholeFile(document, 'powershell'),
};
