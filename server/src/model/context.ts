import type { TokenPermissions } from './hostStep';
import type { Command, HostId, Range, Step, Word } from './script';

/** Is anybody there to answer a prompt? */
export type Attendance = 'attended' | 'unattended' | 'unknown';

/** What surrounds one sign-in: where it runs, whether anybody is there, what comes before and after. */
export interface Context {
  readonly host: HostId;
  readonly attended: Attendance;
  readonly cloud: 'public' | 'sovereign';
  /** Evidence that a user here deals with more than one tenant; undefined if there is none. */
  readonly tenantEvidence: TenantEvidence | undefined;
  readonly following: Following;
  /** The command that asks for an existing session first, as in `az account show || az login`. */
  readonly guardedBy?: Command | undefined;
  /** The step that the script is, if nothing before the sign-in in it would miss a session or lose one. */
  readonly step?: Step | undefined;
  /** The commands of `az` in the script that keep others from running, since they are not called; only cmd has such. */
  readonly uncalled?: readonly Command[];
  /** What the job lets its host's token do, if the sign-in is with a token that the script asks the host for. */
  readonly tokenPermissions?: TokenPermissions | undefined;
  /** The passwords in the script that become the sign-in's credential. */
  readonly plainSecrets?: readonly PlainSecret[];
}

/** A password as plain text in a command that makes a credential of it. */
export interface PlainSecret {
  readonly command: Command;
  readonly word: Word;
}

/** Where a tenant is named near a sign-in that names none. */
export interface TenantEvidence {
  readonly kind: 'two-tenants' | 'tenant-nearby';
  readonly range: Range;
  /** The variable that holds the tenant (`TENANT_ID`), if it is one. */
  readonly variable: string | undefined;
}

/** What happens after the sign-in, up to the next one. */
export interface Following {
  /** The first command that certainly creates, updates or deletes Azure resources through ARM. */
  readonly firstWrite: Command | undefined;
  /** True if a command that uses the default subscription follows before anything chooses one. */
  readonly needsSubscription: boolean;
  /** True if a later command chooses a subscription (`az account set`, `--subscription`). */
  readonly choosesSubscription: boolean;
}
