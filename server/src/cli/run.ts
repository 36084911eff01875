import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import { hosts } from '../context/hosts';
import { grammarsFor, openDocument } from '../engine';
import type { HostId } from '../model';
import { jsonReport } from '../reports/json';
import { severities, type CheckedDocument, type ReadError } from '../reports/model';
import { coloured, inventoryText, plain, textReport } from '../reports/text';
import { defaultSettings, readSettings, type Settings } from '../settings';
import type { Grammar } from '../shells/shell';
import { decode, filesOf, type FileEntry } from './files';

/** What the command line needs of its process. */
export interface Terminal {
  readonly grammar: (name: string) => Promise<Grammar>;
  readonly stdin: () => Promise<Uint8Array>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** True if what is written may carry colours. */
  readonly colours: boolean;
}

interface Options {
  readonly format: 'text' | 'json';
  readonly stdinFilename: string;
  readonly failOn: string;
  readonly host?: HostId;
  readonly minimumAzureCliVersion: string;
}

/** Runs the command line. Exit statuses: 2 wrong usage, 3 something unread, 1 findings, 0. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = new Command('azmfa')
    .description(
      'Finds Azure sign-ins in scripts that fail once multifactor authentication (MFA) is required.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError })
    .showHelpAfterError('Run `azmfa --help` to see what there is.')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing found, 1 findings, 2 wrong usage, 3 something could not be read.',
    );
  for (const [name, description] of [
    ['check', 'Reports sign-ins that break, with a warning or error as exit status 1.'],
    ['inventory', 'Lists every sign-in, healthy ones too.'],
  ] as const) {
    program
      .command(name)
      .description(description)
      .argument('<path...>', 'files and folders; `-` reads standard input')
      .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
      .option('--stdin-filename <path>', 'the path that standard input is reported under', 'stdin.sh')
      .addOption(
        new Option('--fail-on <severity>', 'the least severity that gives exit status 1')
          .choices([...severities, 'none'])
          .default('warning'),
      )
      .addOption(new Option('--host <host>', 'where the scripts run').choices(Object.keys(hosts)))
      .option(
        '--minimum-azure-cli-version <version>',
        'the oldest Azure CLI they meet, like 2.66',
        checkVersion,
        '',
      )
      .action(async (paths: string[], options: Options) => {
        status = await report(name, paths, options, terminal);
      });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function checkVersion(value: string): string {
  if (readSettings({ minimumAzureCliVersion: value }).problems.length > 0) {
    throw new InvalidArgumentError('It must look like 2.66 or 2.66.0.');
  }
  return value;
}

async function report(
  command: 'check' | 'inventory',
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { settings } = readSettings({ minimumAzureCliVersion: options.minimumAzureCliVersion });
  const checked: CheckedDocument[] = [];
  const errors: ReadError[] = [];
  for await (const entry of entriesOf(paths, options.stdinFilename, terminal)) {
    if ('message' in entry) {
      errors.push(entry);
      continue;
    }
    const one = await checkDocument(entry, { ...defaultSettings, ...settings }, options.host, terminal);
    if (one.analysis.skipped !== undefined) errors.push({ path: entry.path, message: one.analysis.skipped });
    checked.push(one);
  }
  const paint = terminal.colours ? coloured : plain;
  const isCheck = command === 'check';
  if (options.format === 'json') terminal.write(jsonReport(checked, errors, isCheck));
  else terminal.write(isCheck ? textReport(checked, errors, paint) : inventoryText(checked, errors, paint));
  if (errors.length > 0) return 3;
  const failing = severities.slice(0, severities.findIndex((severity) => severity === options.failOn) + 1);
  const fails = checked.some(({ analysis }) =>
    analysis.findings.some(({ severity }) => failing.includes(severity)),
  );
  return isCheck && fails ? 1 : 0;
}

async function* entriesOf(
  paths: readonly string[],
  stdinFilename: string,
  terminal: Terminal,
): AsyncGenerator<FileEntry> {
  for (const path of paths) {
    if (path === '-') yield { path: stdinFilename, text: decode(await terminal.stdin()) };
    else yield* filesOf([path]);
  }
}

async function checkDocument(
  { path, text }: { readonly path: string; readonly text: string },
  settings: Settings,
  host: HostId | undefined,
  terminal: Terminal,
): Promise<CheckedDocument> {
  // A path that somebody names is a script, whatever it is called.
  const document = { path, text, languageId: 'shellscript' };
  const grammars = new Map<string, Grammar>();
  for (const name of grammarsFor(document)) grammars.set(name, await terminal.grammar(name));
  const opened = openDocument((name) => {
    const grammar = grammars.get(name);
    if (grammar === undefined) throw new Error(`The grammar ${name} is not loaded.`);
    return grammar;
  });
  try {
    const steps = opened.update({ document, settings, host }, undefined, () => false);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { document, analysis: step.value };
    }
  } finally {
    opened.dispose();
  }
}
