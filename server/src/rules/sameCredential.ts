import { readCredentialUse } from '../signIns/credentialUses';
import type { Rule } from './rule';
import { rangeOf } from './site';
import { sources } from './sources';

export const sameCredential: Rule = {
  id: 'same-credential',
  summary: 'Signs in to another service with a user’s password',
  why: `A script that signs in to Azure with a user’s password often uses the same user for Microsoft Entra, Exchange,
Teams, SharePoint, SQL or Kubernetes as well. None of them can answer MFA with a password, so a migration is not done
until these have another identity too. The message names what to use instead.

The modules MSOnline and AzureAD are retired, Exchange Online’s modules have no \`-Credential\` since July 2026, and
\`Connect-MgGraph\` never had one.`,
  severity: {
    unattended: 'information',
    unknown: 'information',
    attended: 'information',
    documentation: 'none',
  },
  severityNote: 'A warning for retired modules and parameters that are gone, unless somebody is there.',
  confidence:
    'Certain that a user’s password is used; whether it is the same user the script does not always say.',
  fixSafety: 'There is no fix: the other service needs an identity and rights of its own.',
  safety: 'no-fix',
  additional: true,
  sources: [
    sources.ropc,
    sources.exchangeCredential,
    sources.mgGraph,
    sources.teams,
    sources.sqlcmd,
    sources.kubelogin,
  ],
  cases: [
    {
      title: 'Kubernetes',
      before: 'az login --identity\nkubelogin convert-kubeconfig ⟦-l ropc⟧',
    },
    {
      title: 'Exchange Online',
      dialect: 'powershell',
      before: 'Connect-AzAccount -Identity\nConnect-ExchangeOnline ⟦-Credential $cred⟧',
    },
    { title: 'Azure SQL', before: 'sqlcmd -S demo.database.windows.net ⟦-G -U⟧ "$AZ_USER" -P "$AZ_PASS"' },
  ],
  checkCommand(command, { attended }) {
    const use = readCredentialUse(command);
    if (use === undefined) return undefined;
    return {
      range: rangeOf(use.words, command.range),
      message: `${use.why} ${use.successor}`,
      ...(use.isGone && attended !== 'attended' ? { severity: 'warning' } : {}),
    };
  },
};
