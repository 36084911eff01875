import fc from 'fast-check';

/** Texts that stand in nothing but what they are planted in. */
export const secrets = fc
  .string({ unit: fc.constantFrom('Q', 'W', 'X', 'Y', 'Z', '5', '7', '9'), minLength: 6, maxLength: 12 })
  .map((text) => `kJ4${text}`);

/** Lines that a secret stands on, in a sign-in or beside one. */
const lines: readonly ((secret: string) => string)[] = [
  (s) => `az login -u me@contoso.example -p ${s}`,
  (s) => `az login -u me@contoso.example -p${s}`,
  (s) => `azd auth login --client-id i --tenant-id t --client-secret ${s}`,
  (s) => `azd auth login --client-id i --tenant-id t --client-secret="${s}"`,
  (s) => `az login -u me@contoso.example --password=${s}`,
  (s) => `az login -u me@contoso.example --pass "${s}"`,
  (s) => `az login -u me@contoso.example --password '${s}'`,
  (s) => `az login -u me@contoso.example -p "pre$X"${s}`,
  (s) => `az login -u me@contoso.example -p "\${X:-${s}}"`,
  (s) => `az login -u me@contoso.example -p "$(echo ${s})"`,
  (s) => `az login -u me@contoso.example -p $(printf %s ${s} | base64 -d)`,
  (s) => `az login -u me@contoso.example -p "${s}\n${s}"`,
  (s) => `az login -u me@contoso.example –p ${s}`,
  (s) => `az login -u me@contoso.example –p${s}`,
  (s) => `az login -u me@contoso.example –password ${s}`,
  (s) => `az login -u me@contoso.example —password=${s}`,
  (s) => `az login -u me@contoso.example -p -${s}`,
  (s) => `az login -u me@contoso.example --pasword ${s}`,
  (s) => `az login -u me@contoso.example --pw=${s}`,
  (s) => `az login -u me@contoso.example ${s}`,
  (s) => `az login --service-principal -u me --federated-token ${s} -t contoso.example`,
  (s) => `az login --identity -p ${s}`,
  (s) => `az login -u ${s} -p ${s}`,
  (s) => `az login --username me@contoso.example -p ${s} --no-such-option`,
  (s) => `# az login -u me@contoso.example -p ${s}`,
  (s) => `az login -u me -p "$P" # az login -u me@contoso.example -p ${s}`,
  (s) => `# azmfa: ignore-file[literal-secret]\naz login -u me -p "$P" # az login -u me -p ${s}`,
  (s) => `az login -u a -p "$P"; az login -u b -p ${s}`,
  (s) => `PASSWORD=${s} az login -u me -p "$PASSWORD"`,
  (s) => `P=${s}; az login -u me -p "$P"`,
  (s) => `P='${s}' && az login -u me -p "$P"`,
  (s) => `export ARM_CLIENT_SECRET="${s}"; az login -u me -p "$P"`,
  (s) => `az login -u me -p "$P" && curl -H 'Authorization: Bearer ${s}' https://x.example`,
  (s) => `az login -u me -p "$P" && git clone https://me:${s}@git.example/x`,
  (s) => `az login -u me -p "$P" && az acr login --password ${s}`,
  (s) => `az login \\\n  -u me \\\n  -p ${s} \\\n  --tenant contoso.example`,
  (s) => `sudo -E az login -u me -p ${s} >/dev/null`,
  (s) => `az login -u me -p $'${s}'`,
  (s) => `az login -u me -p "${s}`,
];

