import type { Command, Flow, SignIn } from '../model';
import { connectAzAccountParameters as parameters, type ParameterSet } from './connectAzAccountParameters';
import { outcomeOf, type Given, type Logic, type Outcome, type Refused } from './outcome';
import { bindParameters } from './parameters';
import type { Tool } from './tool';
import { lower, programName } from './words';

/** The names that sign in: the cmdlet with its aliases, and those of the AzureRM module that it succeeds. */
const names = /^(?:(?:connect|login|add)-az|(?:connect|login|add)-azurerm)account$/i;

/** `Connect-AzAccount` of Azure PowerShell, by any of its names. */
export const connectAzAccount: Tool = {
  id: 'Connect-AzAccount',
  product: 'Azure PowerShell',
  dialects: ['powershell'],
  candidates: [/\b(?:connect|login|add)-az(?:urerm)?account\b/i],
  read: readConnectAzAccount,
  flowOf: (options) => outcomeOf(logic, options, false).flow,
  spell: (name) => `-${parameterNamed(name)?.parameter ?? name}`,
  joint: (name) => (parameterNamed(name)?.isSwitch === true ? ':' : undefined),
  explainOption: (name) => parameterNamed(name)?.explanation ?? '',
  principals: () => ['application-id', 'account-id', 'credential'],
};

const parameterNamed = (name: string) => parameters.find((each) => each.name === name);

/** Says whether a command's name is one of the AzureRM module, which has no newer parameters. */
export function isAzureRm({ site: [name] }: Pick<SignIn, 'site'>): boolean {
  return name !== undefined && /azurerm/i.test(programName(name));
}

function readConnectAzAccount(command: Command): SignIn | undefined {
  const [name, ...words] = command.words;
  if (name === undefined || !names.test(programName(name))) return undefined;
  // AzureRM takes the credential without its name as well.
  const positional = isAzureRm({ site: [name] }) ? 'credential' : undefined;
  const bound = bindParameters(words, parameters, positional);
  const outcome: Outcome =
    bound.rejections.length > 0 ? refused : outcomeOf(logic, bound.options, bound.extras.length > 0);
  const byLogic = outcome.rejection === undefined ? [] : [outcome.rejection];
  const isConflict = outcome.rejection?.error === conflict;
  // In the order of PowerShell, which then stops: a missing parameter is the last that it finds out.
  const phases = [bound.rejections, isConflict ? byLogic : [], bound.lateRejections, byLogic];
  const rejections = phases.find((phase) => phase.length > 0) ?? [];
  const settled = rejections.length > 0 ? { ...refused, confidence: outcome.confidence } : withToken(outcome);
  return {
    tool: 'Connect-AzAccount',
    flow: settled.flow,
    possibleFlows: settled.possible,
    intended: settled.flow,
    confidence: lower(command.confidence, settled.confidence),
    command,
    site: [name],
    options: bound.options,
    extras: bound.extras,
    rejections,
  };
}

const refused: Outcome = { flow: 'rejected', possible: ['rejected'], confidence: 'certain' };

/** Names whose token it may be, where a token is all that is given. */
function withToken(outcome: Outcome): Outcome {
  if (outcome.flow !== 'unknown' || outcome.possible.length > 1) return outcome;
  return { flow: 'unknown', possible: tokenHolders, confidence: 'possible' };
}

const tokenHolders: readonly Flow[] = [
  'interactive',
  'service-principal-secret',
  'service-principal-certificate',
  'service-principal-federated',
  'managed-identity',
];

const sets: readonly ParameterSet[] = [
  'User',
  'UserWithCredential',
  'ServicePrincipal',
  'ServicePrincipalCertificate',
  'ServicePrincipalCertificateFile',
  'ClientAssertion',
  'AccessToken',
  'ManagedService',
];

/** The parameters that decide on the set, and on the flow in it. */
const deciding = parameters.filter(({ sets: own }) => own !== undefined).map(({ name }) => name);

/** The sets that take every parameter given; a switch counts even where it is set to `$false`. */
function setsFor(isGiven: (name: string) => boolean): readonly ParameterSet[] {
  const limits = parameters.flatMap(({ name, sets: own }) => (own && isGiven(name) ? [own] : []));
  return sets.filter((set) => limits.every((own) => own.includes(set)));
}

/** The parameters that a set lacks. */
function missingIn(set: ParameterSet, isGiven: (name: string) => boolean): readonly string[] {
  return parameters
    .filter(({ name, mandatoryIn }) => mandatoryIn?.includes(set) === true && !isGiven(name))
    .map(({ parameter }) => parameter);
}

const flows: Readonly<Record<Exclude<ParameterSet, 'User'>, Flow>> = {
  UserWithCredential: 'ropc',
  ServicePrincipal: 'service-principal-secret',
  ServicePrincipalCertificate: 'service-principal-certificate',
  ServicePrincipalCertificateFile: 'service-principal-certificate',
  ClientAssertion: 'service-principal-federated',
  // Whose token it is only the run knows.
  AccessToken: 'unknown',
  ManagedService: 'managed-identity',
};

const conflict = 'Parameter set cannot be resolved using the specified named parameters.';

/**
 * Takes what is given, returns the set that PowerShell chooses, or why it refuses. A lone `-Tenant` that is missing is
 * no refusal: PowerShell asks for it.
 */
function chosenSet({ has }: Given): ParameterSet | Refused {
  const candidates = setsFor(has);
  const complete = candidates.find((set) => missingIn(set, has).length === 0);
  if (complete !== undefined) return complete;
  const [only, another] = candidates;
  if (only === undefined || another !== undefined) {
    return { error: conflict, options: deciding.filter((name) => has(name)) };
  }
  const missing = missingIn(only, has);
  if (missing.every((parameter) => parameter === 'Tenant')) return only;
  return {
    error: `Cannot process command because of one or more missing mandatory parameters: ${missing.join(' ')}.`,
    options: deciding.filter((name) => has(name)),
  };
}

function flowsOf(set: ParameterSet, given: Given): Flow {
  if (set !== 'User') return flows[set];
  return given.has('use-device-code') ? 'device-code' : 'interactive';
}

/** How `Connect-AzAccount` decides: by its parameter set alone, but for the device code. */
const logic: Logic = {
  deciding,
  switches: new Set(['use-device-code']),
  exit: undefined,
  refuses(given) {
    const set = chosenSet(given);
    return typeof set === 'string' ? undefined : set;
  },
  flowOf(given) {
    const set = chosenSet(given);
    return typeof set === 'string' ? flowsOf(set, given) : 'rejected';
  },
  reachable: (given) =>
    setsFor(given.has).flatMap((set): readonly Flow[] =>
      set === 'User' ? ['interactive', 'device-code'] : [flows[set]],
    ),
};
