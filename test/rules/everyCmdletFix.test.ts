import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { hosts } from '../../server/src/context/hosts';
import type { Fix, HostId } from '../../server/src/model';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings } from '../../server/src/settings';
import { pathOf } from '../support/fixtures';
import { loadProver } from '../support/prover';

let provable: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  provable = await loadProver();
});

const secret = 'q9Zt7Vw2';
const valued = (...names: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom('-', '-', '–'),
      fc.constantFrom(...names),
      fc.constantFrom(' ', ':', ': '),
      fc.constantFrom('$x', '"$x"', "'a b'", 'a', '$env:X', '(Get-Thing)', '$c.UserName', `'${secret}'`),
    )
    .map((parts) => parts.join(''));
const parameter = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('-Credential $c', '-Cred:$c', '-Credential (Get-Credential)') },
  valued('Tenant', 'TenantId', 'Domain', 'ten'),
  valued('Subscription', 'SubscriptionId', 'Environment', 'ContextName', 'AuthScope', 'AccountId'),
  valued('ApplicationId', 'CertificateThumbprint', 'CertificatePath', 'FederatedToken', 'AccessToken'),
  fc.constantFrom(
    '-ServicePrincipal',
    '-ServicePrincipal:$true',
    '-ServicePrincipal:$false',
    '-Identity',
    '-MSI',
  ),
  fc.constantFrom(
    '-UseDeviceAuthentication',
    '-Device:$x',
    '-Force',
    '-ErrorAction Stop',
    '-Scope Process',
    '@p',
  ),
);
const scripts = fc
  .tuple(
    fc.constantFrom(
      '',
      "$tenantId = 'a.b'\n",
      `$c = [pscredential]::new($u, (ConvertTo-SecureString '${secret}' -AsPlainText -Force))\n`,
      "$p = @{ Tenant = 'a.b' }\n",
    ),
    fc.constantFrom('Connect-AzAccount', 'Login-AzAccount', 'Add-AzureRmAccount'),
    fc.uniqueArray(parameter, { maxLength: 5, selector: (text) => text.slice(1, 5).toLowerCase() }),
    fc.constantFrom(' ', ' `\n    '),
    fc.constantFrom('', ' | Out-Null', ' > $null', ' # why'),
    fc.constantFrom('', '\nGet-AzVM', '\nSet-AzContext -Subscription x\nNew-AzVM'),
  )
  .map(
    ([first, name, parameters, gap, end, rest]) => `${first}${[name, ...parameters].join(gap)}${end}${rest}`,
  );

describe('every fix of any Connect-AzAccount', () => {
  it('is proven, keeps its promise, carries no secret, and has nothing more to do', function () {
    this.timeout(600_000);
    fc.assert(
      fc.property(scripts, fc.constantFrom(...(Object.keys(hosts) as HostId[])), (script, host) => {
        const at = { path: pathOf('powershell'), host };
        const { analysis, prove } = provable(script, at);
        for (const finding of analysis.findings) {
          if (finding.analysed === undefined) continue;
          const { fixes, refusals } = remedyOf(finding, finding.analysed.context, defaultSettings);
          equal(fixes.length + refusals.length > 0, true, `neither fix nor reason: ${script}`);
          for (const fix of fixes) {
            const proof = prove(finding, fix);
            const where = `${host} ${JSON.stringify(script)} ${fix.id}`;
            equal('refused' in proof ? proof.refused : undefined, undefined, where);
            if ('refused' in proof) continue;
            equal(proof.text.split(secret).length <= script.split(secret).length, true, where);
            const said = [fix.title, ...fix.notes, ...fix.prerequisites.map(({ text }) => text)].join();
            equal(said.includes(secret), false, said);
            equal(fix.title.length <= 60, true, fix.title);
            const after = provable(proof.text, at).analysis;
            equal(after.signIns[0]?.signIn.flow, fix.promises, `${where}\n${proof.text}`);
            const again: readonly Fix[] = after.findings
              .filter(({ rule }) => rule === finding.rule)
              .flatMap((each) =>
                each.analysed ? remedyOf(each, each.analysed.context, defaultSettings).fixes : [],
              );
            equal(
              again.some(({ id }) => id === fix.id),
              false,
              `again: ${where}\n${proof.text}`,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
