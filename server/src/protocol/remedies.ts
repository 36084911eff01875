import { hosts } from '../context/hosts';
import { identities } from '../identities';
import { extentOf, type LocatedFinding } from '../engine';
import type { Fix, HostId } from '../model';
import { findingsAt, toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import { referenceTo, setUpOf, type Fixes } from './fixes';
import type { HostItem, Remedies, RemedyItem } from './messages';

/** What repairs whatever is found at an offset, every identity included; null where nothing is found. */
export function remediesAt(found: VersionedAnalysis, offset: number, fixes: Fixes): Remedies | null {
  const here = findingsAt(found.analysis, { start: offset, end: offset });
  const first = here.find(({ analysed }) => analysed !== undefined) ?? here[0];
  if (first === undefined) return null;
  const host = hostOf(first);
  const items = new Map<string, RemedyItem>();
  const refusals = new Set<string>();
  for (const finding of here) {
    const remedy = fixes.remedy(found, finding);
    remedy.refusals.forEach((reason) => refusals.add(reason));
    for (const fix of remedy.fixes) {
      if (items.has(fix.id)) continue;
      items.set(fix.id, {
        reference: referenceTo(found, finding, fix),
        title: fix.title,
        description: descriptionOf(fix),
        isIdentity: fix.identity !== undefined,
        prerequisites: fix.prerequisites,
        notes: fix.notes,
        setUp: setUpOf(found, finding, fix),
      });
    }
  }
  return {
    version: found.document.version,
    range: toRange(found.document, extentOf(first)),
    host,
    hostTitle: hosts[host].title,
    fixes: [...items.values()],
    refusals: [...refusals],
  };
}

function hostOf({ analysed, script, step }: LocatedFinding): HostId {
  return analysed?.context.host ?? (script ?? step).host;
}

function descriptionOf({ identity, notes }: Fix): string {
  return identity === undefined ? (notes[0] ?? '') : identities[identity].description;
}

/** The places where scripts can run, in the order of pick lists. */
export function hostItems(): readonly HostItem[] {
  return Object.entries(hosts).map(([id, { title, description }]) => ({
    id,
    title,
    // A pick list shows plain text.
    description: description.replaceAll('`', ''),
  }));
}