/** The same in PowerShell, where it differs. */
const powershellLines: readonly ((secret: string) => string)[] = [
  (s) => `az login -u me@contoso.example -p ${s}`,
  (s) => `az login -u me@contoso.example --password '${s}'`,
  (s) => `az login -u me@contoso.example "--password=${s}"`,
  (s) => `az login -u me@contoso.example -p "${s}$x"`,
  (s) => `az login -u me@contoso.example -p "$x${s}"`,
  (s) => `az login -u me@contoso.example -p $("${s}")`,
  (s) => `az login -u me@contoso.example -p ('${s}')`,
  (s) => `az login -u me@contoso.example -p “${s}”`,
  (s) => `az login -u me@contoso.example -p @'\n${s}\n'@`,
  (s) => `az login -u me@contoso.example -p (ConvertTo-SecureString '${s}' -AsPlainText -Force)`,
  (s) => `az login -u me@contoso.example –p ${s}`,
  (s) => `az login -u me@contoso.example ${s}`,
  (s) => `az login --% -u me@contoso.example -p ${s}`,
  (s) => `# az login -u me@contoso.example -p ${s}`,
  (s) => `<#\naz login -u me@contoso.example -p ${s}\n#>`,
  (s) => `$p = '${s}'\naz login -u me -p $p`,
  (s) => `$script:p="${s}"; az login -u me -p $script:p`,
  (s) => `$Password = "${s}"; az login -u me -p $x`,
  (s) => `$env:ARM_CLIENT_SECRET = '${s}'; az login -u me -p $p`,
  (s) => `param([string]$p = '${s}') az login -u me -p $p`,
  (s) => `$a = @('login', '-u', 'me', '-p', '${s}')\naz @a`,
  (s) => `az login -u me -p $p; $x = @{ Password = '${s}' }`,
  (s) => `Start-Process az -ArgumentList 'login', '-u', 'me', '-p', '${s}'`,
  (s) => `Invoke-Expression "az login -u me -p ${s}"`,
  (s) => `cmd /c az login -u me -p ${s}`,
  (s) => `az login \`\n  -u me \`\n  -p ${s} \`\n  --tenant contoso.example`,
  (s) => `$r = az login -u me -p '${s}' | ConvertFrom-Json`,
  (s) => `az login -u me -p "${s}`,
];

/** The same in cmd, where it differs. */
const cmdLines: readonly ((secret: string) => string)[] = [
  (s) => `call az login -u me@contoso.example -p ${s}`,
  (s) => `call az login -u me@contoso.example -p "${s}"`,
  (s) => `call az login -u me@contoso.example "--password=${s}"`,
  (s) => `call az login -u me@contoso.example -p %X%${s}`,
  (s) => `call az login -u me@contoso.example -p "!X!${s}"`,
  (s) => `call az login -u me@contoso.example -p a^&${s}`,
  (s) => `call az login -u me@contoso.example -p "a""${s}"`,
  (s) => `call az login -u me@contoso.example -p '${s}'`,
  (s) => `call az login -u me@contoso.example -p $${s}`,
  (s) => `call az login -u me@contoso.example –p ${s}`,
  (s) => `call az login -u me@contoso.example ${s}`,
  (s) => `call az login ^\r\n  -u me ^\r\n  -p ${s} ^\r\n  --tenant contoso.example`,
  (s) => `call az login -u %1 -p %X:a=${s}%`,
  (s) => `rem call az login -u me@contoso.example -p ${s}`,
  (s) => `:: az login -u me@contoso.example -p "a ${s}"`,
  (s) => `call az login -u me -p %P% & rem az login -u me -p ${s}`,
  (s) => `call az login -u me -p %P% & rem az login -u me -p a^&${s}`,
  (s) => `set P=${s}& call az login -u me -p %P%`,
  (s) => `set P=a b ${s}& call az login -u me -p %P%`,
  (s) => `set "P=a & ${s}" & call az login -u me -p "%P%"`,
  (s) => `set "P=a"b"c ${s}" & call az login -u me -p "%P%"`,
  (s) => `setlocal enabledelayedexpansion & set P=a^&${s}& call az login -u me -p !P!`,
  (s) => `set "CLIENT_SECRET=${s}" & call az login -u me -p %P%`,
  (s) => `set PASSWORD=%1 ${s}& call az login -u me -p %P%`,
  (s) => `cmd /c "az login -u me@contoso.example -p ${s}"`,
  (s) => `powershell -Command "az login -u me@contoso.example -p '${s}'"`,
  (s) => `start /wait az login -u me@contoso.example -p ${s}`,
  (s) => `for /f %%i in ('az login -u me@contoso.example -p ${s}') do echo %%i`,
  (s) => `call az login -u me@contoso.example -p "${s}`,
];

/** Scripts of a sign-in or two, with a secret in each. */
export function linesWith(secret: string): readonly string[] {
  return lines.map((line) => `${line(secret)}\n`);
}

/** Scripts of PowerShell, likewise. */
export function powershellLinesWith(secret: string): readonly string[] {
  return powershellLines.map((line) => `${line(secret)}\n`);
}

/** Scripts of cmd, likewise. */
export function cmdLinesWith(secret: string): readonly string[] {
  return cmdLines.map((line) => `${line(secret)}\r\n`);
}
