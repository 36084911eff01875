import type { Format } from './format';

/** A file that is one script of the Windows command processor. */
export const cmdScript: Format = {
  id: 'cmd-script',
  languageIds: ['bat'],
  extensions: ['.bat', '.cmd'],
  fileNames: [],
  recognises: (firstLine) => /^\s*@echo\s+off\b/i.test(firstLine),
  scripts: ({ text }) => [{ text, dialect: 'cmd', host: 'shell', map: { toDocument: (range) => range } }],
};
