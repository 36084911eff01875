import { doesNotMatch, equal, match } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { hosts } from '../../server/src/context/hosts';
import { identities } from '../../server/src/identities';
import type { HostId, IdentityId, ToolId } from '../../server/src/model';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { fixIn, load, password } from './fixes';

before(load);

const hostIds = Object.keys(hosts) as HostId[];

describe('set-up text', () => {
  const text = (id: IdentityId, host: HostId, cloud: 'public' | 'sovereign' = 'public') =>
    identities[id].setUp({ host, cloud, dialect: 'bash' }, defaultSettings);
  it('assigns roles to the principal by object id, with role and scope', () => {
    for (const id of Object.keys(identities) as IdentityId[]) {
      if (id === 'user-with-tenant') continue;
      for (const host of hostIds) {
        match(
          text(id, host),
          /az role assignment create --assignee-object-id <principal-id> --assignee-principal-type ServicePrincipal --role "<role>" --scope /,
        );
      }
    }
  });
  it('names every variable of the fix by its configured name', () => {
    const settings = { ...defaultSettings, variables: { ...defaultVariables, clientId: 'MY_APP' } };
    for (const id of Object.keys(identities) as IdentityId[]) {
      const host = id === 'user-with-tenant' ? 'laptop' : 'shell';
      const setUp = identities[id].setUp({ host, cloud: 'public', dialect: 'bash' }, settings);
      for (const { kind, text: needed } of fixIn(`${password}\naz group list`, id, host, settings)
        .prerequisites) {
        const name = /^The variable (\w+)/.exec(needed)?.[1];
        if (kind === 'variable') equal(setUp.includes(`${String(name)}: `), true, `${id} ${needed}`);
      }
    }
  });
  it('is for the tool that signs in', () => {
    const textFor = (id: IdentityId, tool: ToolId, host: HostId = 'gitlab') =>
      identities[id].setUp({ host, cloud: 'public', tool, dialect: 'bash' }, defaultSettings);
    match(textFor('federated', 'azd auth login'), /AZURE_OIDC_TOKEN/);
    match(textFor('federated', 'azd auth login', 'azure-pipelines'), /SYSTEM_ACCESSTOKEN/);
    doesNotMatch(textFor('federated', 'azd auth login'), /AZURE_FEDERATED_TOKEN_FILE|AZURE_SUBSCRIPTION_ID/);
    match(textFor('federated', 'Connect-AzAccount'), /AZURE_FEDERATED_TOKEN_FILE/);
    match(
      textFor('certificate', 'Connect-AzAccount'),
      /certificate store[^]*AZURE_CLIENT_CERTIFICATE_THUMBPRINT/,
    );
    match(textFor('certificate', 'azd auth login'), /chmod 600[^]*AZURE_CLIENT_CERTIFICATE_PATH/);
    doesNotMatch(textFor('system-assigned', 'azd auth login', 'azure-vm'), /Set /);
  });
  it('offers the user-assigned identity before an app registration', () => {
    const setUp = text('federated', 'gitlab');
    equal(setUp.indexOf('az identity create') < setUp.indexOf('az ad app create'), true);
  });
  const facts: readonly (readonly [host: HostId, lines: readonly RegExp[]])[] = [
    [
      'github-hosted',
      [
        /--issuer "https:\/\/token\.actions\.githubusercontent\.com"/,
        /repo:<owner>\/<repository>:environment:<environment>/,
        /repo:<owner>\/<repository>:pull_request/,
        /repo:<owner>@<owner-id>\/<repository>@<repository-id>:/,
        /id-token: write/,
        /azure\/login@v3/,
        /--audiences "api:\/\/AzureADTokenExchange"/,
      ],
    ],
    ['azure-pipelines', [/Copy issuer and subject from the service connection/, /delete az login/]],
    [
      'gitlab',
      [
        /project_path:<group>\/<project>:ref_type:branch:ref:<branch>/,
        /--audiences "https:\/\/gitlab\.com"/,
        /aud: https:\/\/gitlab\.com/,
      ],
    ],
    [
      'kubernetes',
      [/system:serviceaccount:<namespace>:<service-account>/, /azure\.workload\.identity\/use: "true"/],
    ],
    ['google-cloud', [/--issuer "https:\/\/accounts\.google\.com"/, /unique id of the service account/]],
    ['bitbucket', [/not\s+#\s+established here/]],
    ['jenkins', [/the plug-in OpenID Connect Provider/]],
    ['image-build', [/docker build --secret id=federated-token/, /RUN --mount=type=secret/]],
    ['on-premises', [/not known here/, /claims iss, sub/]],
  ];
  for (const [host, lines] of facts) {
    it(`of a federated token: ${host}`, () => {
      for (const line of lines) match(text('federated', host), line);
    });
  }
  it('computes no subject for Azure Pipelines', () => {
    equal(/sc:\/\/|vstoken/.test(text('federated', 'azure-pipelines')), false);
  });
  it('has the audience of the cloud', () => {
    match(text('federated', 'gitlab', 'sovereign'), /AzureADTokenExchangeUSGov/);
    equal(/USGov|China/.test(text('federated', 'github-hosted')), false);
  });
  it('assigns the identity by the command of the host', () => {
    match(text('user-assigned', 'azure-vm'), /az vm identity assign .*--identities <identity-id>/);
    match(text('user-assigned', 'azure-app'), /az webapp identity assign .*--identities/);
    match(text('user-assigned', 'azure-app'), /az containerapp identity assign .*--user-assigned/);
    match(
      text('system-assigned', 'azure-vm'),
      /az vm identity assign --name <vm> --resource-group <resource-group>\n/,
    );
    equal(/az \w+ identity assign/.test(text('system-assigned', 'azure-arc')), false);
  });
  it('has commands that bash reads, in the remarks on the token too', () => {
    const scripts = (Object.keys(identities) as IdentityId[]).flatMap((id) =>
      hostIds.map((host) => text(id, host).replace(/<[\w:/-]+>/g, 'x')),
    );
    const remarks = scripts.flatMap((script) => [
      ...script.replace(/^# +/gm, '').matchAll(/^\(umask .*FILE"\)$/gm),
    ]);
    equal(new Set(remarks.map(([command]) => command)).size, 6);
    execFileSync('bash', ['-n'], { input: [...scripts, ...remarks.map(([command]) => command)].join('\n') });
  });
  it('never puts a secret where a shell or a log would show it', () => {
    for (const id of Object.keys(identities) as IdentityId[]) {
      for (const host of hostIds) equal(/--password|echo /.test(text(id, host)), false, `${id} ${host}`);
    }
  });
});
