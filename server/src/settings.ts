import { hostNamed } from './context/hosts';
import { ruleIds, type HostId, type IdentityId, type RuleId, type Severity } from './model';
import { printable } from './reports/printable';

/** The variables that a rewritten sign-in reads, by what they hold. */
export interface VariableNames {
  readonly clientId: string;
  readonly tenantId: string;
  readonly clientSecret: string;
  readonly federatedTokenFile: string;
  readonly clientCertificatePath: string;
  readonly clientCertificateThumbprint: string;
  readonly managedIdentityClientId: string;
  readonly managedIdentityObjectId: string;
  readonly managedIdentityResourceId: string;
  readonly subscriptionId: string;
  readonly userPassword: string;
}

/** What the user has set for a document: resource-scoped in the editor, command-line defaults elsewhere. */
export interface Settings {
  readonly enable: boolean;
  /** Overrides of a rule's severity; `default` or absent leaves the table's. */
  readonly severity: Readonly<Partial<Record<RuleId, Severity | 'default'>>>;
  /** The identity to put first, or `ask`. */
  readonly preferredIdentity: IdentityId | 'ask';
  /** True if the user (not the workspace) chose `preferredIdentity`. */
  readonly preferredIdentityIsUsers: boolean;
  readonly variables: VariableNames;
  /** Globs, relative to the workspace folder, in the order to try them, and the host they stand for. */
  readonly hosts: readonly (readonly [glob: string, host: HostId])[];
  /** `[major, minor]` of the oldest Azure CLI that the scripts meet; undefined for a current one. */
  readonly minimumAzureCliVersion: readonly [number, number] | undefined;
  readonly run: 'onType' | 'onSave';
}

export const defaultVariables: VariableNames = {
  clientId: 'AZURE_CLIENT_ID',
  tenantId: 'AZURE_TENANT_ID',
  clientSecret: 'AZURE_CLIENT_SECRET',
  federatedTokenFile: 'AZURE_FEDERATED_TOKEN_FILE',
  clientCertificatePath: 'AZURE_CLIENT_CERTIFICATE_PATH',
  clientCertificateThumbprint: 'AZURE_CLIENT_CERTIFICATE_THUMBPRINT',
  managedIdentityClientId: 'AZURE_MANAGED_IDENTITY_CLIENT_ID',
  managedIdentityObjectId: 'AZURE_MANAGED_IDENTITY_OBJECT_ID',
  managedIdentityResourceId: 'AZURE_MANAGED_IDENTITY_RESOURCE_ID',
  subscriptionId: 'AZURE_SUBSCRIPTION_ID',
  userPassword: 'AZURE_USER_PASSWORD',
};

/** What each variable holds, as it completes "The variable that holds …". */
export const variableMeanings: Readonly<Record<keyof VariableNames, string>> = {
  clientId: 'the client id of a service principal or of a federated user-assigned identity',
  tenantId: 'the tenant id',
  clientSecret: 'the client secret',
  federatedTokenFile: 'the path of the file with the federated token',
  clientCertificatePath: 'the path of the PEM file with the private key and certificate',
  clientCertificateThumbprint: 'the thumbprint of the certificate, for Azure PowerShell',
  managedIdentityClientId: 'the client id of a user-assigned managed identity',
  managedIdentityObjectId: 'the object id (principal id) of a user-assigned managed identity',
  managedIdentityResourceId: 'the resource id of a user-assigned managed identity',
  subscriptionId: 'the subscription id',
  userPassword: 'the password of a user, where a literal password is taken out of a script',
};

export const defaultSettings: Settings = {
  enable: true,
  severity: {},
  preferredIdentity: 'ask',
  preferredIdentityIsUsers: false,
  variables: defaultVariables,
  hosts: [],
  minimumAzureCliVersion: undefined,
  run: 'onType',
};

/** What the setting `azmfa.preferredIdentity` takes, each with a line for its description. */
export const identityChoices: Readonly<Record<Settings['preferredIdentity'], string>> = {
  ask: 'Nothing is chosen beforehand: fixes are ordered by where the script runs.',
  federated: 'Service principal or user-assigned identity with a federated token: no secret.',
  certificate: 'Service principal with a certificate.',
  secret: 'Service principal with a client secret.',
  'user-assigned': 'User-assigned managed identity by its client id: on Azure only.',
  'user-assigned-object-id': 'User-assigned managed identity by its object id: on Azure only.',
  'user-assigned-resource-id': 'User-assigned managed identity by its resource id: on Azure only.',
  'system-assigned': 'System-assigned managed identity: on Azure and Azure Arc only.',
  'user-with-tenant': 'The user stays, with `--tenant` and without a password: where somebody is there.',
};

