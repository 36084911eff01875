// Writes what follows from the source: the rules' pages, the rule table in README.md, the settings in package.json, what the
// client knows of formats, and the grammars that colour sign-ins.
// `--check` writes nothing and fails if any of it is out of date.
import { readFile, readdir, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { hosts } from '../server/src/context/hosts';
import { formats, languageIds } from '../server/src/documents';
import type { HostId } from '../server/src/model';
import { codeBlock } from '../server/src/reports/markdown';
import { rules } from '../server/src/rules';
import type { Rule } from '../server/src/rules/rule';
import { signInCandidate } from '../server/src/signIns';
import {
  defaultSettings,
  defaultVariables,
  identityChoices,
  severityChoices,
  variableMeanings,
  variablePattern,
  versionPattern,
  type VariableNames,
} from '../server/src/settings';
import { pathOfGrammar, signInGrammars } from './signInGrammars';

const root = path.join(import.meta.dirname, '..');
const severityColumns = [
  ['unattended', 'Nobody is there'],
  ['unknown', 'Not known'],
  ['attended', 'Somebody is there'],
  ['documentation', 'Documentation'],
] as const;
const shownSeverity = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  hint: 'hint',
  none: '–',
};

/** One example in Markdown; the marks that tests need are left out. */
function example({
  title,
  dialect = 'bash',
  path: file,
  before,
  host,
  after,
}: Rule['cases'][number]): string {
  const block = (text: string) => codeBlock(file === undefined ? dialect : 'yaml', text.replace(/[⟦⟧]/g, ''));
  const where = host === undefined ? '' : ` (${hosts[host].title})`;
  return [`${title}${where}:`, block(before), ...(after === undefined ? [] : ['becomes', block(after)])].join(
    '\n\n',
  );
}

