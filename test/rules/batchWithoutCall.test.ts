import assert from 'node:assert/strict';
import type { AnalysisInput } from '../../server/src/engine';
import { fixAll } from '../../server/src/rewrites';
import { remedyOf } from '../../server/src/rules/remedies';
import { defaultSettings } from '../../server/src/settings';
import { loadProver } from '../support/prover';
import { describeWithWine, runInCmd } from '../support/wine';

const id = 'batch-without-call';
const path = 'script.cmd';
const noGrammar = (): never => {
  throw new Error('cmd needs no grammar.');
};

let provable: Awaited<ReturnType<typeof loadProver>>;
before(async () => {
  provable = await loadProver();
});

/** What the rule finds in a script, with the first command that never runs, and the script once it is repaired. */
function foundIn(text: string): readonly (readonly [skipped: string, repaired: string])[] {
  const { analysis, prove } = provable(text, { path });
  return analysis.findings
    .filter(({ rule }) => rule === id)
    .map((finding) => {
      const skipped = finding.related.map(({ range }) => text.slice(range.start, range.end)).join();
      assert.ok(finding.analysed);
      const { fixes, refusals } = remedyOf(finding, finding.analysed.context, defaultSettings);
      const [fix] = fixes;
      if (fix === undefined) return [skipped, refusals.join()];
      assert.equal(fix.safety, 'safe');
      const proof = prove(finding, fix);
      return [skipped, 'refused' in proof ? proof.refused : proof.text];
    });
}

/** Scripts in which commands follow that never run, with the first of them and what repairs that. */
const cutOff: readonly (readonly [text: string, skipped: string, repaired: string])[] = [
  ['az login\nx', 'x', 'call az login\nx'],
  ['@az login >nul 2>&1\r\nx', 'x', '@call az login >nul 2>&1\r\nx'],
  ['>nul az login\nx', 'x', '>nul call az login\nx'],
  ['"az.cmd" login ^\n  -u a ^\n  -p %1\nx', 'x', 'call "az.cmd" login ^\n  -u a ^\n  -p %1\nx'],
  ['az login & y\nx', 'x', 'call az login & y\nx'],
  ['y & az login & (y) & if 1==1 y\nx', 'x', 'y & call az login & (y) & if 1==1 y\nx'],
  ['az login && y || (y)\nx', 'x', 'call az login && y || (y)\nx'],
  ['(\n  az login\n  y\n)\nx', 'x', '(\n  call az login\n  y\n)\nx'],
  ['if 1==1 (az login) else y\nx', 'x', 'if 1==1 (call az login) else y\nx'],
  ['if 1==1 az login & y\nx', 'x', 'if 1==1 call az login & y\nx'],
  ['for %%i in (a b) do az login -u %%i -p %1\nx', 'x', 'for %%i in (a b) do call az login -u %%i -p %1\nx'],
  ['az login\nif errorlevel 1 exit /b 1\nx', 'x', 'call az login\nif errorlevel 1 exit /b 1\nx'],
  ['az login\nendlocal\n:label\nrem y\nx', 'x', 'call az login\nendlocal\n:label\nrem y\nx'],
  ['az login\npause', 'pause', 'call az login\npause'],
  // What one of several does the others cannot repair alone.
  ['az account show || az login\nx', 'x', 'call az account show || call az login\nx'],
  ['az account show\naz login\nx', 'x', 'call az account show\ncall az login\nx'],
  [
    'az login\n(az account set -s %1)\nif 1==1 az group list\nx',
    'az account set -s %1',
    'call az login\n(call az account set -s %1)\nif 1==1 call az group list\nx',
  ],
];

