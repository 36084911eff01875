import type { Commands, Vocabulary } from './writing';

const signInLines: Commands = [
  ['az login -u "$AZURE_USER" -p "$AZURE_PASSWORD"'],
  ['az login --username "$AZURE_USER" --password "$AZURE_PASSWORD" --tenant "$TENANT" >/dev/null'],
  ['az login --service-principal -u "$APP_ID" -p "$SECRET" --tenant "$TENANT" --output none'],
  ['az login --identity --client-id "$CLIENT_ID" --allow-no-subscriptions'],
  ['az login --use-device-code 2>&1 | tee -a "$LOG"'],
  ['session=$(az login -u "deploy@contoso.example" -p "$(cat /run/secrets/azure)" --query "[0].id" -o tsv)'],
  ['az account show >/dev/null 2>&1 || az login'],
];

const conditions = [
  'if [[ -z "${@v:-}" && $# -lt 2 ]]; then',
  'if ! az group exists --name "$@v" | grep -q true; then',
  'if [ -f "$@v/@n.json" ] || [ "$1" = "@n" ]; then',
  'if command -v @n >/dev/null 2>&1; then',
] as const;

/** bash, with here-documents, `case`, process substitution and long strings. */
export const bash: Vocabulary = {
  firstLines: ['#!/usr/bin/env bash', 'set -euo pipefail', ''],
  variables: ['RESOURCE_GROUP', 'LOCATION', 'CONFIG', 'NAME', 'SUBNET', 'IMAGE', 'WORKDIR'],
  signInLines,
  signIns: [
    ...signInLines,
    [
      'az login --service-principal \\',
      '  --username "$APP_ID" \\',
      '  --certificate "$HOME/app.pem" --tenant "$TENANT"',
    ],
    ['sudo -u build env HOME=/srv/build az login -u "$AZURE_USER" \\', '  --password="$AZURE_PASSWORD"'],
  ],
  mentions: [
    ['echo "Run az login first, then start $0 again." >&2'],
    ['log "$0: no session; did the az login of the job before this one fail?"'],
  ],
  commands: [
    [
      'az group create --name "$@v" --location "${LOCATION:-westeurope}" --tags owner=@n build=@d --output none',
    ],
    ['az storage account create \\', '  --name "@n@d" --resource-group "$@v" \\', '  --sku Standard_LRS'],
    [
      'az vm list --resource-group "$@v" --query "[?powerState==\'VM running\'].name" -o tsv | sort -u >"$CONFIG.@d"',
    ],
    ['@v="${@v:-@n-@d}"'],
    ['local_@n=$(az account show --query id -o tsv 2>/dev/null || echo "none")'],
    ['echo "[$(date +%H:%M:%S)] @n: $@v has ${#@v} characters, step @d of 900"'],
    ['printf \'%s\\t%s\\n\' "$@v" "@n @d" >>"$WORKDIR/@n.log"'],
    ['kubectl apply -f "manifests/@n-@d.yaml" --namespace "$NAME" && kubectl rollout status "deploy/@n"'],
    ['mkdir -p "$WORKDIR/@n" && cp -r ./templates/*.json "$WORKDIR/@n/" || exit @d'],
    ['curl -fsSL --retry 3 "https://example.org/@n/@d?name=${@v}" -o "/tmp/@n.$$"'],
    ['@v_LIST+=("@n-@d" "${@v}")'],
    ['sed -i "s/@@v@/${@v}/g; s/@n/@d/" "$WORKDIR"/*.json'],
    ['(( count_@n += @d ))'],
  ],
  comments: [
    ['# @n must exist before this: see the runbook, step @d.'],
    ['', '# ---- @n ----'],
    [
      '# The service takes a while to see $@v, so that a retry',
      '# after @d seconds is not a sign of trouble.',
    ],
  ],
  lastLines: [['echo "@n @d done" >&2'], ['# @n @d'], ['rm -f "/tmp/@n.@d"'], ['wait']],
  compounds: {
    function({ row, write, body }, indent) {
      write(indent, '', '# Sets @n up for @v; called once a day.', `@n_${row()}() {`);
      write(indent + 1, 'local target="${1:?no target}" region="${2:-westeurope}"');
      body(indent + 1, 6);
      write(indent, '}');
    },
    condition({ number, pick, write, body, simples }, indent) {
      write(indent, pick(conditions));
      body(indent + 1, 3);
      if (number(2) === 0) {
        write(indent, 'else');
        simples(indent + 1, 3);
      }
      write(indent, 'fi');
    },
    loop({ write, body }, indent) {
      write(indent, 'for each in "${@v_LIST[@]}" "$@v"; do');
      body(indent + 1, 3);
      write(indent, 'done');
    },
    lines({ write, simples }, indent) {
      write(indent, 'while IFS= read -r line; do');
      simples(indent + 1, 3);
      write(indent, 'done < <(grep -v "^#" "$@v" || true)');
    },
    choice({ number, write, simples }, indent) {
      write(indent, 'case "${@v:-}" in');
      for (let left = 2 + number(3); left > 0; left--) {
        write(indent + 1, '@n@d | @n-*)');
        simples(indent + 2, 2);
        write(indent + 2, ';;');
      }
      write(indent, 'esac');
    },
    document({ number, write }, indent) {
      write(indent, 'cat > "$@v/@n.json" <<END_OF_FILE');
      // A here-document's end stands at the start of a line.
      const entries = Array.from({ length: 2 + number(8) }, () => '  "@n@d": "${@v}",');
      write(0, '{', ...entries, '  "last": true', '}', 'END_OF_FILE');
    },
  },
};
