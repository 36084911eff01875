import type { Range, SignIn, TenantEvidence } from '../model';
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

const assignmentOfTenant = /\b\w*tenant\w*(?==)/gi;

/** The places that name a tenant, in source order: `--tenant` of sign-ins, and assignments such as `TENANT_ID=…`. */
export function tenantMentions(facts: ScriptFacts): readonly TenantMention[] {
  const offsets = Array.from(facts.script.text.matchAll(assignmentOfTenant), (match) => match.index).slice(
    0,
    50,
  );
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
  mentions: readonly TenantMention[],
  signIn: SignIn,
): TenantEvidence | undefined {
  const others = mentions.filter((mention) => mention.signIn !== signIn);
  const before = others.findLast(({ range }) => range.end <= signIn.command.range.start);
  const nearest = before ?? others[0];
  if (!nearest) return undefined;
  const two = new Set(others.flatMap(({ tenant }) => tenant ?? [])).size > 1;
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