/** What the setting `azmfa.rules` takes for a rule, and the severity it stands for. */
export const severityChoices = {
  default: 'default',
  error: 'error',
  warning: 'warning',
  information: 'information',
  hint: 'hint',
  off: 'none',
} as const satisfies Record<string, Severity | 'default'>;

/** The pattern that a variable's name must match in every shell: anything else could be code in a fix. */
export const variablePattern = '^[A-Za-z_][A-Za-z0-9_]*$';

/** The pattern of `azmfa.minimumAzureCliVersion`: empty for a current one, else `2.66` or `2.66.0`. */
export const versionPattern = '^([0-9]{1,3}\\.[0-9]{1,4}(\\.[0-9]{1,4})?)?$';

/** The longest glob that is tried; a longer one is a mistake or an attack. */
const longestGlob = 500;

/**
 * Reads the `azmfa` section of a configuration, trusting nothing in it. What cannot be used is left at its
 * default and named in `problems`, sentences of plain text; unknown settings are ignored.
 *
 * @param raw an object with the settings as the schema in package.json describes them, and
 *   `preferredIdentityIsUsers` if the client knows it
 */
export function readSettings(raw: unknown): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const given = entriesOf(raw) ?? [];
  const setting = (name: string) => given.find(([key]) => key === name)?.[1];

  /** Takes a setting's value, or its default with a problem if it is there and not what is wanted. */
  function read<T>(name: string, value: unknown, fallback: T, parse: (value: unknown) => T | undefined): T {
    if (value === undefined || value === null) return fallback;
    const result = parse(value);
    if (result === undefined)
      problems.push(`azmfa.${name} cannot be used: ${shown(value)}. The default applies.`);
    return result ?? fallback;
  }
  /** Reads a setting that is an object, entry by entry; entries that cannot be used are left out. */
  function readEach<T>(name: string, parse: (key: string, value: unknown) => T | undefined): T[] {
    return read(name, setting(name), [], entriesOf).flatMap(([key, value]) => {
      const result = parse(key, value);
      if (result === undefined)
        problems.push(`azmfa.${name}: ${shown(key)} cannot be used with ${shown(value)}.`);
      return result === undefined ? [] : [result];
    });
  }

  const boolean = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
  const variables = readEach('variables', (key, value) =>
    Object.hasOwn(defaultVariables, key) &&
    typeof value === 'string' &&
    new RegExp(variablePattern).test(value)
      ? ([key, value] as const)
      : undefined,
  );
  const severities = readEach('rules', (key, value) => {
    const severity = member(severityChoices, value);
    const rule = ruleIds.find((id) => id === key);
    return rule && severity ? ([rule, severityChoices[severity]] as const) : undefined;
  });
  const hosts = readEach('hosts', (glob, value) => {
    const host = typeof value === 'string' ? hostNamed(value) : undefined;
    return host && glob !== '' && glob.length <= longestGlob ? ([glob, host] as const) : undefined;
  });
  const version = read('minimumAzureCliVersion', setting('minimumAzureCliVersion'), '', (value) =>
    typeof value === 'string' && new RegExp(versionPattern).test(value) ? value : undefined,
  );
  const [major, minor] = version.split('.').map(Number);

  const settings: Settings = {
    enable: read('enable', setting('enable'), defaultSettings.enable, boolean),
    severity: Object.fromEntries(severities),
    preferredIdentity: read('preferredIdentity', setting('preferredIdentity'), 'ask', (value) =>
      member(identityChoices, value),
    ),
    preferredIdentityIsUsers: setting('preferredIdentityIsUsers') === true,
    variables: { ...defaultVariables, ...Object.fromEntries(variables) },
    hosts,
    minimumAzureCliVersion: major !== undefined && minor !== undefined ? [major, minor] : undefined,
    run: read('run', setting('run'), defaultSettings.run, (value) =>
      value === 'onType' || value === 'onSave' ? value : undefined,
    ),
  };
  return { settings, problems };
}

/** The entries of a plain object, or undefined for anything else. */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : undefined;
}

/** Takes a value, returns it if it is one of a table's keys. */
function member<K extends string>(table: Readonly<Record<K, unknown>>, value: unknown): K | undefined {
  return typeof value === 'string' && Object.hasOwn(table, value) ? (value as K) : undefined;
}

/** A value as it may stand in a log: short, on one line, with no control characters. */
function shown(value: unknown): string {
  const text =
    typeof value === 'object' && value !== null ? 'an object or list' : printable(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
