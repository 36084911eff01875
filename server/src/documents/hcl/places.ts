import type { Dialect, HostId, Script } from '../../model';
import type { Token } from '../code/language';
import { dialectOfProgram, dialectOfShell } from '../embedded/shellNames';
import { onlyString, textOfToken, type Block } from './blocks';
import type { ScriptReader } from './scripts';

/** Reads what a block runs. */
type Read = (block: Block, reader: ScriptReader) => readonly Script[];

/** The scripts of one block, those of the blocks in it aside. */
export function scriptsOfBlock(block: Block, reader: ScriptReader): readonly Script[] {
  const own = Object.hasOwn(readers, block.type) ? readers[block.type] : undefined;
  const name = textAt(block, 'filename') ?? textAt(block, 'destination') ?? '';
  return [
    ...(own?.(block, reader) ?? []),
    ...Array.from(block.attributes, ([attribute, value]) =>
      reader.files(value, hostOf(block), attribute === 'content' ? name : ''),
    ).flat(),
  ];
}

/** What runs a script that a provisioner has: on the machine that is made, or on the one that makes it. */
interface Provisioner {
  /** The attributes with a script, or with the lines of one. */
  readonly attributes: readonly string[];
  /** Undefined if it is no shell that runs it. */
  readonly dialect: (block: Block) => Dialect | undefined;
  readonly isRemote: boolean;
}

/** Sources: the Terraform documentation, provisioners; the Packer documentation, provisioners. */
const provisioners: Readonly<Record<string, Provisioner>> = {
  'local-exec': {
    attributes: ['command'],
    dialect: ({ attributes }) => dialectOfStart(attributes.get('interpreter')),
    isRemote: false,
  },
  'remote-exec': {
    attributes: ['inline'],
    dialect: (block) => (isForWindows(block) ? 'cmd' : 'bash'),
    isRemote: true,
  },
  shell: { attributes: ['inline'], dialect: dialectOfPackerShell, isRemote: false },
  'shell-local': { attributes: ['inline', 'command'], dialect: dialectOfPackerShell, isRemote: false },
  powershell: { attributes: ['inline'], dialect: () => 'powershell', isRemote: false },
  'windows-shell': { attributes: ['inline'], dialect: () => 'cmd', isRemote: false },
};

const readProvisioner: Read = (block, reader) => {
  const [label = ''] = block.labels;
  const provisioner = Object.hasOwn(provisioners, label) ? provisioners[label] : undefined;
  const dialect = provisioner?.dialect(block);
  if (provisioner === undefined || dialect === undefined) return [];
  const place = { dialect, host: provisioner.isRemote ? hostOf(block) : 'shell' } as const;
  return provisioner.attributes.flatMap((attribute) => {
    const value = block.attributes.get(attribute);
    return attribute === 'inline' ? reader.lines(value, place) : reader.value(value, place);
  });
};

/** The options of a hook of Terragrunt, and of a container. */
const readHook: Read = ({ attributes }, reader) => reader.program([attributes.get('execute')], 'shell');
const readContainer: Read = (block, reader) =>
  reader.program(
    ['command', 'commands', 'args'].map((name) => block.attributes.get(name)),
    block.resource.startsWith('kubernetes_') ? 'kubernetes' : 'azure-app',
  );

const readers: Readonly<Record<string, Read>> = {
  provisioner: readProvisioner,
  'post-processor': readProvisioner,
  before_hook: readHook,
  after_hook: readHook,
  error_hook: readHook,
  container: readContainer,
  init_container: readContainer,
  data: ({ labels: [type], attributes }, reader) =>
    type === 'external' ? reader.program([attributes.get('program')], 'shell') : [],
  resource: ({ labels: [type = ''], attributes }, reader) =>
    resources
      .filter(({ types }) => types.test(type))
      .flatMap(({ attribute, key, ...place }) => {
        const dialect = place.dialect(attributes);
        if (dialect === undefined) return [];
        const [value, found] = [attributes.get(attribute), { dialect, host: place.host }];
        return key === undefined ? reader.value(value, found) : reader.entry(value, key, found);
      }),
  source: (block, reader) =>
    block.resource === 'azurerm_virtual_machine_run_command'
      ? reader.value(block.attributes.get('script'), { dialect: 'bash', host: 'azure-vm' })
      : [],
};

