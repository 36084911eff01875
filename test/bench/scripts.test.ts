import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseAllDocuments } from 'yaml';
import { dialects, scriptOf, type DialectSubject } from '../../bench/dialects';
import { keyPresses } from '../../bench/keyPresses';
import { pipelineOf, pipelines } from '../../bench/pipelines';
import { openDocument } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';
import type { Grammar } from '../../server/src/shells/shell';
import { loadGrammar } from '../support/grammar';
import { describeWithPowershell, readByPowershell } from '../support/powershell';

let grammar: Grammar;
before(async () => {
  grammar = await loadGrammar('tree-sitter-bash');
});

/** What we say of a script: how many sign-ins it has, and whether its shell would refuse it. */
function read({ languageId, extension }: DialectSubject, text: string) {
  const opened = openDocument(() => grammar);
  const document = { path: `script${extension}`, languageId, text };
  try {
    const analysing = opened.update({ document, settings: defaultSettings }, undefined, () => false);
    for (;;) {
      const { done, value } = analysing.next();
      if (done !== true) continue;
      return { signIns: value.signIns.length, broken: opened.scripts.some(({ syntax }) => syntax.broken) };
    }
  } finally {
    opened.dispose();
  }
}

/** What comes of a script when somebody has typed in it, every other time with a letter too much. */
function typedIn(text: string, presses: number): string {
  const document = TextDocument.create('', '', 1, text);
  const keys = keyPresses(text);
  for (let press = 0; press < presses; press++) TextDocument.update(document, [keys.next().value], press);
  return document.getText();
}

const sizes = [
  { lines: 100, signIns: 0 },
  { lines: 100, signIns: 10 },
  { lines: 1000, signIns: 500 },
  { lines: 5000, signIns: 10 },
];

for (const subject of dialects) {
  describe(`scripts of ${subject.name} that the benchmark measures with`, () => {
    for (const { lines, signIns } of sizes) {
      it(`have ${lines} lines and ${signIns} sign-ins`, () => {
        const text = scriptOf(subject, { lines, signIns });
        equal(text.split('\n').length - 1, lines);
        if (signIns === 0) equal(/login|connect-/i.test(text), false);
        else equal(read(subject, text).signIns, signIns);
      });
    }
    it('are the same for the same seed', () => {
      const [one, same, other] = [1, 1, 2].map((seed) =>
        scriptOf(subject, { lines: 300, signIns: 10, seed }),
      );
      equal(one, same);
      equal(one === other, false);
    });
    it('stay as right as they were while somebody types in them', () => {
      const text = scriptOf(subject, { lines: 300, signIns: 10 });
      for (const presses of [1, 9, 41, 101, 201, 301]) {
        const typed = typedIn(text, presses);
        equal(typed.length, text.length + 1);
        equal(read(subject, typed).broken, false, `after ${presses} presses`);
      }
      equal(typedIn(text, 200), text);
    });
    it(`are broken where ${subject.essential.name} is missing`, () => {
      const options = { lines: 1000, signIns: 10 };
      equal(read(subject, scriptOf(subject, options)).broken, false);
      equal(read(subject, scriptOf(subject, { ...options, broken: true })).broken, true);
    });
  });
}

/** Scripts of each size as they are, and with letters too much. */
function scriptsOf(dialect: string): readonly string[] {
  const subject = dialects.find((each) => each.dialect === dialect);
  ok(subject);
  return sizes.flatMap((size) => {
    const text = scriptOf(subject, size);
    return [text, ...[1, 101, 201].map((presses) => typedIn(text, presses))];
  });
}

describe('pipelines that the benchmark measures with', () => {
  for (const pipeline of pipelines) {
    it(`have 2,000 lines, 100 scripts and 10 sign-ins, also while somebody types: ${pipeline.name}`, () => {
      const text = pipelineOf(pipeline);
      ok(Math.abs(text.split('\n').length - 2000) < 10);
      for (const typed of [text, typedIn(text, 41), typedIn(text, 101)]) {
        const [parsed] = parseAllDocuments(typed);
        deepEqual(parsed?.errors, []);
        const opened = openDocument(() => grammar);
        const document = { path: pipeline.uri, languageId: 'yaml', text: typed };
        const analysing = opened.update({ document, settings: defaultSettings }, undefined, () => false);
        const { value } = analysing.next();
        equal(value?.signIns.length, 10);
        equal(opened.scripts.length, 100);
        opened.dispose();
      }
    });
  }
});

describe('scripts that the benchmark measures with', () => {
  it('are accepted by bash', () => {
    for (const input of scriptsOf('bash')) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
      equal(stderr, '');
      equal(status, 0);
    }
  });
});

describeWithPowershell('scripts that the benchmark measures with', () => {
  it('are accepted by PowerShell', () => {
    for (const { broken } of readByPowershell(scriptsOf('powershell'))) equal(broken, false);
  }).timeout(600_000);
});
