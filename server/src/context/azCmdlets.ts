/** How a cmdlet of Azure PowerShell (Az, and AzureRM before it) uses the session. */
export type CmdletUse =
  /** It works with the session itself, a directory, or what needs no subscription. */
  | 'none'
  | 'chooses-default'
  | 'reads'
  /** It certainly creates, updates or deletes Azure resources through ARM. */
  | 'writes';

const cmdlet = /^([a-z]+)-az(?:urerm)?(?!ure)([a-z]\w*)$/;

/** Nouns about the session, the module, Microsoft Graph, or a resource's own data; they need no subscription. */
const others =
  /^(?:account|context|contextautosave|config|configfromcache|accesstoken|environment|tenant|subscription|alias|error|modulealias|datacollection|survey|ad[a-z]|keyvault(?:secret|key|certificate|managedstorage)|storage(?:blob|container|context|directory|file|queue|share|table|cors|sas)|default|restmethod)/;

/** Cmdlets that only prepare an object for another one. */
const prepares =
  /(?:config|object|context|rule|setting)s?$|^vm(?:os|operating|source|data|network|boot|secret|uefi|security)/;

const changes: ReadonlySet<string> = new Set(['new', 'set', 'remove', 'update', 'add']);

/** Takes a cmdlet's name in lower case, says how it uses the session; undefined if it is none of Azure PowerShell. */
export function useOfCmdlet(name: string): CmdletUse | undefined {
  const [, verb = '', noun = ''] = cmdlet.exec(name) ?? [];
  if (noun === '') return undefined;
  if (/^(?:set|select)-az(?:urerm)?(?:context|subscription)$/.test(name)) return 'chooses-default';
  if (others.test(noun)) return 'none';
  return changes.has(verb) && !prepares.test(noun) ? 'writes' : 'reads';
}
