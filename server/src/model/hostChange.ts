/** What fixes can want changed around a script or at a step, in its document: by kind, what each says. */
interface HostChanges {
  /** A step that signs in right before the step that the script is, or in its place, if nothing of the script is left. */
  readonly addSignInStep: { readonly step: SignInStep };
  /** What the token of the step's job may do besides all that it may do already. */
  readonly permit: { readonly permission: Permission };
  /** Another version of the step's action, and inputs in the place of one, for which the job's token must be permitted more. */
  readonly changeAction: { readonly version: string | undefined; readonly inputs: ReplacedInput | undefined };
}

export type HostChangeKind = keyof HostChanges;

/** A change around a script, of one kind or of any. */
export type HostChange<Kind extends HostChangeKind = HostChangeKind> = {
  readonly [Each in Kind]: { readonly kind: Each } & HostChanges[Each];
}[Kind];

/** A step that signs in, as a fix adds it to a pipeline. */
export interface SignInStep {
  readonly name: string;
  readonly uses: string;
  /** Its inputs in order: names, and values as the pipeline writes them. */
  readonly inputs: readonly (readonly [name: string, value: string])[];
  /** What the job's own token must be permitted to do. */
  readonly permission: Permission;
}

/** An input of a step that goes, and those that come. */
export interface ReplacedInput extends Pick<SignInStep, 'inputs' | 'permission'> {
  /** In lower case. */
  readonly name: string;
}

/** Something that the token of a job may do, such as `id-token: write`. */
export type Permission = readonly [scope: string, level: string];
