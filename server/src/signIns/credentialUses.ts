import type { Command, Dialect, Word } from '../model';
import { prefixOf, programName } from './words';

/** A command that signs in to something else than Azure Resource Manager with a user's password. */
export interface CredentialUse {
  /** The words that make it so. */
  readonly words: readonly Word[];
  /** Why it stops working, as a sentence. */
  readonly why: string;
  /** What to use instead, as a sentence. */
  readonly successor: string;
  /** True if the module is retired or the parameter is gone, so that it fails without MFA too. */
  readonly isGone: boolean;
}

interface Row extends Omit<CredentialUse, 'words'> {
  /** The program's name, in lower case. */
  readonly program: RegExp;
  /** The shell that has it; all if absent. */
  readonly dialect?: Dialect;
  /** The words that make it a use of a password; empty if it is none. */
  readonly find: (words: readonly Word[]) => readonly Word[];
}

const byPassword = 'Signs in as a user with a password, which cannot answer MFA here either.';

/** A cmdlet's credential: the parameter, by a prefix that fits no other, and its value; or the hash table that has it. */
const credential: Row['find'] = (words) => {
  const at = words.findIndex(
    (word) => /^[-\u2013-\u2015]cred/i.test(prefixOf(word)) && !/^["']/.test(word.source),
  );
  if (at < 0) return words.filter(({ table }) => table?.entries.some(({ name }) => /^cred/i.test(name)));
  const isJoined = /:./.test(words[at]?.source ?? '');
  return words.slice(at, isJoined ? at + 1 : at + 2);
};

const cmdlet = { dialect: 'powershell', find: credential } as const;

/** An option with one of some values, in a word of its own or joined to it. */
const optionWith =
  (option: RegExp, value: RegExp): Row['find'] =>
  (words) => {
    for (const [i, word] of words.entries()) {
      const text = prefixOf(word);
      const name = option.exec(text)?.[0];
      if (name === undefined) continue;
      const own = text.slice(name.length).replace(/^=/, '');
      if (own !== '' ? value.test(own) : value.test(prefixOf(words[i + 1]))) {
        return words.slice(i, own === '' ? i + 2 : i + 1);
      }
    }
    return [];
  };

const entraPassword = optionWith(/^--authentication-method/, /^ActiveDirectoryPassword$/i);

/** `sqlcmd -G -U name`: Microsoft Entra, and a user. */
const sqlcmd: Row['find'] = (words) => {
  const explicit = entraPassword(words);
  if (explicit.length > 0) return explicit;
  const has = (letter: string): Word | undefined =>
    words.find((word) => new RegExp(`^-${letter}`).test(prefixOf(word)));
  const [entra, user] = [has('G'), has('U')];
  const chooses = words.some((word) => prefixOf(word).startsWith('--authentication-method'));
  return entra && user && !chooses ? [entra, user].sort((a, b) => a.range.start - b.range.start) : [];
};

const m365Password = optionWith(/^(?:-t|--authType)/, /^password$/i);

const graph =
  'Use Connect-MgGraph or Connect-Entra: with -Identity, or with -ClientId, -TenantId and -CertificateThumbprint.';

/**
 * Who else takes a user's name and password. Sources: the reference of each command; Microsoft 365 message
 * MC1248389 for Exchange Online.
 */
const rows: readonly Row[] = [
  {
    program: /^connect-msolservice$/,
    ...cmdlet,
    why: 'The MSOnline module is retired, and a password cannot answer MFA.',
    successor: graph,
    isGone: true,
  },
  {
    program: /^connect-azuread$/,
    ...cmdlet,
    why: 'The AzureAD module is retired, and a password cannot answer MFA.',
    successor: graph,
    isGone: true,
  },
  {
    program: /^connect-mggraph$/,
    ...cmdlet,
    why: 'Connect-MgGraph has no -Credential.',
    successor: 'Use -Identity, or -ClientId, -TenantId and -CertificateThumbprint.',
    isGone: true,
  },
  {
    program: /^connect-exchangeonline$/,
    ...cmdlet,
    why: 'Modules released since July 2026 have no -Credential: a password cannot answer MFA.',
    successor: 'Use -AppId, -CertificateThumbprint and -Organization, or -ManagedIdentity and -Organization.',
    isGone: true,
  },
  {
    program: /^connect-ippssession$/,
    ...cmdlet,
    why: 'Modules released since July 2026 have no -Credential: a password cannot answer MFA.',
    successor: 'Use -AppId, -CertificateThumbprint and -Organization.',
    isGone: true,
  },
  {
    program: /^connect-microsoftteams$/,
    ...cmdlet,
    why: byPassword,
    successor: 'Use -ApplicationId, -TenantId and -CertificateThumbprint.',
    isGone: false,
  },
  {
    program: /^connect-pnponline$/,
    ...cmdlet,
    why: byPassword,
    successor: 'Use -ClientId and -Tenant with a certificate.',
    isGone: false,
  },
  {
    program: /^sqlcmd(?:\.exe)?$/,
    find: sqlcmd,
    why: byPassword,
    successor:
      'Use --authentication-method with ActiveDirectoryManagedIdentity or ActiveDirectoryServicePrincipal, in sqlcmd (Go).',
    isGone: false,
  },
  {
    program: /^kubelogin(?:\.exe)?$/,
    find: optionWith(/^(?:-l|--login)/, /^ropc$/i),
    why: byPassword,
    successor: 'Use -l workloadidentity, -l msi, -l azurecli or -l spn.',
    isGone: false,
  },
  {
    program: /^m365$/,
    find: (words) => (prefixOf(words[0]) === 'login' ? m365Password(words) : []),
    why: byPassword,
    successor: 'Use --authType certificate or secret.',
    isGone: false,
  },
];

/** Finds text that may be such a command. */
export const credentialUseCandidate =
  /\bconnect-(?:msolservice|azuread|mggraph|exchangeonline|ippssession|microsoftteams|pnponline)\b|\bsqlcmd\b|\bkubelogin\b|\bm365\b/i;

/** Takes a command and the shell that runs it, returns what it does with a user's password, or undefined. */
export function readCredentialUse(
  { words: [name, ...words] }: Command,
  shell: Dialect,
): CredentialUse | undefined {
  if (name === undefined) return undefined;
  const program = programName(name).toLowerCase();
  for (const { program: names, dialect = shell, find, ...use } of rows) {
    const found = dialect === shell && names.test(program) ? find(words) : [];
    if (found.length > 0) return { ...use, words: found };
  }
  return undefined;
}
