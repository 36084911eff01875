import { deepEqual, equal } from 'node:assert/strict';
import type { Attendance, Confidence, RuleId, Severity } from '../../server/src/model';
import { rules } from '../../server/src/rules';
import { severityOf } from '../../server/src/rules/severity';

type Row = readonly [unattended: Severity, unknown: Severity, attended: Severity, documentation: Severity];

/** The policy's table, copied by hand. */
const policy: Readonly<Record<RuleId, Row>> = {
  'user-password': ['error', 'error', 'error', 'warning'],
  interactive: ['error', 'hint', 'none', 'none'],
  'device-code': ['error', 'information', 'none', 'none'],
  'missing-tenant': ['none', 'hint', 'information', 'none'],
  'service-principal-without-tenant': ['error', 'error', 'error', 'warning'],
  'typographic-dash': ['error', 'error', 'error', 'warning'],
  'rejected-arguments': ['error', 'error', 'error', 'warning'],
  'certificate-as-password': ['error', 'error', 'error', 'warning'],
  'managed-identity-username': ['error', 'error', 'error', 'warning'],
  'literal-secret': ['error', 'error', 'error', 'warning'],
  'dash-leading-secret': ['error', 'error', 'error', 'none'],
  'batch-without-call': ['error', 'error', 'error', 'none'],
  'same-credential': ['information', 'information', 'information', 'none'],
  'outdated-azure-login': ['hint', 'hint', 'hint', 'none'],
  'missing-id-token-permission': ['error', 'error', 'error', 'none'],
};

const rule = {
  id: 'user-password',
  severity: { unattended: 'error', unknown: 'warning', attended: 'none', documentation: 'hint' },
} as const;
const settle = (
  attended: Attendance,
  confidence: Confidence,
  { documentation = false, match = {}, chosen = undefined as Severity | 'default' | undefined } = {},
) =>
  severityOf(
    rule,
    match,
    confidence,
    { host: documentation ? 'documentation' : 'shell', attended },
    { severity: chosen === undefined ? {} : { 'user-password': chosen } },
  );

describe('severity', () => {
  it('is the policy’s for every rule', () => {
    deepEqual(
      Object.fromEntries(
        rules.map(({ id, severity: { unattended, unknown, attended, documentation } }) => [
          id,
          [unattended, unknown, attended, documentation],
        ]),
      ),
      policy,
    );
  });
  it('follows attendance, and the document before it', () => {
    equal(settle('unattended', 'certain'), 'error');
    equal(settle('unknown', 'certain'), 'warning');
    equal(settle('attended', 'certain'), 'none');
    equal(settle('unattended', 'certain', { documentation: true }), 'hint');
  });
  it('falls with confidence', () => {
    equal(settle('unattended', 'likely'), 'warning');
    equal(settle('unknown', 'likely'), 'information');
    equal(settle('unattended', 'possible'), 'hint');
    equal(settle('attended', 'possible'), 'none');
  });
  it('lets the match override the table, and the user override both', () => {
    equal(settle('unattended', 'certain', { match: { severity: 'warning' } }), 'warning');
    equal(settle('unattended', 'likely', { match: { severity: 'warning' } }), 'information');
    equal(settle('unattended', 'possible', { chosen: 'information' }), 'information');
    equal(settle('attended', 'certain', { chosen: 'error' }), 'error');
    equal(settle('unattended', 'certain', { chosen: 'none' }), 'none');
    equal(settle('unattended', 'certain', { chosen: 'default' }), 'error');
  });
});
