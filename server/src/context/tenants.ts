import type { Range, SignIn, TenantEvidence } from '../model';
import { countLeading } from '../search';
import type { ScriptFacts } from './facts';
import { option } from '../signIns/option';

/** A place that names a tenant. */
export interface TenantMention {
  readonly range: Range;
  /** The tenant, else the expression that a sign-in has for it; undefined where that says nothing. */
  readonly tenant: string | undefined;
  /** The variable that an assignment here gives the tenant to, or that a sign-in here takes it from. */
  readonly variable: string | undefined;
  /** The sign-in that names it, or undefined for an assignment. */
  readonly signIn: SignIn | undefined;
}

const tenantBeforeEquals = /tenant\w{0,64}(?=[ \t]{0,20}=(?!=))/;

/** Says where the names start that a script assigns a tenant to. */
function assignmentsOfTenants({ script: { text }, matches }: ScriptFacts): readonly number[] {
  const starts: number[] = [];
  for (let { start } of matches(tenantBeforeEquals)) {
    while (/\w/.test(text.charAt(start - 1))) start--;
    if (starts.at(-1) !== start) starts.push(start);
    if (starts.length >= mostAssignments) break;
  }
  return starts;
}

/** More assignments than that are not looked at. */
const mostAssignments = 50;

/** Every tenant that a script names, with what it takes to look them up for many sign-ins. */
export interface Tenants {
  /** In source order. */
  readonly mentions: readonly TenantMention[];
  /** Where they end. */
  readonly ends: readonly number[];
  /** How many mentions each tenant has. */
  readonly counts: ReadonlyMap<string, number>;
  readonly bySignIn: ReadonlyMap<SignIn, TenantMention>;
}

/** Looks for what names a tenant: `--tenant` of sign-ins, and assignments such as `TENANT_ID=…`. */
export function tenantsOf(facts: ScriptFacts): Tenants {
  const mentions = mentionsOf(facts);
  const counts = new Map<string, number>();
  const bySignIn = new Map<SignIn, TenantMention>();
  for (const mention of mentions) {
    const { tenant, signIn } = mention;
    if (tenant !== undefined) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
    if (signIn !== undefined) bySignIn.set(signIn, mention);
  }
  return { mentions, ends: mentions.map(({ range }) => range.end), counts, bySignIn };
}

function mentionsOf(facts: ScriptFacts): readonly TenantMention[] {
  const offsets = assignmentsOfTenants(facts);
  const assigned = facts.syntax.assignmentsAt(offsets).flatMap(({ name, value, range }): TenantMention[] => {
    if (!value || !/tenant(_?(id|name|domain|guid))?$/i.test(name)) return [];
    if (value.value.kind !== 'known')
      return [{ range, tenant: undefined, variable: name, signIn: undefined }];
    const tenant = value.value.text.toLowerCase();
    return looksLikeTenant(tenant) ? [{ range, tenant, variable: name, signIn: undefined }] : [];
  });
  const given = facts.signIns.flatMap((signIn): TenantMention[] => {
    const value = option(signIn, 'tenant')?.value;
    if (!value) return [];
    const [variable] = value.variables.length === 1 && value.value.kind === 'unknown' ? value.variables : [];
    const assignment =
      variable === undefined ? undefined : assigned.find((each) => each.variable === variable);
    const text = value.value.kind === 'known' ? value.value.text.toLowerCase() : value.source;
    return [{ range: value.range, tenant: assignment?.tenant ?? text, variable, signIn }];
  });
  return [...assigned, ...given].sort((one, other) => one.range.start - other.range.start);
}

/**
 * Evidence that a sign-in without a tenant may need one: the tenant that is named nearest, before it if
 * possible.
 */
export function tenantEvidence(
  { mentions, ends, counts, bySignIn }: Tenants,
  signIn: SignIn,
): TenantEvidence | undefined {
  const own = bySignIn.get(signIn);
  const before = mentions[countLeading(ends, (end) => end <= signIn.command.range.start) - 1];
  const nearest = before ?? (mentions[0] === own ? mentions[1] : mentions[0]);
  if (!nearest) return undefined;
  const isOnlyHere = own?.tenant !== undefined && counts.get(own.tenant) === 1;
  const two = counts.size - (isOnlyHere ? 1 : 0) > 1;
  return {
    kind: two ? 'two-tenants' : 'tenant-nearby',
    range: nearest.range,
    // With two tenants it takes the author to say which; a variable that is set later is empty here.
    variable: two ? undefined : before?.variable,
  };
}

/** Takes a known text, says whether it has the form of a tenant: a GUID or a domain. */
function looksLikeTenant(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || /^[\w-]+(\.[\w-]+)+$/.test(text);
}
