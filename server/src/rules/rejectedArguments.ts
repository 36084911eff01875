import { renameOption, rewriteArguments } from '../identities/arguments';
import type { Rejection, Remedy, SignIn } from '../model';
import type { Settings } from '../settings';
import { tools } from '../signIns';
import { isDashLeadingSecret, option } from '../signIns/option';
import { notRepaired, repairedBy } from './repair';
import type { Rule } from './rule';
import { rangeOf, siteRange } from './site';
import { sources } from './sources';

export const rejectedArguments: Rule = {
  id: 'rejected-arguments',
  summary: 'The tool refuses these arguments before it signs in',
  why: `Some options exclude each other (\`--identity\` and \`--tenant\`), some need another one, some were removed, and an
abbreviation may fit several. The Azure CLI then prints an error and signs nobody in: exit status 2 from its parser, 1 from
the sign-in's own checks. \`azd auth login\` takes no abbreviations, and a service principal there needs \`--tenant-id\`
and exactly one credential; it ends with exit status 1. PowerShell refuses parameters of \`Connect-AzAccount\` that belong
to no common set: \`Parameter set cannot be resolved using the specified named parameters.\``,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'warning' },
  confidence: 'Certain; likely if words such as `$EXTRA` may change what is given.',
  fixSafety:
    'Where a managed identity is given arguments that it does not take, they can be dropped; where a service principal is named with `--client-id`, that can become `--username`. Both need confirmation. For other arguments there is no fix, since what the author meant is not known.',
  safety: 'needs-confirmation',
  sources: [
    sources.signInCode,
    sources.signInOptions,
    sources.parser,
    sources.azdSignInCode,
    sources.connectCode,
  ],
  cases: [
    {
      title: 'A managed identity takes no tenant',
      before: 'az login --identity ⟦--tenant contoso.example⟧',
      after: 'az login --identity',
    },
    {
      title: 'A service principal by `--client-id`, which only a managed identity takes',
      before:
        'az login ⟦--service-principal⟧ --client-id "$APP_ID" --password="$SECRET" --tenant contoso.example',
      after:
        'az login --service-principal --username "$APP_ID" --password="$SECRET" --tenant contoso.example',
    },
    { title: 'An option that was removed', before: 'az login ⟦--msi⟧' },
    {
      title: 'Parameters of no common set',
      dialect: 'powershell',
      before: 'Connect-AzAccount ⟦-Identity -Credential $cred⟧',
    },
    {
      title: 'A service principal without a tenant',
      before: 'azd auth login ⟦--client-id "$APP_ID"⟧ --client-secret "$SECRET"',
    },
  ],
  check(signIn) {
    const rejection = signIn.rejections.find(
      (each) =>
        each.reason === 'arguments' || (each.reason === 'dash-leading-value' && !isDashLeadingSecret(each)),
    );
    if (signIn.flow !== 'rejected' || !rejection) return undefined;
    const range = rangeOf(rejection.words, siteRange(signIn));
    const misplaced = range.end <= (signIn.site.at(-1)?.range.start ?? 0);
    return {
      range,
      message: `${tools[signIn.tool].product} refuses these arguments and signs nobody in: "${rejection.error}" ${exitOf(rejection)}.${misplaced ? ' Options must follow the word login.' : ''}`,
    };
  },
  remedy(signIn, _context, settings) {
    const [rejection, another] = signIn.rejections;
    // The parser's own errors, which end with status 2, leave open what was meant.
    if (
      signIn.tool === 'az login' &&
      rejection?.exit === 1 &&
      another === undefined &&
      signIn.extras.length === 0
    ) {
      const repair = withoutConflicts(signIn, settings) ?? withUsername(signIn, settings);
      if (repair !== undefined) return repair;
    }
    return notRepaired('What is meant by these arguments is not known, so they are left to you.');
  },
};

function exitOf({ exit }: Rejection): string {
  return exit === undefined ? '' : ` (exit status ${exit})`;
}

/** What a managed identity refuses. Source: azure-cli profile/custom.py. */
const conflicts: ReadonlySet<string> = new Set([
  'tenant',
  'service-principal',
  'use-device-code',
  'use-cert-sn-issuer',
  'skip-subscription-discovery',
]);

/** Drops what a managed identity does not take, if it is clear that one is meant and which. */
function withoutConflicts(signIn: SignIn, settings: Settings): Remedy | undefined {
  const has = (name: string): boolean => option(signIn, name) !== undefined;
  const kept = signIn.options.filter(({ name }) => !conflicts.has(name));
  const promises = tools[signIn.tool].flowOf(kept, settings);
  if (promises !== 'managed-identity' || has('username') || has('password')) return undefined;
  const { changes, dropped } = rewriteArguments(signIn, [], conflicts);
  const names = dropped.map((name) => `--${name}`).join(', ');
  return repairedBy({
    id: 'rejected-arguments',
    title: 'Drop what a managed identity does not take',
    safety: 'needs-confirmation',
    changes,
    promises,
    notes: [`Drops ${names}: a managed identity signs in by itself, to its own tenant.`],
  });
}

/** `--service-principal --client-id X`: the client id of a service principal is its user name. */
function withUsername(signIn: SignIn, settings: Settings): Remedy | undefined {
  const given = option(signIn, 'client-id');
  if (given === undefined || option(signIn, 'username')) return undefined;
  const renamed = signIn.options.map((each) => (each === given ? { ...each, name: 'username' } : each));
  const promises = tools[signIn.tool].flowOf(renamed, settings);
  const rename = renameOption(signIn, given, 'username');
  if (!promises.startsWith('service-principal-') || rename === undefined) return undefined;
  return repairedBy({
    id: 'rejected-arguments',
    title: 'Name the service principal with --username',
    safety: 'needs-confirmation',
    changes: [rename],
    promises,
    reveals: ['service-principal-without-tenant', 'certificate-as-password'],
  });
}
