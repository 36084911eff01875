import { hosts } from '../context/hosts';
import { identities } from '../identities';
import type { Fix } from '../model';
import { findingsAt, toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import { referenceTo, setUpOf, type Fixes } from './fixes';
import type { HostItem, Remedies, RemedyItem } from './messages';

/** What repairs the sign-in at an offset, every identity included; null where nothing is found. */
export function remediesAt(found: VersionedAnalysis, offset: number, fixes: Fixes): Remedies | null {
  const here = findingsAt(found.analysis, { start: offset, end: offset }).filter(
    ({ analysed }) => analysed !== undefined,
  );
  const [first] = here;
  if (first?.analysed === undefined) return null;
  const { script, signIn, context } = first.analysed;
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
    range: toRange(found.document, script.map.toDocument(signIn.command.range)),
    host: context.host,
    hostTitle: hosts[context.host].title,
    fixes: [...items.values()],
    refusals: [...refusals],
  };
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
