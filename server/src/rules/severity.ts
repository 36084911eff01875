import type { Confidence, Context, Severity } from '../model';
import type { Settings } from '../settings';
import type { Match, Rule } from './rule';

const lowered: Readonly<Record<Severity, Severity>> = {
  error: 'warning',
  warning: 'information',
  information: 'hint',
  hint: 'hint',
  none: 'none',
};

/**
 * Settles how severe a match is: the user's setting for the rule as it stands; else the match's own severity,
 * else the rule's table, lowered by doubt (`likely` by one step, `possible` to a hint).
 */
export function severityOf(
  rule: Pick<Rule, 'id' | 'severity'>,
  match: Pick<Match, 'severity'>,
  confidence: Confidence,
  context: Pick<Context, 'host' | 'attended'>,
  settings: Pick<Settings, 'severity'>,
): Severity {
  const chosen = settings.severity[rule.id] ?? 'default';
  if (chosen !== 'default') return chosen;
  const certain =
    match.severity ?? rule.severity[context.host === 'documentation' ? 'documentation' : context.attended];
  if (certain === 'none' || confidence === 'certain') return certain;
  return confidence === 'likely' ? lowered[certain] : 'hint';
}
