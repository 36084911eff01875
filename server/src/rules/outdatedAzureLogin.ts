import type { HostStep, Prerequisite } from '../model';
import { azureLoginFlow, inputOf } from '../signIns/azureLogin';
import { notRepaired, ownFix } from './repair';
import type { Rule } from './rule';
import { sources } from './sources';

const path = '.github/workflows/deploy.yml';

/** The major version that is supported in full. Source: the action's README, "Supported Versions". */
const current = 3;

export const outdatedAzureLogin: Rule = {
  id: 'outdated-azure-login',
  summary: 'An old version of `azure/login`, or one that signs in with a secret',
  why: `Version 1 of \`azure/login\` has reached its end of life and gets no security fixes; version 2 gets nothing else. Version 3 takes
the same inputs and decides in the same way, but runs on Node 24, which a self-hosted runner must be recent enough to have.

\`creds\` holds a client secret, which has to be stored, expires, and works for whoever gets hold of it. With \`client-id\` and \`tenant-id\`
alone the action signs in with an OpenID Connect token that GitHub issues to the job: nothing is stored. It can be the same
service principal, with a federated credential added.`,
  severity: { unattended: 'hint', unknown: 'hint', attended: 'hint', documentation: 'none' },
  severityNote: 'A warning for version 1.',
  confidence:
    'Certain. A commit is taken for the version that the comment behind it names, and for none if there is no such comment.',
  fixSafety:
    'Both fixes ask first: another version needs a recent runner, and OpenID Connect a federated credential and secrets of other names. The job’s permissions keep every scope. A version that is pinned by its commit stays.',
  safety: 'needs-confirmation',
  additional: true,
  sources: [sources.azureLogin, sources.idToken],
  cases: [
    {
      title: 'Version 1',
      path,
      before: `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: ⟦azure/login@v1⟧
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
`,
      after: `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: azure/login@v3
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
`,
    },
    {
      title: 'A secret',
      path,
      before: `on: push
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: ⟦azure/login@v2⟧
        with:
          creds: \${{ secrets.AZURE_CREDENTIALS }}
          enable-AzPSSession: true
`,
      after: `on: push
permissions:
  id-token: write
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: azure/login@v3
        with:
          client-id: \${{ secrets.AZURE_CLIENT_ID }}
          tenant-id: \${{ secrets.AZURE_TENANT_ID }}
          subscription-id: \${{ secrets.AZURE_SUBSCRIPTION_ID }}
          enable-AzPSSession: true
`,
    },
  ],
  checkStep(step) {
    const flow = azureLoginFlow(step);
    if (flow === undefined) return undefined;
    const major = majorOf(step);
    const reasons = [
      ...(major === 1
        ? ['Version 1 of azure/login has reached its end of life: it gets no security fixes.']
        : []),
      ...(major === 2 ? ['Version 2 of azure/login gets security fixes only.'] : []),
      ...(flow === 'service-principal-secret'
        ? ['It signs in with a client secret, which has to be stored and expires; OpenID Connect needs none.']
        : []),
    ];
    if (reasons.length === 0) return undefined;
    return { range: step.site, message: reasons.join(' '), ...(major === 1 && { severity: 'warning' }) };
  },
  remedyAtStep(step, { variables }) {
    const { version, permissions } = step;
    const isOld = (majorOf(step) ?? current) < current;
    if (isOld && !/^v\d/.test(version ?? '')) {
      return notRepaired('The version is pinned by its commit: pin a commit of the newest release instead.');
    }
    const newVersion = isOld ? `v${current}` : undefined;
    const cloud = inputOf(step, 'environment')?.text.trim().toLowerCase() ?? 'azurecloud';
    const signsInBySecret = azureLoginFlow(step) === 'service-principal-secret';
    const reason = !signsInBySecret
      ? undefined
      : permissions?.kind === 'of-caller'
        ? 'OpenID Connect: whoever calls this must permit id-token: write first.'
        : cloud === 'azurecloud'
          ? undefined
          : 'OpenID Connect: another cloud needs an audience of its own.';
    const secrets = [variables.clientId, variables.tenantId, variables.subscriptionId];
    const inputs = ['client-id', 'tenant-id', 'subscription-id'].map(
      (name, i) => [name, `\${{ secrets.${secrets[i] ?? ''} }}`] as const,
    );
    const shared = { safety: 'needs-confirmation', changes: [], promises: undefined } as const;
    const toOpenIdConnect = ownFix({
      ...shared,
      id: 'open-id-connect',
      title: 'Sign in with OpenID Connect instead of a secret',
      hostChange: {
        kind: 'changeAction',
        version: newVersion,
        inputs: { name: 'creds', inputs, permission: ['id-token', 'write'] },
      },
      prerequisites: [
        {
          kind: 'federated-credential',
          text: 'A federated credential on the service principal for the tokens of this repository’s branch or environment.',
        },
        ...secrets.map((name): Prerequisite => ({
          kind: 'variable',
          text: `The secret ${name} of the repository or environment.`,
        })),
      ],
      notes: [
        'Workflows that run for a pull request from a fork get no such token.',
        ...(permissions?.kind === 'default'
          ? ['The restricted default of permissions is written out: add what else the job needs.']
          : []),
      ],
    });
    const toCurrent = ownFix({
      ...shared,
      id: 'azure-login-version',
      title: `Use azure/login@v${current}`,
      hostChange: { kind: 'changeAction', version: newVersion, inputs: undefined },
      notes: ['It runs on Node 24: a self-hosted runner must be recent.'],
    });
    if (reason !== undefined) return notRepaired(reason);
    return { fixes: [signsInBySecret ? toOpenIdConnect : toCurrent], refusals: [] };
  },
};

/** The major version that a step runs; undefined for a branch, and for a commit that no comment explains. */
function majorOf({ version, versionNote }: HostStep): number | undefined {
  const named = /^v?(\d{1,3})(?:\.|$)/.exec(version ?? '') ?? /^v?(\d{1,3})(?:\.|$)/.exec(versionNote ?? '');
  return named === null ? undefined : Number(named[1]);
}
