/** What a generated script is like. */
export interface ScriptOptions {
  readonly lines: number;
  /** How many sign-ins it has, spread evenly; with none, no sign-in word stands in it at all. */
  readonly signIns: number;
  /** The same seed gives the same script. */
  readonly seed?: number;
}

/**
 * Writes a deployment script of exactly so many lines: functions, conditions, loops, `case`, here-documents,
 * comments, pipelines and long strings, in about the mix that scripts in repositories have. bash accepts it.
 *
 * @throws {RangeError} if so many sign-ins need more lines
 */
export function generateScript({ lines, signIns, seed = 1 }: ScriptOptions): string {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];
  const number = (below: number): number => Math.floor(random() * below);

  const written: string[] = [];
  let signedIn = 0;
  /** True where the next simple command should be a sign-in, for an even spread. */
  const isDue = (): boolean => signedIn < signIns && signedIn * lines <= written.length * signIns;
  const write = (indent: number, ...added: readonly string[]): void => {
    written.push(...added.map((line) => (line === '' ? '' : '  '.repeat(indent) + line)));
  };
  const signIn = (indent: number, commands: Commands): void => {
    signedIn++;
    write(indent, ...pick(commands));
  };
  const simple = (indent: number): void => {
    if (isDue()) signIn(indent, signInCommands);
    else if (signIns > 0 && number(80) === 0) write(indent, ...pick(mentions));
    else write(indent, ...fill(pick(plainCommands)));
  };
  const simples = (indent: number, atMost: number): void => {
    for (let left = 1 + number(atMost); left > 0; left--) simple(indent);
  };
  const fill = (command: readonly string[]): readonly string[] =>
    command.map((line) =>
      line
        .replaceAll('%n', pick(names))
        .replaceAll('%v', pick(variables))
        .replaceAll('%d', String(number(900))),
    );
  const blocks: Readonly<Record<string, (indent: number) => void>> = {
    function(indent) {
      write(indent, '', ...fill(['# Sets %n up for %v; called once a day.', `%n_${written.length}() {`]));
      write(indent + 1, ...fill(['local target="${1:?no target}" region="${2:-westeurope}"']));
      body(indent + 1, 6);
      write(indent, '}');
    },
    if(indent) {
      write(indent, ...fill([pick(conditions)]));
      body(indent + 1, 3);
      if (number(2) === 0) {
        write(indent, 'else');
        simples(indent + 1, 3);
      }
      write(indent, 'fi');
    },
    for(indent) {
      write(indent, ...fill(['for each in "${%v_LIST[@]}" "$%v"; do']));
      body(indent + 1, 3);
      write(indent, 'done');
    },
    while(indent) {
      write(indent, 'while IFS= read -r line; do');
      simples(indent + 1, 3);
      write(indent, ...fill(['done < <(grep -v "^#" "$%v" || true)']));
    },
    case(indent) {
      write(indent, ...fill(['case "${%v:-}" in']));
      for (let left = 2 + number(3); left > 0; left--) {
        write(indent + 1, ...fill(['%n%d | %n-*)']));
        simples(indent + 2, 2);
        write(indent + 2, ';;');
      }
      write(indent, 'esac');
    },
    heredoc(indent) {
      write(indent, ...fill(['cat > "$%v/%n.json" <<END_OF_FILE']));
      const entries = Array.from({ length: 2 + number(8) }, () => fill(['  "%n%d": "${%v}",'])[0] ?? '');
      // A here-document's end stands at the start of a line.
      write(0, '{', ...entries, '  "last": true', '}', 'END_OF_FILE');
    },
    comment: (indent) => write(indent, ...fill(pick(comments))),
    simple,
  };
  const mix = 'simple simple simple simple simple comment comment if if for while case heredoc'.split(' ');
  function body(indent: number, atMost: number): void {
    simple(indent);
    for (let left = number(atMost); left > 0; left--) {
      const kind = mix[number(indent > 3 ? 7 : mix.length)] ?? 'simple';
      blocks[kind]?.(indent);
    }
  }

  write(0, '#!/usr/bin/env bash', 'set -euo pipefail', '');
  while (written.length < lines) {
    const before = { lines: written.length, signedIn };
    if (isDue()) signIn(0, signInLines);
    else blocks[number(3) === 0 ? 'function' : (mix[number(mix.length)] ?? 'simple')]?.(0);
    if (written.length > lines) {
      // Too long for what is left: as if it had not been.
      written.length = before.lines;
      signedIn = before.signedIn;
      write(0, ...fill([pick(lastLines)]));
    }
  }
  if (signedIn < signIns) throw new RangeError(`${lines} lines cannot hold ${signIns} sign-ins.`);
  return `${written.join('\n')}\n`;
}

