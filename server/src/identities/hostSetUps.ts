import type { HostId } from '../model';
import type { VariableNames } from '../settings';
import type { SetUpDialect } from './setUpDialects';

/** A form that a token's subject has, with placeholders, and what it stands for. */
export type Subject = readonly [form: string, meaning: string];

/** How tokens of a place are trusted, and how the script gets one. */
export interface Federation {
  /** The issuer's URL, or a placeholder. */
  readonly issuer: string;
  readonly subjects: readonly [Subject, ...Subject[]];
  /** The audience, if it is not the one of the cloud. */
  readonly audience?: string;
  /** Further lines on issuer, subject and audience. */
  readonly trust?: readonly string[];
  /** How the token gets into the file: lines, commands among them. */
  readonly token: (variables: VariableNames, audience: string, shell: SetUpDialect) => readonly string[];
  /** How long a token lives, as it completes "The token is read once, when it signs in; …". */
  readonly lifetime: string;
  /** What does without signing in from the script, as a plain sentence. */
  readonly instead?: string;
}

/** What differs between hosts when an identity is set up. */
export interface HostSetUp {
  /** Where variables are set, as it completes "Set …". */
  readonly variables: string;
  readonly federation: Federation;
  /** Assigns a user-assigned managed identity. Undefined where the host has none, or where that depends. */
  readonly assignsUser?: readonly string[];
  /** Switches the system-assigned managed identity on. Undefined as before. */
  readonly assignsSystem?: readonly string[];
  /** Public pages that the entry rests on. */
  readonly sources: readonly string[];
}

const entraFederation =
  'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust';
const azVm = 'https://learn.microsoft.com/cli/azure/vm/identity';

/** A place whose tokens, if it has any, are not known: the token itself says what to trust. */
const unknownIssuer: Federation = {
  issuer: '<issuer>',
  subjects: [['<subject>', 'the sub claim of a token that this place issues']],
  trust: [
    'Which tokens this place issues is not known here. Issuer, subject and audience must equal the claims iss, sub',
    'and aud of the token, letter by letter.',
  ],
  token: ({ federatedTokenFile }) => [
    `Write the token into a file that only this script can read, and set ${federatedTokenFile} to its path.`,
  ],
  lifetime: 'it lives minutes to an hour',
};

const github: HostSetUp = {
  variables: 'in the env: of the job, from variables of the repository or environment',
  federation: {
    issuer: 'https://token.actions.githubusercontent.com',
    subjects: [
      [
        'repo:<owner>/<repository>:environment:<environment>',
        'a job with environment:, which goes before the ref',
      ],
      ['repo:<owner>/<repository>:ref:refs/heads/<branch>', 'a job of a branch'],
      ['repo:<owner>/<repository>:ref:refs/tags/<tag>', 'a job of a tag'],
      ['repo:<owner>/<repository>:pull_request', 'a job of a pull request, but none from a fork'],
      ['repo:<owner>@<owner-id>/<repository>@<repository-id>:…', 'the same in newer repositories'],
    ],
    trust: [
      'Repositories that are new, renamed or transferred since July 2026 have ids in the subject. Ask which form',
      'yours has:',
      '  gh api repos/<owner>/<repository>/actions/oidc/customization/sub',
      'Upper and lower case count. A pull request from a fork gets no token.',
    ],
    token: ({ federatedTokenFile }, audience, { tokenFromAddress }) => [
      'The job needs permissions: { id-token: write, contents: read }. Then, before the script:',
      `  ${tokenFromAddress(
        {
          url: [{ variable: 'ACTIONS_ID_TOKEN_REQUEST_URL' }, `&audience=${audience}`],
          header: {
            name: 'Authorization',
            value: ['bearer ', { variable: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN' }],
          },
          property: 'value',
        },
        federatedTokenFile,
      )}`,
      'Instead of all this, a step azure/login@v3 with client-id, tenant-id and subscription-id signs in by',
      'itself; the script then needs no az login.',
    ],
    lifetime: 'it lives 5 minutes here',
    instead: 'A step azure/login@v3 before the script does the same: az login can then be deleted.',
  },
  sources: ['https://docs.github.com/actions/reference/security/oidc', 'https://github.com/Azure/login'],
};

/** Azure compute: where the script runs on a machine or app that can carry an identity. */
const azure = (
  variables: string,
  assignsUser: readonly string[] | undefined,
  assignsSystem: readonly string[] | undefined,
): HostSetUp => ({
  variables,
  federation: unknownIssuer,
  ...(assignsUser && { assignsUser }),
  ...(assignsSystem && { assignsSystem }),
  sources: [azVm, 'https://learn.microsoft.com/cli/azure/webapp/identity'],
});

const inEnvironment = 'in the environment of what starts the script';

