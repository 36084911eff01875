import type { Attendance, HostId, IdentityId } from '../model';

/** What is known of a place where scripts run. */
export interface Host {
  /** As it stands in a pick list and in titles: `GitHub Actions, hosted runner`. */
  readonly title: string;
  /** As it stands in the title of a fix, at most 15 characters; undefined if the host says nothing. */
  readonly label: string | undefined;
  /** One line that helps to choose it. */
  readonly description: string;
  /** Whether anybody is there; `unknown` leaves it to the script. */
  readonly attended: Attendance;
  /** The identities to offer, best first; what stands in neither list is offered last. */
  readonly offers: readonly IdentityId[];
  /** The identities that cannot work or must not be used here. */
  readonly never: readonly IdentityId[];
  /** True if the host is certain enough for its first identity to be applied unasked. */
  readonly settled: boolean;
  /** What to know of whatever signs in there, as a plain sentence. */
  readonly note?: string;
}

const managedIdentities: readonly IdentityId[] = [
  'user-assigned',
  'user-assigned-object-id',
  'user-assigned-resource-id',
  'system-assigned',
];
const boundToAzureOrPerson: readonly IdentityId[] = [...managedIdentities, 'user-with-tenant'];

/** A place that nobody has said anything about: everything is possible, nothing is preferred. */
const anywhere = {
  label: undefined,
  attended: 'unknown',
  offers: ['user-assigned', 'federated', 'certificate', 'system-assigned', 'secret', 'user-with-tenant'],
  never: [],
  settled: false,
} as const;

/** A build service that issues identity tokens; its agents are not on Azure unless somebody says so. */
const tokenIssuer = {
  attended: 'unattended',
  offers: ['federated', 'certificate', 'secret'],
  never: boundToAzureOrPerson,
  settled: true,
} as const;

/** Compute in Azure that can carry user-assigned and system-assigned identities. */
const azureCompute = {
  attended: 'unattended',
  offers: [
    'user-assigned',
    'system-assigned',
    'user-assigned-resource-id',
    'user-assigned-object-id',
    'federated',
    'certificate',
    'secret',
  ],
  never: ['user-with-tenant'],
  settled: true,
} as const;

/** Every host, in the order of pick lists. */
export const hosts: Readonly<Record<HostId, Host>> = {
  shell: {
    ...anywhere,
    title: 'Not known',
    description: 'A script whose place is not known: every identity is offered, none is preferred.',
  },
  laptop: {
    title: 'A person’s computer or dev container',
    label: 'laptop',
    description: 'Somebody is there to answer the browser: the user stays signed in, with a tenant.',
    attended: 'attended',
    offers: ['user-with-tenant', 'certificate', 'federated', 'secret'],
    never: managedIdentities,
    settled: true,
  },
  'github-hosted': {
    ...tokenIssuer,
    title: 'GitHub Actions, hosted runner',
    label: 'GitHub-hosted',
    description: 'A federated token from GitHub; hosted runners have no managed identity.',
  },
  'github-self-hosted': {
    ...tokenIssuer,
    title: 'GitHub Actions, self-hosted runner on Azure',
    label: 'self-hosted',
    description: 'A federated token from GitHub, or the managed identity of the runner’s machine.',
    offers: ['federated', 'user-assigned', 'certificate', 'system-assigned', 'secret'],
    never: ['user-with-tenant'],
  },
  'azure-pipelines': {
    ...tokenIssuer,
    title: 'Azure Pipelines',
    label: 'Azure Pipelines',
    description: 'A federated service connection; its token stands in the task’s environment.',
  },
  gitlab: {
    ...tokenIssuer,
    title: 'GitLab CI/CD',
    label: 'GitLab',
    description: 'A federated token from the job’s `id_tokens`.',
  },
  circleci: {
    ...tokenIssuer,
    title: 'CircleCI',
    label: 'CircleCI',
    description: 'A federated token from the job’s OpenID Connect token.',
  },
  bitbucket: {
    ...tokenIssuer,
    title: 'Bitbucket Pipelines',
    label: 'Bitbucket',
    description: 'A federated token from the step’s OpenID Connect token.',
  },
  jenkins: {
    ...tokenIssuer,
    title: 'Jenkins',
    label: 'Jenkins',
    description: 'A federated token where an OpenID Connect plug-in issues one, else a certificate.',
  },
  'build-service': {
    ...tokenIssuer,
    title: 'Another build service',
    label: 'build service',
    description: 'A federated token where the service issues one, else a certificate.',
    settled: false,
  },
  kubernetes: {
    ...tokenIssuer,
    title: 'Kubernetes or AKS',
    label: 'Kubernetes',
    description: 'The service account’s federated token; a managed identity here is the node’s.',
    offers: ['federated'],
  },
  'image-build': {
    title: 'Building a container image',
    label: 'image build',
    description: 'A build has no identity and nobody to ask; what it signs in with is mounted as a secret.',
    attended: 'unattended',
    offers: ['federated', 'certificate', 'secret'],
    never: ['user-with-tenant'],
    settled: false,
    note: 'What a sign-in leaves in the home directory is in the layer that RUN makes, for everybody who can pull the image: sign in when the container runs instead, or sign out at the end of the same RUN.',
  },
  'azure-vm': {
    ...azureCompute,
    title: 'Azure virtual machine',
    label: 'Azure VM',
    description: 'A managed identity that is assigned to the machine or its scale set.',
  },
  'azure-app': {
    ...azureCompute,
    title: 'App Service, Functions, Container Apps or Container Instances',
    label: 'Azure app',
    description: 'A managed identity that is assigned to the app.',
  },
  'azure-automation': {
    ...azureCompute,
    title: 'Azure Automation',
    label: 'Automation',
    description: 'The automation account’s managed identity.',
    offers: ['system-assigned', 'user-assigned', 'user-assigned-resource-id', 'user-assigned-object-id'],
  },
  'azure-arc': {
    title: 'A server connected to Azure Arc',
    label: 'Azure Arc',
    description: 'The machine’s system-assigned identity: Arc has no user-assigned ones.',
    attended: 'unattended',
    offers: ['system-assigned', 'certificate', 'secret'],
    never: ['user-assigned', 'user-assigned-object-id', 'user-assigned-resource-id', 'user-with-tenant'],
    settled: true,
  },
  'on-premises': {
    title: 'Another server: cron, systemd, a scheduler',
    label: 'own server',
    description: 'A certificate; with Azure Arc on the machine, its managed identity.',
    attended: 'unattended',
    offers: ['certificate', 'secret', 'federated'],
    never: boundToAzureOrPerson,
    settled: true,
  },
  'google-cloud': {
    ...tokenIssuer,
    title: 'Google Cloud',
    label: 'Google Cloud',
    description: 'A federated token of the Google service account.',
  },
  aws: {
    ...tokenIssuer,
    title: 'Amazon Web Services',
    label: 'AWS',
    description: 'A federated token of the AWS or EKS identity.',
  },
  documentation: {
    ...anywhere,
    title: 'Documentation',
    description: 'An example that people copy: findings are milder, nothing is preferred.',
  },
};

/** Takes a name, returns the host that has it as its id, or undefined. */
export function hostNamed(name: string): HostId | undefined {
  return Object.hasOwn(hosts, name) ? (name as HostId) : undefined;
}
