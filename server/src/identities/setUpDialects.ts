import type { Dialect } from '../model';

/** Text with the values of environment variables in it. */
export type SetUpText = readonly (string | { readonly variable: string })[];

/** Where a token is fetched. */
export interface TokenAddress {
  readonly url: SetUpText;
  readonly header: { readonly name: string; readonly value: SetUpText };
  /** The property of the answer, which is JSON, that is the token; without it the answer itself is. */
  readonly property?: string;
}

/**
 * How one shell spells what sets an identity up. Commands of `az` and `gh` are not here: on one line, with double
 * quotes and without variables, they are the same in every shell.
 */
export interface SetUpDialect {
  /** What a comment begins with. */
  readonly comment: string;
  /** The command that puts the value of one environment variable into the file that another names. */
  readonly tokenFromVariable: (variable: string, file: string) => string;
  /** The command that fetches a token into the file that an environment variable names. */
  readonly tokenFromAddress: (address: TokenAddress, file: string) => string;
  /** What lets nobody else read a file: a command, or a remark where that depends. */
  readonly ownerOnly: (path: string) => readonly string[];
}

const inBash = (text: SetUpText): string =>
  text.map((part) => (typeof part === 'string' ? part : `$${part.variable}`)).join('');

const bash: SetUpDialect = {
  comment: '#',
  tokenFromVariable: (variable, file) => `(umask 077; printf '%s' "$${variable}" > "$${file}")`,
  tokenFromAddress: ({ url, header, property }, file) => {
    const answer = `curl -sSf -H "${header.name}: ${inBash(header.value)}" "${inBash(url)}"`;
    return `(umask 077; ${answer}${property === undefined ? '' : ` | jq -r .${property}`} > "$${file}")`;
  },
  ownerOnly: (path) => [`chmod 600 ${path}`],
};

/** No double quotes, so that it can stand between those of cmd. */
const inPowershell = (text: SetUpText): string =>
  text.map((part) => (typeof part === 'string' ? `'${part}'` : `$env:${part.variable}`)).join(' + ');

const icacls = (path: string): string => `icacls "${path}" /inheritance:r /grant:r "<account>:R"`;

/** Both of Windows PowerShell and of PowerShell. A redirection would write UTF-16 in the former. */
const powershell: SetUpDialect = {
  comment: '#',
  tokenFromVariable: (variable, file) => setContent(file, `$env:${variable}`),
  tokenFromAddress: ({ url, header, property }, file) => {
    const headers = `@{ '${header.name}' = ${inPowershell(header.value)} }`;
    const answer = `(Invoke-RestMethod -Headers ${headers} -Uri (${inPowershell(url)}))`;
    return setContent(file, property === undefined ? answer : `${answer}.${property}`);
  },
  ownerOnly: (path) => [`# On Linux and macOS instead: chmod 600 ${path}`, icacls(path)],
};

function setContent(file: string, value: string): string {
  return `Set-Content -NoNewline -LiteralPath $env:${file} -Value ${value}`;
}

/** What cmd has no command for, the PowerShell that comes with Windows does. */
const byPowershell = (command: string): string => `powershell -NoProfile -Command "${command}"`;

const cmd: SetUpDialect = {
  // Not `rem`, which takes a `<` behind it for a redirection.
  comment: '::',
  tokenFromVariable: (variable, file) => byPowershell(powershell.tokenFromVariable(variable, file)),
  tokenFromAddress: (address, file) => byPowershell(powershell.tokenFromAddress(address, file)),
  ownerOnly: (path) => [icacls(path)],
};

/** By the dialect of the script that the set-up is for. */
export const setUpDialects: Readonly<Record<Dialect, SetUpDialect>> = { bash, powershell, cmd };
