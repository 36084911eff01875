import type { Format } from './format';
import { wholeFile } from './wholeFile';

/** A file that is one shell script: sh, bash, zsh, ksh, and `.azcli` scrapbooks. */
export const shellScript: Format = {
  id: 'shell-script',
  languageIds: ['shellscript', 'azcli'],
  extensions: ['.sh', '.bash', '.zsh', '.ksh', '.azcli', '.command', '.bats'],
  fileNames: ['.bashrc', '.bash_profile', '.bash_login', '.bash_aliases', '.profile', '.zshrc', '.zprofile'],
  paths: [],
  firstLine: /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|z|k|mk|a)?sh\b/,
  scripts: (document) => wholeFile(document, 'bash'),
};
