/** Which service a command group of the Azure CLI talks to. */
export type Plane =
  /** Azure Resource Manager, which Microsoft's own MFA enforcement covers. */
  | 'arm'
  /** A resource's own service: blobs, secrets, queries. */
  | 'data'
  /** Microsoft Graph. */
  | 'graph'
  | 'azure-devops'
  /** Nothing: the CLI itself. */
  | 'local';

/** What a command group means for the sign-in before it. */
export interface AzGroup {
  readonly plane: Plane;
  /** True if its commands work in the default subscription. */
  readonly subscription: boolean;
}

const arm: AzGroup = { plane: 'arm', subscription: true };
const armOfTenant: AzGroup = { plane: 'arm', subscription: false };
const data: AzGroup = { plane: 'data', subscription: false };
/** Data whose resource is first looked up by name in the default subscription. */
const dataByName: AzGroup = { plane: 'data', subscription: true };
const graph: AzGroup = { plane: 'graph', subscription: false };
const devOps: AzGroup = { plane: 'azure-devops', subscription: false };
const local: AzGroup = { plane: 'local', subscription: false };

/** The groups that are not plainly Azure Resource Manager, by their path; the longest that fits counts. */
const groups: Readonly<Record<string, AzGroup>> = {
  account: local,
  'account list-locations': arm,
  'account lock': arm,
  'account management-group': armOfTenant,
  'account alias': armOfTenant,
  'acr build': dataByName,
  'acr login': dataByName,
  'acr manifest': dataByName,
  'acr repository': dataByName,
  ad: graph,
  'ad ds': arm,
  'appconfig feature': dataByName,
  'appconfig kv': dataByName,
  'appconfig revision': dataByName,
  'appconfig snapshot': dataByName,
  artifacts: devOps,
  'batch job': data,
  'batch node': data,
  'batch pool': data,
  'batch task': data,
  bicep: local,
  boards: devOps,
  cache: local,
  cloud: local,
  config: local,
  configure: local,
  'cosmosdb sql query': data,
  devops: devOps,
  'eventgrid event': data,
  extension: local,
  feedback: local,
  find: local,
  graph: armOfTenant,
  init: local,
  interactive: local,
  'iot device': data,
  'iot hub device-identity': dataByName,
  'iot hub invoke-device-method': dataByName,
  'keyvault certificate': data,
  'keyvault key': data,
  'keyvault secret': data,
  'keyvault storage': data,
  'local-context': local,
  login: local,
  logout: local,
  'monitor app-insights query': dataByName,
  'monitor log-analytics query': data,
  next: local,
  pipelines: devOps,
  repos: devOps,
  rest: arm,
  'self-test': local,
  'storage blob': dataByName,
  'storage container': dataByName,
  'storage copy': dataByName,
  'storage cors': dataByName,
  'storage directory': dataByName,
  'storage entity': dataByName,
  'storage file': dataByName,
  'storage fs': dataByName,
  'storage logging': dataByName,
  'storage message': dataByName,
  'storage metrics': dataByName,
  'storage queue': dataByName,
  'storage remove': dataByName,
  'storage share': dataByName,
  'storage table': dataByName,
  survey: local,
  'synapse notebook': data,
  'synapse spark': data,
  upgrade: local,
  version: local,
};

/** Takes the path of an `az` command (`['storage', 'blob', 'upload']`), returns what is known of its group. */
export function groupOf(path: readonly string[]): AzGroup {
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join(' ');
    const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (group) return group;
  }
  return arm;
}

/** Verbs that certainly create, update or delete; actions on a running resource (`start`, `invoke`) are not among them. */
const writes =
  /^(?:create|update|delete|set|add|remove|assign|deploy|up|attach|detach|scale|resize|enable|disable|upgrade|associate|disassociate)(?:-|$)/;

/** Takes the path of an `az` command, says whether it certainly changes Azure resources through ARM. */
export function writesToArm(path: readonly string[]): boolean {
  const verb = path.at(-1);
  return path.length > 1 && verb !== undefined && writes.test(verb) && groupOf(path).plane === 'arm';
}
