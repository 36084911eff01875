import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { identityFixes } from '../../server/src/identities';
import type { Change, Context, HostId, IdentityId, NewPart } from '../../server/src/model';
import { defaultSettings } from '../../server/src/settings';
import { tools } from '../../server/src/signIns';
import { powerShellSignIn } from '../support/cmdlets';

const contextAt = (host: HostId, rest: Partial<Context> = {}): Context => ({
  host,
  attended: 'unknown',
  cloud: 'public',
  tenantEvidence: undefined,
  following: { firstWrite: undefined, needsSubscription: false, choosesSubscription: false },
  ...rest,
});

/** What a line can be rewritten to, with its words as text. */
function rewritten(line: string, context: Context = contextAt('shell')) {
  const signIn = powerShellSignIn(line);
  ok(signIn);
  const { fixes, refusals } = identityFixes(signIn, context, defaultSettings);
  const texts = new Map(
    fixes.map(({ identity, changes }) => [identity, applied(line, signIn.command.words, changes)]),
  );
  return { signIn, fixes, refusals, texts };
}

/** The line with words put in and taken out, new ones as PowerShell would get them. */
function applied(
  line: string,
  words: readonly { readonly source: string }[],
  changes: readonly Change[],
): string {
  const shown = (part: NewPart): string => {
    if (typeof part === 'string') return part;
    if ('variable' in part) return `$env:${part.variable}`;
    if ('contentOfFileIn' in part) return `content:${part.contentOfFileIn}`;
    if ('source' in part) return line.slice(part.source.start, part.source.end);
    return `credential:${part.credentialOf.name}:${part.credentialOf.secret}`;
  };
  return words
    .flatMap((word) => {
      const edits = changes.flatMap((change) => (change.kind === 'setWords' ? change.edits : []));
      const isGone = edits.some(({ remove }) => remove.some((each) => each === word));
      const here = edits.filter(({ remove, after }) => remove[0] === word || after === word);
      const added = here.flatMap(({ insert }) => insert.flat().map((each) => each.map(shown).join('')));
      return [...(isGone ? [] : [word.source]), ...added];
    })
    .join(' ');
}

