import type { Format } from './format';
import { wholeFile } from './wholeFile';

/** A file that is one script of the Windows command processor. */
export const cmdScript: Format = {
  id: 'cmd-script',
  languageIds: ['bat'],
  extensions: ['.bat', '.cmd'],
  fileNames: [],
  paths: [],
  firstLine: /^\s*@echo\s+off\b/i,
  scripts: (document) => wholeFile(document, 'cmd'),
};
