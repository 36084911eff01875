import type { Dialect } from '../../model';

/** What a block of code holds: a script, or what somebody typed at a prompt with the output that came. */
export type BlockKind = Dialect | 'session';

/**
 * The names that documentation has for shells. Sources: GitHub's Linguist, languages.yml; highlight.js and Prism, lists of
 * supported languages; the contributor guide of Microsoft Learn, "How to include code in docs".
 */
const names: Readonly<Record<BlockKind, string>> = {
  bash:
    'sh bash zsh ksh dash ash shell shellscript shell-script posix-sh azcli azurecli azure-cli azurecli-interactive ' +
    'bash-interactive sh-interactive azdeveloper',
  powershell:
    'powershell pwsh ps ps1 psm1 posh powershell-interactive azurepowershell azurepowershell-interactive',
  cmd: 'cmd bat batch batchfile dos dosbatch winbatch',
  session:
    'console shellsession shell-session sh-session shsession bash-session bashsession terminal doscon ps1con pwsh-session',
};

const kinds = new Map(
  Object.entries(names).flatMap(([kind, of]) =>
    of.split(' ').map((name) => [name, kind as BlockKind] as const),
  ),
);

/**
 * Takes what stands behind a fence, returns the first name in it in lower case, and the word behind it. Attributes may follow
 * the name (`bash title="x"`, `sh{1,3}`), or hold it (`{.bash}`).
 */
function namesIn(info: string | undefined): readonly [name: string, second: string] {
  const [, name = '', second = ''] =
    /^\{?[\s.]*(?:language-)?([\w-]*)(?: +(\w+))?/.exec(info?.toLowerCase() ?? '') ?? [];
  return [name, second];
}

/** Takes what stands behind a fence, returns the language that it names, in lower case; empty if it names none. */
export function nameOf(info: string | undefined): string {
  return namesIn(info)[0];
}

/**
 * Takes what stands behind a fence, returns what the block holds; undefined if it names something else than a shell, and
 * `unnamed` if it names nothing. A name may be two words, such as `Azure CLI`.
 */
export function kindOf(info: string | undefined): BlockKind | 'unnamed' | undefined {
  const [name, second] = namesIn(info);
  return name === '' ? 'unnamed' : (kinds.get(name) ?? kinds.get(name + second));
}

/** What begins a command of Azure's tools in each shell, and nothing else: an option, an operator or the end follows. */
const plainCommands: readonly (readonly [RegExp, Dialect])[] = [
  [/^(?:sudo[ \t]+)?(?:az|azd)(?:[ \t]+[a-z][a-z\d-]*)+(?=[ \t]+-|[ \t]*(?:[\\|;&>]|$))/, 'bash'],
  [
    /^(?:\$\w+[ \t]*=[ \t]*)?(?:connect|login|add|set|get)-az\w+(?=[ \t]+[-|]|[ \t]*(?:[`|;]|$))/i,
    'powershell',
  ],
];

/** The shell of a line that plainly is a command of Azure's tools; undefined of any other. */
export function shellOfCommand(line: string): Dialect | undefined {
  return plainCommands.find(([pattern]) => pattern.test(line))?.[1];
}
