// Written by `npm run generate`: change the formats and tools in server/src/, not this file.
import type { Signs } from '../../server/src/documents/signs';

/** What tells every file format; the first that fits a document wins. */
export const formats: readonly Signs[] = [
  // shell-script
  {
    languageIds: ['shellscript', 'azcli'],
    extensions: ['.sh', '.bash', '.zsh', '.ksh', '.azcli', '.command', '.bats'],
    fileNames: [
      '.bashrc',
      '.bash_profile',
      '.bash_login',
      '.bash_aliases',
      '.profile',
      '.zshrc',
      '.zprofile',
    ],
    paths: [],
    firstLine: /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|z|k|mk|a)?sh\b/,
  },
  // powershell-script
  {
    languageIds: ['powershell'],
    extensions: ['.ps1', '.psm1'],
    fileNames: [],
    paths: [],
    firstLine: /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:pwsh|powershell)\b/,
  },
  // cmd-script
  {
    languageIds: ['bat'],
    extensions: ['.bat', '.cmd'],
    fileNames: [],
    paths: [],
    firstLine: /^\s*@echo\s+off\b/i,
  },
  // yaml
  {
    languageIds: [
      'yaml',
      'github-actions-workflow',
      'azure-pipelines',
      'kubernetes',
      'helm',
      'dockercompose',
      'ansible',
    ],
    extensions: ['.yml', '.yaml'],
    fileNames: [],
    paths: [],
    firstLine: /^(?:#cloud-config\b|## template: *jinja)/,
  },
  // json
  {
    languageIds: ['json', 'jsonc', 'arm-template'],
    extensions: ['.json', '.jsonc', '.ipynb', '.code-workspace'],
    fileNames: [],
    paths: [],
  },
  // markdown
  {
    languageIds: ['markdown', 'mdx'],
    extensions: ['.md', '.markdown', '.mdx'],
    fileNames: [],
    paths: [],
  },
  // jenkinsfile
  {
    languageIds: ['jenkinsfile', 'groovy', 'declarative-jenkinsfile'],
    extensions: ['.jenkinsfile', '.groovy'],
    fileNames: ['Jenkinsfile'],
    paths: [/(?:^|\/)Jenkinsfile[.-][^/]+$/i],
    firstLine: /^#!\s*(?:\S*\/)?groovy\b|^#!.*\benv\s+groovy\b/,
  },
  // bicep
  {
    languageIds: ['bicep'],
    extensions: ['.bicep'],
    fileNames: [],
    paths: [],
  },
  // dockerfile
  {
    languageIds: ['dockerfile'],
    extensions: ['.dockerfile', '.containerfile'],
    fileNames: [],
    paths: [
      /(?:^|\/)(?:docker|container)file(?:[.-](?!(?:.*\.)?(?:mdx?|txt|json|ya?ml|sh|ps1|cmd|bat)$)[\w.-]+)?$/i,
    ],
  },
  // hcl
  {
    languageIds: ['terraform', 'opentofu', 'hcl', 'packer', 'terragrunt'],
    extensions: ['.tf', '.tofu', '.hcl'],
    fileNames: [],
    paths: [],
  },
];

/** Finds text that may be a sign-in (global): where it matches nothing, the server is not needed. */
export const signInCandidate =
  /\blogin\b|\bl(?=o?g?i?["'\\^])(?:["'\\^]|[\\^]\r?\n){0,3}o(?:["'\\^]|[\\^]\r?\n){0,3}g(?:["'\\^]|[\\^]\r?\n){0,3}i(?:["'\\^]|[\\^]\r?\n){0,3}n\b|\bauth(?=\s{1,50}login\b)|\b(?:connect|login|add)-az(?:urerm)?account\b|\bgrant_type\b|\bconnect-(?:msolservice|azuread|mggraph|exchangeonline|ippssession|microsoftteams|pnponline)\b|\bsqlcmd\b|\bkubelogin\b|\bm365\b|\bAZURE_USERNAME\b/gi;