function rulePage(rule: Rule): string {
  const { id, summary, tools, why, severity, severityNote, confidence, fixSafety, sources, cases } = rule;
  const columns = severityColumns.map(([, title]) => title);
  const values = severityColumns.map(([column]) => shownSeverity[severity[column]]);
  return [
    '<!-- Written by `npm run generate` from the rule; change the rule, not this page. -->',
    `# ${id}`,
    '## What it finds',
    `${summary}.`,
    ...(tools === undefined ? [] : [`In sign-ins with ${tools.map((tool) => `\`${tool}\``).join(' and ')}.`]),
    '## Why it breaks',
    why,
    '## Example',
    ...cases.map(example),
    '## Severity',
    `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}\n| ${values.join(' | ')} |`,
    ...(severityNote === undefined ? [] : [severityNote]),
    `Set \`"azmfa.rules": { "${id}": "off" }\`, or another severity, to override it.`,
    '## Confidence',
    confidence,
    '## Fix safety',
    fixSafety,
    '## How to suppress',
    `\`\`\`${rule.checkStep === undefined ? 'bash' : 'yaml'}\n# azmfa: ignore[${id}] -- why this one may stay\n\`\`\``,
    `On any line of the ${rule.checkStep === undefined ? 'command, or alone on the line before its statement' : 'step, or alone on the line before it'}. For the whole file: \`# azmfa: ignore-file[${id}] -- why\`. In cmd the comment is a \`rem\` or \`::\`.`,
    '## Sources',
    sources.map(({ title, url }) => `- [${title}](${url})`).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The table of all rules; `folder` is where their pages are. */
function ruleTable(folder: string): string {
  const fixes = { safe: 'safe', 'needs-confirmation': 'asks first', 'no-fix': '–' };
  return [
    '| Rule | What it finds | Fix |',
    '|---|---|---|',
    ...rules.map(
      ({ id, summary, safety }) => `| [\`${id}\`](${folder}${id}.md) | ${summary} | ${fixes[safety]} |`,
    ),
  ].join('\n');
}

const tableMarks = { start: '<!-- rules: written by `npm run generate` -->', end: '<!-- /rules -->' };

/** Puts the rule table between its marks; a text without them gets them at its end. */
function withRuleTable(readme: string): string {
  const marked = readme.includes(tableMarks.start)
    ? readme
    : `${readme.trimEnd()}\n\n${tableMarks.start}\n${tableMarks.end}\n`;
  const [before = '', rest = ''] = marked.split(tableMarks.start, 2);
  const after = rest.slice(rest.indexOf(tableMarks.end));
  return `${before}${tableMarks.start}\n${ruleTable('docs/rules/')}\n${after}`;
}

/** `contributes.configuration` of the extension. */
function configuration(): object {
  const resource = (setting: object) => ({ scope: 'resource', ...setting });
  const severities = Object.keys(severityChoices);
  const hostIds = Object.keys(hosts) as HostId[];
  return {
    title: 'Azure MFA',
    properties: {
      'azmfa.enable': resource({
        type: 'boolean',
        default: defaultSettings.enable,
        markdownDescription: 'Find Azure sign-ins that fail once multifactor authentication is required.',
      }),
      'azmfa.rules': resource({
        type: 'object',
        default: {},
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map(({ id, summary }) => [
            id,
            { type: 'string', enum: severities, default: 'default', markdownDescription: `${summary}.` },
          ]),
        ),
        markdownDescription:
          'The severity of each rule. `default` depends on where the script runs, as the rule’s page says; `off` reports nothing.',
      }),
      'azmfa.preferredIdentity': resource({
        type: 'string',
        enum: Object.keys(identityChoices),
        markdownEnumDescriptions: Object.values(identityChoices),
        default: defaultSettings.preferredIdentity,
        markdownDescription:
          'What rewritten sign-ins sign in as. Only a choice in your own settings lets a fix that changes who signs in be applied on save.',
      }),
      ...Object.fromEntries(
        (Object.keys(defaultVariables) as (keyof VariableNames)[]).map((key) => [
          `azmfa.variables.${key}`,
          resource({
            type: 'string',
            default: defaultVariables[key],
            pattern: variablePattern,
            patternErrorMessage: 'Letters, digits and underscores only, not beginning with a digit.',
            markdownDescription: `The variable that holds ${variableMeanings[key]}.`,
          }),
        ]),
      ),
      'azmfa.hosts': resource({
        type: 'object',
        default: {},
        additionalProperties: {
          type: 'string',
          enum: hostIds,
          markdownEnumDescriptions: hostIds.map((id) => `${hosts[id].title}: ${hosts[id].description}`),
        },
        markdownDescription:
          'Where scripts run: glob patterns, relative to the workspace folder, and the host that each stands for. The first that fits counts, those of the folder before those of the workspace and your own. Example: `{ "ops/**/*.sh": "azure-vm" }`.',
      }),
      'azmfa.minimumAzureCliVersion': resource({
        type: 'string',
        default: '',
        pattern: versionPattern,
        patternErrorMessage: 'A version such as 2.66, or nothing.',
        markdownDescription:
          'The oldest Azure CLI that runs these scripts, such as `2.66`: fixes then use no newer options. Empty for a current one.',
      }),
      'azmfa.run': resource({
        type: 'string',
        enum: ['onType', 'onSave'],
        markdownEnumDescriptions: ['Whenever the text changes.', 'When the document is opened or saved.'],
        default: defaultSettings.run,
        markdownDescription: 'When findings are brought up to date.',
      }),
      'azmfa.trace.server': {
        scope: 'window',
        type: 'string',
        enum: ['off', 'messages', 'verbose'],
        markdownEnumDescriptions: ['Nothing.', 'Their names.', 'Their content too.'],
        default: 'off',
        markdownDescription: 'Which messages to and from the language server the output shows.',
      },
    },
  };
}

