import type { Format } from './format';
import { wholeFile } from './wholeFile';

/** A file that is one PowerShell script or module. */
export const powershellScript: Format = {
  id: 'powershell-script',
  languageIds: ['powershell'],
  extensions: ['.ps1', '.psm1'],
  fileNames: [],
  paths: [],
  firstLine: /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:pwsh|powershell)\b/,
  scripts: (document) => wholeFile(document, 'powershell'),
};
