import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import { hosts } from '../context/hosts';
import { openDocument } from '../engine';
import type { HostId } from '../model';
import { jsonReport } from '../reports/json';
import { severities, type CheckedDocument, type ReadError } from '../reports/model';
import { printableLines } from '../reports/printable';
import { coloured, errorText, inventoryText, plain, textReport } from '../reports/text';
import { readSettings, type Settings } from '../settings';
import type { Grammar } from '../shells/shell';
import { decode, filesOf, maxBytes, reasonOf, tooLong, type FileEntry } from './files';

/** What the command line needs of its process. */
export interface Terminal {
  readonly grammar: (name: string) => Promise<Grammar>;
  /** Standard input to its end, or at least so many bytes of it. */
  readonly stdin: (most: number) => Promise<Uint8Array>;
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
  readonly minimumAzureCliVersion?: string;
}

const commands = {
  check: {
    description: 'Reports the sign-ins that break, and where.',
    status: `Exit status:
  0  nothing found that counts
  1  a warning or an error was found (see --fail-on)
  2  wrong usage
  3  something could not be read; the rest is reported
  4  azmfa itself failed`,
    examples: `Examples:
  azmfa check .
  azmfa check --fail-on error --format json scripts deploy.sh
  git show HEAD:deploy.sh | azmfa check - --stdin-filename deploy.sh`,
  },
  inventory: {
    description: 'Lists every sign-in, healthy ones too.',
    status: `Exit status:
  0  done, whatever was found
  2  wrong usage
  3  something could not be read; the rest is listed
  4  azmfa itself failed`,
    examples: `Examples:
  azmfa inventory .
  azmfa inventory --format json . > sign-ins.json`,
  },
} as const;

/** Runs the command line and returns its exit status: 2 wrong usage, else 3 something unread, else 1 findings, else 0. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = new Command('azmfa')
    .description(
      'Finds Azure sign-ins in scripts that fail once multifactor authentication (MFA) is required.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      // Names of files that a pattern of the shell stands for are in it, too.
      writeErr: (text) => {
        terminal.writeError(printableLines(text));
      },
    })
    .showHelpAfterError('Run `azmfa --help` to see what there is.')
    .addHelpText('after', `\n${commands.check.examples}\n  azmfa inventory .\n\n${commands.check.status}`);
  for (const name of ['check', 'inventory'] as const) {
    const { description, examples, status: statuses } = commands[name];
    const failOn = new Option('--fail-on <severity>', 'the least severity that gives exit status 1')
      .choices([...severities, 'none'])
      .default('warning');
    program
      .command(name)
      .description(description)
      .argument('<path...>', 'files and folders; `-` reads standard input')
      .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
      .option('--stdin-filename <path>', 'the path that standard input is reported under', 'stdin.sh')
      .addOption(name === 'check' ? failOn : failOn.hideHelp())
      .addOption(new Option('--host <host>', 'where the scripts run').choices(Object.keys(hosts)))
      .option(
        '--minimum-azure-cli-version <version>',
        'the oldest Azure CLI they meet, like 2.66; a current one if not given',
        checkVersion,
      )
      .addHelpText('after', `\n${examples}\n\n${statuses}`)
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
  command: keyof typeof commands,
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
    try {
      const one = await checkDocument(entry, settings, options.host, terminal);
      const { document, analysis } = one;
      if (analysis.skipped !== undefined) errors.push({ path: entry.path, message: analysis.skipped });
      // In a large tree most texts have nothing to report, and are not kept.
      const isEmpty = analysis.signIns.length === 0 && analysis.findings.length === 0;
      checked.push(isEmpty ? { document: { ...document, text: '' }, analysis } : one);
    } catch (error) {
      errors.push({ path: entry.path, message: `It could not be analysed: ${String(error)}` });
    }
  }
  const paint = terminal.colours ? coloured : plain;
  const isCheck = command === 'check';
  terminal.writeError(errorText(errors));
  if (options.format === 'json') terminal.write(jsonReport(checked, errors, isCheck));
  else terminal.write(isCheck ? textReport(checked, errors, paint) : inventoryText(checked, errors, paint));
  if (errors.length > 0) return 3;
  const failing = severities.slice(0, severities.findIndex((severity) => severity === options.failOn) + 1);
  const fails = checked.some(({ analysis }) =>
    analysis.findings.some(({ severity }) => failing.includes(severity)),
  );
  return isCheck && fails ? 1 : 0;
}

/** What the arguments name, with standard input where the first `-` stands. */
async function* entriesOf(
  paths: readonly string[],
  stdinFilename: string,
  terminal: Terminal,
): AsyncGenerator<FileEntry> {
  const dash = paths.indexOf('-');
  const files = paths.filter((path) => path !== '-');
  if (dash < 0) {
    yield* filesOf(files);
    return;
  }
  yield* filesOf(files.slice(0, dash));
  try {
    const bytes = await terminal.stdin(maxBytes + 1);
    yield bytes.length > maxBytes
      ? { path: stdinFilename, message: tooLong }
      : { path: stdinFilename, text: decode(bytes) };
  } catch (error) {
    yield { path: stdinFilename, message: reasonOf(error) };
  }
  yield* filesOf(files.slice(dash));
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
  const opened = openDocument((name) => grammars.get(name));
  try {
    for (;;) {
      const steps = opened.update({ document, settings, host }, undefined, () => false);
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      const { value: analysis } = step;
      if (analysis.needs.length === 0) return { document, analysis };
      for (const name of analysis.needs) grammars.set(name, await terminal.grammar(name));
    }
  } finally {
    opened.dispose();
  }
}
