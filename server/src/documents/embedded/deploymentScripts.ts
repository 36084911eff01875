import type { Dialect, HostId } from '../../model';

/**
 * A deployment script of Azure Resource Manager runs in a container instance, signed in as the resource's managed identity
 * before it starts. Source: the Azure Resource Manager documentation, deployment scripts.
 */
export const deploymentScriptHost: HostId = 'azure-app';

/**
 * Takes the kind of a deployment script, and what says whether it has a property; returns the dialect. A kind may be an
 * expression: the version says it as well.
 */
export function deploymentScriptDialect(
  kind: string | undefined,
  has: (property: string) => boolean,
): Dialect | undefined {
  switch (kind?.toLowerCase()) {
    case 'azurecli':
      return 'bash';
    case 'azurepowershell':
      return 'powershell';
    default:
      return has('azPowerShellVersion') ? 'powershell' : has('azCliVersion') ? 'bash' : undefined;
  }
}
