import type { Confidence, Flow, GivenOption, Rejection, Value } from '../model';

/** How a sign-in turns out. */
export interface Outcome {
  readonly flow: Flow;
  /** Every flow that it may turn out to be. */
  readonly possible: readonly Flow[];
  readonly confidence: Confidence;
  /** What the tool refuses once it has read its options, if that is certain. */
  readonly rejection?: Rejection;
}

/** The options by name, the last given of each, as the tool gets them. */
export interface Given {
  /** True if the option is there; a flag that is set to false is not. */
  readonly has: (name: string) => boolean;
  /** True if the option is there with a value that is not known to be empty. */
  readonly filled: (name: string) => boolean;
  readonly value: (name: string) => Value | undefined;
}

/** What a tool refuses. */
export interface Refused {
  readonly error: string;
  /** The options at fault. */
  readonly options: readonly string[];
  readonly reason?: Rejection['reason'];
}

/** How a tool decides, once it has read its options. */
export interface Logic {
  /** The options that decide on the flow; unknown arguments may add any of them. */
  readonly deciding: readonly string[];
  /** Those of them that are flags and may be given a value (`--flag=false`). */
  readonly switches?: ReadonlySet<string>;
  refuses(given: Given): Refused | undefined;
  /** The flow of options that are not refused. */
  flowOf(given: Given): Flow;
  /** Every flow that unknown arguments may lead to; where it is absent, it is found by trying. */
  readonly reachable?: (given: Given) => readonly Flow[];
  /** The exit status when it refuses; undefined if it has none. */
  readonly exit: Rejection['exit'];
}

/** The flows, with what becomes of them where MFA is required. Of several with one fate the first is likeliest. */
const fates: readonly (readonly [flow: Flow, fate: 'refused' | 'waits' | 'works'])[] = [
  ['ropc', 'refused'],
  ['interactive', 'waits'],
  ['device-code', 'waits'],
  ['service-principal-secret', 'works'],
  ['service-principal-certificate', 'works'],
  ['service-principal-federated', 'works'],
  ['managed-identity', 'works'],
];

/**
 * Takes the options that the parser has read, says how the sign-in turns out.
 *
 * @param extras true if further arguments, which only the run knows, are among those given
 */
export function outcomeOf(logic: Logic, options: readonly GivenOption[], extras: boolean): Outcome {
  const given = givenOf(options, logic.switches);
  const refused = logic.refuses(given);
  const outcome = withUnknown(logic, given, refused, extras, doubtful(options, logic.switches));
  if (refused === undefined || outcome.flow !== 'rejected') return outcome;
  const { reason = 'arguments', error } = refused;
  const words = options
    .filter(({ name }) => refused.options.includes(name))
    .flatMap((option) => option.words);
  return { ...outcome, rejection: { reason, error, exit: logic.exit, words } };
}

const certainly = (flow: Flow): Outcome => ({ flow, possible: [flow], confidence: 'certain' });

/** What a sign-in may turn out to be if unknown arguments add options, and switches may be on or off. */
function withUnknown(
  logic: Logic,
  given: Given,
  refused: Refused | undefined,
  extras: boolean,
  switches: readonly string[],
): Outcome {
  const asGiven = refused === undefined ? logic.flowOf(given) : undefined;
  if (!extras && switches.length === 0) return certainly(asGiven ?? 'rejected');
  const open = extras ? logic.deciding.filter((name) => !given.has(name)) : [];
  const reached = new Set<Flow>(extras ? logic.reachable?.(given) : undefined);
  if (!extras || logic.reachable === undefined) {
    for (const all of variants(given, open, switches)) {
      reached.add(logic.refuses(all) === undefined ? logic.flowOf(all) : 'rejected');
    }
  }
  const flows = fates.filter(([flow]) => reached.has(flow));
  const [first] = flows;
  if (first === undefined) return certainly('rejected');
  const mayBeRefused = extras || reached.has('rejected');
  const possible = [...flows.map(([flow]) => flow), ...(mayBeRefused ? (['rejected'] as const) : [])];
  if (possible.length === 1) return certainly(first[0]);
  if (switches.length === 0 && asGiven !== undefined && asGiven !== 'interactive') {
    return { flow: asGiven, possible, confidence: 'likely' };
  }
  return flows.every(([, fate]) => fate === first[1])
    ? { flow: first[0], possible, confidence: 'likely' }
    : { flow: 'unknown', possible, confidence: 'possible' };
}

/** Every way that the options may turn out: some of `open` come, some of `switches` are off. */
function* variants(given: Given, open: readonly string[], switches: readonly string[]): Generator<Given> {
  const undecided = [...open, ...switches];
  for (let choice = 0; choice < 1 << undecided.length; choice++) {
    const chosen = new Set(undecided.filter((_, bit) => (choice & (1 << bit)) !== 0));
    const isOff = (name: string): boolean => switches.includes(name) && !chosen.has(name);
    const isAdded = (name: string): boolean => open.includes(name) && chosen.has(name);
    yield {
      has: (name) => isAdded(name) || (given.has(name) && !isOff(name)),
      filled: (name) => isAdded(name) || (given.filled(name) && !isOff(name)),
      value: (name) => (isAdded(name) ? { kind: 'unknown' } : given.value(name)),
    };
  }
}

/** The options as the tool gets them. */
export function givenOf(options: readonly GivenOption[], switches?: ReadonlySet<string>): Given {
  const last = new Map(options.map((option) => [option.name, option]));
  const knownText = (name: string): string | undefined => {
    const value = last.get(name)?.value?.value;
    return value?.kind === 'known' ? value.text : undefined;
  };
  return {
    has: (name) => last.has(name) && !(switches?.has(name) === true && knownText(name) === 'false'),
    filled: (name) => last.get(name)?.value !== undefined && knownText(name) !== '',
    value: (name) => last.get(name)?.value?.value,
  };
}

/** The switches whose value only the run knows. */
function doubtful(
  options: readonly GivenOption[],
  switches: ReadonlySet<string> | undefined,
): readonly string[] {
  if (switches === undefined) return [];
  return [...switches].filter((name) => {
    const value = options.findLast((each) => each.name === name)?.value?.value;
    return value !== undefined && value.kind !== 'known';
  });
}