/** package.json, as npm and prettier write it, with the settings, the languages and the grammars in it. */
async function withContributions(manifest: string): Promise<string> {
  const parsed = JSON.parse(manifest) as {
    activationEvents: readonly string[];
    contributes: { configuration: object; grammars: readonly { readonly injectTo?: readonly string[] }[] };
  };
  // Plain text too: a script without an extension shows only by its first line.
  parsed.activationEvents = [...new Set([...languageIds, 'plaintext'])].map((id) => `onLanguage:${id}`);
  const grammars = [
    ...parsed.contributes.grammars.filter(({ injectTo }) => injectTo === undefined),
    ...Object.entries(signInGrammars).map(([language, grammar]) => ({
      scopeName: grammar.scopeName,
      path: `./${pathOfGrammar(grammar)}`,
      injectTo: [language],
    })),
  ];
  parsed.contributes = { ...parsed.contributes, configuration: configuration(), grammars };
  return format(JSON.stringify(parsed), { parser: 'json-stringify' });
}

/** What the client needs to know of formats and sign-ins, without what reads them. */
function clientTable(): string {
  const signs = formats.map(({ id, languageIds, extensions, fileNames, paths, firstLine }) =>
    [
      `  // ${id}`,
      `  {`,
      ...Object.entries({ languageIds, extensions, fileNames }).map(
        ([name, values]) => `    ${name}: ${JSON.stringify(values)},`,
      ),
      `    paths: [${paths.join(', ')}],`,
      ...(firstLine === undefined ? [] : [`    firstLine: ${String(firstLine)},`]),
      `  },`,
    ].join('\n'),
  );
  return [
    '// Written by `npm run generate`: change the formats and tools in server/src/, not this file.',
    `import type { Signs } from '../../server/src/documents/signs';\n`,
    '/** What tells every file format; the first that fits a document wins. */',
    `export const formats: readonly Signs[] = [\n${signs.join('\n')}\n];\n`,
    '/** Finds text that may be a sign-in (global): where it matches nothing, the server is not needed. */',
    `export const signInCandidate =\n  ${String(signInCandidate)};\n`,
  ].join('\n');
}

/** Takes a source text, returns it as the project formats it. */
async function formatted(file: string, text: string): Promise<string> {
  const filepath = path.join(root, file);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

/** Reads a file, or returns the fallback if there is none. */
const read = (file: string, fallback?: string) =>
  readFile(path.join(root, file), 'utf8').catch((error: unknown) => {
    if (fallback === undefined) throw error;
    return fallback;
  });

/** Every generated file and its text. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
    ['docs/rules/README.md', `<!-- Written by \`npm run generate\`. -->\n\n# Rules\n\n${ruleTable('')}\n`],
    ['README.md', withRuleTable(await read('README.md', '# Azure MFA: Sign-in Fixer\n'))],
    ['package.json', await withContributions(await read('package.json'))],
    ['client/src/formats.ts', await formatted('client/src/formats.ts', clientTable())],
    ...(await Promise.all(
      Object.values(signInGrammars).map(
        async (grammar) =>
          [
            pathOfGrammar(grammar),
            await format(JSON.stringify(grammar), { parser: 'json-stringify' }),
          ] as const,
      ),
    )),
  ]);
}

const files = await generated();
const stale: string[] = [];
for (const [file, text] of files) if ((await read(file, '')) !== text) stale.push(file);
const pages = await readdir(path.join(root, 'docs/rules')).catch(() => []);
const leftOver = pages.map((page) => `docs/rules/${page}`).filter((page) => !files.has(page));

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...leftOver])
    console.log(`${file} is out of date: run \`npm run generate\`.`);
  process.exitCode = stale.length + leftOver.length > 0 ? 1 : 0;
} else {
  await mkdir(path.join(root, 'docs/rules'), { recursive: true });
  for (const file of stale) await writeFile(path.join(root, file), files.get(file) ?? '');
  for (const file of leftOver) await rm(path.join(root, file));
  console.log(
    stale.length + leftOver.length === 0
      ? 'Everything is up to date.'
      : `Wrote ${[...stale, ...leftOver].join(', ')}.`,
  );
}
