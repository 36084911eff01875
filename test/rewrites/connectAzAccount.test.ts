import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDocument, type Analysis, type AnalysisInput } from '../../server/src/engine';
import type { Flow } from '../../server/src/model';
import { proveFix } from '../../server/src/rewrites';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings, defaultVariables } from '../../server/src/settings';
import { azurePowerShellFixtures } from '../support/fixtures';
import { describeWithPowershell, runInPowershell } from '../support/powershell';

/** PowerShell is read without a grammar. */
const grammar = (name: string): never => {
  throw new Error(`${name} is not needed`);
};

const inputOf = (text: string): AnalysisInput => ({
  document: { path: 'script.ps1', languageId: 'powershell', text },
  settings: defaultSettings,
});

function analyse(text: string): Analysis {
  const open = openDocument(grammar);
  try {
    const analysing = open.update(inputOf(text), undefined, () => false);
    for (;;) {
      const step = analysing.next();
      if (step.done) return step.value;
    }
  } finally {
    open.dispose();
  }
}

const flowOfSet: Readonly<Record<string, Flow>> = {
  UserWithSubscriptionId: 'interactive',
  'UserWithSubscriptionId device': 'device-code',
  UserWithCredential: 'ropc',
  ServicePrincipalWithSubscriptionId: 'service-principal-secret',
  ServicePrincipalCertificateWithSubscriptionId: 'service-principal-certificate',
  ClientAssertionParameterSet: 'service-principal-federated',
  ManagedServiceLogin: 'managed-identity',
};

const standInFile = 'test/support/connectAzAccount.ps1';
const standIn = `${readFileSync(standInFile, 'utf8')}
'Login-AzAccount', 'Add-AzAccount', 'Login-AzureRmAccount', 'Add-AzureRmAccount', 'Connect-AzureRmAccount' |
  ForEach-Object { Set-Alias $_ Connect-AzAccount }
$cred = $other = $asked = $template = $loop = [pscredential]::new('user', (ConvertTo-SecureString 'x' -AsPlainText -Force))
$u = 'user'; $t = 'contoso.example'; $s = 'subscription'; $id = 'id'; $app = 'app'; $print = 'print'
`;

describeWithPowershell('every fix of Connect-AzAccount, bound by PowerShell', function () {
  this.timeout(600_000);
  it('chooses the parameter set that the fix promises', () => {
    const promised: { readonly flow: Flow | undefined; readonly command: string }[] = [];
    for (const { name, text } of azurePowerShellFixtures()) {
      const { findings, signIns } = analyse(text);
      for (const finding of findings) {
        const { analysed } = finding;
        if (analysed?.signIn.tool !== 'Connect-AzAccount') continue;
        const number = signIns.indexOf(analysed);
        for (const fix of remedyOf(finding, analysed.context, defaultSettings).fixes) {
          const proof = proveFix(inputOf(text), grammar, finding, fix);
          if ('refused' in proof) throw new Error(`${name}: ${fix.id}: ${proof.refused}`);
          const command = analyse(proof.text).signIns[number]?.signIn.command;
          assert.ok(command, fix.id);
          const words = command.words.map(({ source }) => source.replace(/^Az\.Accounts\\/, ''));
          const tables = command.words.flatMap(({ source, table }) => {
            const range = table?.entries[0]?.word.within?.range ?? { start: 0, end: 0 };
            return table ? `$${source.slice(1)} = @{${proof.text.slice(range.start, range.end)}}\n` : [];
          });
          promised.push({ flow: fix.promises, command: tables.join('') + words.join(' ') });
        }
      }
    }
    assert.ok(promised.length > 100, String(promised.length));
    const names = Object.values<string>({ ...defaultVariables });
    const env = Object.fromEntries(names.map((name) => [name, name]));
    const runs = runInPowershell(
      promised.map(({ command }) => `${standIn}${command}`),
      { ...env, [defaultVariables.federatedTokenFile]: path.resolve(standInFile) },
    );
    for (const [i, { flow, command }] of promised.entries()) {
      const output = runs[i]?.output.trim().split('\n')[0]?.trim() ?? '';
      assert.equal(flowOfSet[output], flow, `${command}\n${runs[i]?.output ?? ''}`);
    }
  });
});