describe('batch-without-call', () => {
  for (const [text, skipped, repaired] of cutOff) {
    it(`is found and repaired in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(foundIn(text), [[skipped, repaired]]);
      assert.deepEqual(foundIn(repaired), []);
    });
  }
  for (const text of [
    'az login',
    'az login\n',
    'az login && y\n',
    'az login\nexit /b %errorlevel%',
    'az login\n@goto :eof\nx',
    'az login\nendlocal\nif errorlevel 1 exit /b 1\n',
    ':sub\naz login\ngoto  :EOF\n:other\nx',
    'call az login\nx',
    'CALL "az" login\nx',
    'cmd /c az login\nx',
    'start /wait az login\nx',
    'az login | more\nx',
    'echo y | az login\nx',
    '(az login & y) | more\nx',
    "for /f %%i in ('az login') do y\nx",
    'az.exe login\nx',
    'rem az login\nx',
    'az account show\nx',
  ]) {
    it(`is not found in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(foundIn(text), []);
    });
  }
  it('is not repaired where `call` would read other words', () => {
    for (const text of ['az login -u a -p "b^c"\nx', 'az login -u a -p b%%c\nx']) {
      const [[, refusal] = ['', '']] = foundIn(text);
      assert.match(refusal, /reads its words once more/);
    }
  });
  it('is repaired along with whatever else is wrong with a sign-in, and what comes to run behind it is called', () => {
    const text = 'az login -u %1 -p %2\r\ncall az vm list\r\n';
    const document = { path, languageId: undefined, text };
    const input: AnalysisInput = { document, settings: defaultSettings };
    const all = fixAll(input, noGrammar, (finding) => {
      if (finding.analysed === undefined) return undefined;
      const { fixes } = remedyOf(finding, finding.analysed.context, defaultSettings);
      return fixes.find(({ id: fix, identity }) => fix === id || identity === 'system-assigned');
    });
    assert.equal(
      all.text,
      'call az login --identity && call az account set --subscription "%AZURE_SUBSCRIPTION_ID%"\r\ncall az vm list\r\n',
    );
    assert.deepEqual(all.left, []);
  });
  it('is repaired in every command at once, but where `call` would read other words', () => {
    const text = 'az login\naz login --identity\naz vm list --query "a^b"\naz group list\naz aks list';
    const document = { path, languageId: undefined, text };
    const all = fixAll({ document, settings: defaultSettings }, noGrammar, (finding) => {
      if (finding.analysed === undefined) return undefined;
      const { fixes } = remedyOf(finding, finding.analysed.context, defaultSettings);
      return fixes.find((fix) => fix.id === id);
    });
    assert.equal(
      all.text,
      'call az login\ncall az login --identity\naz vm list --query "a^b"\ncall az group list\naz aks list',
    );
    assert.match(all.fixed[0]?.fix.notes.join() ?? '', /Other az commands of the script need call/);
  });
  it('is looked for to the end of any script', () => {
    for (const lines of [
      'az login\r\n',
      'az login & ',
      'az login\r\nendlocal\r\n',
      'az login\r\nrem x\r\n',
    ]) {
      const text = lines.repeat(5_000);
      provable(text, { path });
    }
  });
});

/**
 * The rule rests on what Windows' cmd does, which its documentation says only of the plain case (see the rule's
 * sources); Wine's does the same in all of them.
 */
describeWithWine('batch-without-call, as cmd runs it', function () {
  this.timeout(300_000);
  it('is what keeps the commands behind a sign-in from running', () => {
    const runnable = (text: string): string =>
      `@echo off\r\n${text.replace(/\b([xy])\b/g, 'call az $1').replaceAll('"az.cmd"', 'az')}\r\n`;
    const texts = cutOff
      .filter(([text]) => text.endsWith('\nx'))
      .flatMap(([text, , repaired]) => [text, repaired]);
    const ran = runInCmd(texts.map((text) => ({ text: runnable(text), args: ['one'] })));
    texts.forEach((text, i) => {
      const last = ran[i]?.at(-1)?.[1];
      assert.equal(last === 'x', i % 2 === 1, `${text}: ${JSON.stringify(ran[i])}`);
    });
  });
});