const vmUser = [
  'az vm identity assign --name <vm> --resource-group <resource-group> --identities <identity-id>',
];
const vmSystem = ['az vm identity assign --name <vm> --resource-group <resource-group>'];
const appUser = [
  'az webapp identity assign --name <app> --resource-group <resource-group> --identities <identity-id>',
  'az functionapp identity assign --name <app> --resource-group <resource-group> --identities <identity-id>',
  'az containerapp identity assign --name <app> --resource-group <resource-group> --user-assigned <identity-id>',
];
const appSystem = [
  'az webapp identity assign --name <app> --resource-group <resource-group>',
  'az functionapp identity assign --name <app> --resource-group <resource-group>',
  'az containerapp identity assign --name <app> --resource-group <resource-group> --system-assigned',
];

const elsewhere: HostSetUp = {
  variables: inEnvironment,
  federation: unknownIssuer,
  sources: [entraFederation],
};
const anywhere: HostSetUp = azure(inEnvironment, [...vmUser, ...appUser], [...vmSystem, ...appSystem]);

/** A build has only what it is handed. */
const imageBuild: HostSetUp = {
  variables: 'as build arguments (ARG) of the Dockerfile, secrets as secrets of the build',
  federation: {
    ...unknownIssuer,
    trust: [
      'A build issues no tokens: the token is one of the place that starts the build. Issuer, subject and audience must',
      'equal the claims iss, sub and aud of the token, letter by letter.',
    ],
    token: ({ federatedTokenFile }) => [
      'Pass the file with the token to the build as a secret:',
      '  docker build --secret id=federated-token,src=<token-file> .',
      'mount it for the instruction that signs in, RUN --mount=type=secret,id=federated-token, and set',
      `${federatedTokenFile} to /run/secrets/federated-token.`,
    ],
  },
  sources: ['https://docs.docker.com/build/building/secrets/', entraFederation],
};