const names = ['deploy', 'storage', 'network', 'backup', 'report', 'cluster', 'registry', 'cleanup'] as const;
const variables = ['RESOURCE_GROUP', 'LOCATION', 'CONFIG', 'NAME', 'SUBNET', 'IMAGE', 'WORKDIR'] as const;

type Commands = readonly [readonly string[], ...(readonly string[])[]];

const signInLines: Commands = [
  ['az login -u "$AZURE_USER" -p "$AZURE_PASSWORD"'],
  ['az login --username "$AZURE_USER" --password "$AZURE_PASSWORD" --tenant "$TENANT" >/dev/null'],
  ['az login --service-principal -u "$APP_ID" -p "$SECRET" --tenant "$TENANT" --output none'],
  ['az login --identity --client-id "$CLIENT_ID" --allow-no-subscriptions'],
  ['az login --use-device-code 2>&1 | tee -a "$LOG"'],
  ['session=$(az login -u "deploy@contoso.example" -p "$(cat /run/secrets/azure)" --query "[0].id" -o tsv)'],
  ['az account show >/dev/null 2>&1 || az login'],
];

const signInCommands: Commands = [
  ...signInLines,
  [
    'az login --service-principal \\',
    '  --username "$APP_ID" \\',
    '  --certificate "$HOME/app.pem" --tenant "$TENANT"',
  ],
  ['sudo -u build env HOME=/srv/build az login -u "$AZURE_USER" \\', '  --password="$AZURE_PASSWORD"'],
];

const mentions: Commands = [
  ['echo "Run az login first, then start $0 again." >&2'],
  ['log "$0: no session; did the az login of the job before this one fail?"'],
];

const plainCommands: Commands = [
  [
    'az group create --name "$%v" --location "${LOCATION:-westeurope}" --tags owner=%n build=%d --output none',
  ],
  ['az storage account create \\', '  --name "%n%d" --resource-group "$%v" \\', '  --sku Standard_LRS'],
  [
    'az vm list --resource-group "$%v" --query "[?powerState==\'VM running\'].name" -o tsv | sort -u >"$CONFIG.%d"',
  ],
  ['%v="${%v:-%n-%d}"'],
  ['local_%n=$(az account show --query id -o tsv 2>/dev/null || echo "none")'],
  ['echo "[$(date +%H:%M:%S)] %n: $%v has ${#%v} characters, step %d of 900"'],
  ['printf \'%s\\t%s\\n\' "$%v" "%n %d" >>"$WORKDIR/%n.log"'],
  ['kubectl apply -f "manifests/%n-%d.yaml" --namespace "$NAME" && kubectl rollout status "deploy/%n"'],
  ['mkdir -p "$WORKDIR/%n" && cp -r ./templates/*.json "$WORKDIR/%n/" || exit %d'],
  ['curl -fsSL --retry 3 "https://example.org/%n/%d?name=${%v}" -o "/tmp/%n.$$"'],
  ['%v_LIST+=("%n-%d" "${%v}")'],
  ['sed -i "s/@%v@/${%v}/g; s/%n/%d/" "$WORKDIR"/*.json'],
  ['(( count_%n += %d ))'],
];

const conditions = [
  'if [[ -z "${%v:-}" && $# -lt 2 ]]; then',
  'if ! az group exists --name "$%v" | grep -q true; then',
  'if [ -f "$%v/%n.json" ] || [ "$1" = "%n" ]; then',
  'if command -v %n >/dev/null 2>&1; then',
] as const;

const comments: Commands = [
  ['# %n must exist before this: see the runbook, step %d.'],
  ['', '# ---- %n ----'],
  ['# The service takes a while to see $%v, so that a retry', '# after %d seconds is not a sign of trouble.'],
];

const lastLines = ['echo "%n %d done" >&2', '# %n %d', 'rm -f "/tmp/%n.%d"', 'wait'] as const;

/** Mulberry32: small, the same everywhere, and as random as this needs. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
