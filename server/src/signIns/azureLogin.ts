import type { Flow, HostInput, HostStep } from '../model';

/**
 * Takes a step, returns how it signs in with the action `azure/login`, or undefined if it runs another one. Source: the action's
 * `LoginConfig.ts`, which decides alike from version 1 to 3.
 */
export function azureLoginFlow(step: Pick<HostStep, 'action' | 'inputs'>): Flow | undefined {
  return step.action === 'azure/login' ? flowOf(step) : undefined;
}

/** What a step is given for an input, in lower case; undefined if it is given nothing. */
export function inputOf({ inputs }: Pick<HostStep, 'inputs'>, name: string): HostInput | undefined {
  return inputs.find((input) => input.name === name && input.text.trim() !== '');
}

function flowOf(step: Pick<HostStep, 'inputs'>): Flow {
  const type = inputOf(step, 'auth-type')?.text.trim().toUpperCase() ?? 'SERVICE_PRINCIPAL';
  if (type === 'IDENTITY') return 'managed-identity';
  // Only the run knows what an expression comes to.
  if (type !== 'SERVICE_PRINCIPAL') return type.includes('${{') ? 'unknown' : 'rejected';
  // One of these is enough for `creds` to be ignored.
  if (['client-id', 'tenant-id', 'subscription-id'].some((name) => inputOf(step, name) !== undefined)) {
    return inputOf(step, 'client-id') === undefined || inputOf(step, 'tenant-id') === undefined
      ? 'rejected'
      : 'service-principal-federated';
  }
  return inputOf(step, 'creds') === undefined ? 'rejected' : 'service-principal-secret';
}