/** What differs between hosts, from public documentation; what is not established says so. */
export const hostSetUps: Readonly<Record<HostId, HostSetUp>> = {
  shell: anywhere,
  documentation: anywhere,
  laptop: elsewhere,
  'on-premises': elsewhere,
  'image-build': imageBuild,
  'github-hosted': github,
  'github-self-hosted': { ...github, assignsUser: vmUser, assignsSystem: vmSystem },
  'azure-pipelines': {
    variables: 'as variables of the pipeline',
    federation: {
      issuer: '<issuer-of-the-service-connection>',
      subjects: [['<subject-of-the-service-connection>', 'copied from the service connection']],
      trust: [
        'Copy issuer and subject from the service connection, which shows both while it is being created: they',
        'cannot be computed.',
      ],
      token: ({ clientId, tenantId, federatedTokenFile }, _audience, { tokenFromVariable }) => [
        'The task AzureCLI@2 signs in by itself: inside it, delete az login. Where the script has to sign in, set',
        'addSpnToEnvironment: true on the task, and at the script’s beginning:',
        `  ${tokenFromVariable('idToken', federatedTokenFile)}`,
        `servicePrincipalId holds the value for ${clientId}, and tenantId the one for ${tenantId}.`,
      ],
      lifetime: 'it lives 10 minutes here',
      instead: 'Inside the task AzureCLI@2 az is signed in already: delete az login there instead.',
    },
    sources: ['https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-cli-v2'],
  },
  gitlab: {
    variables: 'as CI/CD variables of the project',
    federation: {
      issuer: 'https://gitlab.com',
      subjects: [
        ['project_path:<group>/<project>:ref_type:branch:ref:<branch>', 'a job of a branch'],
        ['project_path:<group>/<project>:ref_type:tag:ref:<tag>', 'a job of a tag'],
      ],
      audience: 'https://gitlab.com',
      trust: [
        'On a GitLab of your own, issuer and audience are its URL, which must be reachable from the internet.',
      ],
      token: ({ federatedTokenFile }, audience, { tokenFromVariable }) => [
        'In the job:',
        `  id_tokens: { GITLAB_OIDC_TOKEN: { aud: ${audience} } }`,
        'and before the script:',
        `  ${tokenFromVariable('GITLAB_OIDC_TOKEN', federatedTokenFile)}`,
      ],
      lifetime: 'it lives minutes',
    },
    sources: ['https://docs.gitlab.com/ci/cloud_services/azure/'],
  },
  circleci: {
    variables: 'in a context or in the project’s environment variables',
    federation: {
      issuer: 'https://oidc.circleci.com/org/<organization-id>',
      subjects: [['<subject>', 'the sub claim of a token of this project']],
      audience: '<organization-id>',
      trust: [
        'The subject of CIRCLE_OIDC_TOKEN names organization, project and user: a federated credential fits the jobs',
        'of that user only. Subjects of other tokens are not established here: read the sub claim of one.',
      ],
      token: ({ federatedTokenFile }, _audience, { tokenFromVariable }) => [
        'Before the script:',
        `  ${tokenFromVariable('CIRCLE_OIDC_TOKEN', federatedTokenFile)}`,
      ],
      lifetime: 'it lives an hour here',
    },
    sources: ['https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/'],
  },
  bitbucket: {
    variables: 'as variables of the repository or deployment',
    federation: {
      issuer: '<identity-provider-url>',
      subjects: [['<subject>', 'the sub claim of a token of this step']],
      audience: '<audience>',
      trust: [
        'Repository settings > OpenID Connect shows the identity provider URL and the audience. The subject is not',
        'established here: if it differs from run to run, a federated credential cannot fit it, and a certificate is',
        'the way.',
      ],
      token: ({ federatedTokenFile }, _audience, { tokenFromVariable }) => [
        'Set oidc: true on the step, and before the script:',
        `  ${tokenFromVariable('BITBUCKET_STEP_OIDC_TOKEN', federatedTokenFile)}`,
      ],
      lifetime: 'it lives minutes to an hour',
    },
    sources: [
      'https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/',
    ],
  },
  jenkins: {
    variables: 'with withCredentials or environment in the pipeline',
    federation: {
      ...unknownIssuer,
      trust: [
        'Jenkins itself issues no tokens; the plug-in OpenID Connect Provider does, as a credential. Its issuer must be',
        'reachable from the internet. Issuer, subject and audience must equal the claims iss, sub and aud of its',
        'token, letter by letter.',
      ],
    },
    sources: ['https://plugins.jenkins.io/oidc-provider/'],
  },
  'build-service': {
    variables: 'in the settings of the build, as secrets where they are',
    federation: unknownIssuer,
    sources: [entraFederation],
  },
  kubernetes: {
    variables: 'in the pod’s template, but for those that the webhook of workload identity sets (step 5)',
    federation: {
      issuer: '<cluster-oidc-issuer-url>',
      subjects: [['system:serviceaccount:<namespace>:<service-account>', 'pods of this service account']],
      token: ({ clientId, tenantId, federatedTokenFile }) => [
        'Label the pod (in its template) azure.workload.identity/use: "true", and annotate the service account with',
        'azure.workload.identity/client-id: <client-id>. The webhook then sets AZURE_CLIENT_ID, AZURE_TENANT_ID and',
        `AZURE_FEDERATED_TOKEN_FILE in the pod; this script reads ${clientId}, ${tenantId} and ${federatedTokenFile}.`,
      ],
      lifetime: 'its file is renewed, and the session is not',
    },
    sources: ['https://azure.github.io/azure-workload-identity/docs/'],
  },
  'azure-vm': azure(inEnvironment, vmUser, vmSystem),
  'azure-app': azure('in the settings of the app', appUser, appSystem),
  'azure-automation': azure(
    'as variables of the automation account',
    ['# In the portal: Automation account > Identity > User assigned > Add.'],
    ['# In the portal: Automation account > Identity > System assigned > On.'],
  ),
  'azure-arc': azure(inEnvironment, undefined, [
    '# The machine has the identity since it was connected; its principal id stands on the machine’s page.',
  ]),
  'google-cloud': {
    variables: inEnvironment,
    federation: {
      issuer: 'https://accounts.google.com',
      subjects: [
        ['<service-account-unique-id>', 'the numeric unique id of the service account, not its address'],
      ],
      token: ({ federatedTokenFile }, audience, { tokenFromAddress }) => [
        'On a machine with the service account attached, before the script:',
        `  ${tokenFromAddress(
          {
            url: [
              `http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=${audience}`,
            ],
            header: { name: 'Metadata-Flavor', value: ['Google'] },
          },
          federatedTokenFile,
        )}`,
      ],
      lifetime: 'it lives minutes to an hour',
    },
    sources: [entraFederation, 'https://cloud.google.com/compute/docs/instances/verifying-instance-identity'],
  },
  aws: {
    variables: inEnvironment,
    federation: {
      issuer: '<issuer>',
      subjects: [
        ['<role-arn>', 'with outbound identity federation: the ARN of the IAM role'],
        ['system:serviceaccount:<namespace>:<service-account>', 'on EKS: pods of this service account'],
      ],
      trust: [
        'With outbound identity federation, the issuer is the account’s own URL, which',
        'GetOutboundWebIdentityFederationInfo of IAM shows; on EKS it is the cluster’s OIDC issuer.',
      ],
      token: ({ federatedTokenFile }, audience) => [
        `Fetch a token for the audience ${audience}: GetWebIdentityToken of STS, on EKS a projected service account`,
        `token. Write it into a file that only this script can read, and set ${federatedTokenFile} to its path.`,
      ],
      lifetime: 'it lives minutes to an hour',
    },
    sources: [
      entraFederation,
      'https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOutboundWebIdentityFederation.html',
    ],
  },
};
