import type { Context, Dialect } from '../model';
import { variableMeanings, type Settings, type VariableNames } from '../settings';
import { azdTokenSource } from './azd';
import { hostSetUps } from './hostSetUps';
import type { Place } from './identity';
import { setUpDialects } from './setUpDialects';

/** A step: what it is for, and commands or further lines. Commands that begin with `#` are remarks. */
interface Step {
  readonly title: string;
  readonly commands?: readonly string[];
  readonly remarks?: readonly string[];
}

const roleAssignment: Step = {
  title:
    'A role on what the script works with, and no more than it needs. The id is the principal’s object id.',
  commands: [
    'az role assignment create --assignee-object-id <principal-id> --assignee-principal-type ServicePrincipal ' +
      '--role "<role>" --scope /subscriptions/<subscription-id>/resourceGroups/<resource-group>',
  ],
};

const createUserAssigned: Step = {
  title: 'A user-assigned managed identity. The output has its clientId, principalId and id.',
  commands: ['az identity create --name <identity> --resource-group <resource-group>'],
};

const principalOfApp = 'az ad sp show --id <app-id> --query id --output tsv';

/** What sets up a user-assigned managed identity, for the variable that names it. */
export function userAssignedSetUp(
  { host, tool, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
  names: keyof VariableNames,
): string {
  const { assignsUser = ['# This host has no user-assigned identities.'] } = hostSetUps[host];
  return text(dialect, [
    createUserAssigned,
    {
      title: `Assign it to the machine or app${assignsUser.length > 1 ? ', by the command that fits' : ''}.`,
      commands: assignsUser,
    },
    roleAssignment,
    setVariables(host, variables, [names, ...subscription(tool)]),
  ]);
}

/** What sets up the system-assigned managed identity of a machine or app. */
export function systemAssignedSetUp(
  { host, tool, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
): string {
  const { assignsSystem = ['# This host has no system-assigned identity.'] } = hostSetUps[host];
  return text(dialect, [
    {
      title: `The identity of the machine or app${assignsSystem.length > 1 ? ', by the command that fits' : ''}.`,
      commands: assignsSystem,
    },
    roleAssignment,
    ...(tool === 'azd auth login' ? [] : [setVariables(host, variables, ['subscriptionId'])]),
  ]);
}

/** The audience that Microsoft Entra expects in tokens, by cloud. */
const audiences: Readonly<Record<Context['cloud'], string>> = {
  public: 'api://AzureADTokenExchange',
  sovereign: '<api://AzureADTokenExchangeUSGov-or-api://AzureADTokenExchangeChina>',
};

/** What sets up an identity that trusts tokens of the place where the script runs. */
export function federatedSetUp(
  { host, cloud, tool, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
): string {
  const { federation } = hostSetUps[host];
  const { issuer, subjects, trust = [], token } = federation;
  const audience = cloud === 'public' ? (federation.audience ?? audiences.public) : audiences.sovereign;
  const [[only], ...more] = subjects;
  const subject = more.length === 0 ? only : '<subject>';
  return text(dialect, [
    {
      ...createUserAssigned,
      remarks: [
        'It needs rights in Azure only. An app registration, which needs rights in the directory, is below.',
      ],
    },
    {
      title: 'A federated credential: whose tokens it trusts.',
      commands: [
        'az identity federated-credential create --name <credential> --identity-name <identity> ' +
          `--resource-group <resource-group> --issuer "${issuer}" --subject "${subject}" --audiences "${audience}"`,
      ],
      remarks: [
        'The subject must be that of the token, letter by letter; one credential for each:',
        ...subjects.map(([form, meaning]) => `  ${form}: ${meaning}`),
        ...trust,
      ],
    },
    roleAssignment,
    ...(tool === 'azd auth login'
      ? [
          setVariables(host, variables, ['clientId', 'tenantId']),
          { title: 'What azd fetches the token with.', remarks: [azdTokenSource(host)] },
        ]
      : [
          setVariables(host, variables, ['clientId', 'tenantId', 'federatedTokenFile', 'subscriptionId']),
          {
            title: 'The token, fresh for every run.',
            remarks: token(variables, audience, setUpDialects[dialect]),
          },
        ]),
    {
      title:
        'In place of steps 1 and 2, an app registration; put the same issuer and subject into credential.json.',
      commands: [
        'az ad app create --display-name <app>',
        'az ad sp create --id <app-id>',
        'az ad app federated-credential create --id <app-id> --parameters credential.json',
        principalOfApp,
      ],
      remarks: [
        `credential.json: {"name": "<credential>", "issuer": "${issuer}", "subject": "${subject}", "audiences": ["${audience}"]}`,
      ],
    },
  ]);
}

/** What sets up a service principal with a certificate. */
export function certificateSetUp(
  { host, tool, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
): string {
  return text(dialect, [
    {
      title:
        'An app registration with a certificate. The output has its appId and fileWithCertAndPrivateKey.',
      commands: ['az ad sp create-for-rbac --name <app> --create-cert'],
      remarks: [takesOver],
    },
    tool === 'Connect-AzAccount'
      ? {
          title:
            'Put that certificate with its key into the certificate store of the account that runs the script, and delete other copies.',
        }
      : {
          title:
            'Move that file to where the script runs, readable only by who runs it, and delete other copies.',
          commands: setUpDialects[dialect].ownerOnly('<path-of-the-pem-file>'),
        },
    { ...roleAssignment, commands: [principalOfApp, ...(roleAssignment.commands ?? [])] },
    setVariables(host, variables, [
      'clientId',
      'tenantId',
      tool === 'Connect-AzAccount' ? 'clientCertificateThumbprint' : 'clientCertificatePath',
      ...subscription(tool),
    ]),
  ]);
}

/** What sets up a service principal with a client secret. */
export function secretSetUp(
  { host, tool, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
): string {
  return text(dialect, [
    {
      title:
        'An app registration with a client secret. The output has its appId, and the secret as password, once.',
      commands: ['az ad sp create-for-rbac --name <app> --years 1'],
      remarks: ['Put the secret into a secret store, never into a file of the repository.', takesOver],
    },
    { ...roleAssignment, commands: [principalOfApp, ...(roleAssignment.commands ?? [])] },
    setVariables(host, variables, ['clientId', 'tenantId', 'clientSecret', ...subscription(tool)]),
  ]);
}

/** What sets up the same user with a tenant. */
export function userWithTenantSetUp(
  { host, dialect }: Place,
  { variables }: Pick<Settings, 'variables'>,
): string {
  return text(dialect, [
    {
      title: 'The id of the tenant that has the resources; for a guest not the domain of the user name.',
      commands: ['az account list --query "[].{name: name, tenant: tenantId}" --output table'],
    },
    setVariables(host, variables, ['tenantId']),
  ]);
}

const takesOver =
  'Choose a name that is not taken: an app registration of the same name is changed, and not a new one created.';

/** The subscription of azd is its environment's. */
function subscription(tool: Place['tool']): readonly (keyof VariableNames)[] {
  return tool === 'azd auth login' ? [] : ['subscriptionId'];
}

function setVariables(
  host: Context['host'],
  variables: VariableNames,
  names: readonly (keyof VariableNames)[],
): Step {
  return {
    title: `Set ${hostSetUps[host].variables}:`,
    remarks: names.map((name) => `  ${variables[name]}: ${variableMeanings[name]}${whenNeeded(name)}`),
  };
}

function whenNeeded(name: keyof VariableNames): string {
  return name === 'subscriptionId' ? ', where the script reads it' : '';
}

/** Numbered steps as text that a shell takes for comments and commands. */
function text(dialect: Dialect, steps: readonly Step[]): string {
  const { comment } = setUpDialects[dialect];
  return steps
    .map(({ title, commands = [], remarks = [] }, index) =>
      [
        `${comment} ${index + 1}. ${title}`,
        ...remarks.map((line) => `${comment}    ${line}`),
        ...commands.map((line) => line.replace(/^#/, comment)),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}