describe('rewriting Connect-AzAccount', () => {
  const cases: readonly (readonly [line: string, identity: IdentityId, after: string])[] = [
    ['Connect-AzAccount -Credential $c', 'system-assigned', 'Connect-AzAccount -Identity'],
    [
      'Connect-AzAccount -Credential $c -Tenant $t',
      'user-assigned',
      'Connect-AzAccount -Identity -AccountId $env:AZURE_MANAGED_IDENTITY_CLIENT_ID',
    ],
    [
      'Login-AzAccount -UseDeviceAuthentication -Force',
      'user-assigned-resource-id',
      'Login-AzAccount -Identity -AccountId $env:AZURE_MANAGED_IDENTITY_RESOURCE_ID -Force',
    ],
    [
      'Connect-AzAccount -Credential $c',
      'federated',
      'Connect-AzAccount -ServicePrincipal -Tenant $env:AZURE_TENANT_ID -ApplicationId $env:AZURE_CLIENT_ID -FederatedToken content:AZURE_FEDERATED_TOKEN_FILE',
    ],
    [
      'Connect-AzAccount -Credential $c -TenantId $t -AuthScope Storage -SubscriptionName $s',
      'federated',
      'Connect-AzAccount -ServicePrincipal -ApplicationId $env:AZURE_CLIENT_ID -FederatedToken content:AZURE_FEDERATED_TOKEN_FILE -TenantId $t -SubscriptionName $s',
    ],
    [
      'Connect-AzAccount -AccountId me@contoso.example -ClaimsChallenge $x -ea Stop',
      'certificate',
      'Connect-AzAccount -ServicePrincipal -Tenant $env:AZURE_TENANT_ID -ApplicationId $env:AZURE_CLIENT_ID -CertificateThumbprint $env:AZURE_CLIENT_CERTIFICATE_THUMBPRINT -ea Stop',
    ],
    [
      'Connect-AzAccount -Cred:$c -Scope Process',
      'secret',
      'Connect-AzAccount -ServicePrincipal -Tenant $env:AZURE_TENANT_ID -Credential credential:AZURE_CLIENT_ID:AZURE_CLIENT_SECRET -Scope Process',
    ],
    [
      'Connect-AzAccount -ServicePrincipal -Credential $c -Tenant $t',
      'federated',
      'Connect-AzAccount -ServicePrincipal -ApplicationId $env:AZURE_CLIENT_ID -FederatedToken content:AZURE_FEDERATED_TOKEN_FILE -Tenant $t',
    ],
    [
      'Connect-AzAccount -ServicePrincipal:$false -Credential $c -Tenant $t',
      'certificate',
      'Connect-AzAccount -ServicePrincipal -ApplicationId $env:AZURE_CLIENT_ID -CertificateThumbprint $env:AZURE_CLIENT_CERTIFICATE_THUMBPRINT -Tenant $t',
    ],
    [
      'Connect-AzAccount -ApplicationId $a -CertificateThumbprint $p -Tenant $t -SendCertificateChain',
      'federated',
      'Connect-AzAccount -ApplicationId $a -ServicePrincipal -FederatedToken content:AZURE_FEDERATED_TOKEN_FILE -Tenant $t',
    ],
    ['Add-AzureRmAccount $c', 'system-assigned', 'Add-AzureRmAccount -Identity'],
    [
      'Connect-AzAccount -Environment AzureChinaCloud',
      'system-assigned',
      'Connect-AzAccount -Identity -Environment AzureChinaCloud',
    ],
  ];
  for (const [line, identity, after] of cases) {
    it(`${identity}: ${line}`, () => {
      const { signIn, fixes, texts } = rewritten(line);
      equal(texts.get(identity), after);
      const promised = fixes.find((fix) => fix.identity === identity)?.promises;
      equal(
        tools[signIn.tool].read(powerShellSignIn(readable(after))?.command ?? signIn.command, defaultSettings)
          ?.flow,
        promised,
      );
    });
  }

  /** New words as the reader of lines in these tests takes them. */
  const readable = (text: string): string => text.replace(/\b(?:content|credential):[\w:]+/g, '$value');

  it('chooses the subscription in the same command where what follows needs the default one', () => {
    const following = { firstWrite: undefined, needsSubscription: true, choosesSubscription: false };
    const { texts } = rewritten('Connect-AzAccount -Credential $c', contextAt('azure-vm', { following }));
    equal(
      texts.get('system-assigned'),
      'Connect-AzAccount -Identity -Subscription $env:AZURE_SUBSCRIPTION_ID',
    );
    const own = rewritten('Connect-AzAccount -Credential $c -Sub $s', contextAt('azure-vm', { following }));
    equal(own.texts.get('system-assigned'), 'Connect-AzAccount -Identity -Sub $s');
  });

  it('keeps a user where somebody is there, with -Tenant and without a password', () => {
    const attended = contextAt('laptop', { attended: 'attended' });
    const { texts, fixes } = rewritten('Connect-AzAccount -Credential $c', attended);
    equal(texts.get('user-with-tenant'), 'Connect-AzAccount -Tenant $env:AZURE_TENANT_ID');
    match(fixes[0]?.title ?? '', /^Sign in as the same user, with -Tenant \(laptop\)$/);
    match(fixes[0]?.notes.join() ?? '', /Opens a browser .*-Tenant hides/);
  });

  it('keeps the way to ask a user, unless only the run knows it', () => {
    const attended = contextAt('laptop', { attended: 'attended' });
    const ways = ['', ' -Device', ' -Device:$true', ' -Device:$false'].map((way) => {
      const { fixes } = rewritten(`Connect-AzAccount -AccountId a${way}`, attended);
      return fixes.find(({ identity }) => identity === 'user-with-tenant')?.promises;
    });
    deepEqual(ways, ['interactive', 'device-code', 'device-code', 'interactive']);
    const { refusals } = rewritten('Connect-AzAccount -Device:$x', attended);
    match(refusals.join('\n'), /same user.*whether it asks for a device code is only decided/);
  });

  it('names what each identity needs', () => {
    const { fixes } = rewritten('Connect-AzAccount -Credential $c');
    const needs = (identity: IdentityId) =>
      fixes
        .find((fix) => fix.identity === identity)
        ?.prerequisites.map(({ text }) => text)
        .join('\n') ?? '';
    match(needs('secret'), /AZURE_TENANT_ID[^]*AZURE_CLIENT_ID[^]*AZURE_CLIENT_SECRET/);
    match(needs('certificate'), /certificate store[^]*AZURE_CLIENT_CERTIFICATE_THUMBPRINT/);
    match(needs('federated'), /federated credential[^]*AZURE_FEDERATED_TOKEN_FILE/);
  });

  it('says why an identity cannot be had', () => {
    const reasons = (line: string) => rewritten(line).refusals.join('\n');
    match(reasons('Connect-AzAccount -Credential $c'), /by object id: -AccountId takes a client id or/);
    match(reasons('Connect-AzureRmAccount -Credential $c'), /AzureRM has no -FederatedToken/);
    match(
      reasons('Connect-AzAccount -ServicePrincipal -Credential $c -Tenant t'),
      /it already signs in with a client secret/,
    );
    match(reasons('Connect-AzAccount -Credential $c -Identity'), /^Azure PowerShell refuses these/);
    match(reasons('Connect-AzAccount @p'), /How this signs in depends/);
    match(reasons('Connect-AzAccount -Credential $c @p'), /Words that only the run knows/);
  });
});
