import type { Remedy, TokenPermissions } from '../model';
import { azureLoginFlow } from '../signIns/azureLogin';
import { repairedBy } from './repair';
import type { Rule } from './rule';
import { siteRange } from './site';
import { sources } from './sources';

const path = '.github/workflows/deploy.yml';

export const missingIdTokenPermission: Rule = {
  id: 'missing-id-token-permission',
  summary: 'A GitHub job signs in with OpenID Connect but may not ask for a token',
  why: `\`azure/login\` with a \`client-id\` and no secret signs in with an OpenID Connect token that GitHub issues to the job. It does
so only if the job’s \`permissions\` say \`id-token: write\`, its own or, where it has none, those of the workflow; no default
includes it, and a \`permissions\` block that does not name it withholds it. Without it the step fails before it has reached Azure:
\`Please make sure to give write permissions to id-token in the workflow.\`

A script that asks for the token itself fails alike: the variables \`ACTIONS_ID_TOKEN_REQUEST_URL\` and \`ACTIONS_ID_TOKEN_REQUEST_TOKEN\` are
set only where the job may ask.

A job’s own block replaces that of the workflow, so it must name every scope that the job needs. A workflow that others call gets at
most what the calling job has, and a composite action what the job has that uses it: there the caller must permit it. A workflow
that runs for a pull request from a fork gets no such token in any case.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'none' },
  confidence:
    'Certain. Nothing is reported where the caller decides: in a workflow that only runs if another one calls it and that has no `permissions`, and in a composite action.',
  fixSafety:
    'It asks first: `id-token: write` is added for the job alone, unless the workflow has no other, and every scope that it had stays. Where nothing was permitted in writing, what the restricted default gives is written out, which is less than a permissive default.',
  safety: 'needs-confirmation',
  additional: true,
  sources: [sources.idToken, sources.workflowPermissions, sources.azureLogin],
  cases: [
    {
      title: 'No permissions',
      path,
      before: `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: ⟦azure/login@v3⟧
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
`,
      after: `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
      contents: read
      packages: read
    steps:
      - uses: azure/login@v3
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
`,
    },
    {
      title: 'The job’s own permissions, which replace those of the workflow',
      path,
      before: `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: ⟦azure/login@v3⟧
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          allow-no-subscriptions: true
`,
    },
    {
      title: 'A workflow that others call: the caller decides',
      path,
      before: `on: workflow_call
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: azure/login@v3
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.AZURE_TENANT_ID }}
          allow-no-subscriptions: true
`,
    },
  ],
  check(signIn, { tokenPermissions }) {
    if (tokenPermissions === undefined || isPermitted(tokenPermissions)) return undefined;
    return {
      range: siteRange(signIn),
      message:
        'The token for this sign-in comes from GitHub, but the job may not ask for one: ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set. Add id-token: write to the permissions of the job.',
    };
  },
  remedy: (_signIn, { tokenPermissions }) => permitting(tokenPermissions),
  checkStep(step) {
    const { permissions, site } = step;
    if (azureLoginFlow(step) !== 'service-principal-federated') return undefined;
    if (permissions === undefined || isPermitted(permissions)) return undefined;
    const isGiven = permissions.kind === 'given';
    return {
      range: site,
      message: `This step signs in with an OpenID Connect token that the job may not ask for${isGiven ? '' : ', since nothing permits it'}, so it fails: "Please make sure to give write permissions to id-token in the workflow." Add id-token: write to the permissions of the job.`,
      related: isGiven
        ? [
            {
              range: permissions.range,
              message: 'What the token of the job may do: id-token is not among it.',
            },
          ]
        : [],
    };
  },
  remedyAtStep: ({ permissions }) => permitting(permissions),
};

/** True where a token may be asked for, or where somebody else decides. */
function isPermitted(permissions: TokenPermissions): boolean {
  return (
    permissions.kind === 'of-caller' ||
    (permissions.kind === 'given' && permissions.scopes['id-token'] === 'write')
  );
}

function permitting(permissions: TokenPermissions | undefined): Remedy {
  return repairedBy({
    id: 'missing-id-token-permission',
    title: 'Permit the job to ask for an OpenID Connect token',
    safety: 'needs-confirmation',
    changes: [],
    hostChange: { kind: 'permit', permission: ['id-token', 'write'] },
    promises: undefined,
    notes: [
      'Every step of the job can ask for such a token then.',
      ...(permissions?.kind === 'default' ? [losesDefault] : []),
    ],
  });
}

const losesDefault =
  'Permissions that are written take the place of the repository’s default: what the restricted default gives is written out. If the job pushes, comments or releases, add those scopes.';
