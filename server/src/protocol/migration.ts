import type { LocatedFinding } from '../engine';
import { hosts } from '../context/hosts';
import { identities } from '../identities';
import type { Fix, IdentityId, Refusal } from '../model';
import { fixAll, type FixAll } from '../rewrites';
import type { Grammars } from '../shells/shell';
import { toRange } from './diagnostics';
import type { VersionedAnalysis } from './documents';
import { remediesOf, setUpOf, toTextEdits } from './fixes';
import type { Migration, MigrationTarget, MigrationTargets } from './messages';

/** What a migration goes to: an identity, or only what changes nobody's identity. */
export type TargetId = IdentityId | 'safe';

/** Takes a text, returns the target that has it as its id, or undefined. */
export function targetNamed(name: string): TargetId | undefined {
  return name === 'safe' || Object.hasOwn(identities, name) ? (name as TargetId) : undefined;
}

/** The fix that may be applied unasked: a safe one, or one to the identity that the user's own settings choose. */
export function unaskedFix(found: VersionedAnalysis, finding: LocatedFinding): Fix | undefined {
  const { preferredIdentity, preferredIdentityIsUsers } = found.input.settings;
  const { fixes } = remediesOf(found, finding);
  const safe = fixes.find(({ safety }) => safety === 'safe');
  if (safe !== undefined || !preferredIdentityIsUsers || finding.confidence !== 'certain') return safe;
  return fixes.find(({ identity }) => identity !== undefined && identity === preferredIdentity);
}

/** Says whether a document has a fix that may be applied unasked. */
export function canFixUnasked(found: VersionedAnalysis): boolean {
  return found.analysis.findings.some((finding) => unaskedFix(found, finding) !== undefined);
}

/** Applies every fix that may be applied unasked. */
export function fixUnasked(found: VersionedAnalysis, grammar: Grammars): FixAll {
  return fixAll(found.input, grammar, (finding) => unaskedFix(found, finding));
}

/**
 * The fix that takes a finding's sign-in to the target, or why there is none; what keeps its principal is repaired
 * on the way.
 */
function fixTowards(found: VersionedAnalysis, finding: LocatedFinding, target: TargetId): Fix | Refusal {
  const { fixes, refusals } = remediesOf(found, finding);
  const fix =
    fixes.find(({ identity }) => identity !== undefined && identity === target) ??
    fixes.find(({ safety, identity }) => safety === 'safe' && identity === undefined);
  if (fix !== undefined) return fix;
  if (fixes.length === 0) return { refused: refusals.join(' ') };
  if (target === 'safe')
    return { refused: 'Every fix here changes who signs in, or needs you to confirm it.' };
  const prefix = `${identities[target].title}: `;
  const reason = refusals.find((each) => each.startsWith(prefix));
  return { refused: reason ?? 'Another quick fix repairs this one.' };
}

/** What the sign-ins of a document can be migrated to, best first. */
export function migrationTargets(found: VersionedAnalysis): MigrationTargets {
  const { analysis, document } = found;
  const targets = new Map<TargetId, { fix: Fix; signIns: Set<object> }>();
  const refusals = new Set<string>();
  const broken = new Set<object>();
  for (const finding of analysis.findings) {
    if (finding.analysed === undefined) continue;
    broken.add(finding.analysed);
    const remedy = remediesOf(found, finding);
    if (remedy.fixes.length === 0) remedy.refusals.forEach((reason) => refusals.add(reason));
    for (const fix of remedy.fixes) {
      const id = fix.identity ?? (fix.safety === 'safe' ? 'safe' : undefined);
      if (id === undefined) continue;
      const target = targets.get(id) ?? { fix, signIns: new Set() };
      targets.set(id, target);
      target.signIns.add(finding.analysed);
    }
  }
  const host = analysis.signIns[0]?.context.host ?? 'shell';
  return {
    version: document.version,
    hostTitle: hosts[host].title,
    broken: broken.size,
    signIns: analysis.signIns.length,
    targets: [...targets].map(([id, { signIns }]): MigrationTarget => ({
      id,
      ...(id === 'safe'
        ? {
            title: 'Only what is safe',
            description: 'Repairs that leave principal, tenant and flow as the author meant them.',
          }
        : { title: identities[id].title, description: identities[id].description }),
      count: signIns.size,
    })),
    refusals: [...refusals],
  };
}

/** Rewrites every sign-in of a document that can be taken to the target; nothing is changed by asking. */
export function migrate(found: VersionedAnalysis, target: TargetId, grammar: Grammars): Migration {
  const { document } = found;
  const { edits, text, fixed, left } = fixAll(found.input, grammar, (finding) =>
    fixTowards(found, finding, target),
  );
  const first = fixed.find(({ fix }) => fix.identity !== undefined);
  const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
  return {
    version: document.version,
    edits: toTextEdits(document, edits),
    text,
    fixed: fixed.map(({ finding, fix }) => ({ range: toRange(document, finding.range), title: fix.title })),
    left: left.map(({ finding, reason }) => ({
      range: toRange(document, finding.range),
      rule: finding.rule,
      reason,
    })),
    prerequisites: [
      ...new Map(fixed.flatMap(({ fix }) => fix.prerequisites.map((each) => [each.text, each]))).values(),
    ],
    notes: unique(fixed.flatMap(({ fix }) => fix.notes)),
    setUp: first === undefined ? null : setUpOf(found, first.finding, first.fix),
  };
}
