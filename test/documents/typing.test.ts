import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { openDocument, type Analysis, type AnalysisInput } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { documentFixtures } from '../support/fixtures';
import { loadGrammar } from '../support/grammar';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

/** What an analysis found, without what only one run has. */
const found = ({ findings, signIns }: Analysis) => ({
  findings: findings.map(({ rule, severity, range, message, confidence }) => ({
    rule,
    severity,
    range,
    message,
    confidence,
  })),
  signIns: signIns.map(({ signIn: { flow, command }, suppressed }) => ({
    flow,
    range: command.range,
    suppressed,
  })),
});

describe('a document that is typed', () => {
  for (const { name, path, text } of documentFixtures()) {
    it(`${name}: says after each change what it says when it is opened anew`, () => {
      const inputFor = (text: string): AnalysisInput => ({
        document: { path, languageId: undefined, text },
        settings: defaultSettings,
      });
      const run = (
        open: ReturnType<typeof openDocument>,
        text: string,
        changes: Parameters<typeof open.update>[1],
      ) => {
        const steps = open.update(inputFor(text), changes, () => false);
        for (;;) {
          const step = steps.next();
          if (step.done) return found(step.value);
        }
      };
      const piece = fc.constantFrom(
        '',
        ' ',
        '\n',
        '"',
        "'",
        '#',
        'az login -u a -p b\n',
        '  ',
        ': ',
        '- ',
        '$',
        '\\',
      );
      const change = fc.tuple(fc.nat(), fc.nat({ max: 30 }), piece);
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
          const open = openDocument(() => grammar);
          let current = text;
          run(open, current, undefined);
          for (const [at, length, added] of changes) {
            const start = at % (current.length + 1);
            const oldEnd = Math.min(current.length, start + length);
            current = current.slice(0, start) + added + current.slice(oldEnd);
            const incremental = run(open, current, [{ start, oldEnd, newEnd: start + added.length }]);
            const fresh = openDocument(() => grammar);
            deepEqual(incremental, run(fresh, current, undefined));
            fresh.dispose();
          }
          open.dispose();
        }),
        { numRuns: 30 },
      );
    });
  }
});