/** An attribute of a resource that holds a script. */
interface ResourceScript {
  readonly types: RegExp;
  readonly attribute: string;
  /** The entry of an object that it is. */
  readonly key?: string;
  readonly dialect: (attributes: Block['attributes']) => Dialect | undefined;
  readonly host: HostId;
}

const extensions = {
  types: /^azurerm_\w*(?:virtual_machine|scale_set)\w*_extension$/,
  key: 'commandToExecute',
  // Source: the Azure documentation, Custom Script Extension for Windows and for Linux.
  dialect: (attributes: Block['attributes']) =>
    textOfToken(onlyString(attributes.get('type'))) === 'CustomScriptExtension' ? 'cmd' : 'bash',
  host: 'azure-vm',
} as const;

/** Source: the documentation of the Terraform provider azurerm. */
const resources: readonly ResourceScript[] = [
  {
    types: /^azurerm_resource_deployment_script_azure_cli$/,
    attribute: 'script_content',
    dialect: () => 'bash',
    host: 'azure-app',
  },
  {
    types: /^azurerm_resource_deployment_script_azure_power_shell$/,
    attribute: 'script_content',
    dialect: () => 'powershell',
    host: 'azure-app',
  },
  {
    types: /^azurerm_automation_runbook$/,
    attribute: 'content',
    dialect: (attributes) =>
      textOfToken(onlyString(attributes.get('runbook_type'))).startsWith('PowerShell')
        ? 'powershell'
        : undefined,
    host: 'azure-automation',
  },
  { ...extensions, attribute: 'settings' },
  { ...extensions, attribute: 'protected_settings' },
];

/** The dialect of what begins a command: bash if nothing is said, none if it is no shell. */
function dialectOfStart(value: readonly Token[] | undefined): Dialect | undefined {
  const programs = (value ?? []).flatMap((token) => (token.kind === 'string' ? [textOfToken(token)] : []));
  if (programs.length === 0) return 'bash';
  return programs.map(dialectOfProgram).find((dialect) => dialect !== undefined);
}

/** What runs the lines of a script in Packer: the program of its first line, or the command that is executed. */
function dialectOfPackerShell({ attributes }: Block): Dialect | undefined {
  const shebang = textOfToken(onlyString(attributes.get('inline_shebang')));
  const command = attributes.get('execute_command');
  const program = shebang.replace(/^\s*\S*\benv\s+(?:-S\s+)?/, '');
  if (program !== '') return dialectOfShell(program);
  return onlyString(command) === undefined ? dialectOfStart(command) : 'bash';
}

/** Says whether the connection of a provisioner, or of what it is in, leads to Windows. */
function isForWindows(block: Block): boolean {
  return [block, ...(block.outer === undefined ? [] : [block.outer])]
    .flatMap(({ blocks }) => blocks)
    .filter(({ type }) => type === 'connection')
    .some((each) => textAt(each, 'type') === 'winrm' || textAt(each, 'target_platform') === 'windows');
}

/** Where a resource is, by its type. */
const clouds: readonly (readonly [types: RegExp, host: HostId])[] = [
  [/^azurerm_\w*(?:virtual_machine|scale_set)/, 'azure-vm'],
  [/^aws_/, 'aws'],
  [/^google_/, 'google-cloud'],
];

function hostOf({ resource }: Block): HostId {
  return clouds.find(([types]) => types.test(resource))?.[1] ?? 'shell';
}

function textAt({ attributes }: Block, name: string): string | undefined {
  const string = onlyString(attributes.get(name));
  return string && textOfToken(string);
}
